from datetime import date

import pytest

from conversations.cohorts import VisitStatus
from conversations.decisions import Decided, PlanVisits, SaveProtocol, SetVisit
from storage.database import Database
from storage.keys import Keys
from storage.tables import Visit
from tests.storage.deciders import KARIN, RUT, Deciders, deciders

DAY = date(2026, 11, 11)


@pytest.fixture
def here(database: Database, keys: Keys) -> Deciders:
    return deciders(database, keys)


@pytest.fixture
def elsewhere(here: Deciders) -> Deciders:
    return deciders(here.authority.database, here.authority.keys, "other")


def status(here: Deciders) -> list[VisitStatus]:
    return [row.status for row in here.rows(Visit)]


def both(here: Deciders, what: str, why: str = "") -> list[tuple[str, int, str]]:
    return [(what, here.norra, why), (what, here.sodra, why)]


def test_a_day_is_proposed_agreed_and_the_visit_made(here: Deciders) -> None:
    here.cohort()
    visit, lines = here.visit(), len(here.log())
    proposed = SetVisit(visit, "proposed", DAY, here.norra)
    here.decide(RUT, proposed, proposed)
    row = here.rows(Visit)[0]
    assert (row.takes_place_on, row.proposed_by, row.status) == (DAY, here.norra, "proposed")
    agreed = SetVisit(visit, "agreed", DAY)
    here.decide(RUT, agreed, agreed, SetVisit(visit, "made"))
    row = here.rows(Visit)[0]
    assert (row.takes_place_on, row.proposed_by, row.status) == (DAY, None, "made")
    assert here.log(lines) == [
        *both(here, "visit proposed"),
        *both(here, "visit agreed"),
        *both(here, "visit made"),
    ]


def test_a_proposal_that_is_taken_back_leaves_no_day(here: Deciders) -> None:
    here.cohort()
    here.decide(RUT, SetVisit(here.visit(), "proposed", DAY, here.norra), SetVisit(here.visit(), "proposed"))
    row = here.rows(Visit)[0]
    assert (row.takes_place_on, row.proposed_by) == (None, None)


def test_a_protocol_that_is_sent_twice_is_there_once_and_may_be_mended(here: Deciders) -> None:
    here.cohort()
    lines, visit = len(here.log()), here.visit()
    first = SaveProtocol(visit, {"saw": "Lugn"}, {"culture": 3})
    here.decide(RUT, first, first)
    assert here.log(lines) == both(here, "visit protocol")
    here.decide(RUT, SaveProtocol(visit, {"saw": "Lugn och ro"}, {"culture": 4}))
    row = here.rows(Visit)[0]
    assert (row.status, row.protocol, row.ratings) == ("made", {"saw": "Lugn och ro"}, {"culture": 4})


def test_a_visit_is_called_off_and_planned_again_and_one_that_was_made_stays(here: Deciders) -> None:
    cohort = here.cohort()
    made, other = (row.id for row in here.rows(Visit))
    here.decide(RUT, SaveProtocol(made, {"saw": "Lugn"}, {}), SetVisit(other, "agreed", DAY))
    lines = len(here.log())
    off = PlanVisits(cohort, cancelled=(made, other), reason="Lämnade")
    here.decide(KARIN, off, off)
    assert status(here) == ["made", "cancelled"]
    again = PlanVisits(cohort, ((here.norra, here.sodra), (here.sodra, here.norra)), reason="Tillbaka")
    here.decide(KARIN, again, again)
    assert status(here) == ["made", "proposed"]
    first, second = here.rows(Visit)
    assert (first.protocol, second.takes_place_on) == ({"saw": "Lugn"}, None)
    assert here.log(lines) == [
        ("visit cancelled", here.sodra, "Lämnade"),
        ("visit cancelled", here.norra, "Lämnade"),
        ("visit planned", here.sodra, "Tillbaka"),
        ("visit planned", here.norra, "Tillbaka"),
    ]


def test_nothing_of_another_authority_or_cohort_is_changed(here: Deciders, elsewhere: Deciders) -> None:
    cohort, other = here.cohort(), elsewhere.cohort()
    mine, theirs = here.visit(), elsewhere.visit()
    before = here.rows(Visit), elsewhere.rows(Visit), here.log(), elsewhere.log()
    foreign: tuple[Decided, ...] = (
        SetVisit(theirs, "made"),
        SetVisit(mine, "proposed", DAY, elsewhere.norra),
        SaveProtocol(theirs, {"saw": "Nej"}, {}),
        PlanVisits(cohort, cancelled=(theirs,)),
        PlanVisits(other, cancelled=(mine,)),
        PlanVisits(cohort, ((here.norra, elsewhere.norra),)),
        PlanVisits(other, ((here.norra, here.sodra),)),
        PlanVisits(other, ((elsewhere.norra, elsewhere.sodra),)),
    )
    for each in foreign:
        with pytest.raises(LookupError):
            here.decide(KARIN, each)
    assert (here.rows(Visit), elsewhere.rows(Visit), here.log(), elsewhere.log()) == before
