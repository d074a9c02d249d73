"""Frozen results as they were made; a school's newest one in a round counts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from conversations.snapshot import Snapshot
from storage import codec
from storage.keys import Poll
from storage.tables import School
from storage.tables import Snapshot as Row

_SAVE = insert(Row)
_LATEST = (
    select(Row.content)
    .where(
        Row.authority_id == bindparam("authority"),
        Row.round_id == bindparam("round"),
        Row.school_id == bindparam("school"),
    )
    .order_by(Row.id.desc())
    .limit(1)
)
_NEWEST = (
    select(func.max(Row.id))
    .where(Row.authority_id == bindparam("authority"), Row.round_id == bindparam("round"))
    .group_by(Row.school_id)
)
_ALL = (
    select(Row.school_id, School.name, Row.content)
    .join(School, School.id == Row.school_id)
    .where(Row.id.in_(_NEWEST))
    .order_by(School.name, School.id)
)


_OF_SCHOOLS = (
    select(Row.round_id, Row.school_id, func.max(Row.id).label("number"))
    .where(
        Row.authority_id == bindparam("authority"),
        Row.school_id.in_(bindparam("schools", expanding=True)),
    )
    .group_by(Row.round_id, Row.school_id)
)
_CONTENTS = select(Row.id, Row.content).where(
    Row.authority_id == bindparam("authority"), Row.id.in_(bindparam("numbers", expanding=True))
)


@dataclass(frozen=True, slots=True)
class SchoolResult:
    """One school's frozen result in a round."""

    school: int
    name: str
    snapshot: Snapshot


def save(connection: Connection, poll: Poll, snapshot: Snapshot, now: datetime) -> None:
    """Keep a frozen result."""
    connection.execute(
        _SAVE,
        {
            "authority_id": poll.authority,
            "round_id": poll.round,
            "school_id": poll.school,
            "content": codec.snapshots().dump(snapshot),
            "made_at": now,
        },
    )


def latest(connection: Connection, poll: Poll) -> Snapshot | None:
    """A school's result in a round, None before the close."""
    return _one(connection.execute(_LATEST, _of(poll)).scalar())


def of_round(connection: Connection, authority: int, round_id: int) -> tuple[SchoolResult, ...]:
    """Every school's result in a round, by the schools' names."""
    rows = connection.execute(_ALL, {"authority": authority, "round": round_id})
    return tuple(SchoolResult(row.school_id, row.name, codec.snapshots().load(row.content)) for row in rows)


class Shelf:
    """Which results some schools have, so that only those that are wanted are read."""

    def __init__(self, connection: Connection, authority: int, schools: Collection[int]) -> None:
        self._connection, self._authority = connection, authority
        values = {"authority": authority, "schools": sorted(schools)}
        rows = connection.execute(_OF_SCHOOLS, values)
        self._numbers = {(row.round_id, row.school_id): row.number for row in rows}

    def at(self, rounds: Iterable[int], school: int) -> int | None:
        """The number of a school's result in the first of these rounds where it has one."""
        numbers = (self._numbers.get((round_id, school)) for round_id in rounds)
        return next((number for number in numbers if number), None)

    def read(self, numbers: Collection[int]) -> dict[int, Snapshot]:
        """The results with these numbers."""
        if not numbers:
            return {}
        values = {"authority": self._authority, "numbers": sorted(numbers)}
        rows = self._connection.execute(_CONTENTS, values)
        return {row.id: codec.snapshots().load(row.content) for row in rows}


def _one(content: str | None) -> Snapshot | None:
    return None if content is None else codec.snapshots().load(content)


def _of(poll: Poll) -> dict[str, int]:
    return {"authority": poll.authority, "round": poll.round, "school": poll.school}
