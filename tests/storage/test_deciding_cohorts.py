from dataclasses import replace
from datetime import date, timedelta

import pytest

from conversations.decisions import Attend, DecideApplication, JoinCohort, MakeCohort, Waive
from storage.database import Database
from storage.keys import Keys
from storage.rounds import NotPossible
from storage.tables import Application, Attendance, Cohort, LearningSession, Visit
from tests.storage.deciders import FIRST, KARIN, Deciders, deciders, session


@pytest.fixture
def here(database: Database, keys: Keys) -> Deciders:
    return deciders(database, keys)


@pytest.fixture
def elsewhere(here: Deciders) -> Deciders:
    return deciders(here.authority.database, here.authority.keys, "other")


def made(*applications: int, name: str = "Kull 1") -> MakeCohort:
    return MakeCohort(name, date(2026, 8, 17), date(2027, 6, 11), applications, (), ())


def test_a_cohort_has_its_schools_sessions_and_visits(here: Deciders) -> None:
    cohort = here.cohort()
    assert {row.cohort_id for row in here.rows(Application)} == {cohort}
    first, second = here.rows(LearningSession)
    assert (first.number, first.theme, first.begins_at, first.place) == (1, "leadership", FIRST, "Stadshuset")
    assert (second.begins_at, second.ends_at - second.begins_at) == (
        FIRST + timedelta(days=35),
        timedelta(hours=3),
    )
    pairs = [(row.host_id, row.guest_id, row.status) for row in here.rows(Visit)]
    assert pairs == [(here.norra, here.sodra, "proposed"), (here.sodra, here.norra, "proposed")]
    assert here.log(6) == [
        ("cohort made", 0, "Kull 1"),
        ("cohort joined", here.norra, "Kull 1"),
        ("cohort joined", here.sodra, "Kull 1"),
    ]


def test_a_name_is_one_cohort_s_only(here: Deciders) -> None:
    here.cohort()
    with pytest.raises(NotPossible):
        here.decide(KARIN, made())
    assert len(here.rows(Cohort)) == 1


def test_only_accepted_applications_that_are_free_come_into_a_cohort(here: Deciders) -> None:
    norra, sodra = here.accepted()
    here.decide(KARIN, DecideApplication(here.round, here.sodra, "withdrawn"))
    with pytest.raises(NotPossible):
        here.decide(KARIN, made(norra, sodra))
    here.decide(KARIN, made(norra))
    with pytest.raises(NotPossible):
        here.decide(KARIN, made(norra, name="Kull 2"))
    assert [row.name for row in here.rows(Cohort)] == ["Kull 1"]


def test_a_school_that_leaves_and_comes_back_keeps_what_was_done(here: Deciders) -> None:
    cohort = here.cohort()
    here.decide(KARIN, Attend(here.session(), here.norra, attended=True))
    here.decide(KARIN, Waive(cohort, here.norra, "session:2", "Sjuk"))
    before = here.rows(Application), here.rows(Attendance), here.rows(Visit)
    for _ in range(2):
        here.leave(cohort)
    left = here.rows(Application)[0]
    assert (left.left_at is not None, left.cohort_id, left.waived) == (True, cohort, {"session:2": "Sjuk"})
    for _ in range(2):
        here.leave(cohort, left=False, why="Ny rektor")
    assert (here.rows(Application), here.rows(Attendance), here.rows(Visit)) == before
    assert here.log()[-2:] == [
        ("cohort left", here.norra, "Ny ledning"),
        ("cohort joined", here.norra, "Ny rektor"),
    ]


def test_a_school_that_was_accepted_later_comes_in_too(here: Deciders) -> None:
    norra, _ = here.accepted()
    here.decide(KARIN, made(norra))
    (cohort,) = (row.id for row in here.rows(Cohort))
    join = JoinCohort(cohort, here.sodra, "Sent beslut")
    here.decide(KARIN, join, join)
    assert {row.cohort_id for row in here.rows(Application)} == {cohort}
    assert here.log()[-1] == ("cohort joined", here.sodra, "Sent beslut")


def test_a_school_that_goes_on_in_another_cohort_begins_anew_there(here: Deciders) -> None:
    cohort = here.cohort()
    here.decide(KARIN, Waive(cohort, here.norra, "session:2", "Sjuk"))
    with pytest.raises(NotPossible):
        here.decide(KARIN, made(here.rows(Application)[0].id, name="Kull 2"))
    here.leave(cohort)
    here.decide(KARIN, made(here.rows(Application)[0].id, name="Kull 2"))
    row = here.rows(Application)[0]
    assert (row.cohort_id, row.left_at, row.waived) == (here.rows(Cohort)[1].id, None, {})


def test_nothing_of_another_authority_comes_into_a_cohort(here: Deciders, elsewhere: Deciders) -> None:
    cohort, (foreign, _) = here.cohort(), elsewhere.accepted()
    before = here.rows(Cohort), here.rows(Application), here.log(), elsewhere.rows(Application)
    visit = replace(made(name="Kull 2"), visits=((here.norra, here.sodra),))
    for each in (
        made(foreign, name="Kull 2"),
        visit,
        JoinCohort(cohort, elsewhere.norra, "Nej"),
        JoinCohort(cohort, elsewhere.norra, "Nej", left=True),
    ):
        with pytest.raises(LookupError):
            here.decide(KARIN, each)
    with pytest.raises(LookupError):
        elsewhere.decide(KARIN, JoinCohort(cohort, elsewhere.norra, "Nej"))
    assert (here.rows(Cohort), here.rows(Application), here.log(), elsewhere.rows(Application)) == before


def test_a_cohort_that_cannot_be_made_whole_is_not_made_at_all(here: Deciders) -> None:
    norra, _ = here.accepted()
    with pytest.raises(Exception, match=r"(?i)unique"):
        here.decide(KARIN, replace(made(norra), sessions=(session(1), session(1))))
    assert here.rows(Cohort) == []
    assert here.rows(Application)[0].cohort_id is None
