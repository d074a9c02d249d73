from dataclasses import replace
from datetime import date, timedelta

import pytest

from conversations.decisions import Decided, PutMeasure, ReportMeasure
from storage.database import Database
from storage.keys import Keys
from storage.tables import ActionPlan, Measure
from tests.storage.deciders import DECIDED, GUN, KARIN, RUT, STIG, Deciders, deciders

DUE, LATER = date(2026, 5, 29), DECIDED + timedelta(days=7)
ASTA = "Asta Berg"


@pytest.fixture
def here(database: Database, keys: Keys) -> Deciders:
    return deciders(database, keys)


@pytest.fixture
def elsewhere(here: Deciders) -> Deciders:
    return deciders(here.authority.database, here.authority.keys, "other")


def measure(here: Deciders, wording: str = "Bjud in till TeachMeet") -> PutMeasure:
    return PutMeasure(here.round, here.norra, "culture-1", wording)


def edited(here: Deciders, number: int, person: str = ASTA) -> PutMeasure:
    return replace(measure(here), measure=number, person=here.person(person), due_on=DUE)


def test_a_plan_is_made_with_its_first_measure(here: Deciders) -> None:
    here.decide(RUT, measure(here), measure(here))
    here.decide(RUT, measure(here, "Låna robotar"), now=LATER)
    (plan,) = here.rows(ActionPlan)
    assert (plan.round_id, plan.school_id, plan.made_at) == (here.round, here.norra, DECIDED)
    first, second = here.rows(Measure)
    assert (first.criterion, first.wording, first.status) == (
        "culture-1",
        "Bjud in till TeachMeet",
        "planned",
    )
    assert (first.plan_id, second.plan_id, second.changed_at) == (plan.id, plan.id, LATER)
    assert here.log() == [("plan added", here.norra, "")] * 2


def test_choosing_a_measure_again_leaves_alone_what_has_been_set_since(here: Deciders) -> None:
    here.decide(RUT, measure(here))
    (row,) = here.rows(Measure)
    here.decide(RUT, edited(here, row.id), measure(here), replace(edited(here, row.id), measure=0))
    (row,) = here.rows(Measure)
    assert (row.person_id, row.due_on) == (here.person(ASTA), DUE)
    here.decide(RUT, replace(edited(here, 0, "Bo Dahl")))
    assert [each.person_id for each in here.rows(Measure)] == [here.person(ASTA), here.person("Bo Dahl")]


def test_a_measure_is_changed_reported_on_dropped_and_brought_back(here: Deciders) -> None:
    here.decide(RUT, measure(here))
    number = here.rows(Measure)[0].id
    steps: tuple[Decided, ...] = (
        edited(here, number),
        ReportMeasure(number, "on_the_way", "Salen är bokad"),
        ReportMeasure(number, "done", "Klart"),
        ReportMeasure(number, "dropped"),
        ReportMeasure(number, "planned", "Salen är bokad"),
    )
    for step in steps:
        here.decide(ASTA, step, step, now=LATER)
    (row,) = here.rows(Measure)
    assert (row.person_id, row.due_on, row.changed_at) == (here.person(ASTA), DUE, LATER)
    assert (row.status, row.outcome) == ("planned", "Salen är bokad")
    assert [what for what, _, _ in here.log()] == [
        "plan added",
        "plan changed",
        "plan on_the_way",
        "plan done",
        "plan dropped",
        "plan planned",
    ]
    assert {(each.round, each.school, each.detail) for each in here.entries()} == {
        (here.round, here.norra, "")
    }


def test_a_dropped_measure_may_be_chosen_anew(here: Deciders) -> None:
    here.decide(RUT, measure(here))
    here.decide(RUT, ReportMeasure(here.rows(Measure)[0].id, "dropped"), measure(here))
    assert [row.status for row in here.rows(Measure)] == ["dropped", "planned"]


def test_whoever_is_responsible_works_at_the_school(here: Deciders, elsewhere: Deciders) -> None:
    here.decide(RUT, measure(here))
    number = here.rows(Measure)[0].id
    for person in (here.person(GUN), here.person(KARIN), here.person(STIG), elsewhere.person(ASTA)):
        for measured in (0, number):
            with pytest.raises(LookupError):
                here.decide(RUT, replace(edited(here, measured), person=person))
    assert [row.person_id for row in here.rows(Measure)] == [None]


def test_nothing_of_another_authority_or_school_is_changed(here: Deciders, elsewhere: Deciders) -> None:
    here.decide(RUT, measure(here))
    elsewhere.decide(RUT, measure(elsewhere))
    mine, theirs = here.rows(Measure)[0].id, elsewhere.rows(Measure)[0].id
    before = here.rows(Measure), elsewhere.rows(Measure), here.rows(ActionPlan), here.log()
    foreign: tuple[Decided, ...] = (
        measure(elsewhere),
        replace(measure(here), school=elsewhere.norra),
        replace(measure(here, "Ändrat"), measure=theirs),
        replace(measure(elsewhere, "Ändrat"), measure=theirs),
        replace(measure(here, "Ändrat"), school=here.sodra, measure=mine),
        ReportMeasure(theirs, "done"),
    )
    for each in foreign:
        with pytest.raises(LookupError):
            here.decide(RUT, each)
    assert (here.rows(Measure), elsewhere.rows(Measure), here.rows(ActionPlan), here.log()) == before
