"""Closing a school's round before its last day: the close comes due at once, and nothing else changes."""

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select, update

from conversations.rules.calendar import Calendar
from conversations.rules.timetable import Occasion, check_window
from conversations.rules.timetable import Window as Days
from storage import schedule
from storage.keys import Poll
from storage.tables import Window

_THIS = (
    Window.authority_id == bindparam("authority"),
    Window.round_id == bindparam("round"),
    Window.school_id == bindparam("school"),
)
_LOCKED = (
    select(Window.opens_on, Window.opens_at, Window.closes_at, Window.frozen_at)
    .where(*_THIS)
    .with_for_update()
)
_END = update(Window).where(*_THIS).values(closes_on=bindparam("last_day"), closes_at=bindparam("last"))


def close_now(connection: Connection, poll: Poll, calendar: Calendar, now: datetime) -> None:
    """Let a window end at this moment and its close be due; a close that was given up is due again.

    What was planned before the close is left out. Raises ValueError when the school is not in the round,
    its result is frozen, or it has not had a single school day.
    """
    which = {"authority": poll.authority, "round": poll.round, "school": poll.school}
    window = connection.execute(_LOCKED, which).one_or_none()
    if window is None:
        raise ValueError("the school does not take part in the round")
    if window.frozen_at is not None:
        raise ValueError("the round is closed at this school already")
    if now < window.closes_at:
        _check(window.opens_on, window.opens_at, calendar, now)
        connection.execute(_END, {**which, "last_day": calendar.local_date(now), "last": now})
    schedule.replan(connection, poll, [Occasion("close", now, calendar.local_date(now))], calendar.zone)


def _check(opens_on: date, opens_at: datetime, calendar: Calendar, now: datetime) -> None:
    days = Days(opens_on, calendar.local_date(now))
    # The close plans the summary from these days, so they must make a window.
    if now < opens_at or check_window(days, calendar, opens_at):
        raise ValueError("the round has not been open for a single school day at this school")
