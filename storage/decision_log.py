"""The decision log of certification and action plans, read from the audit."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, func, or_, select

from conversations.certification import Decision
from storage.tables import Audit, Person, School

FAMILIES = ("application", "cohort", "session", "visit", "certificate", "plan")
"""What a line begins with, followed by a space and a word."""

LONGEST = 1000

_LINES = (
    select(Audit.at, Audit.what, Audit.detail, Person.name.label("person"), School.name.label("school"))
    .outerjoin(Person, Person.id == Audit.person_id)
    .outerjoin(School, School.id == Audit.school_id)
    .where(
        Audit.authority_id == bindparam("authority"),
        or_(*(Audit.what.startswith(f"{family} ") for family in FAMILIES)),
    )
    .order_by(Audit.id.desc())
    .limit(LONGEST)
)

_VISITS = select(func.count()).where(
    Audit.authority_id == bindparam("authority"),
    Audit.school_id == bindparam("school"),
    Audit.what.startswith("visit "),
)


def load(connection: Connection, authority: int, schools: Collection[int] | None) -> tuple[Decision, ...]:
    """What has been decided about some schools, newest first; None gives also what concerns no one school.

    The thousand newest lines; whoever has left keeps their name.
    """
    statement = _LINES if schools is None else _LINES.where(Audit.school_id.in_(schools))
    rows = connection.execute(statement, {"authority": authority})
    return tuple(Decision(row.at, row.person or "", row.what, row.school or "", row.detail) for row in rows)


def on_visits(connection: Connection, authority: int, school: int) -> int:
    """How many decisions there have been on visits to and by a school; it grows and never shrinks."""
    return connection.execute(_VISITS, {"authority": authority, "school": school}).scalar_one()
