from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.rules.calendar import Calendar

STOCKHOLM = ZoneInfo("Europe/Stockholm")
YEARS = range(2025, 2036)
FIXED_HOLIDAYS = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))

MALMO = Calendar(
    zone="Europe/Stockholm",
    holidays=frozenset(date(year, month, day) for year in YEARS for month, day in FIXED_HOLIDAYS),
    breaks=tuple(
        pause
        for year in YEARS
        for pause in (
            (date(year, 2, 16), date(year, 2, 20)),
            (date(year, 6, 12), date(year, 8, 17)),
            (date(year, 10, 26), date(year, 10, 30)),
            (date(year, 12, 20), date(year + 1, 1, 7)),
        )
    ),
)
WITHOUT_SCHOOL = Calendar("Europe/Stockholm", breaks=((date(2026, 1, 1), date(2026, 12, 31)),))

days = st.dates(date(2025, 2, 1), date(2035, 11, 30))
moments = st.datetimes(
    datetime.fromisoformat("2025-02-01"), datetime.fromisoformat("2035-11-30"), timezones=st.just(UTC)
)


def local(instant: datetime) -> datetime:
    return instant.astimezone(STOCKHOLM)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 12), True),
        (date(2026, 1, 10), False),
        (date(2026, 1, 11), False),
        (date(2026, 1, 6), False),
        (date(2026, 1, 7), False),
        (date(2026, 1, 8), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2026, 5, 1), False),
    ],
)
def test_a_school_day_is_a_weekday_outside_holidays_and_breaks(day: date, expected: object) -> None:
    assert MALMO.is_school_day(day) is expected


def test_the_next_school_day_is_the_day_itself_or_the_first_after() -> None:
    assert MALMO.next_school_day(date(2026, 1, 9)) == date(2026, 1, 9)
    assert MALMO.next_school_day(date(2026, 1, 10)) == date(2026, 1, 12)
    assert MALMO.next_school_day(date(2026, 1, 10), 1) == date(2026, 1, 13)
    assert MALMO.next_school_day(date(2026, 2, 13), 1) == date(2026, 2, 23)


def test_the_previous_school_day_is_the_day_itself_or_the_last_before() -> None:
    assert MALMO.previous_school_day(date(2026, 1, 9)) == date(2026, 1, 9)
    assert MALMO.previous_school_day(date(2026, 1, 7)) == date(2025, 12, 19)


def test_school_days_are_added_and_taken_without_counting_the_day_itself() -> None:
    assert MALMO.add_school_days(date(2026, 1, 9), 1) == date(2026, 1, 12)
    assert MALMO.add_school_days(date(2026, 1, 10), 1) == date(2026, 1, 12)
    assert MALMO.add_school_days(date(2026, 1, 10), 0) == date(2026, 1, 12)
    assert MALMO.add_school_days(date(2026, 1, 12), -1) == date(2026, 1, 9)
    assert MALMO.add_school_days(date(2026, 1, 12), -10) == date(2025, 12, 10)


def test_school_days_between_include_both_ends() -> None:
    between = MALMO.school_days_between(date(2026, 1, 9), date(2026, 1, 13))
    assert between == (date(2026, 1, 9), date(2026, 1, 12), date(2026, 1, 13))
    assert MALMO.school_days_between(date(2026, 1, 13), date(2026, 1, 9)) == ()


