from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from conversations.rules.calendar import Calendar
from conversations.rules.timetable import Occasion
from storage import early_closing, schedule
from storage.database import Database
from storage.keys import Poll
from storage.tables import Scheduled, Window

CALENDAR = Calendar("Europe/Stockholm")
OPENS = datetime(2026, 1, 12, 7, 15, tzinfo=UTC)
CLOSES = datetime(2026, 1, 30, 23, 0, tzinfo=UTC)
NOON = datetime(2026, 1, 20, 11, 0, tzinfo=UTC)


@pytest.fixture
def open_poll(database: Database, poll: Poll) -> Poll:
    with database.writing() as connection:
        connection.execute(
            insert(Window).values(
                authority_id=poll.authority,
                round_id=poll.round,
                school_id=poll.school,
                opens_on=date(2026, 1, 12),
                closes_on=date(2026, 1, 30),
                opens_at=OPENS,
                closes_at=CLOSES,
                staff=12,
            )
        )
        occasions = [Occasion("remind_last", CLOSES - timedelta(hours=16), date(2026, 1, 30))]
        occasions.append(Occasion("close", CLOSES, date(2026, 1, 30)))
        schedule.plan(connection, poll, occasions, CALENDAR.zone)
    return poll


def test_the_window_ends_now_and_only_its_close_is_due(database: Database, open_poll: Poll) -> None:
    with database.writing() as connection:
        early_closing.close_now(connection, open_poll, CALENDAR, NOON)
        window = connection.execute(select(Window.closes_on, Window.closes_at)).one()
        due = connection.execute(select(Scheduled.kind, Scheduled.due_at, Scheduled.local_day)).all()
    assert (window.closes_on, window.closes_at) == (date(2026, 1, 20), NOON)
    assert [(row.kind, row.due_at, row.local_day) for row in due] == [("close", NOON, date(2026, 1, 20))]


def test_a_close_that_was_given_up_is_due_again_without_moving_the_end(
    database: Database, open_poll: Poll
) -> None:
    later = CLOSES + timedelta(days=1)
    with database.writing() as connection:
        connection.execute(update(Scheduled).values(parked_at=CLOSES, attempts=5))
        early_closing.close_now(connection, open_poll, CALENDAR, later)
        row = connection.execute(select(Scheduled.kind, Scheduled.attempts, Scheduled.parked_at)).one()
        assert (row.kind, row.attempts, row.parked_at) == ("close", 0, None)
        assert connection.execute(select(Window.closes_at)).scalar_one() == CLOSES


@pytest.mark.parametrize("now", [OPENS - timedelta(minutes=1), OPENS - timedelta(days=5)])
def test_a_window_that_has_not_opened_cannot_end(database: Database, open_poll: Poll, now: datetime) -> None:
    with pytest.raises(ValueError, match="single school day"), database.writing() as connection:
        early_closing.close_now(connection, open_poll, CALENDAR, now)


def test_a_window_without_a_school_day_cannot_end(database: Database, open_poll: Poll) -> None:
    saturday = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
    with database.writing() as connection:
        connection.execute(update(Window).values(opens_on=date(2026, 1, 10), opens_at=saturday))
    with pytest.raises(ValueError, match="single school day"), database.writing() as connection:
        early_closing.close_now(connection, open_poll, CALENDAR, saturday + timedelta(hours=1))


def test_a_frozen_window_and_a_stranger_cannot_end(database: Database, open_poll: Poll) -> None:
    stranger = Poll(open_poll.authority, open_poll.round, open_poll.school + 100)
    with pytest.raises(ValueError, match="take part"), database.writing() as connection:
        early_closing.close_now(connection, stranger, CALENDAR, NOON)
    with database.writing() as connection:
        connection.execute(update(Window).values(frozen_at=NOON))
    with pytest.raises(ValueError, match="closed at this school"), database.writing() as connection:
        early_closing.close_now(connection, open_poll, CALENDAR, NOON)
