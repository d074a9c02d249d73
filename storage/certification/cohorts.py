"""Cohorts with their schools, sessions and visits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from conversations.cohorts import CohortFacts, VisitFacts
from conversations.facts import SchoolFacts
from storage import frameworks
from storage.certification import applications, sessions
from storage.facts import AnyRow
from storage.tables import Cohort, Visit

_COHORTS = (
    select(Cohort.id, Cohort.name, Cohort.begins_on, Cohort.ends_on)
    .where(Cohort.authority_id == bindparam("authority"))
    .order_by(Cohort.begins_on.desc(), Cohort.id.desc())
)
_VISITS = (
    select(
        Visit.id,
        Visit.cohort_id,
        Visit.host_id,
        Visit.guest_id,
        Visit.status,
        Visit.takes_place_on,
        Visit.proposed_by,
        Visit.protocol,
        Visit.ratings,
    )
    .where(Visit.authority_id == bindparam("authority"))
    .order_by(Visit.id)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What cohorts are made of: the authority's schools, its rounds oldest first, and its applications."""

    authority: int
    today: date
    schools: Mapping[int, SchoolFacts]
    rounds: Sequence[AnyRow]
    applications: Sequence[AnyRow]


def load(connection: Connection, asked: Asked) -> tuple[CohortFacts, ...]:
    """The authority's cohorts, newest first; their framework is the one that the schools applied with."""
    rows = connection.execute(_COHORTS, {"authority": asked.authority}).all()
    return tuple(_cohorts(connection, asked, rows)) if rows else ()


def _cohorts(connection: Connection, asked: Asked, rows: Sequence[AnyRow]) -> Iterator[CohortFacts]:
    held = sessions.load(connection, asked.authority, asked.today)
    visits = _visits(connection, asked)
    for row in rows:
        pinned = _framework_hash(asked, row.id)
        if pinned is None:
            # Without any round there is nothing that a school could be certified in.
            continue
        yield CohortFacts(
            row.id,
            row.name,
            row.begins_on,
            row.ends_on,
            frameworks.pinned(connection, asked.authority, pinned),
            applications.members(asked.applications, row.id, asked.schools),
            tuple(held.get(row.id, ())),
            tuple(visits.get(row.id, ())),
        )


def _framework_hash(asked: Asked, cohort: int) -> str | None:
    applied = (row.framework_hash for row in asked.applications if row.cohort_id == cohort)
    newest = (row.framework_hash for row in reversed(asked.rounds))
    return next(applied, None) or next(newest, None)


def _visits(connection: Connection, asked: Asked) -> dict[int, list[VisitFacts]]:
    of_cohort: dict[int, list[VisitFacts]] = defaultdict(list)
    for row in connection.execute(_VISITS, {"authority": asked.authority}):
        of_cohort[row.cohort_id].append(
            VisitFacts(
                row.id,
                row.cohort_id,
                asked.schools[row.host_id],
                asked.schools[row.guest_id],
                row.status,
                row.takes_place_on,
                row.proposed_by or 0,
                row.protocol,
                row.ratings,
            )
        )
    return of_cohort