def test_a_year_without_school_days_is_said_clearly() -> None:
    for search in (WITHOUT_SCHOOL.next_school_day, WITHOUT_SCHOOL.previous_school_day):
        with pytest.raises(ValueError, match="no school day within 120 days of 2026-06-15"):
            search(date(2026, 6, 15))
    assert WITHOUT_SCHOOL.next_school_day(date(2026, 9, 3)) == date(2027, 1, 1)
    with pytest.raises(ValueError, match="120 days"):
        WITHOUT_SCHOOL.next_school_day(date(2026, 9, 2))


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 3, 27), time(8, 15), datetime(2026, 3, 27, 7, 15, tzinfo=UTC)),
        (date(2026, 3, 30), time(8, 15), datetime(2026, 3, 30, 6, 15, tzinfo=UTC)),
        (date(2026, 10, 23), time(8, 15), datetime(2026, 10, 23, 6, 15, tzinfo=UTC)),
        (date(2026, 11, 2), time(8, 15), datetime(2026, 11, 2, 7, 15, tzinfo=UTC)),
    ],
)
def test_local_time_keeps_its_meaning_when_clocks_change(day: date, at: time, utc: datetime) -> None:
    assert MALMO.instant(day, at) == utc


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 1, 30), datetime(2026, 1, 30, 23, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_local_midnight_even_when_it_has_23_or_25_hours(day: date, ends: datetime) -> None:
    assert MALMO.end_of_day(day) == ends


@pytest.mark.parametrize("at", [time(2), time(2, 59)])
def test_nothing_is_planned_in_the_hour_when_clocks_change(at: time) -> None:
    with pytest.raises(ValueError, match="02:00 and 03:00"):
        MALMO.instant(date(2026, 3, 29), at)


def test_times_and_instants_with_the_wrong_kind_of_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="zone of its own"):
        MALMO.instant(date(2026, 3, 27), time(8, tzinfo=UTC))
    with pytest.raises(ValueError, match="needs a zone"):
        MALMO.local_date(datetime.fromisoformat("2026-03-27 08:00"))


def test_a_calendar_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="open before"):
        Calendar("Europe/Stockholm", opens=time(17))
    with pytest.raises(ValueError, match="begin before"):
        Calendar("Europe/Stockholm", breaks=((date(2026, 2, 20), date(2026, 2, 16)),))


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-01-12 10:37", "2026-01-12 10:37"),
        ("2026-01-12 08:15", "2026-01-12 08:15"),
        ("2026-01-12 07:00", "2026-01-12 08:15"),
        ("2026-01-12 16:30", "2026-01-13 08:15"),
        ("2026-01-16 21:00", "2026-01-19 08:15"),
        ("2026-02-15 12:00", "2026-02-23 08:15"),
        ("2026-01-13 00:30", "2026-01-13 08:15"),
    ],
)
def test_what_is_due_outside_working_hours_waits_for_the_next_opening(now: str, moment: str) -> None:
    found = MALMO.working_moment(datetime.fromisoformat(now).replace(tzinfo=STOCKHOLM))
    assert found == datetime.fromisoformat(moment).replace(tzinfo=STOCKHOLM)
    assert found.tzinfo is UTC


def test_every_morning_of_ten_years_is_a_quarter_past_eight_local_time() -> None:
    day = date(2025, 1, 1)
    while day < date(2035, 1, 1):
        instant = MALMO.opening(day)
        assert instant.tzinfo is UTC
        assert local(instant).time() == time(8, 15)
        assert MALMO.local_date(instant) == day
        assert local(MALMO.end_of_day(day)).replace(tzinfo=None) == datetime.combine(
            day + timedelta(days=1), time(0)
        )
        day += timedelta(days=1)


@given(days, st.times())
def test_a_local_time_comes_back_from_its_instant(day: date, at: time) -> None:
    at = at.replace(fold=0)
    if at.hour == 2:
        return
    assert local(MALMO.instant(day, at)).replace(tzinfo=None) == datetime.combine(day, at)
    assert MALMO.local_date(MALMO.instant(day, at)) == day


@given(moments)
def test_a_working_moment_is_never_early_and_always_within_working_hours(now: datetime) -> None:
    moment = MALMO.working_moment(now)
    assert moment >= now
    assert MALMO.is_school_day(MALMO.local_date(moment))
    assert time(8, 15) <= local(moment).time() < time(16, 30)
    assert MALMO.working_moment(moment) == moment


@given(days, st.integers(1, 25))
def test_going_forward_and_back_meets_the_same_school_day(day: date, n: int) -> None:
    start = MALMO.next_school_day(day)
    there = MALMO.add_school_days(start, n)
    assert MALMO.add_school_days(there, -n) == start
    assert len(MALMO.school_days_between(start, there)) == n + 1
    assert MALMO.next_school_day(start, n) == there
