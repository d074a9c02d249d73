"""What work teams have written down of their talks."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, select

from conversations.certification import TeamNote
from storage.tables import Discussion, Round, Window, WorkTeam

_NOTES = (
    select(WorkTeam.school_id, WorkTeam.name, Discussion.area, Discussion.note, Discussion.round_id)
    .join(WorkTeam, WorkTeam.id == Discussion.team_id)
    .where(Discussion.authority_id == bindparam("authority"))
    .order_by(WorkTeam.school_id, WorkTeam.name, WorkTeam.id, Discussion.id)
)
_ROUNDS = (
    select(Window.school_id, Window.round_id)
    .join(Round, and_(Round.id == Window.round_id, Round.kind == "yearly"))
    .where(Window.authority_id == bindparam("authority"), Window.opens_at <= bindparam("now"))
    .order_by(Round.opens_on, Round.id)
)


def load(
    connection: Connection, authority: int, now: datetime, schools: Collection[int] | None
) -> tuple[TeamNote, ...]:
    """The notes of the work teams of some schools, or of all (None), from each school's newest yearly round.

    A round is the newest once it has opened at the school.
    """
    rounds, notes = _ROUNDS, _NOTES
    if schools is not None:
        rounds = rounds.where(Window.school_id.in_(schools))
        notes = notes.where(WorkTeam.school_id.in_(schools))
    opened = connection.execute(rounds, {"authority": authority, "now": now})
    newest = {row.school_id: row.round_id for row in opened}
    rows = connection.execute(notes, {"authority": authority}).all() if newest else ()
    return tuple(
        TeamNote(row.school_id, row.name, row.area, row.note.strip())
        for row in rows
        if row.note.strip() and newest.get(row.school_id) == row.round_id
    )
