"""The roster is frozen when a round opens: who came after the planning takes part, who left does not."""

from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.keys import Poll
from storage.tables import Participation, Round, Window
from storage.taking_part import Electorate, Part, Voting, electorates, row_of

_THIS = (
    Window.authority_id == bindparam("authority"),
    Window.round_id == bindparam("round"),
    Window.school_id == bindparam("school"),
)
_LOCKED = (
    select(Round.mode, Round.leadership)
    .join(Window, Window.round_id == Round.id)
    .where(*_THIS, Window.frozen_at.is_(None))
    .with_for_update(of=Window)
)
_TAKING_PART = select(
    Participation.id,
    Participation.respondent_kind,
    Participation.respondent_id,
    Participation.team_id,
    Participation.status,
).where(
    Participation.authority_id == bindparam("authority"),
    Participation.round_id == bindparam("round"),
    Participation.school_id == bindparam("school"),
)
_STAFF = update(Window).where(*_THIS).values(staff=bindparam("number"))
_LEAVE = delete(Participation).where(Participation.id == bindparam("this"))
_MOVE = update(Participation).where(Participation.id == bindparam("this")).values(team_id=bindparam("into"))


def freeze_roster(connection: Connection, poll: Poll, today: date) -> None:
    """Let those take part in a school's round who work there on this local day, its first.

    Who has begun to answer stays and keeps their team. A school without any staff is left as it was.
    """
    which = {"authority": poll.authority, "round": poll.round, "school": poll.school}
    row = connection.execute(_LOCKED, which).one_or_none()
    if row is None:
        return
    voting = Voting(row.mode, row.leadership)
    for electorate in electorates(connection, poll.authority, voting, today, poll.school):
        _take_in(connection, poll, electorate)
        connection.execute(_STAFF, {**which, "number": electorate.staff})


def _take_in(connection: Connection, poll: Poll, electorate: Electorate) -> None:
    which = {"authority": poll.authority, "round": poll.round, "school": poll.school}
    coming = {(part.respondent.kind, part.respondent.id): part for part in electorate.parts}
    for row in connection.execute(_TAKING_PART, which).all():
        part = coming.pop((row.respondent_kind, row.respondent_id), None)
        if row.status == "invited":
            _settle(connection, row.id, row.team_id or 0, part)
    if coming:
        connection.execute(insert(Participation), [row_of(poll, part) for part in coming.values()])


def _settle(connection: Connection, number: int, team: int, part: Part | None) -> None:
    if part is None:
        connection.execute(_LEAVE, {"this": number})
    elif part.team != team:
        connection.execute(_MOVE, {"this": number, "into": part.team or None})
