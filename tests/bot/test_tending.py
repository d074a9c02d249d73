"""Every school day somebody looks after each authority's day, once, and whatever becomes of another's."""

import uuid
from collections.abc import Iterator, MutableMapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

import bot.dispatcher
from bot.clock import MovableClock
from bot.dispatcher import Dispatcher
from bot.play.travel import travel
from conversations.context import Context, Need
from conversations.decisions import LetBeNamed
from conversations.events import TEND, Due, Event
from conversations.messages import Message, Text
from conversations.rules.calendar import Calendar
from conversations.step import needs
from conversations.turn import Say, To, Turn
from storage import people, schedule, tending
from storage.database import Database
from storage.keys import Keys
from storage.people import NewAuthority
from storage.tables import Authority as AuthorityRow
from storage.tables import Outbox
from tests.conftest import Server
from tests.faults.town import KARIN, Town, memory, town
from tests.storage.authorities import CALENDAR

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOUR = timedelta(hours=1)


def local(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=STOCKHOLM)


class Days:
    """What stands in for the step: says good morning to somebody, and knows when and in which authority."""

    def __init__(self) -> None:
        self.looked_after: list[tuple[int, datetime]] = []
        self.poisoned: set[int] = set()
        self.person = 0

    def __call__(self, context: Context, event: Event) -> Turn:
        if not isinstance(event, Due) or event.kind != TEND:
            return Turn()
        assert (event.round, event.school, context.me) == (0, 0, None)
        self.looked_after.append((context.authority.id, context.now))
        words = Message("God morgon", (Text("God morgon"),), "sv")
        said = (Say(To("person", self.person), words, f"morning:{context.now:%F}"),) if self.person else ()
        # Storage refuses what is not there, after the words have been put into the outbox.
        refused = (LetBeNamed(999_999, named=True),) if context.authority.id in self.poisoned else ()
        return Turn((*said, *refused))

    def moments(self, authority: int) -> list[datetime]:
        return [now for number, now in self.looked_after if number == authority]


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    made = Days()
    monkeypatch.setattr(bot.dispatcher, "step", made)
    return made


@pytest.fixture
def living(database: Database, keys: Keys, days: Days) -> Town:
    """An authority without a round."""
    made = town(database, keys, None)
    days.person = made.authority.person(KARIN)
    return made


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    with capture_logs() as lines:
        yield lines


def another(living: Town) -> int:
    with living.database.writing() as connection:
        return people.create_authority(connection, NewAuthority("web", "other", "Lunds kommun"))


def said(living: Town) -> int:
    mine = Outbox.authority_id == living.id
    statement = select(func.count()).where(mine, Outbox.dedupe_key.startswith("morning:"))
    with living.database.reading() as connection:
        return connection.execute(statement).scalar_one()


def go(living: Town, until: datetime) -> None:
    travel(living.database, living.dispatcher, living.clock, until)


def test_a_new_authority_is_looked_after_at_once_in_working_hours(living: Town, days: Days) -> None:
    living.clock.move_to(local(4, 10, 30))
    for _ in range(3):
        assert living.dispatcher.tick() == 0
    assert days.moments(living.id) == [local(4, 10, 30)]


def test_then_it_is_looked_after_when_each_school_day_opens(living: Town, days: Days) -> None:
    living.clock.move_to(local(4, 10, 30))
    go(living, local(10, 12))
    mornings = [local(day, 8, 15) for day in (5, 6, 9, 10)]
    assert days.moments(living.id) == [local(4, 10, 30), *mornings]
    assert said(living) == 5


@pytest.mark.parametrize(
    "pause", [local(6, 16, 30), local(7, 12), local(8, 23, 59), local(9, 0), local(9, 8, 14)]
)
def test_outside_working_hours_it_waits_for_the_morning(living: Town, days: Days, pause: datetime) -> None:
    living.clock.move_to(pause)
    living.dispatcher.tick()
    assert days.looked_after == []
    go(living, local(9, 16))
    assert days.moments(living.id) == [local(9, 8, 15)]


def test_never_on_weekends_holidays_or_breaks(living: Town, days: Days) -> None:
    free = frozenset({date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 15)})
    calendar = replace(CALENDAR, holidays=free, breaks=((date(2026, 4, 6), date(2026, 4, 10)),))
    own = replace(memory(living.database, living.keys, living.clock), calendars=lambda _c, _a: calendar)
    dispatcher = Dispatcher(own, living.chat)
    living.clock.move_to(local(30, 9))
    travel(living.database, dispatcher, living.clock, local(19, 12, month=5))
    looked_after = [now.astimezone(STOCKHOLM).date() for now in days.moments(living.id)]
    assert looked_after == list(calendar.school_days_between(date(2026, 3, 30), date(2026, 5, 19)))


def test_after_a_pause_the_day_is_looked_after_late_and_the_missed_ones_are_not(
    living: Town, days: Days
) -> None:
    living.clock.move_to(local(4, 10))
    living.dispatcher.tick()
    living.clock.move_to(local(10, 14))
    living.dispatcher.tick()
    assert days.moments(living.id) == [local(4, 10), local(10, 14)]


