from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, update

from conversations.certification import Certification, Leader
from conversations.cohorts import CohortSchool, SessionPart
from conversations.context import Context, Need
from conversations.events import Due
from conversations.facts import Listener, SchoolFacts
from conversations.step import needs, step
from conversations.turn import Say
from storage.database import Database
from storage.keys import Keys
from storage.tables import Application, Attendance, Cohort, LearningSession, Round, School
from tests.storage.authorities import NAMES, PLAN, Arrived, Authority, Line, found, lines
from tests.storage.roads import SESSION, SPRING, Road, apply, certify, framework_hash, planted, write

LATER = datetime(2026, 9, 21, 9, tzinfo=UTC)
AFTER = datetime(2026, 9, 25, 9, tzinfo=UTC)
TENDED = Due("tend", 0, 0)
TEND = tuple(needs(TENDED))


@pytest.fixture
def authority(database: Database, keys: Keys) -> Authority:
    made = found(database, keys)
    made.plan()
    return made


@pytest.fixture
def road(authority: Authority) -> Road:
    return planted(authority)


def seen(authority: Authority, name: str, *needs: Need, now: datetime = LATER) -> Context:
    return authority.context(authority.arrived(name), *(needs or (Need.CERTIFICATION,)), now=now)


def tended(authority: Authority, now: datetime = LATER) -> Context:
    return authority.context(Arrived(authority.id, 0, TENDED), *TEND, now=now)


def test_an_application_is_there_with_who_decided_and_why(authority: Authority, road: Road) -> None:
    certification = seen(authority, "Karin Samordnare").certification
    norra = certification.application(authority.round, road.norra)
    sodra = certification.application(authority.round, road.sodra)
    assert norra is not None
    assert sodra is not None
    assert (norra.status, norra.at, norra.by, norra.reason) == (
        "accepted",
        SPRING,
        "Karin Samordnare",
        "Ni är redo.",
    )
    assert (norra.round_title, norra.school, norra.form) == (
        PLAN.title,
        SchoolFacts(road.norra, "Norra"),
        {"why": "Vi vill."},
    )
    assert (sodra.exception, sodra.waived, sodra.cohort) == (
        "En röst.",
        {"visit_made": "Ny ledning."},
        road.cohort,
    )


def test_a_cohort_has_its_schools_sessions_visits_and_the_framework_of_their_round(
    authority: Authority, road: Road
) -> None:
    (cohort,) = seen(authority, "Karin Samordnare").certification.cohorts
    assert (cohort.id, cohort.name, cohort.begins_on) == (road.cohort, "2026/27", date(2026, 8, 17))
    assert cohort.framework.hash == framework_hash(authority)
    assert [each.school.name for each in cohort.present] == ["Norra", "Södra"]
    (session,) = cohort.sessions
    assert (session.id, session.begins_at, session.links) == (
        road.session,
        SESSION,
        (("Underlag", "https://malmo.example/1"),),
    )
    assert session.part(road.norra) == SessionPart(
        road.norra,
        authority.person("Rut Norr"),
        "Rut Norr",
        "yes",
        attended=True,
        preparation={"goals": "Mål för Rut Norr"},
        reflection={"learned": "Lärt av Rut Norr"},
    )
    (visit,) = cohort.visits
    assert (visit.host.name, visit.guest.name, visit.status, visit.day, visit.proposed_by, visit.ratings) == (
        "Norra",
        "Södra",
        "agreed",
        date(2026, 10, 6),
        road.sodra,
        {"culture": 3},
    )


def test_a_cohort_without_applications_has_the_newest_rounds_framework(authority: Authority) -> None:
    write(authority, Cohort, name="Tom", begins_on=date(2026, 8, 17), ends_on=date(2027, 6, 11))
    (cohort,) = seen(authority, "Karin Samordnare").certification.cohorts
    assert (cohort.schools, cohort.framework.hash) == ((), framework_hash(authority))


def test_a_school_that_has_left_keeps_its_place_and_one_that_comes_back_is_there_once(
    authority: Authority, road: Road
) -> None:
    with authority.database.writing() as connection:
        gone = update(Application).where(Application.school_id == road.sodra)
        connection.execute(gone.values(left_at=LATER))
    (cohort,) = seen(authority, "Karin Samordnare").certification.cohorts
    assert [(each.school.name, each.left) for each in cohort.schools] == [("Norra", False), ("Södra", True)]
    authority.plan(replace(PLAN, opens_on=date(2027, 1, 19), closes_on=date(2027, 1, 29)))
    again = apply(authority, "Södra", cohort_id=road.cohort)
    (cohort,) = seen(authority, "Karin Samordnare").certification.cohorts
    assert cohort.schools[1] == CohortSchool(SchoolFacts(road.sodra, "Södra"), again)
    assert len(cohort.schools) == 2


