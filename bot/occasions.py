"""When something planned really happens: in working hours, and not on the heels of what was said before."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.log import logger
from bot.platforms.envelope import Incoming
from conversations.events import TEND, Due
from conversations.rules.calendar import Calendar
from conversations.rules.timetable import REMINDERS
from conversations.turn import To
from storage import opening, schedule
from storage.schedule import Job

_log = logger()

Calendars = Callable[[Connection, int], Calendar]

# A little less than a day: a reminder at 08:15 may follow one that went out at 08:16 the day before.
_A_DAY = timedelta(hours=20)


def next_now(connection: Connection, calendars: Calendars, now: datetime) -> Job | None:
    """The next thing that is due and may happen at this hour; the rest moves to the next working hour."""
    while job := schedule.claim(connection, now):
        authority = job.poll.authority
        moment = now if job.kind == "close" else working_moment(connection, calendars, authority, now)
        if moment <= now:
            return job
        schedule.postpone(connection, job, moment)
    return None


def too_soon(connection: Connection, job: Job, now: datetime) -> bool:
    """Whether a reminder would follow less than a day after the invitation or another reminder."""
    return job.kind in REMINDERS and schedule.spoken_since(connection, job.poll, now - _A_DAY)


def prepare(connection: Connection, calendars: Calendars, job: Job, now: datetime) -> None:
    """What has to be in place before it happens: the roster is frozen when a round opens."""
    if job.kind == "open":
        today = calendars(connection, job.poll.authority).local_date(now)
        opening.freeze_roster(connection, job.poll, today)


def incoming(job: Job) -> Incoming:
    """What the dispatcher hears of it."""
    event = Due(job.kind, job.poll.round, job.poll.school)
    # The clock acts for nobody and speaks to everybody it concerns, so its place is none.
    return Incoming(f"due:{job.id}", job.poll.authority, 0, To("person", 0), event)


def drop(connection: Connection, job: Job) -> None:
    """It has lost its occasion."""
    schedule.drop(connection, job)
    _log.info("occasion dropped", round=job.poll.round, school=job.poll.school, kind=job.kind)


def working_moment(connection: Connection, calendars: Calendars, authority: int, now: datetime) -> datetime:
    """Give `now` in an authority's working hours, otherwise when they begin; a day later if they never do."""
    try:
        return calendars(connection, authority).working_moment(now)
    except ValueError:
        # A calendar without school days stops one authority and nobody else.
        _log.exception("no school day found", authority=authority)
        return now + timedelta(days=1)


def day_of(authority: int, day: date) -> Incoming:
    """What the dispatcher hears when an authority's day is to be looked after."""
    return Incoming(f"due:{TEND}:{day}", authority, 0, To("person", 0), Due(TEND, 0, 0))
