"""School days and working hours in an authority's own zone.

Public and de facto holidays and school breaks arrive as data. Days are local days; instants are UTC.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEARCHED_DAYS = 120

_DAY = timedelta(days=1)
_FRIDAY = 4
# Clocks change here: a local time in this hour may not exist, or exist twice.
_UNSAFE_FROM, _UNSAFE_UNTIL = time(2), time(3)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a school works.

    Breaks are pairs of first and last day, both included. `opens` and `closes` are local times. Raises
    ValueError for a break or a working day that ends before it begins.
    """

    zone: str
    holidays: frozenset[date] = frozenset()
    breaks: tuple[tuple[date, date], ...] = ()
    opens: time = time(8, 15)
    closes: time = time(16, 30)

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError("the working day must open before it closes")
        if any(first > last for first, last in self.breaks):
            raise ValueError("a school break must begin before it ends")

    def is_school_day(self, day: date) -> bool:
        """Say whether the day is a weekday outside holidays and breaks."""
        in_break = any(first <= day <= last for first, last in self.breaks)
        return day.weekday() <= _FRIDAY and day not in self.holidays and not in_break

    def next_school_day(self, day: date, n: int = 0) -> date:
        """Find the first school day on or after the day, then go `n` school days further.

        Raises ValueError when 120 days in a row hold no school day.
        """
        found = self._search(day, _DAY)
        for _ in range(n):
            found = self._search(found + _DAY, _DAY)
        return found

    def previous_school_day(self, day: date) -> date:
        """Find the last school day on or before the day; ValueError when the 120 days before it hold none."""
        return self._search(day, -_DAY)

    def add_school_days(self, day: date, n: int) -> date:
        """Go `n` school days forward, or back when negative, not counting the day itself.

        With 0 it is the first school day on or after the day. Raises ValueError like `next_school_day`.
        """
        if n == 0:
            return self.next_school_day(day)
        step = _DAY if n > 0 else -_DAY
        for _ in range(abs(n)):
            day = self._search(day + step, step)
        return day

    def school_days_between(self, first: date, last: date) -> tuple[date, ...]:
        """List the school days from first to last, both included; empty when they stand reversed."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return tuple(day for day in days if self.is_school_day(day))

    def instant(self, day: date, at: time) -> datetime:
        """Turn a local day and time into UTC.

        Raises ValueError from 02:00 until 03:00, when clocks change, and for a time with a zone of its own.
        """
        if at.tzinfo is not None:
            raise ValueError("a local time carries no zone of its own")
        if _UNSAFE_FROM <= at < _UNSAFE_UNTIL:
            raise ValueError("nothing is planned between 02:00 and 03:00 local time, when clocks change")
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)

    def opening(self, day: date) -> datetime:
        """Give the UTC instant when the working day opens on this local day."""
        return self.instant(day, self.opens)

    def end_of_day(self, day: date) -> datetime:
        """Give the UTC instant when the local day ends, which is when a round with this last day closes."""
        return self.instant(day + _DAY, time(0))

    def local_date(self, instant: datetime) -> date:
        """Name the local day of an instant; ValueError for an instant without a zone."""
        return self._local(instant).date()

    def working_moment(self, now: datetime) -> datetime:
        """Give `now` inside working hours of a school day, otherwise the next opening, in UTC."""
        local = self._local(now)
        day, at = local.date(), local.time()
        if self.is_school_day(day) and self.opens <= at < self.closes:
            return now.astimezone(UTC)
        return self.opening(self.next_school_day(day if at < self.opens else day + _DAY))

    def _local(self, instant: datetime) -> datetime:
        if instant.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return instant.astimezone(ZoneInfo(self.zone))

    def _search(self, start: date, step: timedelta) -> date:
        for day in self._days(start, step):
            if self.is_school_day(day):
                return day
        raise ValueError(f"no school day within {SEARCHED_DAYS} days of {start}: check holidays and breaks")

    @staticmethod
    def _days(start: date, step: timedelta) -> Iterator[date]:
        return (start + number * step for number in range(SEARCHED_DAYS + 1))
