"""Schools, their leaders and the rounds that they apply after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, or_, select

from conversations.certification import Leader
from conversations.facts import Listener, SchoolFacts
from storage.facts import AnyRow
from storage.people import ACTIVE, HERE
from storage.tables import Membership, Person, Round, School

_SCHOOLS = select(School.id, School.name, School.may_be_named).where(
    School.authority_id == bindparam("authority")
)
_ROUNDS = (
    select(Round.id, Round.framework_hash, Round.applications_until)
    .where(Round.authority_id == bindparam("authority"))
    .order_by(Round.opens_on, Round.id)
)
_LEADERS = (
    select(Membership.role, Membership.school_id, Person.id, Person.name, Person.language)
    .join(Person, Person.id == Membership.person_id)
    .where(
        Person.authority_id == bindparam("authority"),
        or_(
            Membership.role == "coordinator",
            Membership.role.in_(("principal", "representative")) & Membership.school_id.is_not(None),
        ),
        ACTIVE,
        HERE,
    )
    .distinct()
    .order_by(Membership.role, Membership.school_id, Person.name, Person.id)
)


@dataclass(frozen=True, slots=True)
class Known:
    """Every school of an authority by its number, and which of them may be named to others."""

    facts: Mapping[int, SchoolFacts]
    may_be_named: frozenset[int]


def load(connection: Connection, authority: int) -> Known:
    """The authority's schools."""
    rows = connection.execute(_SCHOOLS, {"authority": authority}).all()
    named = frozenset(row.id for row in rows if row.may_be_named)
    return Known({row.id: SchoolFacts(row.id, row.name) for row in rows}, named)


def rounds(connection: Connection, authority: int) -> Sequence[AnyRow]:
    """The authority's rounds with their framework's hash and last day to apply, oldest first."""
    return connection.execute(_ROUNDS, {"authority": authority}).all()


def leaders(connection: Connection, authority: int, today: date) -> tuple[Leader, ...]:
    """Who leads a school or coordinates on this local day: coordinators, principals, representatives."""
    rows = connection.execute(_LEADERS, {"authority": authority, "today": today})
    found = (
        Leader(
            row.role,
            0 if row.role == "coordinator" else row.school_id,
            Listener(row.id, row.name, row.language),
        )
        for row in rows
    )
    return tuple(dict.fromkeys(found))
