from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.certification import CertificateFacts
from conversations.facts import SchoolFacts
from conversations.framework import load, packaged
from conversations.rules.validity import renewal_on, standing, valid_until

ISSUED, LAST = date(2027, 6, 10), date(2030, 6, 10)
CERTIFICATE = CertificateFacts(
    1, SchoolFacts(3, "Almskolan"), "AAAA", ISSUED, LAST, load(packaged("malmo-2022-2025"))
)
DAYS = st.dates(date(2000, 1, 1), date(2200, 12, 31))


def test_a_certificate_holds_to_the_same_day_so_many_years_on() -> None:
    assert valid_until(ISSUED, 3) == LAST
    assert valid_until(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert valid_until(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_renewal_is_asked_for_half_a_year_ahead() -> None:
    assert renewal_on(LAST) == date(2029, 12, 10)
    assert renewal_on(date(2031, 8, 31)) == date(2031, 2, 28)
    assert renewal_on(date(2032, 8, 31)) == date(2032, 2, 29)
    assert renewal_on(date(2031, 3, 31)) == date(2030, 9, 30)


@pytest.mark.parametrize("years", [0, -1])
def test_no_certificate_is_over_before_it_begins(years: int) -> None:
    with pytest.raises(ValueError, match="at least one year"):
        valid_until(ISSUED, years)


@given(DAYS, st.integers(1, 10))
def test_renewal_comes_between_the_first_day_and_the_last(issued: date, years: int) -> None:
    last = valid_until(issued, years)
    assert last.year == issued.year + years
    assert issued < renewal_on(last) < last
    assert timedelta(days=180) <= last - renewal_on(last) <= timedelta(days=187)


@given(DAYS)
def test_it_is_valid_up_to_and_including_its_last_day(today: date) -> None:
    assert standing(CERTIFICATE, today) == ("valid" if today <= LAST else "expired")


@given(DAYS, DAYS)
def test_once_withdrawn_it_is_never_anything_else(day: date, today: date) -> None:
    stands = standing(replace(CERTIFICATE, withdrawn_on=day), today)
    assert (stands == "withdrawn") is (today >= day)
