"""Whose account is this: what the workspace itself vouches for, as it is now, in every replica."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.app import calendars
from bot.config import Settings
from bot.memory import Memory
from bot.platforms.slack.directory import Directory, seen
from bot.platforms.slack.wire import Json, Refused
from bot.platforms.slack.workspaces import PLATFORM, Workspaces
from storage import installations, people
from storage.database import Database
from storage.installations import Tokens, Vault
from storage.keys import Keys
from storage.people import NewAuthority
from storage.tables import Installation, Person

START = datetime(2026, 1, 15, 7, 15, tzinfo=UTC)
TEAM, OTHERS = "T1", "T2"
ADDRESS = "rut.norr@malmo.example"


def user(number: str = "U1", **more: object) -> Json:
    return {"id": number, "team_id": TEAM, "profile": {"email": ADDRESS}, **more}


@dataclass
class Wire:
    """Answers with the users that there are; no token is good that is not among the good ones."""

    users: dict[str, Json] = field(default_factory=dict)
    good: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    error: str = ""

    def call(self, token: str, method: str, arguments: Mapping[str, object]) -> Json:
        self.asked.append(method)
        if token not in self.good or self.error:
            raise Refused(self.error or "invalid_auth", 1, method, token)
        return {"user": self.users[str(arguments["user"])]}


@dataclass
class Office:
    """One replica."""

    memory: Memory
    wire: Wire
    authority: int
    vault: Vault

    def __post_init__(self) -> None:
        self.workspaces = Workspaces(self.memory, self.vault, self.wire, "")  # type: ignore[arg-type]
        self.directory = Directory(self.memory, self.wire, self.workspaces)  # type: ignore[arg-type]

    def install(self, token: str) -> None:
        with self.memory.database.writing() as connection:
            tokens = Tokens(token)
            installations.keep(connection, self.vault, self.authority, PLATFORM, tokens, self.memory.now())


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(database: Database, keys: Keys, clock: Clock, tmp_path: Path) -> Office:
    memory = Memory(database, keys, clock, calendars(Settings(), clock))
    with database.writing() as connection:
        authority = people.create_authority(connection, NewAuthority(PLATFORM, TEAM, "Malmö"))
        connection.execute(insert(Person).values(authority_id=authority, name="Rut Norr", email=ADDRESS))
    made = Office(memory, Wire({"U1": user()}, {"one"}), authority, Vault(tmp_path / "keys"))
    made.install("one")
    return made


def replica(office: Office) -> Office:
    return Office(office.memory, office.wire, office.authority, office.vault)


@pytest.mark.parametrize(
    ("told", "active"),
    [
        ({}, True),
        ({"team_id": None}, True),
        ({"deleted": True}, False),
        ({"is_bot": True}, False),
        ({"is_ultra_restricted": True}, False),
        ({"is_restricted": True}, True),
        ({"team_id": OTHERS}, False),
        ({"is_stranger": True}, False),
        ({"team_id": OTHERS, "enterprise_user": {"teams": [TEAM, OTHERS]}}, True),
        ({"team_id": OTHERS, "enterprise_user": {"teams": [OTHERS]}}, False),
        ({"team_id": OTHERS, "enterprise_user": "T1"}, False),
    ],
)
def test_only_the_workspace_s_own_people_take_part(told: Json, active: bool) -> None:  # noqa: FBT001  -- a parameter
    assert seen(user(**told), TEAM).active is active


def test_another_organisation_s_user_is_nobody_whatever_address_they_have(office: Office) -> None:
    office.wire.users["U2"] = user("U2", team_id=OTHERS)
    assert office.directory.person(office.authority, "U2") == 0
    assert office.directory.person(office.authority, "U1") > 0


def test_what_another_replica_has_been_told_reaches_this_one_in_minutes(office: Office, clock: Clock) -> None:
    other = replica(office)
    rut = office.directory.person(office.authority, "U1")
    assert rut
    assert other.directory.person(office.authority, "U1") == rut
    office.wire.users["U1"] = user(deleted=True)
    office.directory.take(office.authority, [office.wire.users["U1"]])
    assert office.directory.person(office.authority, "U1") == 0
    clock.now += timedelta(minutes=5)
    assert other.directory.remembered(office.authority, "U1") == 0
    assert other.directory.person(office.authority, "U1") == 0


def test_nobody_is_a_stranger_because_slack_asks_for_patience(office: Office) -> None:
    office.wire.error = "ratelimited"
    with pytest.raises(Refused):
        office.directory.person(office.authority, "U1")


def withdrawn(office: Office) -> bool:
    with office.memory.database.reading() as connection:
        return connection.execute(select(Installation.revoked_at)).scalar_one() is not None


def test_a_token_that_is_no_longer_good_ends_the_installation(office: Office) -> None:
    assert office.workspaces.revoked(office.authority, "one")
    assert withdrawn(office)
    assert office.workspaces.tokens(office.authority) is None


def test_calls_that_fail_with_the_old_token_do_not_end_a_newer_installation(office: Office) -> None:
    late = replica(office)
    before = late.workspaces.tokens(office.authority)
    assert before
    office.install("two")
    # Several were under way with the old one when it ended.
    assert [late.workspaces.revoked(office.authority, before.bot) for _ in range(3)] == [False] * 3
    assert not withdrawn(office)
    assert late.workspaces.tokens(office.authority) == Tokens("two")
