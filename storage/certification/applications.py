"""Applications, and what they say of a school's place in a cohort."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, select

from conversations.certification import ApplicationFacts
from conversations.cohorts import CohortSchool
from conversations.facts import SchoolFacts
from storage.facts import AnyRow
from storage.tables import Application, Person, Round, School

_APPLICATIONS = (
    select(
        Application.id,
        Application.round_id,
        Application.school_id,
        Application.cohort_id,
        Application.status,
        Application.at,
        Application.reason,
        Application.exception,
        Application.form,
        Application.waived,
        Application.left_at,
        Round.title,
        Round.framework_hash,
        Person.name.label("by"),
    )
    .join(Round, Round.id == Application.round_id)
    .join(School, School.id == Application.school_id)
    .outerjoin(Person, Person.id == Application.by_id)
    .where(Application.authority_id == bindparam("authority"))
    .order_by(Round.opens_on.desc(), Round.id.desc(), School.name, School.id)
)


def rows(connection: Connection, authority: int) -> Sequence[AnyRow]:
    """The authority's applications, newest round first, then by the schools' names."""
    return connection.execute(_APPLICATIONS, {"authority": authority}).all()


def facts(found: Sequence[AnyRow], schools: Mapping[int, SchoolFacts]) -> tuple[ApplicationFacts, ...]:
    """The same as facts; whoever decided and has left keeps their name."""
    return tuple(
        ApplicationFacts(
            row.id,
            row.round_id,
            row.title,
            schools[row.school_id],
            row.status,
            row.at,
            row.by or "",
            row.reason,
            row.exception,
            row.form,
            row.waived,
            row.cohort_id or 0,
        )
        for row in found
    )


def members(
    found: Sequence[AnyRow], cohort: int, schools: Mapping[int, SchoolFacts]
) -> tuple[CohortSchool, ...]:
    """The schools of a cohort by name, each once: one that came back with a new application is there."""
    placed = [row for row in reversed(found) if row.cohort_id == cohort]
    placed.sort(key=lambda row: row.left_at is None)
    of_school = {row.school_id: row for row in placed}
    there = (
        CohortSchool(schools[school], row.id, row.waived, left=row.left_at is not None)
        for school, row in of_school.items()
    )
    return tuple(sorted(there, key=lambda each: (each.school.name, each.school.id)))
