from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.rules.calendar import Calendar
from conversations.rules.timetable import (
    KINDS,
    PULSE,
    YEARLY,
    Occasion,
    Settings,
    Window,
    check_extension,
    check_window,
    extended,
    minutes_left,
    still_worth,
    timetable,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
YEARS = range(2024, 2037)

MALMO = Calendar(
    zone="Europe/Stockholm",
    holidays=frozenset(date(year, month, day) for year in YEARS for month, day in ((1, 6), (5, 1), (6, 6))),
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


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


AUTUMN = local("2025-11-03 10:00")
JANUARY = Window(date(2026, 1, 12), date(2026, 1, 30))


def shown(occasions: tuple[Occasion, ...]) -> list[tuple[str, str]]:
    return [(item.kind, f"{item.at.astimezone(STOCKHOLM):%a %d %b %H:%M}") for item in occasions]


def days_of_reminders(window: Window, now: datetime = AUTUMN, settings: Settings = YEARLY) -> dict[str, int]:
    plan = timetable(window, MALMO, now, settings)
    return {item.kind: item.local_day.day for item in plan if item.kind.startswith("remind")}


def test_a_round_in_january_is_planned_as_by_hand() -> None:
    assert shown(timetable(JANUARY, MALMO, AUTUMN)) == [
        ("invite_principal", "Mon 03 Nov 10:00"),
        ("discussion_pack", "Wed 10 Dec 08:15"),
        ("open", "Mon 12 Jan 08:15"),
        ("remind_first", "Tue 20 Jan 08:15"),
        ("remind_second", "Tue 27 Jan 08:15"),
        ("remind_last", "Fri 30 Jan 08:15"),
        ("close", "Sat 31 Jan 00:00"),
        ("summary", "Mon 02 Feb 08:15"),
    ]


def test_the_close_belongs_to_the_last_day_and_all_instants_are_utc() -> None:
    plan = {item.kind: item for item in timetable(JANUARY, MALMO, AUTUMN)}
    assert plan["close"].local_day == date(2026, 1, 30)
    assert plan["close"].at == datetime(2026, 1, 30, 23, tzinfo=UTC)
    assert {item.at.tzinfo for item in plan.values()} == {UTC}


def test_a_pulse_round_has_no_discussion_pack_and_one_reminder_before_the_last() -> None:
    assert shown(timetable(Window(date(2026, 4, 13), date(2026, 4, 24)), MALMO, AUTUMN, PULSE))[1:] == [
        ("open", "Mon 13 Apr 08:15"),
        ("remind_first", "Mon 20 Apr 08:15"),
        ("remind_last", "Fri 24 Apr 08:15"),
        ("close", "Sat 25 Apr 00:00"),
        ("summary", "Mon 27 Apr 08:15"),
    ]


def test_a_deadline_on_a_sunday_is_reminded_of_on_the_friday_and_closes_on_the_sunday() -> None:
    plan = shown(timetable(Window(date(2026, 1, 12), date(2026, 2, 1)), MALMO, AUTUMN))
    assert plan[-3:] == [
        ("remind_last", "Fri 30 Jan 08:15"),
        ("close", "Mon 02 Feb 00:00"),
        ("summary", "Mon 02 Feb 08:15"),
    ]


def test_an_opening_on_a_weekend_moves_to_the_monday() -> None:
    plan = dict(shown(timetable(Window(date(2026, 1, 10), date(2026, 1, 30)), MALMO, AUTUMN)))
    assert plan["open"] == "Mon 12 Jan 08:15"


def test_a_summary_waits_for_the_end_of_a_break() -> None:
    plan = dict(shown(timetable(Window(date(2026, 2, 2), date(2026, 2, 15)), MALMO, AUTUMN)))
    assert plan["remind_last"] == "Fri 13 Feb 08:15"
    assert plan["summary"] == "Mon 23 Feb 08:15"


@pytest.mark.parametrize(
    ("last", "reminders"),
    [
        (12, {}),
        (13, {"remind_last": 13}),
        (14, {"remind_first": 13, "remind_last": 14}),
        (15, {"remind_first": 13, "remind_last": 15}),
        (16, {"remind_first": 14, "remind_second": 15, "remind_last": 16}),
        (18, {"remind_first": 14, "remind_second": 15, "remind_last": 16}),
    ],
)
def test_a_short_window_drops_reminders_that_would_meet(last: int, reminders: dict[str, int]) -> None:
    assert days_of_reminders(Window(date(2026, 1, 12), date(2026, 1, last))) == reminders


def test_a_round_that_is_started_late_has_its_pack_at_once() -> None:
    assert shown(timetable(JANUARY, MALMO, local("2026-01-08 18:00")))[:3] == [
        ("invite_principal", "Fri 09 Jan 08:15"),
        ("discussion_pack", "Fri 09 Jan 08:15"),
        ("open", "Mon 12 Jan 08:15"),
    ]


def test_a_window_that_has_begun_opens_at_once_and_drops_what_has_passed() -> None:
    assert shown(timetable(JANUARY, MALMO, local("2026-01-20 13:05")))[:5] == [
        ("invite_principal", "Tue 20 Jan 13:05"),
        ("discussion_pack", "Tue 20 Jan 13:05"),
        ("open", "Tue 20 Jan 13:05"),
        ("remind_second", "Tue 27 Jan 08:15"),
        ("remind_last", "Fri 30 Jan 08:15"),
    ]


def test_a_window_that_cannot_be_used_is_refused_with_its_keyword() -> None:
    with pytest.raises(ValueError, match="ends_before_start"):
        timetable(Window(date(2026, 1, 30), date(2026, 1, 12)), MALMO, AUTUMN)


def test_settings_hold_at_most_two_reminders_before_the_last_and_in_order() -> None:
    with pytest.raises(ValueError, match="at most two"):
        Settings(reminders_after=(Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)))
    with pytest.raises(ValueError, match="in order"):
        Settings(reminders_after=(Fraction(3, 4), Fraction(1, 2)))


@pytest.mark.parametrize(
    ("opens", "closes", "now", "problem"),
    [
        ("2026-01-12", "2026-01-30", "2025-11-03 10:00", None),
        ("2026-01-12", "2026-01-12", "2026-01-12 16:29", None),
        ("2026-01-12", "2026-01-12", "2026-01-12 16:30", "no_school_day"),
        ("2026-01-12", "2026-01-11", "2025-11-03 10:00", "ends_before_start"),
        ("2025-01-12", "2025-01-30", "2025-11-03 10:00", "in_the_past"),
        ("2026-01-12", "2026-05-12", "2025-11-03 10:00", None),
        ("2026-01-12", "2026-05-13", "2025-11-03 10:00", "too_long"),
        ("2026-02-14", "2026-02-22", "2025-11-03 10:00", "no_school_day"),
        ("2026-01-12", "2026-01-18", "2026-01-17 09:00", "no_school_day"),
    ],
)
def test_a_window_is_checked_with_one_keyword(opens: str, closes: str, now: str, problem: str | None) -> None:
    window = Window(date.fromisoformat(opens), date.fromisoformat(closes))
    assert check_window(window, MALMO, local(now)) == problem


@pytest.mark.parametrize(
    ("new_close", "today", "problem"),
    [
        (date(2026, 2, 13), date(2026, 1, 30), None),
        (date(2026, 2, 13), date(2026, 1, 31), "already_closed"),
        (date(2026, 1, 30), date(2026, 1, 20), "not_later"),
        (date(2026, 5, 12), date(2026, 1, 20), None),
        (date(2026, 5, 13), date(2026, 1, 20), "too_long"),
    ],
)
def test_a_deadline_is_only_ever_moved_later_and_before_the_close(
    new_close: date, today: date, problem: str | None
) -> None:
    assert check_extension(JANUARY, new_close, today) == problem
    if problem is None:
        assert extended(JANUARY, new_close, today) == Window(JANUARY.opens_on, new_close)
        return
    with pytest.raises(ValueError, match=problem):
        extended(JANUARY, new_close, today)


def test_after_an_extension_the_reminders_to_come_follow_the_longer_window() -> None:
    longer = extended(JANUARY, date(2026, 2, 13), date(2026, 1, 28))
    assert days_of_reminders(longer, local("2026-01-28 09:00")) == {"remind_second": 5, "remind_last": 13}


@pytest.mark.parametrize(
    ("kind", "now", "worth"),
    [
        ("remind_first", "2026-01-20 08:15", True),
        ("remind_first", "2026-01-27 08:14", True),
        ("remind_first", "2026-01-27 08:15", False),
        ("remind_second", "2026-01-29 12:00", True),
        ("remind_second", "2026-01-30 08:15", False),
        ("remind_last", "2026-01-30 16:00", True),
        ("remind_last", "2026-01-31 00:00", False),
        ("discussion_pack", "2026-01-12 08:15", True),
        ("discussion_pack", "2026-02-02 08:15", False),
        ("invite_principal", "2026-02-02 08:15", False),
        ("open", "2026-01-30 16:00", True),
        ("open", "2026-01-31 00:00", False),
        ("close", "2026-02-09 08:15", True),
        ("summary", "2026-02-09 08:15", True),
    ],
)
def test_after_downtime_only_what_still_has_a_point_goes_out(kind: str, now: str, worth: object) -> None:
    assert still_worth(kind, local(now), JANUARY, MALMO) is worth


def test_in_a_pulse_round_the_first_reminder_stands_until_the_last_is_due() -> None:
    assert still_worth("remind_first", local("2026-01-27 08:15"), JANUARY, MALMO, PULSE)
    assert not still_worth("remind_first", local("2026-01-30 08:15"), JANUARY, MALMO, PULSE)


def test_a_reminder_can_be_judged_even_when_a_later_break_took_every_school_day() -> None:
    break_week = Window(date(2026, 2, 16), date(2026, 2, 20))
    assert not still_worth("remind_first", local("2026-02-17 09:00"), break_week, MALMO)
    assert still_worth("close", local("2026-02-17 09:00"), break_week, MALMO)
    assert not still_worth("remind_first", local("2026-02-21 09:00"), break_week, MALMO)


def test_an_unknown_kind_of_occasion_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        still_worth("remind_always", AUTUMN, JANUARY, MALMO)


@pytest.mark.parametrize(
    ("criteria", "each", "minutes"),
    [(30, 0.7, 21), (10, 0.7, 7), (11, 0.7, 8), (1, 0.5, 1), (0, 0.7, 1), (3, Fraction(1, 3), 1)],
)
def test_minutes_left_are_rounded_up_and_at_least_one(
    criteria: int, each: Fraction | float, minutes: int
) -> None:
    assert minutes_left(criteria, each) == minutes


def keeps_its_promises(window: Window, now: datetime, settings: Settings) -> None:
    plan = timetable(window, MALMO, now, settings)
    kinds = [item.kind for item in plan]
    assert kinds == [kind for kind in KINDS if kind in kinds]
    assert {"invite_principal", "open", "close", "summary"} <= set(kinds)
    assert [item.at for item in plan] == sorted(item.at for item in plan)
    for item in plan:
        at = item.at.astimezone(STOCKHOLM)
        assert item.at >= now
        if item.kind == "close":
            assert at.replace(tzinfo=None) == datetime.combine(window.closes_on + timedelta(days=1), time(0))
            continue
        assert item.local_day == at.date()
        assert MALMO.is_school_day(item.local_day)
        assert time(8, 15) <= at.time() < time(16, 30)
        if item.kind.startswith("remind"):
            assert at.time() == time(8, 15)
            assert window.opens_on < item.local_day <= window.closes_on
    reminded = [item.local_day for item in plan if item.kind.startswith("remind") or item.kind == "open"]
    assert len(reminded) == len(set(reminded))


def clock_changes() -> list[date]:
    sundays = []
    for year in range(2025, 2035):
        for month in (3, 10):
            last = date(year, month, 31)
            sundays.append(last - timedelta(days=(last.weekday() + 1) % 7))
    return sundays


@pytest.mark.parametrize("sunday", clock_changes(), ids=str)
def test_rounds_across_ten_years_of_clock_changes_keep_local_time(sunday: date) -> None:
    offsets = {MALMO.opening(sunday + timedelta(days=step)).hour for step in (-1, 0)}
    assert offsets == {6, 7}
    for before in range(1, 12):
        window = Window(sunday - timedelta(days=before), sunday + timedelta(days=10 + before))
        keeps_its_promises(window, MALMO.opening(sunday) - timedelta(days=40), YEARLY)


@given(
    st.dates(date(2025, 1, 1), date(2034, 12, 31)),
    st.integers(0, 100),
    st.integers(-90 * 24 * 60, 100 * 24 * 60),
    st.sampled_from([YEARLY, PULSE]),
)
def test_any_window_seen_at_any_moment_keeps_the_promises(
    opens_on: date, length: int, minutes: int, settings: Settings
) -> None:
    window = Window(opens_on, opens_on + timedelta(days=length))
    now = datetime.combine(opens_on, time(0), UTC) + timedelta(minutes=minutes)
    if check_window(window, MALMO, now) is None:
        keeps_its_promises(window, now, settings)
