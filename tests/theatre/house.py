"""A small authority on a real database, lived in through the real dispatcher."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import count
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import select

from bot import files
from bot.app import Installation, installation
from bot.clock import MovableClock
from bot.config import Settings
from bot.dispatcher import Dispatcher
from bot.platforms.envelope import Incoming, Reply
from bot.play.pressing import Hands
from bot.play.schools import Schools
from bot.play.travel import travel
from conversations.context import Desk, blank_desk
from conversations.dialogs.planning import settings_of
from conversations.events import Due, Event
from conversations.messages import Message
from conversations.rules.calendar import Calendar
from conversations.rules.timetable import Window, timetable
from conversations.step import needs
from conversations.turn import PRINCIPALS, OpenRound, Record, RoundPlan, To
from storage import (
    answers,
    channels,
    codec,
    contexts,
    frameworks,
    people,
    roster,
    rounds,
    strangers,
)
from storage.decisions import Deciding
from storage.keys import Poll
from storage.tables import Membership, Outbox, Person, School, WorkTeam
from storage.tables import Window as WindowRow
from tests.theatre.cohort import come_about
from tests.theatre.moves import moved
from tests.theatre.post import Post
from tests.theatre.scene import Scene, plan
from tests.theatre.small_framework import NAMES, framework

BREAK = (date(2027, 2, 15), date(2027, 2, 19))
_AFTERNOON = time(14)


@dataclass(frozen=True)
class Card:
    """A message as it stands in a conversation, 0 where it is kept nowhere."""

    id: int
    to: To
    message: Message
    revision: int = 1
    created_at: datetime | None = None


class House:
    """The made-up authority of a scene."""

    def __init__(self, scene: Scene, file: Path, begins: datetime) -> None:
        self.clock = MovableClock(begins)
        self.installed = _installed(file, self.clock)
        self.post = Post()
        self.dispatcher = Dispatcher(self.installed.memory, self.post)
        self.authority = self._settled(scene)
        self._speech, self._lines = scene.speech, scene.lines
        hands = Hands(self.dispatcher, self.authority)
        self._schools = Schools(self.installed.memory, hands, self.authority, scene.speech.code)
        self.old: dict[int, list[Card]] = defaultdict(list)
        self._known: dict[int, Card] = {}
        self._keys = count(1)
        for planned in scene.rounds:
            self.plan(planned)

    def plan(self, text: str) -> None:
        """Plan a round without anybody filling in a form."""
        planned = plan(text)
        made = framework(planned.framework)
        with self.installed.memory.database.writing() as connection:
            calendar = self.installed.memory.calendars(connection, self.authority)
            if planned.framework in NAMES:
                frameworks.keep(connection, self.authority, made)
            effect = _opened(planned, made.id, calendar, self.clock())
            keys = self.installed.memory.keys
            rounds.plan_round(connection, keys, self.authority, effect, calendar, self.clock())
        self.live_until(self.clock())

    def has_cohort(self, text: str) -> None:
        """Let a cohort have come about without anybody applying or deciding in a scene."""
        memory = self.installed.memory
        with memory.database.writing() as connection:
            calendar = memory.calendars(connection, self.authority)
            lead = connection.execute(
                select(Membership.person_id).where(Membership.role == "coordinator").limit(1)
            ).scalar_one()
            deciding = Deciding(self.authority, lead, self.clock())
            come_about(connection, deciding, calendar, text)

    def do_their_part(self, but: str, until: datetime) -> None:
        """Let every school, perhaps but one, do what there is to do day by day, and time pass until then."""
        memory = self.installed.memory
        with memory.database.reading() as connection:
            known = {row.name: row.id for row in connection.execute(select(School.name, School.id))}
            calendar = memory.calendars(connection, self.authority)
        today, last = (calendar.local_date(each) for each in (self.clock(), until))
        for day in calendar.school_days_between(today, last):
            afternoon = calendar.instant(day, _AFTERNOON)
            if self.clock() < afternoon < until:
                self.live_until(afternoon)
                self._schools.do_their_part(known.get(but, 0))
                self.dispatcher.deliver()
        self.live_until(until)

    def has_moved(self, text: str) -> None:
        """Let people come, go and change schools, as a new roster tells it."""
        self._lines = moved(self._speech, self._lines, text)
        with self.installed.memory.database.writing() as connection:
            roster.import_rows(connection, self.authority, self._lines, self.clock())

    def live_until(self, instant: datetime) -> None:
        """Let time pass; what comes due on the way is done and delivered at its own moment."""
        travel(self.installed.memory.database, self.dispatcher, self.clock, instant)

    def handle(self, person: int, place: To, event: Event, message: int = 0, key: str = "") -> Reply:
        """Let somebody do something."""
        key = key or self.new_key()
        if not person:
            with self.installed.memory.database.writing() as connection:
                strangers.met(connection, self.authority, "local", "somebody", self.clock())
        reply = self.dispatcher.handle(Incoming(key, self.authority, person, place, event, message))
        self.dispatcher.deliver()
        return reply

    def has_channels(self, names: list[str]) -> None:
        """Let the chat have these channels and no others; the bot is in those without a question mark."""
        seen = [
            channels.Channel(
                f"C{number}", name.removesuffix("?"), private=False, member=not name.endswith("?")
            )
            for number, name in enumerate(names)
        ]
        with self.installed.memory.database.writing() as connection:
            channels.take(connection, self.authority, "local", seen, self.clock(), all_of_them=True)

    def new_key(self) -> str:
        """What the next event is called on its platform."""
        return f"event-{next(self._keys)}"

    def news(self) -> list[Card]:
        """Every message that is new or has become another one since the last time."""
        with self.installed.memory.database.reading() as connection:
            rows = connection.execute(select(Outbox).where(Outbox.state == "sent").order_by(Outbox.id)).all()
        found = []
        for row in rows:
            before = self._known.get(row.id)
            if before is None or before.revision != row.revision:
                message = codec.messages().load(row.body)
                card = Card(row.id, To(row.to_kind, row.to_id), message, row.revision, row.created_at)
                self._known[row.id] = card
                self.old[row.id] += [before] if before else []
                found.append(card)
        return found

    def conversation(self, to: To) -> list[Card]:
        """The messages in a conversation, newest first."""
        return [card for _, card in sorted(self._known.items(), reverse=True) if card.to == to]

    def answer(self, desk: Desk, given: dict[int, int]) -> None:
        """Take somebody's answers down without writing out the conversation."""
        memory = self.installed.memory
        record = Record(desk.round.id, desk.school.id, desk.respondent, given, "begun")
        with memory.database.writing() as connection:
            answers.record(connection, memory.keys, self.authority, desk, record, self.clock())

    def unfinished(self) -> Iterator[tuple[str, Desk]]:
        """Every respondent who can still answer, by name."""
        with self.installed.memory.database.reading() as connection:
            polls = connection.execute(
                select(WindowRow.round_id, WindowRow.school_id)
                .where(WindowRow.frozen_at.is_(None), WindowRow.opens_at <= self.clock())
                .order_by(WindowRow.id)
            ).all()
        for round_id, school in polls:
            yield from self._waiting(Poll(self.authority, round_id, school))

    def fetch(self, person: int, name: str) -> files.File | None:
        """A file that a message offers."""
        return files.fetch(self.installed.memory, self.authority, person, name)

    def names(self) -> dict[To, str]:
        """Everybody and every channel."""
        with self.installed.memory.database.reading() as connection:
            persons = connection.execute(select(Person.id, Person.name).order_by(Person.id)).all()
            teams = connection.execute(select(WorkTeam.id, WorkTeam.name).order_by(WorkTeam.id)).all()
        named = {To("person", each.id): each.name for each in persons}
        named |= {To("team", each.id): each.name for each in teams}
        return named | {PRINCIPALS: self._speech.principals}

    def _waiting(self, poll: Poll) -> Iterator[tuple[str, Desk]]:
        memory, event = self.installed.memory, Due("open", poll.round, poll.school)
        arrival = Incoming("", poll.authority, 0, To("person", 0), event)
        with memory.database.reading() as connection:
            calendar = memory.calendars(connection, poll.authority)
            now = self.clock()
            context = contexts.load(connection, memory.keys, arrival, needs(event), now, calendar)
        for each in context.audience.waiting:
            yield each.name, blank_desk(context.schools[0], each)

    def _settled(self, scene: Scene) -> int:
        language = scene.speech.code
        new = people.NewAuthority(
            "local", "house", scene.authority, language, contact="dataskydd@skola.example", breaks=(BREAK,)
        )
        with self.installed.memory.database.writing() as connection:
            authority = people.create_authority(connection, new)
            roster.import_rows(connection, authority, scene.lines, self.clock())
        return authority


def _installed(file: Path, clock: MovableClock) -> Installation:
    url = SecretStr(f"sqlite:///{file}")
    return installation(Settings(database_url=url, keys_dir=file.parent / "keys"), clock)


def _opened(plan: RoundPlan, framework_id: str, calendar: Calendar, now: datetime) -> OpenRound:
    window = Window(plan.opens_on, plan.closes_on)
    occasions = timetable(window, calendar, now, settings_of(plan.kind))
    return OpenRound(replace(plan, framework=framework_id), occasions)
