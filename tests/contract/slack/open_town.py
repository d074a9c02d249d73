"""A town whose schools can answer now: for tests of one thing, which need no whole round before it."""

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select

from conversations.turn import OpenRound, RoundPlan
from storage import channels, people, roster, rounds
from storage.channels import Channel
from storage.database import Database
from storage.keys import Keys
from storage.people import NewAuthority
from storage.tables import Base, Person, Round, School, WorkTeam
from tests.contract.slack.conftest import BEGINS, Town
from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import User
from tests.storage.authorities import CALENDAR, PLAN, Authority, Line, occasions

T = TypeVar("T")

KARIN, RUT, STIG, LENA = "Karin Samordnare", "Rut Norr", "Stig Söder", "Lena Ledare"
ONE = ("Asta Berg", "Bo Dahl", "Cia Ek", "Dan Fors", "Eva Gran")
TWO = ("Folke Holm", "Ida Jung", "Jan Krans", "Kim Lind")
SOUTH = ("Gun Ivarsson", "Hans Jonsson")
OLD = RoundPlan(
    "Pulsen i januari",
    "pulse",
    PLAN.framework,
    "individual",
    leadership=False,
    opens_on=date(2026, 1, 8),
    closes_on=date(2026, 1, 14),
    decision="GRF-2025-1233",
)
OPEN = datetime(2026, 1, 20, 9, tzinfo=UTC)
# No test of these is about how fast messages leave.
HASTE = {"SKOLSTEG_SLACK_MESSAGES_PER_MINUTE": "60000"}
EVERYBODY = "*"


@dataclass
class OpenTown(Town):
    """A town with a round that is open and one that has closed; what it keeps can be looked at."""

    database: Database = field(kw_only=True)

    def read(self, look: Callable[[Connection], T]) -> T:
        with self.database.reading() as connection:
            return look(connection)

    def rows(self, table: type[Base]) -> list[dict[str, object]]:
        """All that a table holds."""
        return self.read(lambda found: [dict(row) for row in found.execute(select(table)).mappings()])

    @property
    def kept(self) -> Authority:
        """The same authority, spoken to past the chat."""
        return Authority(self.database, Keys(self.folder / "keys"), self.authority, self.round(PLAN.title))

    def person(self, name: str) -> int:
        return self._id(Person, Person.name == name)

    def school(self, name: str) -> int:
        return self._id(School, School.name == name)

    def team(self, name: str) -> int:
        return self._id(WorkTeam, WorkTeam.name == name)

    def round(self, title: str) -> int:
        return self._id(Round, Round.title == title)

    def _id(self, table: type[Base], named: object) -> int:
        which = select(table.id).where(named, table.authority_id == self.authority)  # type: ignore[attr-defined]
        return int(self.read(lambda found: found.execute(which).scalar_one()))


@contextmanager
def open_town(
    migrated_file: Path,
    folder: Path,
    *more: Line,
    accounts: str | Collection[str] = EVERYBODY,
    packs: bool = True,
    others: int = 0,
) -> Iterator[OpenTown]:
    """A running bot on SQLite in a town where a round is open; ``accounts`` names who is in Slack.

    Without ``packs`` the work teams get nothing to talk over, which takes five seconds. So many ``others``
    are in the workspace besides.
    """
    file = folder / "skolsteg.sqlite3"
    shutil.copyfile(migrated_file, file)
    url = f"sqlite:///{file}"
    with Slack() as slack, closing(Database(url)) as database, ExitStack() as stack:
        slack.limits.enforced = False
        town = OpenTown(slack, url, folder, stack, database=database)
        for number in range(others):
            slack.user(f"Kollega {number}", f"kollega{number}@annan.example")
        _settle(town, [*lines(), *more], accounts)
        _plan(town, (OLD, PLAN) if packs else (PLAN,), packs=packs)
        town.start(**HASTE)
        slack.settle(within=30)
        town.live_until(OPEN)
        yield town


def lines() -> list[Line]:
    """Norra with two teams, of which one has a leader, Södra with two staff, and those who lead."""
    norra = {"Lag ett": ONE, "Lag två": TWO}
    return [
        *(
            Line("Norra", name, work_team=team, school_code="11111111")
            for team, names in norra.items()
            for name in names
        ),
        Line("Norra", LENA, ("staff", "team_leader"), "Lag två", "11111111"),
        Line("Norra", RUT, ("principal",), school_code="11111111"),
        *(Line("Södra", name, school_code="22222222") for name in SOUTH),
        Line("Södra", STIG, ("principal",), school_code="22222222"),
        Line("", KARIN, ("coordinator",)),
    ]


def _settle(town: OpenTown, staff: list[Line], accounts: str | Collection[str]) -> None:
    slack = town.slack
    for line in staff:
        if accounts == EVERYBODY or line.name in accounts:
            slack.user(line.name, line.email)
    with town.database.writing() as connection:
        new = NewAuthority("slack", slack.workspace.id, "Malmö stad", contact="dataskydd@malmo.example")
        town.authority = people.create_authority(connection, new)
        roster.import_rows(connection, town.authority, staff, BEGINS)
    members: dict[str, list[User]] = {}
    for line in staff:
        here = [each for each in slack.workspace.users.values() if each.name == line.name]
        members.setdefault(line.work_team, []).extend(here)
    for team in filter(None, members):
        _channel(town, team, tuple(members[team]))


def _plan(town: OpenTown, plans: tuple[RoundPlan, ...], *, packs: bool) -> None:
    with town.database.writing() as connection:
        for plan in plans:
            planned = (each for each in occasions(plan, BEGINS) if packs or each.kind != "discussion_pack")
            effect = OpenRound(plan, tuple(planned))
            keys = Keys(town.folder / "keys")
            rounds.plan_round(connection, keys, town.authority, effect, CALENDAR, BEGINS)


def _channel(town: OpenTown, team: str, members: tuple[User, ...]) -> None:
    channel = town.slack.channel(f"norra-{team.lower().replace(' ', '-')}", members)
    number = town.team(team)
    with town.database.writing() as connection:
        seen = Channel(channel.id, channel.name, private=False, member=True)
        channels.take(connection, town.authority, "slack", [seen], BEGINS, all_of_them=False)
        channels.link(connection, town.authority, number, channel.id)
