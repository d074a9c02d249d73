"""A town whose schools can answer now: who is in it, what is planned there, and what its bot keeps."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select

from conversations.turn import OpenRound, RoundPlan
from storage import rounds
from storage.database import Database
from storage.keys import Keys
from storage.tables import Base, Person, Round, School, WorkTeam
from tests.storage.authorities import CALENDAR, PLAN, Authority, Line, occasions

T = TypeVar("T")

BEGINS = datetime(2026, 1, 7, 9, tzinfo=UTC)
OPEN = datetime(2026, 1, 20, 9, tzinfo=UTC)
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
EVERYBODY = "*"


class Kept:
    """What the bot of an authority keeps, looked at from beside it."""

    database: Database
    authority: int
    folder: Path

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

    def school_id(self, name: str) -> int:
        return self._id(School, School.name == name)

    def team(self, name: str) -> int:
        return self._id(WorkTeam, WorkTeam.name == name)

    def round(self, title: str) -> int:
        return self._id(Round, Round.title == title)

    def planned(self, plans: tuple[RoundPlan, ...], *, packs: bool) -> None:
        """Plan rounds past the chat; without ``packs`` the work teams get nothing to talk over."""
        with self.database.writing() as connection:
            for plan in plans:
                found = (each for each in occasions(plan, BEGINS) if packs or each.kind != "discussion_pack")
                effect = OpenRound(plan, tuple(found))
                keys = Keys(self.folder / "keys")
                rounds.plan_round(connection, keys, self.authority, effect, CALENDAR, BEGINS)

    def _id(self, table: type[Base], named: object) -> int:
        which = select(table.id).where(named, table.authority_id == self.authority)  # type: ignore[attr-defined]
        return int(self.read(lambda found: found.execute(which).scalar_one()))


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
