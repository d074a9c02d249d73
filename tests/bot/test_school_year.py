import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from bot.config import SchoolBreak, Settings
from bot.school_year import build, calendar, public_holidays


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 6),
        date(2026, 4, 3),
        date(2026, 6, 19),
        date(2026, 12, 24),
        date(2026, 12, 31),
        date(2027, 3, 26),
        date(2027, 6, 25),
    ],
)
def test_holidays_and_their_eves_are_no_school_days(day: date) -> None:
    assert not build("Europe/Stockholm", [2026, 2027]).is_school_day(day)


def test_ordinary_sundays_are_not_counted_as_holidays() -> None:
    found = public_holidays(2026)
    assert date(2026, 1, 11) not in found
    assert all(day.year == 2026 for day in found)
    assert len(found) == 16


def test_breaks_and_local_holidays_are_no_school_days_but_their_neighbours_are() -> None:
    made = build(
        "Europe/Stockholm",
        [2026],
        [SchoolBreak(date(2026, 2, 16), date(2026, 2, 20), "Sportlov")],
        [date(2026, 5, 15)],
    )
    assert not made.is_school_day(date(2026, 2, 18))
    assert not made.is_school_day(date(2026, 5, 15))
    assert made.is_school_day(date(2026, 2, 13))
    assert made.is_school_day(date(2026, 2, 23))


def test_the_settings_make_a_calendar_around_today() -> None:
    made = calendar(Settings(zone="Europe/Stockholm"), date(2026, 1, 12))
    assert not made.is_school_day(date(2025, 12, 24))
    assert not made.is_school_day(date(2028, 12, 26))
    assert made.opening(date(2026, 1, 12)) == datetime(2026, 1, 12, 7, 15, tzinfo=UTC)


def test_importing_the_module_does_not_load_the_library() -> None:
    asked = "import sys, bot.school_year; print('holidays' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603  # our own words
    assert told.stdout.strip() == "False"