def test_a_calendar_without_school_days_stops_nobody_else(living: Town, days: Days) -> None:
    other = another(living)
    never = Calendar("Europe/Stockholm", breaks=((date(2026, 1, 1), date(2027, 12, 31)),))
    own = replace(
        memory(living.database, living.keys, living.clock),
        calendars=lambda _connection, number: never if number == living.id else CALENDAR,
    )
    living.clock.move_to(local(4, 10))
    travel(living.database, Dispatcher(own, living.chat), living.clock, local(6, 9))
    assert days.moments(living.id) == []
    assert len(days.moments(other)) == 3


def test_what_fails_is_undone_noted_without_content_and_tried_again_in_an_hour(
    living: Town, days: Days, logged: list[MutableMapping[str, Any]]
) -> None:
    other = another(living)
    days.poisoned = {living.id}
    living.clock.move_to(local(4, 8, 15))
    go(living, local(4, 10, 20))
    assert days.moments(living.id) == [local(4, 8, 15) + hours * HOUR for hours in range(3)]
    assert days.moments(other) == [local(4, 8, 15)]
    assert said(living) == 0
    assert [line["event"] for line in logged] == ["tending failed"] * 3
    assert all(set(line) == {"event", "authority", "exc_info", "log_level"} for line in logged)
    days.poisoned = set()
    go(living, local(5, 9))
    assert days.moments(living.id)[3:] == [local(4, 11, 15), local(5, 8, 15)]
    assert said(living) == 2


def test_what_keeps_failing_waits_for_the_morning_like_everything_else(living: Town, days: Days) -> None:
    days.poisoned = {living.id}
    living.clock.move_to(local(6, 15))
    go(living, local(9, 8, 30))
    assert days.moments(living.id) == [local(6, 15), local(6, 16), local(9, 8, 15)]


def test_what_dies_half_way_is_done_again(living: Town, days: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    living.clock.move_to(local(4, 9))
    with monkeypatch.context() as dying:
        dying.setattr(tending, "done", _die)
        with pytest.raises(KeyboardInterrupt):
            living.dispatcher.tick()
    assert said(living) == 0
    living.dispatcher.tick()
    assert (len(days.looked_after), said(living)) == (2, 1)


def _die(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_clock_that_travels_stops_at_what_is_due_first(living: Town, days: Days) -> None:
    living.authority.plan(now=local(7, 10, month=1))
    with living.database.reading() as connection:
        assert schedule.next_due(connection) is not None
        assert tending.next_due(connection, local(7, 10, month=1)) == local(7, 10, month=1)
    travel(living.database, living.dispatcher, living.clock, local(15, 7, month=1))
    mornings = [now.astimezone(STOCKHOLM).day for now in days.moments(living.id)]
    assert mornings == [7, 8, 9, 12, 13, 14]


def test_the_clock_asks_for_all_that_the_day_needs() -> None:
    assert needs(Due(TEND, 0, 0)) == {Need.CERTIFICATION, Need.PLANS, Need.SCHOOLS}


def test_without_an_authority_there_is_nothing_to_look_after(database: Database) -> None:
    now = datetime(2026, 3, 4, 9, tzinfo=UTC)
    with database.writing() as connection:
        assert tending.next_due(connection, now) is None
        assert tending.due(connection, now) is None


@pytest.fixture
def on_postgresql(postgresql: Server, keys: Keys, days: Days) -> Iterator[Town]:
    """Where transactions run side by side."""
    name = f"test_{uuid.uuid4().hex}"
    postgresql.run("CREATE DATABASE {} TEMPLATE {}", name, "migrated")
    with closing(Database(postgresql.url(name))) as database:
        made = town(database, keys, None)
        days.person = made.authority.person(KARIN)
        yield made
    postgresql.run("DROP DATABASE {} WITH (FORCE)", name)


def test_two_replicas_look_after_a_day_once(on_postgresql: Town, days: Days) -> None:
    living = on_postgresql
    other = another(living)
    clock = MovableClock(local(4, 8, 15))
    replicas = [Dispatcher(memory(living.database, living.keys, clock), living.chat) for _ in range(3)]
    for _ in range(5):
        together(replicas)
        clock.move_to(clock() + timedelta(days=1))
    expected = [local(day, 8, 15) for day in (4, 5, 6)]
    assert sorted(days.moments(living.id)) == expected
    assert sorted(days.moments(other)) == expected


def together(replicas: list[Dispatcher]) -> None:
    barrier = Barrier(len(replicas))

    def tick(each: Dispatcher) -> None:
        barrier.wait()
        each.tick()

    threads = [Thread(target=tick, args=(each,)) for each in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_day_that_another_replica_looks_after_is_left_alone(on_postgresql: Town) -> None:
    now = local(4, 9)
    with on_postgresql.database.writing() as one, on_postgresql.database.writing() as two:
        assert tending.due(one, now) == on_postgresql.id
        assert tending.due(two, now) is None
        # Nobody who acts meanwhile waits for it: this row refers to the authority.
        statement = select(AuthorityRow.id).with_for_update(key_share=True, read=True, nowait=True)
        assert two.execute(statement).scalar_one() == on_postgresql.id
