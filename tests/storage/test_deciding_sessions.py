from datetime import timedelta

import pytest

from conversations.context import Need
from conversations.decisions import (
    Attend,
    CancelSession,
    ChangeSession,
    Decided,
    FillSession,
    JoinCohort,
    ReplyToSession,
)
from storage.database import Database
from storage.keys import Keys
from storage.tables import Attendance, LearningSession
from tests.storage.deciders import DECIDED, FIRST, GUN, KARIN, RUT, STIG, Deciders, deciders


@pytest.fixture
def here(database: Database, keys: Keys) -> Deciders:
    return deciders(database, keys)


@pytest.fixture
def elsewhere(here: Deciders) -> Deciders:
    return deciders(here.authority.database, here.authority.keys, "other")


def changed(session: int, place: str = "Rådhuset", links: tuple[tuple[str, str], ...] = ()) -> ChangeSession:
    return ChangeSession(session, FIRST, FIRST + timedelta(hours=2), place, links)


def test_a_session_s_revision_grows_with_each_change_and_with_nothing_else(here: Deciders) -> None:
    here.cohort()
    number, lines = here.session(), len(here.log())
    links = (("Underlag", "https://malmo.example/underlag"),)
    steps: tuple[Decided, ...] = (
        changed(number),
        changed(number, links=links),
        CancelSession(number, "Storm"),
        CancelSession(number, "Stormen bedarrade", undone=True),
    )
    for revision, step in enumerate(steps, 1):
        here.decide(KARIN, step, step)
        row = here.rows(LearningSession)[0]
        assert row.revision == revision
        assert (row.cancelled_at is not None) == (revision == 3)
    assert (row.place, row.links) == ("Rådhuset", [list(links[0])])
    assert here.log(lines) == [
        (what, school, why)
        for what, why in (
            ("session changed", ""),
            ("session changed", ""),
            ("session cancelled", "Storm"),
            ("session resumed", "Stormen bedarrade"),
        )
        for school in sorted((here.norra, here.sodra))
    ]
    assert here.rows(LearningSession)[1].revision == 0


def test_only_schools_that_are_in_the_cohort_follow_its_sessions(here: Deciders) -> None:
    cohort = here.cohort()
    here.leave(cohort)
    lines = len(here.log())
    here.decide(KARIN, changed(here.session()))
    assert here.log(lines) == [("session changed", here.sodra, "")]
    here.decide(KARIN, JoinCohort(cohort, here.sodra, "Ny ledning", left=True))
    lines = len(here.log())
    here.decide(KARIN, CancelSession(here.session(), "Inga skolor"))
    assert here.log(lines) == [("session cancelled", 0, "Inga skolor")]


def test_a_principal_reads_of_the_own_cohort_s_sessions_in_the_log(here: Deciders) -> None:
    here.cohort()
    here.decide(KARIN, CancelSession(here.session(), "Storm"))
    authority = here.authority
    for name, school in ((RUT, "Norra"), (STIG, "Södra")):
        newest = authority.context(authority.arrived(name), Need.LOG, now=DECIDED).log[0]
        assert (newest.what, newest.school, newest.by, newest.why) == (
            "session cancelled",
            school,
            KARIN,
            "Storm",
        )


def test_a_school_has_one_part_in_a_session(here: Deciders) -> None:
    here.cohort()
    number, rut, lines = here.session(), here.person(RUT), len(here.log())
    steps: tuple[Decided, ...] = (
        ReplyToSession(number, here.norra, "no"),
        ReplyToSession(number, here.norra, "yes", rut),
        FillSession(number, here.norra, "preparation", {"challenge": "Tid"}),
        Attend(number, here.norra, attended=False, reason="Sjuk"),
        FillSession(number, here.norra, "made_up", {"how": "Såg inspelningen", "": ""}),
        Attend(number, here.norra, attended=True),
        FillSession(number, here.norra, "reflection", {"learned": "Mycket"}),
    )
    for step in steps:
        here.decide(RUT, step, step)
    (row,) = here.rows(Attendance)
    assert (row.session_id, row.school_id, row.person_id, row.reply) == (number, here.norra, rut, "yes")
    assert (row.attended, row.made_up) == (True, "Såg inspelningen")
    assert (row.preparation, row.reflection) == ({"challenge": "Tid"}, {"learned": "Mycket"})
    assert here.log(lines) == [
        ("session answered", here.norra, ""),
        ("session answered", here.norra, ""),
        ("session preparation", here.norra, ""),
        ("session missed", here.norra, "Sjuk"),
        ("session made_up", here.norra, ""),
        ("session attended", here.norra, ""),
        ("session reflection", here.norra, ""),
    ]
    here.decide(KARIN, Attend(number, here.norra, attended=None))
    assert here.rows(Attendance)[0].attended is None


def test_nobody_comes_for_a_school_where_they_do_not_work(here: Deciders, elsewhere: Deciders) -> None:
    here.cohort()
    for person in (here.person(GUN), here.person(KARIN), elsewhere.person(RUT), 9999):
        with pytest.raises(LookupError):
            here.decide(RUT, ReplyToSession(here.session(), here.norra, "yes", person))
    assert here.rows(Attendance) == []
    here.decide(RUT, ReplyToSession(here.session(), here.norra, "yes", here.person("Asta Berg")))
    assert here.rows(Attendance)[0].person_id == here.person("Asta Berg")


def test_a_school_that_has_left_its_cohort_keeps_its_part(here: Deciders) -> None:
    cohort = here.cohort()
    here.decide(RUT, FillSession(here.session(), here.norra, "reflection", {"learned": "Mycket"}))
    here.leave(cohort)
    assert here.rows(Attendance)[0].reflection == {"learned": "Mycket"}


def test_only_schools_of_its_cohort_have_a_part_in_a_session(here: Deciders, elsewhere: Deciders) -> None:
    here.cohort()
    elsewhere.cohort()
    mine, theirs = here.session(), elsewhere.session()
    before = here.rows(LearningSession), elsewhere.rows(LearningSession), here.log(), elsewhere.log()
    foreign: tuple[Decided, ...] = (
        changed(theirs),
        CancelSession(theirs, "Nej"),
        ReplyToSession(theirs, here.norra, "yes"),
        ReplyToSession(theirs, elsewhere.norra, "yes"),
        ReplyToSession(mine, elsewhere.norra, "yes"),
        FillSession(mine, elsewhere.norra, "reflection", {"learned": "Nej"}),
        FillSession(theirs, elsewhere.norra, "preparation", {"learned": "Nej"}),
        Attend(theirs, elsewhere.norra, attended=True),
        Attend(mine, elsewhere.norra, attended=True),
    )
    for each in foreign:
        with pytest.raises(LookupError):
            here.decide(KARIN, each)
    after = here.rows(LearningSession), elsewhere.rows(LearningSession), here.log(), elsewhere.log()
    assert after == before
    assert here.rows(Attendance) + elsewhere.rows(Attendance) == []
