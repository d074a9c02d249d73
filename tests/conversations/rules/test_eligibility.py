from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.certification import ApplicationStatus
from conversations.rules.calendar import Calendar
from conversations.rules.eligibility import Hindrance, deadline, hindrance, leads_to

STATUSES: tuple[ApplicationStatus, ...] = get_args(ApplicationStatus)
HINDRANCES = get_args(Hindrance)
DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))
BREAKS = st.lists(st.tuples(DAYS, st.integers(0, 30)), max_size=2)
WHATEVER = st.sampled_from((None, *STATUSES))


@given(DAYS, BREAKS)
def test_the_last_day_is_a_school_day_at_most_ten_weeks_after_the_round(
    closes_on: date, breaks: list[tuple[date, int]]
) -> None:
    calendar = Calendar(
        "Europe/Stockholm", breaks=tuple((first, first + timedelta(days=more)) for first, more in breaks)
    )
    last = deadline(closes_on, calendar)
    assert calendar.is_school_day(last)
    assert last <= closes_on + timedelta(weeks=10)
    assert not calendar.school_days_between(last + timedelta(days=1), closes_on + timedelta(weeks=10))


def test_a_round_that_closes_in_january_leaves_until_the_spring() -> None:
    easter = (date(2027, 3, 29), date(2027, 4, 2))
    assert deadline(date(2027, 1, 22), Calendar("Europe/Stockholm", breaks=(easter,))) == date(2027, 3, 26)


@given(
    qualifies=st.booleans(), exception=st.sampled_from(("", "skäl")), status=WHATEVER, today=DAYS, late=DAYS
)
def test_whoever_may_send_has_a_ground_for_it_and_the_status_lets_it(
    *, qualifies: bool, exception: str, status: ApplicationStatus | None, today: date, late: date
) -> None:
    kind = hindrance(qualifies=qualifies, exception=exception, status=status, today=today, last_day=late)
    if kind is None:
        assert qualifies or exception
        assert status is None or "sent" in leads_to(status)
        assert today <= late or status == "returned"
    else:
        assert kind in HINDRANCES


@given(status=WHATEVER, today=DAYS, late=DAYS)
def test_an_exception_is_worth_as_much_as_qualifying(
    status: ApplicationStatus | None, today: date, late: date
) -> None:
    kinds = {
        hindrance(qualifies=qualifies, exception=exception, status=status, today=today, last_day=late)
        for qualifies, exception in ((True, ""), (False, "skäl"), (True, "skäl"))
    }
    assert len(kinds) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (None, "too_late"),
        ("draft", "too_late"),
        ("withdrawn", "too_late"),
        ("returned", None),
        ("sent", "already_sent"),
        ("accepted", "decided"),
        ("declined", "decided"),
    ],
)
def test_the_day_after_the_last_only_a_completion_can_be_sent(
    status: ApplicationStatus | None, kind: str | None
) -> None:
    last = date(2027, 3, 26)
    assert (
        hindrance(qualifies=True, exception="", status=status, today=last + timedelta(days=1), last_day=last)
        == kind
    )


def test_the_last_day_itself_is_not_too_late() -> None:
    last = date(2027, 3, 26)
    assert hindrance(qualifies=True, exception="", status="draft", today=last, last_day=last) is None


@given(status=WHATEVER)
def test_nothing_leads_to_itself_and_every_state_has_a_way_on(status: ApplicationStatus | None) -> None:
    assert status not in leads_to(status)
    assert leads_to(status)


def test_every_state_can_be_reached() -> None:
    reached: set[ApplicationStatus] = set()
    waiting = set(leads_to(None))
    while waiting:
        status = waiting.pop()
        reached.add(status)
        waiting |= leads_to(status) - reached
    assert reached == set(STATUSES)


def test_nobody_decides_about_what_has_not_been_sent() -> None:
    for status in (None, "draft", "withdrawn"):
        assert not leads_to(status) & {"accepted", "declined", "returned"}
