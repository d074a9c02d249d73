from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.texts.dates import clock, day, joined, number, percent, short_day

SPACE = "\N{NO-BREAK SPACE}"


def test_a_day_is_written_as_each_language_does() -> None:
    monday = date(2026, 1, 12)
    assert day("sv", monday) == "måndag 12 januari"
    assert day("en", monday) == "Monday 12 January"
    assert short_day("sv", monday) == "mån 12 jan"
    assert short_day("en", monday) == "Mon 12 Jan"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_day_of_a_year_has_its_own_name(language: str) -> None:
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(365)]
    assert len({day(language, when) for when in days}) == 365
    assert len({short_day(language, when) for when in days}) == 365


def test_english_days_agree_with_the_calendar_of_c() -> None:
    days = [date(2026, 1, 1) + timedelta(days=count) for count in range(365)]
    assert [day("en", when) for when in days] == [f"{when:%A} {when.day} {when:%B}" for when in days]


def test_the_clock_has_two_digits_for_hours_and_minutes() -> None:
    early = datetime(2026, 1, 12, 8, 5, tzinfo=UTC)
    assert clock("sv", early) == "kl. 08.05"
    assert clock("en", early) == "08:05"


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (Decimal("2.5"), 1, "2,5", "2.5"),
        (2.65, 1, "2,7", "2.7"),
        (0.125, 2, "0,13", "0.13"),
        (Fraction(8, 3), 2, "2,67", "2.67"),
        (3, 0, "3", "3"),
        (3, 2, "3,00", "3.00"),
        (2.5, 0, "3", "3"),
        (1234567.891, 2, f"1{SPACE}234{SPACE}567,89", "1,234,567.89"),
        (-0.26, 1, "\N{MINUS SIGN}0,3", "\N{MINUS SIGN}0.3"),
        (-0.04, 1, "0,0", "0.0"),
        (1e-7, 2, "0,00", "0.00"),
    ],
)
def test_numbers_have_the_languages_decimal_mark(
    value: float, decimals: int, swedish: str, english: str
) -> None:
    assert number("sv", value, decimals) == swedish
    assert number("en", value, decimals) == english


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_can_be_read_back(value: int) -> None:
    plain = number("sv", value).replace(SPACE, "").replace("\N{MINUS SIGN}", "-")
    assert int(plain) == value


def test_a_share_is_written_in_per_cent() -> None:
    assert percent("sv", 0.45) == f"45{SPACE}%"
    assert percent("en", 0.45) == "45%"
    assert percent("sv", Fraction(1, 3), 1) == f"33,3{SPACE}%"
    assert percent("sv", 1) == f"100{SPACE}%"
    assert percent("en", Decimal("0.285")) == "29%"


def test_items_are_joined_as_in_a_sentence() -> None:
    assert joined("sv", ["a", "b", "c"]) == "a, b och c"
    assert joined("en", ("a", "b", "c")) == "a, b and c"
    assert joined("sv", ["a", "b"]) == "a och b"
    assert joined("sv", ["a"]) == "a"
    assert joined("sv", []) == ""
    assert joined("sv", ["{last}", "{first}"]) == "{last} och {first}"
