from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from conversations.certification import ApplicationFacts, ApplicationStatus
from conversations.context import Context
from conversations.dialogs import coordinator, dashboard_school, result
from conversations.dialogs.certification.application.days import tend
from conversations.messages import Action
from conversations.turn import Say
from tests.conversations.dialogs.certification.applicants import (
    FULL,
    LAST_DAY,
    RUT,
    answer,
    application,
    context,
    verbs,
    words,
)


def clock(day: date, *found: ApplicationFacts) -> Context:
    """The clock at 08:15 on a local day; Almskolan qualifies and Björkskolan does not."""
    now = datetime(day.year, day.month, day.day, 7, 15, tzinfo=UTC)
    return replace(context("coordinator", *found), me=None, now=now)


def said(of: Context) -> list[Say]:
    return [each for each in tend(of) if isinstance(each, Say)]


def whole_spring(*found: ApplicationFacts) -> dict[str, tuple[date, Say]]:
    """Everything that is said once from the round's end until summer, by its key."""
    days = (date(2027, 1, 25) + timedelta(days=number) for number in range(140))
    heard: dict[str, tuple[date, Say]] = {}
    for day in (each for each in days if each.weekday() <= 4):
        for each in said(clock(day, *found)):
            heard.setdefault(each.key, (day, each))
    return heard


def test_a_school_that_has_not_applied_hears_of_it_twice_and_the_coordinator_the_day_after() -> None:
    heard = whole_spring()
    assert [(day, each.to.id) for day, each in heard.values()] == [
        (date(2027, 3, 15), 7),
        (date(2027, 3, 31), 7),
        (date(2027, 4, 5), 20),
    ]
    assert date(2027, 4, 2) == LAST_DAY
    assert all(len(key) <= 200 for key in heard)


@pytest.mark.parametrize("status", ["sent", "returned", "accepted", "declined", "withdrawn"])
def test_whoever_has_applied_or_does_not_want_to_is_left_alone(status: ApplicationStatus) -> None:
    assert [each.to.id for _, each in whole_spring(application(status)).values()] == [20]


def test_a_draft_is_reminded_of_as_one() -> None:
    (reminder,) = said(clock(date(2027, 3, 15), application("draft", FULL)))
    assert "påbörjad" in words(reminder.message)
    assert verbs(reminder.message) == ["apply"]


def test_a_school_with_an_exception_is_reminded_too() -> None:
    bjork = replace(clock(LAST_DAY).schools[1].school)
    granted = replace(application("draft", {}, bjork), exception="Ny skola.")
    assert {each.to.id for each in said(clock(date(2027, 4, 1), granted))} == {7, 9}


def test_the_coordinator_hears_how_many_applied() -> None:
    (counted,) = said(clock(date(2027, 4, 5), application("sent")))
    assert "En skola har ansökt." in words(counted.message)
    assert verbs(counted.message) == ["applications"]


def test_days_that_were_missed_are_made_up_for_but_not_long_after() -> None:
    assert [each.to.id for each in said(clock(date(2027, 3, 22)))] == [7]
    assert said(clock(date(2027, 5, 3))) == []


def test_a_last_day_that_is_moved_is_reminded_of_at_the_new_day_only_at_its_end() -> None:
    before = {each.key for each in said(clock(date(2027, 3, 15)))}
    moved = clock(date(2027, 3, 29))
    moved = replace(moved, certification=replace(moved.certification, deadlines={5: date(2027, 4, 16)}))
    assert {each.key for each in said(moved)} == before


def test_the_good_news_name_the_last_day() -> None:
    of = clock(date(2027, 1, 25))
    assert "fredag 2 april" in words(result.good_news(of, of.schools[0], RUT.listener))


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("sent", "Har ansökt"),
        ("returned", "Ska komplettera"),
        ("accepted", "Antagen"),
        ("declined", "Fick avslag"),
        ("draft", "Kvalificerar sig"),
        ("withdrawn", "Kvalificerar sig"),
    ],
)
def test_the_overview_says_where_each_application_stands(status: ApplicationStatus, state: str) -> None:
    shown = answer(coordinator.overview(context("coordinator", application(status)), Action("overview")))
    assert f"'{state}'" in words(shown)
    assert "applications" in verbs(shown)


@pytest.mark.parametrize(
    ("status", "line"), [(None, "fredag 2 april"), ("draft", "Påbörjad"), ("accepted", "Antagen")]
)
def test_the_principals_dashboard_says_it_too(status: ApplicationStatus | None, line: str) -> None:
    found = (application(status),) if status else ()
    of = context("principal", *found)
    assert line in str(dashboard_school.schools(of))
    assert "'apply'" in str(dashboard_school.schools(of))


def test_the_representatives_dashboard_leads_to_reading_only() -> None:
    shown = str(dashboard_school.schools(context("representative", application("draft"))))
    assert "verb='application'" in shown
    assert "verb='apply'" not in shown
