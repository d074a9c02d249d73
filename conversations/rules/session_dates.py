"""On which days a cohort's learning sessions take place."""

from datetime import date, datetime

from conversations.rules.calendar import Calendar


def fitted(first: date, last: date, count: int, calendar: Calendar) -> tuple[date, ...]:
    """Spread so many sessions evenly over the school days from first to last, both included, in order.

    Each stands in the middle of its own share of the days, so that there is time before the first for
    preparing and after the last for what remains. Raises ValueError where there are fewer school days
    than sessions, or no sessions.
    """
    days = calendar.school_days_between(first, last)
    if not 0 < count <= len(days):
        raise ValueError(f"{count} sessions do not fit into {len(days)} school days")
    return tuple(days[(2 * number + 1) * len(days) // (2 * count)] for number in range(count))


def wrong_day(day: date, calendar: Calendar, now: datetime) -> str | None:
    """Name why nobody can meet on a local day: ``in_the_past``, ``no_school_day``, or None; today is fine."""
    if day < calendar.local_date(now):
        return "in_the_past"
    return None if calendar.is_school_day(day) else "no_school_day"
