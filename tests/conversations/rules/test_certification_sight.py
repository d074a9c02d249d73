from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from conversations.certification import (
    ApplicationFacts,
    CertificateFacts,
    Certification,
    CohortFacts,
    CohortSchool,
    Leader,
    SessionFacts,
    SessionPart,
    VisitFacts,
)
from conversations.facts import Duty, Listener, Me, SchoolFacts
from conversations.framework import load, packaged
from conversations.plans import MeasureFacts, PlanFacts
from conversations.rules.certification_sight import led_by, plans_seen_by, seen_by, works_for

FRAMEWORK = load(packaged("malmo-2022-2025"))
SCHOOLS = {number: SchoolFacts(number, f"Skola {number}") for number in range(1, 6)}
NOW = datetime(2026, 9, 1, 13, tzinfo=UTC)
DAY = date(2026, 9, 1)

schools = st.sampled_from(sorted(SCHOOLS))
people = st.integers(1, 4).map(lambda number: Listener(number, f"Person {number}", "sv"))
duties = st.one_of(
    st.builds(
        Duty, st.sampled_from(["staff", "team_leader", "principal", "representative"]), st.integers(0, 5)
    ),
    st.just(Duty("researcher")),
)
members = st.builds(Me, st.integers(1, 4), st.just("Jag"), st.just("sv"), st.lists(duties).map(tuple))


def secret(*numbers: int) -> str:
    """What only these schools may read."""
    return f"hemligt för {'-'.join(map(str, sorted(numbers)))}."


def application(school: int, cohort: int) -> ApplicationFacts:
    told = secret(school)
    return ApplicationFacts(
        10 * cohort + school,
        1,
        "2026",
        SCHOOLS[school],
        "accepted",
        NOW,
        "Karin",
        told,
        told,
        {"why": told},
        {"visit_made": told},
        cohort,
    )


def part(school: int) -> SessionPart:
    told = secret(school)
    return SessionPart(
        school,
        school,
        f"Person {school}",
        "yes",
        attended=True,
        preparation={"goals": f"delat av {school}"},
        reflection={"learned": told},
        made_up=told,
    )


@st.composite
def cohorts(draw: st.DrawFn) -> CohortFacts:
    number = draw(st.integers(1, 3))
    taking_part = draw(st.lists(schools, unique=True, min_size=1))
    there = tuple(
        CohortSchool(SCHOOLS[each], each, {"visit_made": secret(each)}, left=draw(st.booleans()))
        for each in taking_part
    )
    parts = tuple(part(each) for each in draw(st.lists(st.sampled_from(taking_part), unique=True)))
    pairs = draw(st.lists(st.tuples(schools, schools).filter(lambda pair: pair[0] != pair[1]), unique=True))
    visits = tuple(
        VisitFacts(
            place,
            number,
            SCHOOLS[host],
            SCHOOLS[guest],
            "made",
            DAY,
            0,
            {"saw": secret(host, guest)},
            {"culture": 3},
        )
        for place, (host, guest) in enumerate(pairs, 1)
    )
    session = SessionFacts(number, number, 1, "culture", NOW, NOW, "Rådhuset", parts=parts)
    return CohortFacts(number, f"Kull {number}", DAY, DAY, FRAMEWORK, there, (session,), visits)


@st.composite
def wholes(draw: st.DrawFn) -> Certification:
    certificate = st.builds(
        lambda school: CertificateFacts(school, SCHOOLS[school], f"nr {school}.", DAY, DAY, FRAMEWORK),
        schools,
    )
    leader = st.builds(
        lambda school, listener: Leader("principal" if school else "coordinator", school, listener),
        st.sampled_from([0, *SCHOOLS]),
        people,
    )
    return Certification(
        applications=tuple(draw(st.lists(st.builds(application, schools, st.integers(0, 3)), max_size=5))),
        cohorts=tuple(draw(st.lists(cohorts(), max_size=3))),
        certificates=tuple(draw(st.lists(certificate, max_size=5))),
        leaders=tuple(draw(st.lists(leader, max_size=6))),
        deadlines={1: DAY},
        may_be_named=draw(st.frozensets(schools)),
    )


measures = st.builds(
    MeasureFacts, st.integers(1, 99), st.just("courage-to-try"), st.just("Prova"), st.none() | people
)
plans = st.lists(
    st.builds(
        lambda school, listed: PlanFacts(1, "2026", SCHOOLS[school], "f", DAY, tuple(listed)),
        schools,
        st.lists(measures, max_size=4),
    ),
    max_size=5,
)


@given(wholes(), members)
def test_coordinators_see_everything_whatever_else_they_are(whole: Certification, me: Me) -> None:
    assert seen_by(whole, replace(me, duties=(*me.duties, Duty("coordinator")))) == whole


