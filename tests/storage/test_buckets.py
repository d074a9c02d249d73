import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import buckets, people
from storage.buckets import Pace
from storage.database import Database
from storage.keys import Poll
from storage.people import NewAuthority

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
PACE = Pace(60, 3)
START = datetime(2026, 1, 15, 7, 15, tzinfo=UTC)
# Each example has a bucket of its own: what hypothesis draws comes again.
NUMBERS = count()


def take(database: Database, poll: Poll, at: datetime, pace: Pace = PACE, name: str = "send") -> datetime:
    with database.writing() as connection:
        return buckets.take(connection, poll.authority, name, pace, at)


def test_the_first_use_starts_full_and_then_the_pace_holds(
    database: Database, poll: Poll, now: datetime
) -> None:
    assert [take(database, poll, now) - now for _ in range(4)] == [timedelta(0)] * 3 + [SECOND]
    assert take(database, poll, now + SECOND / 2) == now + SECOND
    assert take(database, poll, now + SECOND) == now + SECOND
    assert take(database, poll, now + SECOND) == now + 2 * SECOND


def test_a_rest_fills_no_more_than_the_burst(database: Database, poll: Poll, now: datetime) -> None:
    take(database, poll, now)
    later = now + 60 * MINUTE
    assert [take(database, poll, later) == later for _ in range(4)] == [True, True, True, False]


def test_every_authority_and_name_has_a_bucket_of_its_own(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    one = Pace(1, 1)
    assert take(database, poll, now, one) == now
    assert take(database, poll, now, one) == now + MINUTE
    assert take(database, poll, now, one, "look") == now
    assert take(database, other_poll, now, one) == now


def test_a_pause_wins_over_tokens_and_the_longest_counts(
    database: Database, poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        for minutes in (1, 3, 2):
            buckets.pause(connection, poll.authority, "send", now + minutes * MINUTE)
    assert take(database, poll, now) == now + 3 * MINUTE
    after = now + 3 * MINUTE
    assert [take(database, poll, after) == after for _ in range(4)] == [True, True, True, False]
    with database.writing() as connection:
        buckets.pause(connection, poll.authority, "send", after + MINUTE)
    assert take(database, poll, after + SECOND) == after + MINUTE


def test_a_pace_lets_something_through() -> None:
    for per_minute, burst in ((0, 1), (-1, 1), (1, 0)):
        with pytest.raises(ValueError, match="at least one"):
            Pace(per_minute, burst)


def test_a_clock_that_swings_gives_nothing_away(database: Database, poll: Poll, now: datetime) -> None:
    passed = 0
    for step in range(40):
        at = now + (SECOND * 20 if step % 2 else timedelta(0))
        passed += take(database, poll, at) == at
    assert passed == 1 + PACE.burst


def test_a_clock_that_has_been_far_ahead_does_not_close_the_bucket(
    database: Database, poll: Poll, now: datetime
) -> None:
    ahead = now + timedelta(days=365)
    for _ in range(3):
        assert take(database, poll, ahead) == ahead
    assert take(database, poll, now) == now + SECOND
    assert take(database, poll, now + SECOND) == now + SECOND


def test_replicas_that_ask_at_once_share_one_bucket(database: Database, poll: Poll, now: datetime) -> None:
    answers: list[datetime] = []

    def ask() -> None:
        answers.extend(take(database, poll, now) for _ in range(3))

    replicas = [threading.Thread(target=ask) for _ in range(6)]
    for replica in replicas:
        replica.start()
    for replica in replicas:
        replica.join()
    assert len(answers) == 18
    assert answers.count(now) == PACE.burst


@pytest.fixture(scope="module")
def memory(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, int]]:
    """One SQLite for all examples: what is tried with them is the arithmetic, not the engine."""
    path = tmp_path_factory.mktemp("buckets") / "skolsteg.sqlite3"
    shutil.copyfile(migrated_file, path)
    with closing(Database(f"sqlite:///{path}")) as database:
        with database.writing() as connection:
            authority = people.create_authority(connection, NewAuthority("slack", "T1", "Malmö stad"))
        yield database, authority


WAITS = st.lists(st.one_of(st.just(0), st.integers(0, 3_000_000), st.integers(0, 90_000_000)), max_size=60)
PACES = st.builds(Pace, st.sampled_from([0.5, 1, 7, 50, 60, 240]), st.integers(1, 8))


@given(waits=WAITS, pace=PACES)
@settings(max_examples=60, deadline=None)
def test_no_minute_lets_more_through_than_a_minutes_pace_and_a_burst(
    memory: tuple[Database, int], waits: list[int], pace: Pace
) -> None:
    database, authority = memory
    passed, at, name = [], START, f"bucket {next(NUMBERS)}"
    with database.writing() as connection:
        for wait in waits:
            at += timedelta(microseconds=wait)
            answer = buckets.take(connection, authority, name, pace, at)
            assert answer >= at
            if answer == at:
                passed.append(at)
    for first in passed:
        within = sum(first <= each <= first + MINUTE for each in passed)
        assert within <= pace.per_minute + pace.burst


@given(pace=PACES)
@settings(max_examples=20, deadline=None)
def test_who_asks_when_told_to_gets_the_whole_pace(memory: tuple[Database, int], pace: Pace) -> None:
    database, authority = memory
    passed, at, name = 0, START, f"bucket {next(NUMBERS)}"
    with database.writing() as connection:
        for _ in range(60):
            answer = buckets.take(connection, authority, name, pace, at)
            passed += answer == at
            at = answer
    assert passed == pytest.approx(pace.burst + (at - START) / MINUTE * pace.per_minute, abs=1.01)
    assert passed >= 30
