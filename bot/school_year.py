"""The school's calendar: a country's holidays from a library, breaks from configuration."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from bot.config import SchoolBreak, Settings
from conversations.rules.calendar import Calendar

COUNTRY = "SE"


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Name a year's holidays in Sweden, the de facto ones included (midsommarafton, julafton, nyårsafton).

    Ordinary Sundays are not among them: the calendar itself knows the weekend.
    """
    # Costs 0.2 s, which `python -m bot --help` must not wait for.
    import holidays  # noqa: PLC0415  # see above

    return frozenset(
        holidays.country_holidays(
            COUNTRY, years=year, categories=("public", "de_facto"), include_sundays=False, expand=False
        )
    )


def build(
    zone: str, years: Iterable[int], breaks: Iterable[SchoolBreak] = (), local_holidays: Iterable[date] = ()
) -> Calendar:
    """Put a calendar together for the years given; outside them only weekends and breaks are known."""
    known = frozenset[date]().union(*(public_holidays(year) for year in years))
    return Calendar(
        zone=zone,
        holidays=known | frozenset(local_holidays),
        breaks=tuple(sorted((found.first, found.last) for found in breaks)),
    )


def calendar(settings: Settings, today: date, zone: str = "", breaks: Iterable[SchoolBreak] = ()) -> Calendar:
    """Build the calendar that a round needs today: from last year to two years ahead.

    An authority's own zone goes before the settings' one, and its own breaks come on top of theirs.
    """
    years = range(today.year - 1, today.year + 3)
    return build(zone or settings.zone, years, (*settings.breaks, *breaks), settings.local_holidays)
