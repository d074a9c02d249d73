from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.cohorts import (
    CERTIFICATION,
    CohortFacts,
    CohortSchool,
    SessionFacts,
    SessionPart,
    VisitFacts,
)
from conversations.facts import SchoolFacts
from conversations.framework import load, packaged
from conversations.rules.checklist import Requirement, complete, requirements

ALM, BJORK = SchoolFacts(1, "Almskolan"), SchoolFacts(2, "Björkskolan")
FIRST = datetime(2026, 10, 6, 11, tzinfo=UTC)
BEGINS, ENDS = date(2026, 9, 1), date(2027, 6, 11)
FRAMEWORK = load(packaged("malmo-2022-2025"))


def session(number: int, part: SessionPart | None = None) -> SessionFacts:
    begins = FIRST + timedelta(days=28 * (number - 1))
    theme = CERTIFICATION if number == 6 else "leadership"
    parts = (part,) if part else ()
    return SessionFacts(number, 1, number, theme, begins, begins + timedelta(hours=3), parts=parts)


def attended(number: int) -> SessionFacts:
    return session(number, SessionPart(1, attended=True, reflection={"text": "Vi lärde oss mycket."}))


def visits(status: str = "made") -> tuple[VisitFacts, ...]:
    protocol = {"saw": "Nyfikna elever"} if status == "made" else {}
    day = date(2026, 11, 10)
    return (
        VisitFacts(1, 1, ALM, BJORK, status, day),  # type: ignore[arg-type]  # a status
        VisitFacts(2, 1, BJORK, ALM, status, day, protocol=protocol),  # type: ignore[arg-type]  # a status
    )


def cohort(sessions: tuple[SessionFacts, ...], among: tuple[VisitFacts, ...] = ()) -> CohortFacts:
    schools = (CohortSchool(ALM, 1), CohortSchool(BJORK, 2))
    return CohortFacts(1, "Kull 1", BEGINS, ENDS, FRAMEWORK, schools, sessions, among)


def states(of: CohortFacts, today: date) -> dict[str, str]:
    return {each.name: each.state for each in requirements(of, 1, today)}


DONE = cohort((*(attended(number) for number in range(1, 6)), session(6)), visits())


def test_from_day_one_everything_is_on_the_list_and_lies_ahead() -> None:
    listed = states(cohort(tuple(session(number) for number in range(1, 7)), visits("proposed")), BEGINS)
    assert list(listed) == [
        *(f"{kind}:{number}" for number in range(1, 6) for kind in ("session", "reflection")),
        *("session:6", "visit_made", "visit_hosted", "protocol"),
    ]
    assert {name for name, state in listed.items() if state == "open"} == {"visit_made", "visit_hosted"}
    assert "done" not in listed.values()


def test_before_the_cohort_begins_nothing_is_open() -> None:
    listed = states(cohort((session(1),), visits("proposed")), BEGINS - timedelta(days=1))
    assert set(listed.values()) == {"to_come"}


def test_a_missed_session_is_open_until_it_is_made_up() -> None:
    missed = cohort((session(1, SessionPart(1, attended=False)),))
    assert states(missed, ENDS)["session:1"] == "open"
    caught_up = cohort((session(1, SessionPart(1, attended=True, made_up="Läste allt.")),))
    assert states(caught_up, ENDS)["session:1"] == "done"


def test_a_session_that_was_called_off_is_not_required() -> None:
    off = replace(session(2), cancelled_at=FIRST)
    assert "session:2" not in states(cohort((session(1), off)), BEGINS)


def test_a_protocol_is_asked_for_once_the_visit_has_been() -> None:
    agreed = cohort((), visits("agreed"))
    assert states(agreed, date(2026, 11, 9))["protocol"] == "to_come"
    assert states(agreed, date(2026, 11, 10))["protocol"] == "open"
    assert states(cohort((), visits()), ENDS)["protocol"] == "done"


def test_a_visit_that_was_called_off_counts_for_nobody() -> None:
    listed = states(cohort((), visits("cancelled")), ENDS)
    assert (listed["visit_made"], listed["visit_hosted"]) == ("open", "open")


def test_what_is_waived_needs_not_be_done() -> None:
    waiving = replace(DONE, visits=(), schools=(CohortSchool(ALM, 1, {"visit_made": "Föräldraledig"}),))
    assert states(waiving, ENDS)["visit_made"] == "waived"
    assert states(waiving, ENDS)["visit_hosted"] == "open"


def test_the_last_session_need_not_have_passed_but_must_not_have_been_missed() -> None:
    assert complete(requirements(DONE, 1, date(2027, 1, 30)))
    assert not complete(requirements(DONE, 1, ENDS))
    here = replace(DONE, sessions=(*DONE.sessions[:5], session(6, SessionPart(1, attended=True))))
    assert complete(requirements(here, 1, ENDS))


@pytest.mark.parametrize("number", range(5))
def test_one_thing_that_is_lacking_is_enough_not_to_be_complete(number: int) -> None:
    sessions = tuple(
        session(each.number) if place == number else each for place, each in enumerate(DONE.sessions)
    )
    assert not complete(requirements(replace(DONE, sessions=sessions), 1, date(2027, 1, 30)))


@given(st.dates(BEGINS, ENDS), st.sets(st.sampled_from([each.name for each in requirements(DONE, 1, ENDS)])))
def test_a_school_for_which_all_is_waived_is_complete_on_any_day(today: date, names: set[str]) -> None:
    bare = cohort(tuple(session(number) for number in range(1, 7)))
    every = {each.name for each in requirements(bare, 1, today)}
    waiving = replace(bare, schools=(CohortSchool(ALM, 1, dict.fromkeys(names, "Beslut")),))
    assert {each.name for each in requirements(waiving, 1, today) if each.state == "waived"} == names
    assert complete(requirements(waiving, 1, today)) is (
        every - names <= {"session:6"} and (not every - names or today <= date(2027, 2, 23))
    )


def test_a_requirement_is_what_it_says() -> None:
    assert complete(())
    assert not complete((Requirement("protocol", "open"),))
    assert not complete((Requirement("session:1", "to_come"),))
