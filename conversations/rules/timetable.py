"""When the occasions of one school's round take place."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil, floor

from conversations.rules.calendar import Calendar

LONGEST_WINDOW_DAYS = 120

REMINDERS = ("remind_first", "remind_second", "remind_last")
KINDS = ("invite_principal", "discussion_pack", "open", *REMINDERS, "close", "summary")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last local day on which a school may answer, both included."""

    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that is to happen: one of `KINDS`, its UTC instant and the local day that it belongs to."""

    kind: str
    at: datetime
    local_day: date


@dataclass(frozen=True, slots=True)
class Settings:
    """What a round has besides opening and closing.

    `reminders_after` are shares of the window's school days, at most two, for the reminders before the last.
    `pack_days_before` counts school days before opening; None means no discussion pack.
    """

    pack_days_before: int | None = 10
    reminders_after: tuple[Fraction, ...] = (Fraction(2, 5), Fraction(3, 4))

    def __post_init__(self) -> None:
        if len(self.reminders_after) >= len(REMINDERS) or sorted(self.reminders_after) != list(
            self.reminders_after
        ):
            raise ValueError("a round has at most two reminders before the last one, in order")


YEARLY = Settings()
PULSE = Settings(pack_days_before=None, reminders_after=(Fraction(1, 2),))


def timetable(
    window: Window, calendar: Calendar, now: datetime, settings: Settings = YEARLY
) -> tuple[Occasion, ...]:
    """Plan a school's round as seen from `now`, in order of time.

    All but the close fall inside working hours of a school day. A window that has begun opens at the next
    working moment, and reminders that have passed are left out; what has already fired is the caller's to
    skip. Raises ValueError with `check_window`'s keyword when the window cannot be used.
    """
    problem = check_window(window, calendar, now)
    if problem:
        raise ValueError(problem)
    opening = _not_before(now, _first_day(window, calendar), calendar)
    moments = [("invite_principal", calendar.working_moment(now))]
    if settings.pack_days_before is not None:
        pack_day = calendar.add_school_days(_first_day(window, calendar), -settings.pack_days_before)
        moments.append(("discussion_pack", _not_before(now, pack_day, calendar)))
    moments.append(("open", opening))
    moments += [
        (kind, calendar.opening(day))
        for kind, day in _reminder_days(window, calendar, settings)
        if day > calendar.local_date(opening)
    ]
    planned = [Occasion(kind, at, calendar.local_date(at)) for kind, at in moments]
    return (*sorted(planned, key=lambda occasion: occasion.at), *ending(window, calendar))


def ending(window: Window, calendar: Calendar) -> tuple[Occasion, Occasion]:
    """Plan the close and the summary of a window, whatever the calendar has come to say since it was planned.

    Where no school day is known after the close, the summary comes the day after it.
    """
    after = window.closes_on + _DAY
    with suppress(ValueError):
        after = calendar.next_school_day(after)
    return (
        Occasion("close", calendar.end_of_day(window.closes_on), window.closes_on),
        Occasion("summary", calendar.opening(after), after),
    )


def still_worth(
    kind: str, now: datetime, window: Window, calendar: Calendar, settings: Settings = YEARLY
) -> bool:
    """Say whether an occasion that is late still has its point at the moment when it would go out.

    The close and the summary always have. Everything else has none when no working moment of the window is
    left, and a reminder none once a later reminder is due. Raises ValueError for a kind that is not one of
    `KINDS`.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of occasion {kind!r}")
    if kind in {"close", "summary"}:
        return True
    if check_window(window, calendar, now):
        return False
    if kind not in REMINDERS:
        return True
    later = REMINDERS[REMINDERS.index(kind) + 1 :]
    days = _reminder_days(window, calendar, settings)
    return not any(other in later and now >= calendar.opening(day) for other, day in days)


def minutes_left(remaining_criteria: int, minutes_per_criterion: Fraction | float | str) -> int:
    """Estimate the whole minutes that the remaining criteria take, rounded up and at least 1."""
    # Through its digits, so that ten times 0.7 is seven and not a little more.
    return max(1, ceil(remaining_criteria * Fraction(str(minutes_per_criterion))))


def check_window(window: Window, calendar: Calendar, now: datetime) -> str | None:
    """Name what is wrong with a window, or None.

    The keywords: `ends_before_start`, `in_the_past` (its last day is over), `too_long` (more than 120 days),
    `no_school_day` (no working moment of a school day is left in it).
    """
    if window.closes_on < window.opens_on:
        return "ends_before_start"
    if window.closes_on < calendar.local_date(now):
        return "in_the_past"
    if (window.closes_on - window.opens_on).days > LONGEST_WINDOW_DAYS:
        return "too_long"
    if not calendar.school_days_between(window.opens_on, window.closes_on):
        return "no_school_day"
    opening = _not_before(now, _first_day(window, calendar), calendar)
    return None if opening < calendar.end_of_day(window.closes_on) else "no_school_day"


def check_extension(window: Window, new_close: date, today: date) -> str | None:
    """Name why a window cannot be extended: `already_closed`, `not_later`, `too_long`, or None."""
    if today > window.closes_on:
        return "already_closed"
    if new_close <= window.closes_on:
        return "not_later"
    return "too_long" if (new_close - window.opens_on).days > LONGEST_WINDOW_DAYS else None


def extended(window: Window, new_close: date, today: date) -> Window:
    """Give a window a later last day; ValueError with `check_extension`'s keyword when that cannot be."""
    problem = check_extension(window, new_close, today)
    if problem:
        raise ValueError(problem)
    return replace(window, closes_on=new_close)


def _first_day(window: Window, calendar: Calendar) -> date:
    return calendar.next_school_day(window.opens_on)


def _not_before(now: datetime, day: date, calendar: Calendar) -> datetime:
    return max(calendar.opening(day), calendar.working_moment(now))


def _reminder_days(window: Window, calendar: Calendar, settings: Settings) -> tuple[tuple[str, date], ...]:
    """Place each reminder when its share of the school days has passed: never on the first, one a day."""
    days = calendar.school_days_between(window.opens_on, window.closes_on)
    places = {len(days) - 1: REMINDERS[-1]}
    for kind, share in zip(REMINDERS, settings.reminders_after, strict=False):
        places.setdefault(floor(share * len(days)), kind)
    return tuple((kind, days[place]) for place, kind in sorted(places.items()) if place > 0)
