from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from conversations.messages import Message, Text
from conversations.turn import To
from storage import accounts, chat_reports, installations, outbox, people, roster
from storage.accounts import Seen
from storage.database import Database
from storage.installations import Tokens, Vault
from storage.outbox import Parcel
from storage.people import NewAuthority
from storage.tables import Outbox
from tests.storage.authorities import PLANNED, Line, lines

TODAY = PLANNED.date()


@pytest.fixture
def authority(database: Database) -> int:
    with database.writing() as connection:
        number = people.create_authority(connection, NewAuthority("slack", "T1", "Malmö stad"))
        roster.import_rows(connection, number, lines(), PLANNED)
        people.create_authority(connection, NewAuthority("slack", "T2", "Lund"))
    return number


def test_only_those_on_the_roster_without_an_active_account_are_counted(
    database: Database, authority: int
) -> None:
    first, second, *_ = lines()
    with database.writing() as connection:
        everybody = chat_reports.without_account(connection, authority, "slack", TODAY)
        seen = [Seen("U1", first.email, active=True), Seen("U2", second.email, active=True)]
        accounts.take(connection, authority, "slack", seen)
        accounts.take(connection, authority, "slack", [Seen("U2", second.email, active=False)])
        left = chat_reports.without_account(connection, authority, "slack", TODAY)
        elsewhere = chat_reports.without_account(connection, authority, "teams", TODAY)
        before = chat_reports.without_account(connection, authority, "slack", date(2020, 1, 1))
    assert (everybody, left, elsewhere, before) == (len(lines()), len(lines()) - 1, len(lines()), 0)


def test_an_installation_that_is_taken_back_is_known_until_the_next(
    database: Database, authority: int, tmp_path: Path
) -> None:

    vault = Vault(tmp_path)
    with database.writing() as connection:
        installations.keep(connection, vault, authority, "slack", Tokens("xoxb-1"), PLANNED)
        assert chat_reports.revoked(connection, "slack") == frozenset()
        installations.revoke(connection, authority, "slack", PLANNED)
        assert chat_reports.revoked(connection, "slack") == {authority}
        assert chat_reports.revoked(connection, "teams") == frozenset()
        installations.keep(connection, vault, authority, "slack", Tokens("xoxb-2"), PLANNED)
        assert chat_reports.revoked(connection, "slack") == frozenset()


def test_what_waits_is_counted_by_conversation(database: Database, authority: int) -> None:
    with database.writing() as connection:
        for number, to in enumerate((To("person", 1), To("person", 2), To("team", 1))):
            outbox.queue(connection, authority, Parcel(to, f"{number}", Message("x", (Text("x"),))), PLANNED)
        assert chat_reports.parked(connection, authority) == {}
        connection.execute(update(Outbox).values(state="parked"))
        assert chat_reports.parked(connection, authority) == {"person": 2, "team": 1}
        assert chat_reports.parked(connection, authority + 1) == {}


def test_a_language_is_found_by_the_address_within_the_authority(database: Database, authority: int) -> None:
    with database.writing() as connection:
        english = Line("Norra", "Joan English", language="en")
        roster.import_rows(connection, authority, [*lines(), english], PLANNED)
        assert chat_reports.language_of(connection, authority, english.email) == "en"
        assert chat_reports.language_of(connection, authority, lines()[0].email) == "sv"
        assert chat_reports.language_of(connection, authority + 1, english.email) is None
