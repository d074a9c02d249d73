from dataclasses import replace

import pytest

from conversations.cohorts import CERTIFICATION
from conversations.decisions import MakeCohort
from conversations.dialogs.certification.cohort.filled import themes
from conversations.messages import Table
from tests.conversations.dialogs.certification.cohorts import (
    ALM,
    BOK,
    CALENDAR,
    COHORT,
    EK,
    FRAMEWORK,
    context,
    deeds,
    errors,
    fields,
    form,
    pressed,
    sent,
    shown,
    told,
    waiting,
)

FILLED = {
    "name": " Kullen   2027/28 ",
    "first": "2027-09-01",
    "last": "2028-06-02",
    "begins": "13.00",
    "length": "2,5",
    "place": "Stadshuset",
}


def test_the_first_session_is_about_leadership_and_the_last_is_the_certification() -> None:
    named = themes(FRAMEWORK)
    assert named[0] == "leadership"
    assert named[-1] == CERTIFICATION
    assert len(set(named)) == len(named) == 6


def test_nothing_happens_until_the_proposal_is_sent_once_more() -> None:
    of = waiting(ALM, BOK, EK)
    asked = form(shown(pressed(of, "cohort_make")))
    proposed = sent(of, asked.action, **FILLED)
    assert deeds(proposed) == []
    assert told(proposed) == []
    sessions, visits = (part for part in shown(proposed).parts if isinstance(part, Table))
    assert len(sessions.rows) == 6
    assert len(visits.rows) == 6
    (made,) = deeds(sent(of, form(shown(proposed)).action, **FILLED))
    assert isinstance(made, MakeCohort)
    assert made.name == "Kullen 2027/28"
    assert made.applications == (103, 104, 105)
    assert all(CALENDAR.is_school_day(CALENDAR.local_date(each.begins_at)) for each in made.sessions)
    assert {(each.ends_at - each.begins_at).total_seconds() for each in made.sessions} == {9000}
    assert {host for host, _ in made.visits} == {guest for _, guest in made.visits} == {3, 4, 5}


def test_another_wish_gives_another_proposal_and_no_cohort() -> None:
    of = waiting(ALM, BOK)
    proposed = form(shown(sent(of, form(shown(pressed(of, "cohort_make"))).action, **FILLED)))
    again = sent(of, proposed.action, **(FILLED | {"begins": "9:30"}))
    assert deeds(again) == []
    assert deeds(sent(of, form(shown(again)).action, **(FILLED | {"begins": "9:30"}))) != []


def test_a_school_that_came_meanwhile_gives_another_proposal() -> None:
    proposed = form(
        shown(sent(waiting(ALM, BOK), form(shown(pressed(waiting(ALM), "cohort_make"))).action, **FILLED))
    )
    assert deeds(sent(waiting(ALM, BOK, EK), proposed.action, **FILLED)) == []


def test_every_leader_hears_it_once_in_their_own_language() -> None:
    of = waiting(ALM, BOK, EK)
    proposed = form(shown(sent(of, form(shown(pressed(of, "cohort_make"))).action, **FILLED)))
    heard = {each.to.id: each.message for each in told(sent(of, proposed.action, **FILLED))}
    assert sorted(heard) == [30, 31, 40, 50]
    assert heard[50].language == "en"
    assert FRAMEWORK.words("en").area("leadership").name in str(heard[50])


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"first": "2027-08-31"}, "first"),
        ({"first": "i höst"}, "first"),
        ({"last": "2027-08-31"}, "last"),
        ({"last": "2027-09-03"}, "last"),
        ({"last": "2031-09-03"}, "last"),
        ({"last": ""}, "last"),
        ({"begins": "25.00"}, "begins"),
        ({"begins": "kl 13"}, "begins"),
        ({"begins": "05:59"}, "begins"),
        ({"length": "9"}, "length"),
        ({"length": "två"}, "length"),
        ({"begins": "20.00", "length": "8"}, "length"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(change: dict[str, str], wrong: str) -> None:
    of = waiting(ALM, BOK)
    effects = sent(of, form(shown(pressed(of, "cohort_make"))).action, **(FILLED | change))
    assert list(errors(effects)) == [wrong]
    assert deeds(effects) == []
    kept = {each.name: each.value for each in form(shown(effects)).fields}
    assert kept == FILLED | change


@pytest.mark.parametrize(("language", "name"), [("sv", "Kullen 2027/28"), ("en", "Cohort 2027/28")])
def test_the_usual_name_reads_well_in_the_middle_of_a_sentence(language: str, name: str) -> None:
    of = waiting(ALM, BOK, EK)
    assert of.me is not None
    of = replace(of, me=replace(of.me, language=language))
    field = fields(shown(pressed(of, "cohort_make")))["name"]
    assert (field.value, name in field.hint) == (name, True)


def test_a_name_is_used_once() -> None:
    of = waiting(ALM, BOK)
    of = replace(of, certification=replace(of.certification, cohorts=(COHORT,)))
    assert list(errors(sent(of, form(shown(pressed(of, "cohort_make"))).action, **FILLED))) == ["name"]


def test_without_accepted_schools_there_is_nothing_to_make() -> None:
    effects = pressed(context("coordinator"), "cohort_make")
    assert "Det finns inga antagna skolor utan kull" in shown(effects).summary


def test_one_school_alone_gets_sessions_and_no_visits() -> None:
    of = waiting(ALM)
    proposed = sent(of, form(shown(pressed(of, "cohort_make"))).action, **FILLED)
    assert "ensam i kullen" in str(shown(proposed))


def test_only_a_coordinator_makes_cohorts() -> None:
    of = waiting(ALM, BOK)
    proposed = form(shown(sent(of, form(shown(pressed(of, "cohort_make"))).action, **FILLED)))
    refused = sent(replace(context("principal"), certification=of.certification), proposed.action, **FILLED)
    assert not any(isinstance(each, MakeCohort) for each in refused)
