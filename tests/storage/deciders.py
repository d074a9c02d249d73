"""Two schools on their way to a certificate, and what has been decided about them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from conversations.decisions import (
    DecideApplication,
    Decided,
    JoinCohort,
    MakeCohort,
    SaveApplication,
    SessionPlan,
)
from storage import audit, decisions
from storage.audit import Entry
from storage.columns import Base
from storage.database import Database
from storage.decisions import Deciding
from storage.keys import Keys
from storage.tables import Application, Cohort, LearningSession, Visit
from tests.storage.authorities import Authority, found

DECIDED = datetime(2026, 3, 4, 9, tzinfo=UTC)
FIRST = datetime(2026, 10, 7, 11, tzinfo=UTC)
NORRA, SODRA, RUT, STIG, KARIN = "Norra", "Södra", "Rut Norr", "Stig Söder", "Karin Samordnare"
GUN = "Gun Ivarsson"


@dataclass
class Deciders:
    """An authority's people, who decide."""

    authority: Authority

    @property
    def norra(self) -> int:
        return self.authority.school(NORRA)

    @property
    def sodra(self) -> int:
        return self.authority.school(SODRA)

    @property
    def round(self) -> int:
        return self.authority.round

    def person(self, name: str) -> int:
        return self.authority.person(name)

    def decide(self, name: str, *decided: Decided, now: datetime = DECIDED) -> None:
        """Let somebody, or with no name the clock, decide in one transaction."""
        who = self.person(name) if name else 0
        with self.authority.database.writing() as connection:
            for each in decided:
                decisions.carry_out(connection, Deciding(self.authority.id, who, now), each)

    def log(self, after: int = 0) -> list[tuple[str, int, str]]:
        """What was decided, about which school, and why, oldest first; without the first ``after`` lines."""
        return [(each.what, each.school, each.detail) for each in self.entries()][after:]

    def entries(self) -> list[Entry]:
        with self.authority.database.reading() as connection:
            return audit.entries(connection, self.authority.id)[::-1]

    def rows(self, table: type[Base]) -> list[Any]:
        """All rows of a table in this authority, oldest first."""
        columns = table.__table__.columns
        statement = select(table.__table__).where(columns.authority_id == self.authority.id)
        with self.authority.database.reading() as connection:
            return list(connection.execute(statement.order_by(columns.id)))

    def accepted(self) -> tuple[int, ...]:
        """Both schools have applied and are accepted; their applications' ids."""
        for name, school in ((RUT, self.norra), (STIG, self.sodra)):
            self.decide(name, SaveApplication(self.round, school, {"why": "Vi vill lära"}))
            self.decide(name, DecideApplication(self.round, school, "sent"))
            self.decide(KARIN, DecideApplication(self.round, school, "accepted", "Välkomna"))
        return tuple(row.id for row in self.rows(Application))

    def cohort(self) -> int:
        """Both schools are in a cohort with two sessions, and visit each other."""
        sessions = tuple(session(number) for number in (1, 2))
        visits = ((self.norra, self.sodra), (self.sodra, self.norra))
        applications = self.accepted()
        made = MakeCohort("Kull 1", date(2026, 8, 17), date(2027, 6, 11), applications, sessions, visits)
        self.decide(KARIN, made)
        return int(self.rows(Cohort)[-1].id)

    def session(self) -> int:
        return int(self.rows(LearningSession)[0].id)

    def visit(self) -> int:
        return int(self.rows(Visit)[0].id)

    def leave(self, cohort: int, *, left: bool = True, why: str = "Ny ledning") -> None:
        self.decide(KARIN, JoinCohort(cohort, self.norra, why, left=left))


def session(number: int) -> SessionPlan:
    begins = FIRST + timedelta(days=35 * (number - 1))
    return SessionPlan(number, "leadership", begins, begins + timedelta(hours=3), "Stadshuset")


def deciders(database: Database, keys: Keys, workspace: str = "demo") -> Deciders:
    """An authority with a planned round and nothing decided."""
    authority = found(database, keys, workspace=workspace)
    authority.plan()
    return Deciders(authority)
