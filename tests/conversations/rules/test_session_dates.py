from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.rules.calendar import Calendar
from conversations.rules.session_dates import fitted, wrong_day

MAY_FIRST = date(2028, 5, 1)
CALENDAR = Calendar(
    "Europe/Stockholm",
    holidays=frozenset({date(2028, 1, 6), MAY_FIRST}),
    breaks=((date(2027, 12, 20), date(2028, 1, 9)), (date(2028, 2, 21), date(2028, 2, 25))),
)
DAYS = st.dates(date(2027, 8, 1), date(2028, 6, 30))


@given(first=DAYS, length=st.integers(0, 330), count=st.integers(1, 8))
def test_sessions_never_fall_on_a_weekend_or_in_a_break(first: date, length: int, count: int) -> None:
    last = first + timedelta(length)
    possible = CALENDAR.school_days_between(first, last)
    if len(possible) < count:
        with pytest.raises(ValueError, match="do not fit"):
            fitted(first, last, count, CALENDAR)
        return
    days = fitted(first, last, count, CALENDAR)
    assert len(set(days)) == len(days) == count
    assert list(days) == sorted(days)
    assert all(first <= day <= last and CALENDAR.is_school_day(day) for day in days)


@given(first=DAYS, count=st.integers(2, 8))
def test_sessions_are_as_far_apart_as_each_other(first: date, count: int) -> None:
    school_days = CALENDAR.school_days_between(first, first + timedelta(300))
    places = [school_days.index(day) for day in fitted(first, first + timedelta(300), count, CALENDAR)]
    gaps = [later - earlier for earlier, later in pairwise(places)]
    assert max(gaps) - min(gaps) <= 1


@pytest.mark.parametrize("count", [0, -1])
def test_no_sessions_is_nothing_to_fit(count: int) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        fitted(date(2027, 8, 1), date(2028, 6, 1), count, CALENDAR)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2027, 9, 9), "in_the_past"),
        (date(2027, 9, 10), None),
        (date(2027, 9, 11), "no_school_day"),
        (date(2027, 9, 13), None),
        (MAY_FIRST, "no_school_day"),
        (date(2028, 2, 22), "no_school_day"),
    ],
)
def test_a_session_is_on_a_school_day_that_has_not_been(day: date, why: str | None) -> None:
    assert wrong_day(day, CALENDAR, datetime(2027, 9, 10, 15, tzinfo=UTC)) == why
