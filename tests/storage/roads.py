"""An authority some way down the road: two schools in a cohort, a visit, a certificate and a plan."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import insert, select

from conversations.turn import Close
from storage.tables import (
    ActionPlan,
    Application,
    Attendance,
    Certificate,
    Cohort,
    LearningSession,
    Measure,
    Round,
    Visit,
)
from tests.storage.authorities import CLOSED, Arrived, Authority

SPRING = datetime(2026, 3, 2, 9, tzinfo=UTC)
SESSION = datetime(2026, 9, 9, 11, tzinfo=UTC)


@dataclass
class Road:
    """The numbers of what was planted."""

    norra: int
    sodra: int
    cohort: int
    session: int
    visit: int
    plan: int


def write(authority: Authority, table: type, **values: object) -> int:
    """Write a row of the authority; gives its number."""
    with authority.database.writing() as connection:
        statement = insert(table).values(authority_id=authority.id, **values).returning(table.id)  # type: ignore[attr-defined]
        return int(connection.execute(statement).scalar_one())


def framework_hash(authority: Authority) -> str:
    with authority.database.reading() as connection:
        statement = select(Round.framework_hash).where(Round.id == authority.round)
        return str(connection.execute(statement).scalar_one())


def close(authority: Authority, school: str) -> None:
    """Freeze a school's result."""
    effect = Close(authority.round, authority.school(school), ())
    authority.do(Arrived(authority.id, 0), effect, now=CLOSED)


def apply(authority: Authority, school: str, status: str = "accepted", **values: object) -> int:
    by = authority.person("Karin Samordnare")
    where = {"round_id": authority.round, "school_id": authority.school(school)}
    return write(authority, Application, **where, status=status, at=SPRING, by_id=by, **values)


def planted(authority: Authority) -> Road:
    """Norra and Södra in one cohort; Rut and Stig come to its session, and Asta answers for a measure."""
    norra, sodra = authority.school("Norra"), authority.school("Södra")
    days = {"begins_on": date(2026, 8, 17), "ends_on": date(2027, 6, 11)}
    cohort = write(authority, Cohort, name="2026/27", **days)
    apply(authority, "Norra", cohort_id=cohort, form={"why": "Vi vill."}, reason="Ni är redo.")
    apply(authority, "Södra", cohort_id=cohort, waived={"visit_made": "Ny ledning."}, exception="En röst.")
    session = write(
        authority,
        LearningSession,
        cohort_id=cohort,
        number=1,
        theme="culture",
        begins_at=SESSION,
        ends_at=SESSION.replace(hour=14),
        place="Rådhuset",
        links=[["Underlag", "https://malmo.example/1"]],
    )
    for school, person in ((norra, "Rut Norr"), (sodra, "Stig Söder")):
        write(
            authority,
            Attendance,
            session_id=session,
            school_id=school,
            person_id=authority.person(person),
            reply="yes",
            attended=True,
            preparation={"goals": f"Mål för {person}"},
            reflection={"learned": f"Lärt av {person}"},
        )
    visit = write(
        authority,
        Visit,
        cohort_id=cohort,
        host_id=norra,
        guest_id=sodra,
        status="agreed",
        takes_place_on=date(2026, 10, 6),
        proposed_by=sodra,
        ratings={"culture": 3},
    )
    certify(authority, "Norra", "SK-1", cohort_id=cohort)
    plan = write(authority, ActionPlan, round_id=authority.round, school_id=norra, made_at=SPRING)
    measure(authority, plan, "Prova ihop", "Asta Berg")
    measure(authority, plan, "Låna robotar", "Rut Norr", criterion="", due_on=date(2026, 5, 4))
    measure(authority, plan, "Skrota allt", "Asta Berg", status="dropped")
    return Road(norra, sodra, cohort, session, visit, plan)


def certify(authority: Authority, school: str, number: str, **values: object) -> int:
    days = {"issued_on": date(2027, 6, 10), "valid_until": date(2030, 6, 9), **values}
    where = {"school_id": authority.school(school), "framework_hash": framework_hash(authority)}
    return write(authority, Certificate, number=number, **where, **days)


def measure(authority: Authority, plan: int, wording: str, person: str, **values: object) -> int:
    given = {"criterion": "courage-to-try", **values}
    return write(
        authority, Measure, plan_id=plan, wording=wording, person_id=authority.person(person), **given
    )