def test_whoever_has_left_the_school_is_no_longer_who_comes(authority: Authority, road: Road) -> None:
    moved = [replace(row, school="Norra") if row.name == "Stig Söder" else row for row in lines()]
    authority.take([*moved, Line("Södra", "Tea Ny", ("principal",))], LATER)
    certification = seen(
        authority, "Karin Samordnare", now=datetime(2026, 9, 25, 9, tzinfo=UTC)
    ).certification
    part = certification.cohorts[0].sessions[0].part(road.sodra)
    assert (part.person, part.person_name, part.reply, part.preparation) == (
        0,
        "",
        "yes",
        {"goals": "Mål för Stig Söder"},
    )
    assert [each.name for each in certification.leading(road.sodra)] == ["Tea Ny"]
    assert {each.name for each in certification.leading(road.norra)} == {"Rut Norr", "Stig Söder"}


def test_certificates_come_newest_first_with_their_framework(authority: Authority, road: Road) -> None:
    old = {"issued_on": date(2024, 6, 10), "valid_until": date(2027, 6, 9)}
    certify(authority, "Norra", "SK-0", **old, withdrawn_on=date(2025, 1, 1), reason="Skolan flyttar.")
    certificates = seen(authority, "Karin Samordnare").certification.certificates
    assert [(each.number, each.school.id, each.cohort) for each in certificates] == [
        ("SK-1", road.norra, road.cohort),
        ("SK-0", road.norra, 0),
    ]
    assert (certificates[1].withdrawn_on, certificates[1].reason) == (date(2025, 1, 1), "Skolan flyttar.")
    assert certificates[0].framework.hash == framework_hash(authority)


def test_deadlines_names_and_leaders_come_along(authority: Authority, road: Road) -> None:
    assert seen(authority, "Karin Samordnare").certification.deadlines == {}
    with authority.database.writing() as connection:
        connection.execute(update(Round).values(applications_until=date(2026, 4, 10)))
        connection.execute(update(School).where(School.id == road.norra).values(may_be_named=True))
    authority.take([*lines(), Line("Norra", "Rut Norr", ("representative",))])
    certification = seen(authority, "Karin Samordnare").certification
    assert certification.deadlines == {authority.round: date(2026, 4, 10)}
    assert certification.may_be_named == {road.norra}
    rut = Listener(authority.person("Rut Norr"), "Rut Norr", "sv")
    assert [each for each in certification.leaders if each.listener == rut] == [
        Leader("principal", road.norra, rut),
        Leader("representative", road.norra, rut),
    ]
    assert certification.leading(road.norra) == certification.principals(road.norra) == (rut,)
    assert [each.name for each in certification.leading(0)] == ["Karin Samordnare"]


def test_a_principal_sees_the_own_school_and_what_the_cohort_shares(authority: Authority, road: Road) -> None:
    certification = seen(authority, "Stig Söder").certification
    assert [each.school.name for each in certification.applications] == ["Södra"]
    assert certification.certificates == ()
    (session,) = certification.cohorts[0].sessions
    assert session.part(road.norra).preparation == {"goals": "Mål för Rut Norr"}
    assert (session.part(road.norra).reflection, session.part(road.norra).attended) == ({}, None)
    assert session.part(road.sodra).reflection == {"learned": "Lärt av Stig Söder"}


def test_staff_see_that_their_school_is_certified_and_who_leads_it(authority: Authority, road: Road) -> None:
    certification = seen(authority, "Asta Berg").certification
    assert [each.number for each in certification.certificates] == ["SK-1"]
    assert (certification.applications, certification.cohorts) == ((), ())
    assert [(each.school, each.listener.name) for each in certification.leaders] == [(road.norra, "Rut Norr")]
    assert seen(authority, "Gun Ivarsson").certification.certificates == ()
    assert road.norra == certification.certificates[0].school.id


def test_a_colleague_who_is_named_sees_that_session_and_nothing_else_of_the_cohort(
    authority: Authority, road: Road
) -> None:
    another = {"number": 2, "theme": "culture", "begins_at": SESSION, "ends_at": SESSION}
    write(authority, LearningSession, cohort_id=road.cohort, **another)
    send(authority, road.norra, "Asta Berg")
    certification = seen(authority, "Asta Berg").certification
    (cohort,) = certification.cohorts
    assert ([each.id for each in cohort.sessions], cohort.visits) == ([road.session], ())
    assert [(each.school.name, each.application, each.waived) for each in cohort.schools] == [
        ("Norra", 0, {}),
        ("Södra", 0, {}),
    ]
    norra, sodra = (cohort.sessions[0].part(school) for school in (road.norra, road.sodra))
    assert (norra.person_name, norra.reflection) == ("Asta Berg", {"learned": "Lärt av Rut Norr"})
    assert (sodra.preparation, sodra.reflection, sodra.attended) == (
        {"goals": "Mål för Stig Söder"},
        {},
        None,
    )
    assert (certification.applications, len(certification.leaders)) == ((), 1)


@pytest.mark.parametrize("how", ["another school's", "left the school", "the school has left"])
def test_nobody_is_shown_a_session_that_they_do_not_go_to_for_their_own_school(
    authority: Authority, road: Road, how: str
) -> None:
    send(authority, road.sodra if how == "another school's" else road.norra, "Asta Berg")
    if how == "left the school":
        moved = [replace(row, school="Södra") if row.name == "Asta Berg" else row for row in lines()]
        authority.take([replace(row, work_team="") for row in moved], LATER)
    if how == "the school has left":
        with authority.database.writing() as connection:
            gone = update(Application).where(Application.school_id == road.norra)
            connection.execute(gone.values(left_at=LATER))
    assert seen(authority, "Asta Berg", now=AFTER).certification.cohorts == ()


