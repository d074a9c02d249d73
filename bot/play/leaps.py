"""Where the time machine can go from here, as seen from one school."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.platforms.web.stage import Leap
from bot.play.hints import Standing
from conversations.cohorts import CERTIFICATION

_MORNING = time(9, 0)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def leaps(at: Standing, now: datetime) -> tuple[Leap, ...]:
    """The leaps that lead somewhere now."""
    if at.view.window.state(now) != "closed":
        return ("day", "week", "deadline", "close")
    final = _certification(at)
    if final is None or final <= at.today or at.certified:
        return ("day", "week", "next")
    return ("day", "week", "next", "certification")


def destination(leap: Leap, at: Standing, now: datetime) -> datetime:
    """The instant that a leap leads to; ``now`` is local, and so is what comes back."""
    morning = datetime.combine(_day(leap, at), _MORNING, now.tzinfo)
    return max(next_morning(now), morning)


def _day(leap: Leap, at: Standing) -> date:
    match leap:
        case "day":
            return at.today + _DAY
        case "week":
            return at.today + _WEEK
        case "deadline":
            return at.view.window.closes_on
        case "close":
            # The principal has the result on the first school day after the close.
            return at.calendar.next_school_day(at.view.window.closes_on + _DAY)
        case "next":
            return min(_coming(at), default=at.today + _WEEK)
        case "certification":
            return _certification(at) or at.today + _DAY


def next_morning(now: datetime) -> datetime:
    """The next morning at the stage's usual hour, in the zone of ``now``."""
    return datetime.combine(now.date() + _DAY, _MORNING, now.tzinfo)


def _coming(at: Standing) -> Iterator[date]:
    """The days ahead on which something happens at the school: sessions, and the day after a visit."""
    days = [at.day_of(session) for session in at.sessions()]
    days += [
        at.calendar.next_school_day(visit.day + _DAY)
        for visit in at.visits()
        if visit.status == "agreed" and visit.day is not None
    ]
    return (day for day in days if day > at.today)


def _certification(at: Standing) -> date | None:
    days = (at.day_of(session) for session in at.sessions() if session.theme == CERTIFICATION)
    return next(days, None)
