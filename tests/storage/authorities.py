"""Small authorities for the tests of storage: two schools, made-up people, a round."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, select

from conversations.context import Context, Desk, Need
from conversations.events import Event, Opened
from conversations.facts import Role
from conversations.rules.calendar import Calendar
from conversations.rules.timetable import PULSE, YEARLY, Occasion, Window, timetable
from conversations.turn import Effect, OpenRound, Record, RoundPlan, To, Turn
from storage import contexts, effects, people, roster, rounds
from storage.database import Database
from storage.effects import Saved
from storage.keys import Keys
from storage.people import NewAuthority
from storage.tables import Person, School, WorkTeam

NOWHERE = To("person", 0)
CALENDAR = Calendar("Europe/Stockholm")
FRAMEWORK = "malmo-2022-2025"
PLANNED = datetime(2026, 1, 7, 9, tzinfo=UTC)
OPEN = datetime(2026, 1, 20, 9, tzinfo=UTC)
CLOSED = datetime(2026, 2, 2, 9, tzinfo=UTC)
NAMES = ("Asta Berg", "Bo Dahl", "Cia Ek", "Dan Fors", "Eva Gran", "Folke Holm")

PLAN = RoundPlan(
    title="Självskattning 2026",
    kind="yearly",
    framework=FRAMEWORK,
    mode="individual",
    leadership=False,
    opens_on=date(2026, 1, 19),
    closes_on=date(2026, 1, 30),
    decision="GRF-2025-1234",
)


@dataclass(frozen=True)
class Line:
    """A roster's row."""

    school: str
    name: str
    roles: tuple[Role, ...] = ("staff",)
    work_team: str = ""
    school_code: str = ""
    language: str = "sv"
    line: int = 1
    address: str = ""

    @property
    def email(self) -> str:
        return self.address or f"{self.name.replace(' ', '.').lower()}@malmo.example"


def lines() -> list[Line]:
    """Norra with six staff in two teams, Södra with two; each has a principal, and there is a coordinator."""
    norra = [
        Line("Norra", name, work_team="Lag ett" if number < 5 else "Lag två", school_code="11111111")
        for number, name in enumerate(NAMES)
    ]
    sodra = [Line("Södra", name, school_code="22222222") for name in ("Gun Ivarsson", "Hans Jonsson")]
    leaders = [
        Line("Norra", "Rut Norr", ("principal",), school_code="11111111"),
        Line("Södra", "Stig Söder", ("principal",), school_code="22222222"),
        Line("", "Karin Samordnare", ("coordinator",)),
    ]
    return [*norra, *sodra, *leaders]


def three_teams() -> list[Line]:
    """The same, with a third team in Norra, so that each of its three has three members or more."""
    more = {"Lag två": ("Ida Jung", "Jan Krans"), "Lag tre": ("Kim Lind", "Lo Mark", "Mia Nord", "Nils Ohm")}
    return [
        *lines(),
        *(
            Line("Norra", name, work_team=team, school_code="11111111")
            for team, names in more.items()
            for name in names
        ),
    ]


def occasions(plan: RoundPlan, now: datetime = PLANNED) -> tuple[Occasion, ...]:
    settings = PULSE if plan.kind == "pulse" else YEARLY
    return timetable(Window(plan.opens_on, plan.closes_on), CALENDAR, now, settings)


@dataclass(frozen=True)
class Arrived:
    """Something that happened."""

    authority: int
    person: int
    event: Event = field(default_factory=Opened)
    place: To = NOWHERE
    key: str = "event"
    message: int = 0
    grace: timedelta = timedelta(0)


@dataclass
class Authority:
    """An authority in a database, spoken to as the dispatcher would."""

    database: Database
    keys: Keys
    id: int = 0
    round: int = 0

    def person(self, name: str) -> int:
        return self._number(select(Person.id).where(Person.name == name, Person.authority_id == self.id))

    def school(self, name: str) -> int:
        return self._number(select(School.id).where(School.name == name, School.authority_id == self.id))

    def team(self, name: str) -> int:
        return self._number(
            select(WorkTeam.id).where(WorkTeam.name == name, WorkTeam.authority_id == self.id)
        )

    def take(self, rows: list[Line], now: datetime = PLANNED) -> roster.Imported:
        with self.database.writing() as connection:
            return roster.import_rows(connection, self.id, rows, now)

    def plan(self, plan: RoundPlan = PLAN, now: datetime = PLANNED) -> int:
        with self.database.writing() as connection:
            effect = OpenRound(plan, occasions(plan, now))
            self.round = rounds.plan_round(connection, self.keys, self.id, effect, CALENDAR, now)
        return self.round

    def context(self, arrived: Arrived, *needs: Need, now: datetime = OPEN) -> Context:
        with self.database.reading() as connection:
            return self._load(connection, arrived, frozenset(needs), now)

    def arrived(self, name: str, event: Event | None = None, **others: object) -> Arrived:
        person = self.person(name)
        made = Arrived(self.id, person, event or Opened(), To("person", person))
        return replace(made, **others)  # type: ignore[arg-type]

    def desks(self, name: str, now: datetime = OPEN) -> tuple[Desk, ...]:
        return self.context(self.arrived(name), Need.DESKS, now=now).desks

    def do(self, arrived: Arrived, *made: Effect, now: datetime = OPEN) -> Saved:
        """Carry effects out as one turn of the one who acts."""
        with self.database.writing() as connection:
            context = self._load(connection, arrived, frozenset({Need.DESKS}), now)
            return effects.save(connection, self.keys, arrived, context, Turn(made), now)

    def answer(self, name: str, answers: dict[int, int], now: datetime = OPEN, school: str = "") -> None:
        desk = next(desk for desk in self.desks(name, now) if school in ("", desk.school.name))
        recorded = Record(desk.round.id, desk.school.id, desk.respondent, answers, "begun")
        self.do(self.arrived(name), recorded, now=now)

    def answer_all(self, name: str, level: int, now: datetime = OPEN) -> None:
        self.answer(name, dict.fromkeys(self.desks(name, now)[0].asked, level), now)

    def _load(
        self, connection: Connection, arrived: Arrived, needs: frozenset[Need], now: datetime
    ) -> Context:
        return contexts.load(connection, self.keys, arrived, needs, now, CALENDAR)

    def _number(self, statement: object) -> int:
        with self.database.reading() as connection:
            return int(connection.execute(statement).scalar_one())  # type: ignore[call-overload]


def found(
    database: Database, keys: Keys, rows: list[Line] | None = None, workspace: str = "demo"
) -> Authority:
    """An authority with a roster, without a round."""
    authority = Authority(database, keys)
    with database.writing() as connection:
        new = NewAuthority("web", workspace, "Malmö stad", contact="dataskydd@malmo.example")
        authority.id = people.create_authority(connection, new)
    authority.take(lines() if rows is None else rows)
    return authority