@given(wholes(), members)
def test_nobody_reads_what_belongs_to_another_school(whole: Certification, me: Me) -> None:
    seen, led = seen_by(whole, me), led_by(me)
    told = repr(seen)
    pairs = ({host, guest} for host in SCHOOLS for guest in SCHOOLS)
    assert not [school for school in SCHOOLS if school not in led and secret(school) in told]
    assert not [pair for pair in pairs if not pair & led and secret(*pair) in told]
    for cohort in seen.cohorts:
        assert all(part.attended is None for part in cohort.sessions[0].parts if part.school not in led)
        assert not [visit for visit in cohort.visits if visit.ratings and not led & both(visit)]


def both(visit: VisitFacts) -> set[int]:
    return {visit.host.id, visit.guest.id}


@given(wholes(), members)
def test_who_leads_no_school_sees_that_the_own_is_certified_and_nothing_else(
    whole: Certification, me: Me
) -> None:
    staff = replace(me, duties=tuple(duty for duty in me.duties if duty.role in {"staff", "team_leader"}))
    expected = tuple(each for each in whole.certificates if each.school.id in works_for(me))
    assert seen_by(whole, staff) == Certification(certificates=expected)
    assert seen_by(whole, replace(me, duties=(Duty("researcher"),))) == Certification()
    assert seen_by(whole, replace(me, duties=())) == Certification()


@given(wholes(), members)
def test_leaders_lose_nothing_of_their_own(whole: Certification, me: Me) -> None:
    seen, led = seen_by(whole, me), led_by(me)
    assert list(seen.applications) == [each for each in whole.applications if each.school.id in led]
    assert not [
        each for each in whole.certificates if each.school.id in led and each not in seen.certificates
    ]
    assert not [each for each in whole.leaders if each.school in led and each not in seen.leaders]
    mine = [each for each in whole.cohorts if led & {member.school.id for member in each.schools}]
    assert [cohort.id for cohort in seen.cohorts] == [cohort.id for cohort in mine]
    for before, after in zip(mine, seen.cohorts, strict=True):
        assert own(before, led) == own(after, led)


def own(cohort: CohortFacts, led: frozenset[int]) -> list[object]:
    return [
        *(member for member in cohort.schools if member.school.id in led),
        *(part for part in cohort.sessions[0].parts if part.school in led),
        *(visit for visit in cohort.visits if led & both(visit)),
    ]


@given(wholes(), members)
def test_a_cohort_shares_its_names_its_dates_and_what_the_present_have_prepared(
    whole: Certification, me: Me
) -> None:
    known = {cohort.id: cohort for cohort in reversed(whole.cohorts)}
    for after in seen_by(replace(whole, cohorts=tuple(known.values())), me).cohorts:
        before = known[after.id]
        assert [each.school for each in after.schools] == [each.school for each in before.schools]
        assert [each.left for each in after.schools] == [each.left for each in before.schools]
        assert [(each.id, each.day, each.status) for each in after.visits] == [
            (each.id, each.day, each.status) for each in before.visits
        ]
        present = {each.school.id for each in before.present}
        shared = {part.school: part.preparation for part in after.sessions[0].parts}
        expected = {part.school: part.preparation for part in before.sessions[0].parts}
        assert {school: expected[school] for school in expected if school in present | led_by(me)} == shared


@given(wholes(), members)
def test_leaders_of_a_cohort_hear_of_each_other_and_of_nobody_outside(whole: Certification, me: Me) -> None:
    seen, led = seen_by(whole, me), led_by(me)
    known = led | {each.school.id for each in chain.from_iterable(cohort.schools for cohort in seen.cohorts)}
    expected = [each for each in whole.leaders if each.school in known or each.role == "coordinator"]
    assert list(seen.leaders) == (expected if led else [])


@given(wholes(), members, st.lists(duties))
def test_looking_twice_shows_the_same_and_another_duty_hides_nothing(
    whole: Certification, me: Me, more: list[Duty]
) -> None:
    seen = seen_by(whole, me)
    assert seen_by(seen, me) == seen
    wider = seen_by(whole, replace(me, duties=(*me.duties, *more)))
    assert set(map(repr, seen.applications)) <= set(map(repr, wider.applications))
    assert {each.id for each in seen.cohorts} <= {each.id for each in wider.cohorts}
    assert set(map(repr, seen.certificates)) <= set(map(repr, wider.certificates))


@given(plans, members)
def test_plans_are_whole_for_those_who_lead_and_hold_the_own_measures_for_staff(
    made: list[PlanFacts], me: Me
) -> None:
    seen = plans_seen_by(made, me)
    assert [each for each in seen if each.school.id in led_by(me)] == [
        each for each in made if each.school.id in led_by(me)
    ]
    others = [each for each in seen if each.school.id not in led_by(me)]
    told = [measure for plan in others for measure in plan.measures]
    assert all(plan.measures and plan.school.id in works_for(me) for plan in others)
    assert told == [
        measure
        for plan in made
        if plan.school.id in works_for(me) - led_by(me)
        for measure in plan.measures
        if measure.responsible and measure.responsible.id == me.id
    ]
    assert plans_seen_by(made, replace(me, duties=(Duty("coordinator"),))) == tuple(made)
    assert plans_seen_by(made, replace(me, duties=(Duty("researcher"),))) == ()