def send(authority: Authority, school: int, name: str) -> None:
    """Somebody is named for the session by a school."""
    with authority.database.writing() as connection:
        part = update(Attendance).where(Attendance.school_id == school)
        connection.execute(part.values(person_id=authority.person(name)))


@pytest.mark.usefixtures("road")
def test_nothing_of_it_is_loaded_unless_it_is_needed(authority: Authority) -> None:
    context = seen(authority, "Karin Samordnare", Need.DESKS)
    assert context.certification == Certification()
    assert (context.plans, context.colleagues, context.notes, context.log, context.years) == ((),) * 5


@pytest.mark.usefixtures("road")
def test_another_authority_sees_nothing_of_it(authority: Authority, database: Database, keys: Keys) -> None:
    other = found(database, keys, workspace="other")
    other.plan()
    context = other.context(other.arrived("Karin Samordnare"), *Need, now=LATER)
    certification = context.certification
    assert (certification.applications, certification.cohorts, certification.certificates) == ((), (), ())
    assert {each.listener.id for each in certification.leaders} == {
        other.person(name) for name in ("Rut Norr", "Stig Söder", "Karin Samordnare")
    }
    assert (context.plans, context.notes, context.log, context.years) == ((),) * 4
    assert not {each.name for each in context.colleagues} & set(NAMES)
    assert authority.id != other.id


@pytest.mark.usefixtures("road")
def test_the_day_of_an_authority_is_looked_at_as_a_whole(authority: Authority) -> None:
    authority.plan(replace(PLAN, kind="pulse", opens_on=date(2026, 5, 4), closes_on=date(2026, 5, 8)))
    context = tended(authority)
    assert context.me is None
    assert [each.school.name for each in context.certification.applications] == ["Norra", "Södra"]
    assert context.certification.cohorts[0].sessions[0].parts[0].reflection
    assert [[each.status for each in plan.measures] for plan in context.plans] == [
        ["planned", "planned", "dropped"]
    ]
    assert {(view.school.name, view.round.kind) for view in context.schools} == {
        ("Norra", "yearly"),
        ("Södra", "yearly"),
    }
    assert (context.authority.schools, bool(context.authority.frameworks)) == (2, True)
    assert (context.colleagues, context.log) == ((), ())


def test_the_day_shows_the_two_newest_yearly_rounds(authority: Authority) -> None:
    first = authority.round
    later = [
        authority.plan(replace(PLAN, opens_on=date(year, 1, 19), closes_on=date(year, 1, 29)))
        for year in (2027, 2028)
    ]
    rounds = {view.round.id for view in tended(authority).schools}
    assert rounds == set(later)
    assert first not in rounds


def issued(authority: Authority, school: str, day: date, **values: object) -> None:
    number = f"SK-{school}-{day}"
    certify(authority, school, number, issued_on=day, valid_until=date(2030, 1, 1), **values)


def with_teams(authority: Authority) -> set[tuple[str, str]]:
    return {(view.school.name, team.name) for view in tended(authority).schools for team in view.teams}


def test_the_day_knows_the_work_teams_of_schools_that_were_certified_of_late(authority: Authority) -> None:
    assert with_teams(authority) == set()
    issued(authority, "Södra", date(2026, 9, 18))
    issued(authority, "Norra", date(2026, 9, 18), withdrawn_on=date(2026, 9, 20))
    issued(authority, "Norra", date(2026, 3, 2))
    assert with_teams(authority) == set()
    issued(authority, "Norra", date(2026, 6, 16))
    assert with_teams(authority) == {("Norra", "Lag ett"), ("Norra", "Lag två")}


@pytest.mark.usefixtures("road")
def test_the_teams_of_a_certified_school_hear_it_in_their_channels(authority: Authority) -> None:
    issued(authority, "Norra", date(2026, 9, 18))
    said = [each for each in step(tended(authority), TENDED).effects if isinstance(each, Say)]
    told = {each.to.id: each.message.summary for each in said if each.to.kind == "team"}
    assert set(told) == {authority.team("Lag ett"), authority.team("Lag två")}
    assert all("Norra" in summary for summary in told.values())


def test_the_day_of_an_authority_without_a_round_is_empty(database: Database, keys: Keys) -> None:
    context = tended(found(database, keys))
    assert (context.schools, context.plans, context.certification.cohorts) == ((), (), ())


@pytest.mark.usefixtures("road")
def test_it_takes_a_handful_of_queries_however_many_schools_there_are(authority: Authority) -> None:
    asked: list[str] = []
    engine = authority.database.engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    seen(authority, "Karin Samordnare")
    event.remove(engine, "before_cursor_execute", note)
    assert len([each for each in asked if each.startswith("SELECT")]) <= 11
