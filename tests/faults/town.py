"""A small authority on the real spine, with a tiny framework and a chat that remembers what arrived."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select

from bot.clock import MovableClock
from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.platforms.envelope import Incoming, Reply
from conversations.context import Need
from conversations.events import Event, Opened, Pressed, Submitted, Wrote
from conversations.framework import load
from conversations.messages import Action
from conversations.turn import Record, RoundPlan, To
from storage import answers, frameworks
from storage.database import Database
from storage.keys import Keys, Poll
from storage.sending import Delivery
from storage.tables import Ballot, Outbox
from tests.storage.authorities import CALENDAR, PLANNED, Authority, Line, found

TINY = Path(__file__).parents[1] / "conversations" / "framework" / "tiny"
NORRA, SODRA = "Norra", "Södra"
ASTA, BO, RUT, STIG, KARIN = "Asta Berg", "Bo Dahl", "Rut Norr", "Stig Söder", "Karin Samordnare"
OTHERS = ("Cia Ek", "Dan Fors", "Eva Gran", "Folke Holm", "Gro Ivars")
ANSWERS = ((3, 2), (2, 2), (3, 3), (2, 14), (1, 2))
PLAN = RoundPlan(
    title="Självskattning 2026",
    kind="yearly",
    framework="tiny",
    mode="individual",
    leadership=True,
    opens_on=date(2026, 1, 19),
    closes_on=date(2026, 1, 30),
    decision="GRF-2025-1234",
)


def roster() -> list[Line]:
    """Norra with seven staff in one team and in none, Södra with three; principals and a coordinator."""
    english = {BO}
    norra = [
        Line(
            NORRA,
            name,
            work_team="Lag ett" if name != OTHERS[-1] else "",
            language="en" if name in english else "sv",
        )
        for name in (ASTA, BO, *OTHERS)
    ]
    return [
        *norra,
        *(Line(SODRA, name) for name in ("Gun Ivarsson", "Hans Jonsson", "Ivar Karlsson")),
        Line(NORRA, RUT, ("principal",)),
        Line(SODRA, STIG, ("principal",), language="en"),
        Line("", KARIN, ("coordinator",)),
    ]


@dataclass
class Chat:
    """A platform that shows what it is given; ``before`` may raise, as a network does."""

    before: Callable[[Delivery], None] = lambda _delivery: None
    arrived: list[Delivery] = field(default_factory=list)

    def send(self, delivery: Delivery) -> str:
        self.before(delivery)
        self.arrived.append(delivery)
        return f"chat-{delivery.id}"


@dataclass
class Town:
    """An authority, spoken to as a platform would."""

    authority: Authority
    clock: MovableClock
    chat: Chat
    dispatcher: Dispatcher
    events: int = 0

    @property
    def database(self) -> Database:
        return self.authority.database

    @property
    def keys(self) -> Keys:
        return self.authority.keys

    @property
    def id(self) -> int:
        return self.authority.id

    def poll(self, school: str = NORRA) -> Poll:
        return Poll(self.id, self.authority.round, self.authority.school(school))

    def action(
        self, verb: str, item: str = "", value: str = "", school: str = NORRA, who: str = ""
    ) -> Action:
        return Action(verb, self.authority.round, self.authority.school(school), who, item, value)

    def incoming(self, name: str, event: Event, key: str = "", place: To | None = None) -> Incoming:
        self.events += 1
        person = self.authority.person(name)
        where = place or To("person", person)
        return Incoming(key or f"event-{self.events}", self.id, person, where, event)

    def press(self, name: str, action: Action, key: str = "", message: int = 0) -> Reply:
        return self.dispatcher.handle(replace(self.incoming(name, Pressed(action), key), message=message))

    def submit(self, name: str, action: Action, fields: dict[str, str], place: To | None = None) -> Reply:
        return self.dispatcher.handle(self.incoming(name, Submitted(action, fields), place=place))

    def write(self, name: str, text: str) -> Reply:
        return self.dispatcher.handle(self.incoming(name, Wrote(text)))

    def open(self, name: str) -> Reply:
        return self.dispatcher.handle(self.incoming(name, Opened()))

    def answers(self, name: str, school: str = NORRA, who: str = "") -> tuple[int, ...]:
        """A respondent's own answers as that person would see them now."""
        named = Pressed(self.action("review", school=school, who=who))
        arrived = self.incoming(name, named)
        context = self.authority.context(arrived, Need.DESKS, now=self.clock())  # type: ignore[arg-type]
        return context.desks[0].answers

    def others_answer(self) -> None:
        """Everybody at Norra but Asta and Bo has answered."""
        for name, given in zip(OTHERS, ANSWERS, strict=True):
            (desk,) = self.authority.desks(name, self.clock())
            sheet = dict(zip(desk.asked, given, strict=True))
            effect = Record(desk.round.id, desk.school.id, desk.respondent, sheet, "finished")
            with self.database.writing() as connection:
                answers.record(connection, self.keys, self.id, desk, effect, self.clock())

    def waiting(self) -> int:
        """How many messages have not arrived."""
        statement = select(func.count()).where(Outbox.state.not_in(("sent", "dropped")))
        with self.database.reading() as connection:
            return connection.execute(statement).scalar_one()

    def ballots(self) -> int:
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(Ballot)).scalar_one()


def memory(database: Database, keys: Keys, clock: Callable[[], datetime]) -> Memory:
    return Memory(database, keys, clock, lambda _connection, _authority: CALENDAR)


def town(database: Database, keys: Keys, plan: RoundPlan | None = PLAN) -> Town:
    """A new town in an empty database; with a plan, on the day when its round has been planned."""
    authority = found(database, keys, roster())
    sources = {path.name: path.read_text("utf-8") for path in TINY.glob("*.toml")}
    with database.writing() as connection:
        frameworks.keep(connection, authority.id, load(sources))
    if plan:
        authority.plan(plan)
    return _at_work(authority, PLANNED)


def reopened(database: Database, folder: Path, now: datetime, authority: int, round_id: int) -> Town:
    """The same town after a restart of everything but the disk."""
    return _at_work(Authority(database, Keys(folder), authority, round_id), now)


def restarted(living: Town) -> Town:
    """The same town with a new process."""
    return replace(living, dispatcher=_dispatcher(living.authority, living.clock, living.chat))


def _at_work(authority: Authority, now: datetime) -> Town:
    clock, chat = MovableClock(now), Chat()
    return Town(authority, clock, chat, _dispatcher(authority, clock, chat))


def _dispatcher(authority: Authority, clock: MovableClock, chat: Chat) -> Dispatcher:
    return Dispatcher(memory(authority.database, authority.keys, clock), chat)


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder in memory where there is such a place: a thousand commits wait for no disk."""
    memory = Path("/dev/shm")  # noqa: S108  -- a folder of its own in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)
