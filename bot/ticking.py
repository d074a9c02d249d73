"""What the clock does: everything that is due, and every school day a look at each authority."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import occasions
from bot.log import logger
from bot.memory import Memory
from bot.metrics import Metrics
from bot.platforms.envelope import Incoming
from conversations.rules.calendar import Calendar
from conversations.rules.timetable import REMINDERS
from storage import schedule, tending
from storage.effects import Saved
from storage.keys import Poll

_log = logger()

Turned = Callable[[Connection, Incoming, datetime, Calendar], Saved]

_AN_HOUR = timedelta(hours=1)


class Ticker:
    """Does what is due, each in a transaction of its own; ``turned`` lets an event have its effect."""

    def __init__(self, memory: Memory, metrics: Metrics, turned: Turned) -> None:
        self._memory = memory
        self._metrics = metrics
        self._turned = turned

    def happen(self) -> bool:
        """Let the next occasion happen; gives whether there was any."""
        now = self._memory.now()
        with self._memory.database.writing() as connection:
            job = occasions.next_now(connection, self._memory.calendars, now)
            if job is None:
                return False
            try:
                with connection.begin_nested():
                    spent = self._happened(connection, job, now)
            except Exception:  # noqa: BLE001  # a poisoned occasion is parked after five tries, the others go on
                schedule.failed(connection, job, now)
                _log.exception("occasion failed", round=job.poll.round, school=job.poll.school, kind=job.kind)
                spent = ()
        for poll in spent:
            self._memory.keys.destroy(poll)
        self._metrics.ticked((now - job.due_at).total_seconds())
        return True

    def tend(self) -> bool:
        """Look after one authority's day, or put it off until it is working hours; whether there was any."""
        now = self._memory.now()
        with self._memory.database.writing() as connection:
            authority = tending.due(connection, now)
            if authority is None:
                return False
            try:
                with connection.begin_nested():
                    later = self._tended(connection, authority, now)
            except Exception:  # noqa: BLE001  # it is tried again, and the other authorities go on
                _log.exception("tending failed", authority=authority)
                later = now + _AN_HOUR
            tending.done(connection, authority, later)
        return True

    def _happened(self, connection: Connection, job: schedule.Job, now: datetime) -> tuple[Poll, ...]:
        if occasions.too_soon(connection, job, now):
            occasions.drop(connection, job)
            return ()
        occasions.prepare(connection, self._memory.calendars, job, now)
        incoming = occasions.incoming(job)
        saved = self._turned(
            connection, incoming, now, self._memory.calendars(connection, incoming.authority)
        )
        if saved.empty and job.kind in REMINDERS:
            occasions.drop(connection, job)
        else:
            schedule.done(connection, job, now)
        return saved.spent

    def _tended(self, connection: Connection, authority: int, now: datetime) -> datetime:
        """Look after an authority's day in its working hours; gives when to come back."""
        calendars = self._memory.calendars
        moment = occasions.working_moment(connection, calendars, authority, now)
        if moment > now:
            return moment
        calendar = calendars(connection, authority)
        today = calendar.local_date(now)
        self._turned(connection, occasions.day_of(authority, today), now, calendar)
        return occasions.working_moment(connection, calendars, authority, calendar.end_of_day(today))
