from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from conversations.certification import ApplicationFacts, CertificateFacts, Certification, Leader
from conversations.cohorts import CohortFacts, CohortSchool, SessionFacts, SessionPart, VisitFacts
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
    """What only these schools' leaders may read."""
    return f"hemligt för {'-'.join(map(str, sorted(numbers)))}."


def written(session: int, school: int) -> str:
    """What a school's leaders may read, and whoever goes to this session for it."""
    return f"skrivet av {school} om träff {session}."


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


def part(session: int, school: int, person: int) -> SessionPart:
    told = written(session, school)
    return SessionPart(
        school,
        person,
        f"Person {person}" if person else "",
        "yes",
        attended=True,
        preparation={"goals": f"delat av {school} inför {session}."},
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
    sessions = tuple(
        SessionFacts(
            10 * number + place,
            number,
            place,
            "culture",
            NOW,
            NOW,
            "Rådhuset",
            parts=tuple(
                part(10 * number + place, each, draw(st.integers(0, 4)))
                for each in draw(st.lists(st.sampled_from(taking_part), unique=True))
            ),
        )
        for place in (1, 2)
    )
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
    return CohortFacts(number, f"Kull {number}", DAY, DAY, FRAMEWORK, there, sessions, visits)


@st.composite
def wholes(draw: st.DrawFn) -> Certification:
    certificate = st.builds(
        lambda school: CertificateFacts(
            school, SCHOOLS[school], f"nr {school}.", DAY, DAY, FRAMEWORK, reason=secret(school)
        ),
        schools,
    )
    leader = st.builds(
        lambda school, role, listener: Leader(role if school else "coordinator", school, listener),
        st.sampled_from([0, *SCHOOLS]),
        st.sampled_from(["principal", "representative"]),
        people,
    )
    return Certification(
        applications=tuple(draw(st.lists(st.builds(application, schools, st.integers(0, 3)), max_size=5))),
        cohorts=tuple(draw(st.lists(cohorts(), max_size=3, unique_by=lambda each: each.id))),
        certificates=tuple(draw(st.lists(certificate, max_size=5))),
        leaders=tuple(draw(st.lists(leader, max_size=6))),
        deadlines={1: DAY},
        may_be_named=draw(st.frozensets(schools)),
    )


measures = st.builds(
    MeasureFacts,
    st.integers(1, 99),
    st.just("courage-to-try"),
    st.just("Prova"),
    st.none() | people,
    status=st.sampled_from(["planned", "on_the_way", "stuck", "done", "dropped"]),
)
plans = st.lists(
    st.builds(
        lambda school, listed: PlanFacts(1, "2026", SCHOOLS[school], "f", DAY, tuple(listed)),
        schools,
        st.lists(measures, max_size=4),
    ),
    max_size=5,
)


def both(visit: VisitFacts) -> set[int]:
    return {visit.host.id, visit.guest.id}


def in_it(cohort: CohortFacts) -> set[int]:
    return {each.school.id for each in cohort.schools}


def present(cohort: CohortFacts) -> set[int]:
    return {each.school.id for each in cohort.present}


def sent_by(cohort: CohortFacts, session: SessionFacts, me: Me) -> set[int]:
    """The schools that I go to a session for: I work there, it has named me, and it has not left."""
    named = {each.school for each in session.parts if each.person == me.id}
    return named & works_for(me) & present(cohort)


def own(cohort: CohortFacts, led: frozenset[int]) -> list[object]:
    return [
        *(member for member in cohort.schools if member.school.id in led),
        *(part for session in cohort.sessions for part in session.parts if part.school in led),
        *(visit for visit in cohort.visits if led & both(visit)),
    ]


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
        assert not [visit for visit in cohort.visits if visit.ratings and not led & both(visit)]


@given(wholes(), members)
def test_what_a_school_writes_of_a_session_is_read_by_its_leaders_and_by_who_goes_there_for_it(
    whole: Certification, me: Me
) -> None:
    seen, told = seen_by(whole, me), repr(seen_by(whole, me))
    for cohort in whole.cohorts:
        for session in cohort.sessions:
            mine = led_by(me) | sent_by(cohort, session, me)
            assert not [
                each.school
                for each in session.parts
                if (written(session.id, each.school) in told) != (each.school in mine)
            ]
            known = seen.session(session.id)
            assert known is None or not [
                each
                for each in known[1].parts
                if each.school not in mine and (each.attended is not None or each.made_up)
            ]


@given(wholes(), members)
def test_whoever_goes_to_a_session_sees_that_session_and_nothing_else_of_the_cohort(
    whole: Certification, me: Me
) -> None:
    staff = replace(me, duties=tuple(duty for duty in me.duties if duty.role in {"staff", "team_leader"}))
    seen = seen_by(whole, staff)
    attended = {
        session.id
        for cohort in whole.cohorts
        for session in cohort.sessions
        if sent_by(cohort, session, staff)
    }
    assert {session.id for cohort in seen.cohorts for session in cohort.sessions} == attended
    for cohort in seen.cohorts:
        before = next(each for each in whole.cohorts if each.id == cohort.id)
        assert cohort.visits == ()
        assert cohort.schools == tuple(CohortSchool(each.school, 0) for each in before.present)
        for session in cohort.sessions:
            known = next(each for each in before.sessions if each.id == session.id)
            assert replace(session, parts=()) == replace(known, parts=())
            assert {part.school for part in session.parts} <= present(before)
            for school in sent_by(before, known, staff):
                assert session.part(school) == known.part(school)


@given(wholes(), members)
def test_who_leads_no_school_sees_that_the_own_is_certified_and_who_its_principal_is(
    whole: Certification, me: Me
) -> None:
    staff = replace(me, duties=tuple(duty for duty in me.duties if duty.role in {"staff", "team_leader"}))
    seen, mine = seen_by(whole, staff), works_for(me)
    certificates = tuple(replace(each, reason="") for each in whole.certificates if each.school.id in mine)
    principals = tuple(each for each in whole.leaders if each.school in mine and each.role == "principal")
    assert replace(seen, cohorts=()) == Certification(certificates=certificates, leaders=principals)
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
    mine = [each for each in whole.cohorts if led & in_it(each)]
    found = [each for each in seen.cohorts if led & in_it(each)]
    assert [cohort.id for cohort in found] == [cohort.id for cohort in mine]
    for before, after in zip(mine, found, strict=True):
        assert own(before, led) == own(after, led)


@given(wholes(), members)
def test_a_cohort_shares_its_names_its_dates_and_what_the_present_have_prepared(
    whole: Certification, me: Me
) -> None:
    led = led_by(me)
    for after in seen_by(whole, me).cohorts:
        before = next(each for each in whole.cohorts if each.id == after.id)
        if not led & in_it(before):
            continue
        assert [each.school for each in after.schools] == [each.school for each in before.schools]
        assert [each.left for each in after.schools] == [each.left for each in before.schools]
        assert [(each.id, each.day, each.status) for each in after.visits] == [
            (each.id, each.day, each.status) for each in before.visits
        ]
        for session, known in zip(after.sessions, before.sessions, strict=True):
            shared = {part.school: part.preparation for part in session.parts}
            expected = {part.school: part.preparation for part in known.parts}
            assert {
                school: expected[school] for school in expected if school in present(before) | led
            } == shared


@given(wholes(), members)
def test_leaders_of_a_cohort_hear_of_each_other_and_staff_of_their_own_principals(
    whole: Certification, me: Me
) -> None:
    seen, led, mine = seen_by(whole, me), led_by(me), works_for(me)
    known = led | set(chain.from_iterable(in_it(each) for each in whole.cohorts if led & in_it(each)))
    assert list(seen.leaders) == [
        each
        for each in whole.leaders
        if each.school in known
        or (each.role == "coordinator" and led)
        or (each.role == "principal" and each.school in mine)
    ]


@given(wholes(), members, st.lists(duties))
def test_looking_twice_shows_the_same_and_another_duty_hides_nothing(
    whole: Certification, me: Me, more: list[Duty]
) -> None:
    seen = seen_by(whole, me)
    assert seen_by(seen, me) == seen
    wider = seen_by(whole, replace(me, duties=(*me.duties, *more)))
    assert set(map(repr, seen.applications)) <= set(map(repr, wider.applications))
    assert {each.id for each in seen.cohorts} <= {each.id for each in wider.cohorts}
    assert {session.id for cohort in seen.cohorts for session in cohort.sessions} <= {
        session.id for cohort in wider.cohorts for session in cohort.sessions
    }
    told, shown = repr(seen), repr(wider)
    places = [
        (session.id, part.school)
        for each in whole.cohorts
        for session in each.sessions
        for part in session.parts
    ]
    assert not [place for place in places if written(*place) in told and written(*place) not in shown]
    assert {each.id for each in seen.certificates} <= {each.id for each in wider.certificates}
    assert set(map(repr, seen.leaders)) <= set(map(repr, wider.leaders))


@given(plans, members)
def test_plans_are_whole_for_those_who_lead_and_hold_the_own_measures_for_staff(
    made: list[PlanFacts], me: Me
) -> None:
    seen, led = plans_seen_by(made, me), led_by(me)
    assert [each for each in seen if each.school.id in led] == [
        each for each in made if each.school.id in led
    ]
    others = [each for each in seen if each.school.id not in led]
    told = [measure for plan in others for measure in plan.measures]
    assert all(plan.measures and plan.school.id in works_for(me) for plan in others)
    assert told == [
        measure
        for plan in made
        if plan.school.id in works_for(me) - led
        for measure in plan.measures
        if measure.responsible and measure.responsible.id == me.id and measure.status != "dropped"
    ]
    assert plans_seen_by(made, replace(me, duties=(Duty("researcher"),))) == ()


@given(plans, members)
def test_a_coordinator_sees_every_plan_and_what_was_dropped_only_where_they_lead(
    made: list[PlanFacts], me: Me
) -> None:
    seen = plans_seen_by(made, replace(me, duties=(*me.duties, Duty("coordinator"))))
    led = led_by(me)
    assert [plan.school for plan in seen] == [plan.school for plan in made]
    for before, after in zip(made, seen, strict=True):
        kept = tuple(each for each in before.measures if each.status != "dropped")
        assert after.measures == (before.measures if before.school.id in led else kept)
