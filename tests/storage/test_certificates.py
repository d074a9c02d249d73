from datetime import date

from storage import certificates
from storage.database import Database
from storage.keys import Keys
from tests.storage.authorities import Authority, found
from tests.storage.roads import certify

DAY = date(2028, 1, 1)


def test_the_withdrawn_are_those_of_that_authority_and_no_others(database: Database, keys: Keys) -> None:
    one, other, none = (found(database, keys, workspace=name) for name in ("one", "other", "none"))
    gone = {with_certificate(one, "SK-1", DAY), with_certificate(one, "SK-2", DAY)}
    with_certificate(one, "SK-3", None)
    others = {with_certificate(other, "SK-4", DAY)}
    with_certificate(none, "SK-5", None)
    with database.reading() as connection:
        found_for = {each.id: certificates.withdrawn(connection, each.id) for each in (one, other, none)}
    assert found_for == {one.id: gone, other.id: others, none.id: frozenset()}


def with_certificate(authority: Authority, number: str, withdrawn_on: date | None) -> int:
    if not authority.round:
        authority.plan()
    return certify(authority, "Norra", number, withdrawn_on=withdrawn_on)
