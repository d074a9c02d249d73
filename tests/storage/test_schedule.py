from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from conversations.rules.timetable import Occasion
from storage import schedule
from storage.database import Database
from storage.keys import Poll
from storage.tables import Scheduled

HOUR = timedelta(hours=1)

Dying = Callable[[], AbstractContextManager[Connection]]


def plan(database: Database, poll: Poll, now: datetime, **hours: float) -> None:
    """Plan kinds so many hours from now."""
    occasions = [Occasion(kind, now + after * HOUR, now.date()) for kind, after in hours.items()]
    with database.writing() as connection:
        schedule.plan(connection, poll, occasions, "Europe/Stockholm")


def fire(database: Database, now: datetime) -> list[str]:
    """Do all that is due, and say what it was."""
    kinds = []
    while True:
        with database.writing() as connection:
            job = schedule.claim(connection, now)
            if job is None:
                return kinds
            kinds.append(job.kind)
            schedule.done(connection, job, now)


def test_what_is_due_is_done_once_and_in_order(database: Database, poll: Poll, now: datetime) -> None:
    plan(database, poll, now, close=-1, open=-2, summary=1)
    assert fire(database, now) == ["open", "close"]
    assert fire(database, now) == []
    assert fire(database, now + HOUR) == ["summary"]


def test_a_job_says_what_it_is_about(database: Database, poll: Poll, now: datetime) -> None:
    plan(database, poll, now, open=-2)
    with database.writing() as connection:
        job = schedule.claim(connection, now)
    assert job
    assert (job.poll, job.kind, job.due_at, job.attempts) == (poll, "open", now - 2 * HOUR, 0)


def test_planning_again_moves_what_waits_and_leaves_what_has_happened(
    database: Database, poll: Poll, now: datetime
) -> None:
    plan(database, poll, now, open=-1, close=2)
    assert fire(database, now) == ["open"]
    plan(database, poll, now, open=-1, close=5)
    assert fire(database, now + 4 * HOUR) == []
    assert fire(database, now + 5 * HOUR) == ["close"]


def test_replanning_leaves_out_what_is_no_longer_wanted(
    database: Database, poll: Poll, now: datetime
) -> None:
    plan(database, poll, now, open=-1, remind_first=1, close=2)
    assert fire(database, now) == ["open"]
    with database.writing() as connection:
        schedule.replan(connection, poll, [Occasion("close", now + 3 * HOUR, now.date())], "UTC")
    assert fire(database, now + 3 * HOUR) == ["close"]
    with database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(Scheduled)) == 2


@pytest.mark.parametrize("url_of", ["postgresql"], indirect=True)
def test_two_replicas_do_different_things(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    plan(database, poll, now, open=-2)
    plan(database, other_poll, now, open=-1)
    with database.writing() as one, database.writing() as two, database.writing() as three:
        first, second = schedule.claim(one, now), schedule.claim(two, now)
        assert first
        assert second
        assert {first.poll, second.poll} == {poll, other_poll}
        assert schedule.claim(three, now) is None


@pytest.mark.parametrize("url_of", ["postgresql"], indirect=True)
def test_a_school_s_occasions_wait_for_each_other(database: Database, poll: Poll, now: datetime) -> None:
    plan(database, poll, now, close=-2, summary=-1)
    with database.writing() as one, database.writing() as two:
        assert schedule.claim(one, now)
        assert schedule.claim(two, now) is None


def test_what_dies_half_way_is_done_again(
    database: Database, poll: Poll, now: datetime, dying: Dying
) -> None:
    plan(database, poll, now, open=-1)
    with dying() as connection:
        job = schedule.claim(connection, now)
        assert job
        schedule.done(connection, job, now)
    assert fire(database, now) == ["open"]


def test_what_fails_five_times_is_parked_and_the_others_go_on(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    plan(database, poll, now, open=-3, close=-1)
    plan(database, other_poll, now, open=-1)
    moment, pauses = now, []
    for attempt in range(5):
        with database.writing() as connection:
            job = schedule.claim(connection, moment)
            assert job
            assert (job.kind, job.poll, job.attempts) == ("open", poll, attempt)
            schedule.failed(connection, job, moment)
        if attempt == 0:
            assert fire(database, moment) == ["close", "open"]
        with database.reading() as connection:
            later = schedule.next_due(connection)
            assert schedule.parked(connection, poll.authority) == (1 if attempt == 4 else 0)
        if later:
            pauses.append((later - moment) / timedelta(minutes=1))
            moment = later
    assert pauses == [1, 2, 4, 8]
    assert fire(database, now + timedelta(days=9)) == []


def test_planning_a_parked_occasion_again_revives_it(database: Database, poll: Poll, now: datetime) -> None:
    plan(database, poll, now, open=-1)
    for _ in range(5):
        with database.writing() as connection:
            job = schedule.claim(connection, now + timedelta(days=1))
            assert job
            schedule.failed(connection, job, now)
    assert fire(database, now + timedelta(days=1)) == []
    plan(database, poll, now, open=-1)
    assert fire(database, now) == ["open"]


def test_the_next_instant_is_known(database: Database, poll: Poll, other_poll: Poll, now: datetime) -> None:
    with database.reading() as connection:
        assert schedule.next_due(connection) is None
    plan(database, poll, now, open=3)
    plan(database, other_poll, now, open=1)
    with database.reading() as connection:
        assert schedule.next_due(connection) == now + HOUR
        assert schedule.next_due(connection, poll.authority) == now + 3 * HOUR


def test_nothing_planned_is_nothing_done(database: Database, poll: Poll, now: datetime) -> None:
    plan(database, poll, now)
    assert fire(database, now) == []
