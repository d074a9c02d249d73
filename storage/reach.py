"""How many of a school's respondents are not reached in the chat; a number, never who."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, bindparam, exists, func, literal_column, select

from storage.people import ACTIVE, HERE, STAFF
from storage.tables import Membership, Outbox, Participation, Person, Window

_NEWEST = (
    select(Outbox.state)
    .where(
        Outbox.authority_id == bindparam("authority"),
        Outbox.to_kind == literal_column("'person'"),
        Outbox.to_id == Participation.respondent_id,
    )
    .order_by(Outbox.id.desc())
    .limit(1)
    .scalar_subquery()
)
# Whoever has left the school can no longer be helped to the chat by anybody there.
_WORKS_THERE = exists().where(
    Membership.person_id == Participation.respondent_id,
    Membership.school_id == Participation.school_id,
    Membership.role.in_(STAFF),
    ACTIVE,
)
_LOST = (
    select(Participation.round_id, Participation.school_id, func.count().label("number"))
    .join(Person, Person.id == Participation.respondent_id)
    .join(
        Window,
        (Window.round_id == Participation.round_id) & (Window.school_id == Participation.school_id),
    )
    .where(
        Participation.authority_id == bindparam("authority"),
        Participation.round_id.in_(bindparam("rounds", expanding=True)),
        Participation.school_id.in_(bindparam("schools", expanding=True)),
        Participation.respondent_kind == "person",
        Window.frozen_at.is_(None),
        HERE,
        _WORKS_THERE,
        literal_column("'failed'") == _NEWEST,
    )
    .group_by(Participation.round_id, Participation.school_id)
)

Pair = tuple[int, int]


def unreachable(
    connection: Connection, authority: int, rounds: Collection[int], schools: Collection[int], today: date
) -> dict[Pair, int]:
    """By round and school, how many persons' newest message did not arrive, while the round is not closed."""
    which = {"authority": authority, "rounds": sorted(rounds), "schools": sorted(schools), "today": today}
    return {(row.round_id, row.school_id): row.number for row in connection.execute(_LOST, which)}
