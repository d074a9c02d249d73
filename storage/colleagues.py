"""Who works at a school and may be named for something there."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, select

from conversations.certification import Colleague
from storage.people import ACTIVE, HERE, STAFF
from storage.tables import Membership, Person

AT_SCHOOL = (*STAFF, "principal", "representative")

_ALL = (
    select(Person.id, Person.name, Person.language, Membership.school_id)
    .join(Membership, Membership.person_id == Person.id)
    .where(
        Person.authority_id == bindparam("authority"),
        Membership.school_id.is_not(None),
        Membership.role.in_(AT_SCHOOL),
        ACTIVE,
        HERE,
    )
    .distinct()
    .order_by(Person.name, Person.id, Membership.school_id)
)


def works_at(school: ColumnElement[Any] | Any) -> ColumnElement[bool]:  # noqa: ANN401  # a mapped column
    """Whether a statement's `Person` works at a school on the local day that it binds as ``today``."""
    place = exists().where(
        Membership.person_id == Person.id,
        Membership.school_id == school,
        Membership.role.in_(AT_SCHOOL),
        ACTIVE,
    )
    return and_(HERE, place)


def load(
    connection: Connection, authority: int, today: date, schools: Collection[int] | None
) -> tuple[Colleague, ...]:
    """Those who work at some schools, or at any (None), on this local day: each once a school, by name."""
    statement = _ALL if schools is None else _ALL.where(Membership.school_id.in_(schools))
    rows = connection.execute(statement, {"authority": authority, "today": today})
    return tuple(Colleague(row.id, row.name, row.school_id, row.language) for row in rows)
