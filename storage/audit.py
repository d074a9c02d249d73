"""Who decided what, and when; never an answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from storage.tables import Audit

_NOTE = insert(Audit)
_ENTRIES = (
    select(Audit.at, Audit.what, Audit.person_id, Audit.round_id, Audit.school_id, Audit.detail)
    .where(Audit.authority_id == bindparam("authority"))
    .order_by(Audit.id.desc())
    .limit(bindparam("count"))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision. ``person`` is 0 for the clock; ``round`` and ``school`` are 0 where there is none."""

    what: str
    person: int = 0
    round: int = 0
    school: int = 0
    detail: str = ""
    at: datetime | None = None


def note(connection: Connection, authority: int, entry: Entry, now: datetime) -> None:
    """Write a decision down, at this moment whatever the entry says."""
    connection.execute(
        _NOTE,
        {
            "authority_id": authority,
            "at": now,
            "what": entry.what,
            "person_id": entry.person or None,
            "round_id": entry.round or None,
            "school_id": entry.school or None,
            "detail": entry.detail,
        },
    )


def entries(connection: Connection, authority: int, count: int = 100) -> list[Entry]:
    """The newest decisions of an authority, newest first."""
    rows = connection.execute(_ENTRIES, {"authority": authority, "count": count})
    return [
        Entry(row.what, row.person_id or 0, row.round_id or 0, row.school_id or 0, row.detail, row.at)
        for row in rows
    ]
