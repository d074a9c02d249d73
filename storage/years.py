"""Frozen yearly results of schools, year after year."""

from collections.abc import Collection

from sqlalchemy import Connection, and_, bindparam, select

from conversations.context import APPLIED, YearResult
from conversations.facts import SchoolFacts
from storage import people, snapshots
from storage.facts import ROUND, round_facts
from storage.tables import Application, Round, School, Window

_FROZEN = (
    select(*ROUND, Round.opens_on.label("begins"), School.id.label("school"), School.name, Window.staff)
    .join(Round, and_(Round.id == Window.round_id, Round.kind == "yearly"))
    .join(School, School.id == Window.school_id)
    .where(Window.authority_id == bindparam("authority"), Window.frozen_at.is_not(None))
    .order_by(Round.opens_on, Round.id, School.name, School.id)
)
_APPLIED = select(Application.round_id, Application.school_id).where(
    Application.authority_id == bindparam("authority"), Application.status.in_(APPLIED)
)


def load(connection: Connection, authority: int, schools: Collection[int] | None) -> tuple[YearResult, ...]:
    """Every frozen yearly result of some schools, or of all (None), oldest round first, then by name.

    The whole of each result; who may see how much of it is for ``sight``.
    """
    if schools is None:
        schools = [school.id for school in people.schools(connection, authority)]
    statement = _FROZEN.where(Window.school_id.in_(schools))
    rows = connection.execute(statement, {"authority": authority}).all()
    shelf = snapshots.Shelf(connection, authority, schools)
    numbers = [shelf.at([row.round_id], row.school) for row in rows]
    contents = shelf.read([number for number in numbers if number])
    return tuple(
        YearResult(
            round_facts(connection, authority, row),
            row.begins,
            SchoolFacts(row.school, row.name, row.staff),
            contents[number],
        )
        for row, number in zip(rows, numbers, strict=True)
        if number
    )


def applied(connection: Connection, authority: int) -> set[tuple[int, int]]:
    """The rounds and schools where an application lies with the coordinator or has been accepted."""
    return {(row.round_id, row.school_id) for row in connection.execute(_APPLIED, {"authority": authority})}
