"""What an operator asks about the chat that an authority works in; numbers and never names."""

from datetime import date

from sqlalchemy import Connection, bindparam, exists, func, select

from storage.people import ACTIVE, HERE
from storage.tables import Account, Installation, Membership, Outbox, Person

_HAS_DUTIES = exists().where(Membership.person_id == Person.id, ACTIVE)
_HAS_ACCOUNT = exists().where(
    Account.person_id == Person.id, Account.platform == bindparam("on"), Account.state == "active"
)
_WITHOUT = (
    select(func.count())
    .select_from(Person)
    .where(Person.authority_id == bindparam("authority"), HERE, _HAS_DUTIES, ~_HAS_ACCOUNT)
)
_REVOKED = select(Installation.authority_id).where(
    Installation.platform == bindparam("on"), Installation.revoked_at.is_not(None)
)
_PARKED = (
    select(Outbox.to_kind, func.count())
    .where(Outbox.authority_id == bindparam("authority"), Outbox.state == "parked")
    .group_by(Outbox.to_kind)
)
_WITH_ADDRESS = select(Person.id).where(
    Person.authority_id == bindparam("authority"), Person.email == bindparam("email")
)
_LANGUAGE = select(Person.language).where(
    Person.authority_id == bindparam("authority"), Person.email == bindparam("email")
)


def without_account(connection: Connection, authority: int, platform: str, today: date) -> int:
    """How many people on the roster of this local day have no account that they can be reached through."""
    values = {"authority": authority, "on": platform, "today": today}
    return int(connection.execute(_WITHOUT, values).scalar_one())


def revoked(connection: Connection, platform: str) -> frozenset[int]:
    """The authorities that have taken their installation back."""
    return frozenset(connection.execute(_REVOKED, {"on": platform}).scalars())


def parked(connection: Connection, authority: int) -> dict[str, int]:
    """How many messages wait for something to be mended, by the kind of conversation."""
    return {row[0]: row[1] for row in connection.execute(_PARKED, {"authority": authority})}


def language_of(connection: Connection, authority: int, email: str) -> str | None:
    """The language of whoever has this e-mail address, None where nobody on the roster has it."""
    found: str | None = connection.execute(_LANGUAGE, {"authority": authority, "email": email}).scalar()
    return found


def person_with(connection: Connection, authority: int, email: str) -> int:
    """Whoever has this e-mail address, 0 where nobody on the roster has it."""
    return connection.execute(_WITH_ADDRESS, {"authority": authority, "email": email}).scalar() or 0
