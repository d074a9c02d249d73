"""A respondent's answers on their way into the ballot box, while the school's window is open."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, select, update

from conversations.context import Desk
from conversations.turn import Erase, Record, Status
from storage import nudges
from storage.ballots import Ballot, BallotBox, Conflict
from storage.keys import Keys, Poll
from storage.prepared import Prepared
from storage.tables import Participation, Window

_TRIES = 2

_PLACE = Prepared(
    select(
        Participation.id,
        Participation.status,
        Participation.team_id,
        Window.closes_at,
        Window.frozen_at,
    )
    .join(
        Window,
        and_(
            Window.round_id == Participation.round_id,
            Window.school_id == Participation.school_id,
        ),
    )
    .where(
        Participation.authority_id == bindparam("authority"),
        Participation.round_id == bindparam("round"),
        Participation.school_id == bindparam("school"),
        Participation.respondent_kind == bindparam("kind"),
        Participation.respondent_id == bindparam("respondent"),
    )
    # The close takes the same row for itself, so that no answer slips in behind it.
    .with_for_update(read=True, of=Window)
)
_STATUS = (
    update(Participation)
    .where(Participation.id == bindparam("this"), Participation.status != bindparam("stands"))
    .values(status=bindparam("stands"))
)


class TooLate(Exception):  # noqa: N818  -- the word says what has happened
    """The school's window has closed; nothing was changed."""


@dataclass(frozen=True, slots=True)
class _Seat:
    participation: int
    status: Status
    team: int
    box: BallotBox


def record(
    connection: Connection, keys: Keys, authority: int, desk: Desk, effect: Record, now: datetime
) -> None:
    """Merge answers into the desk's ballot and note how far its respondent has come.

    How far is read from the merged ballot, since another device may have answered meanwhile. Raises TooLate
    after the window's end, Conflict when the ballot changed under us twice.
    """
    seat = _seat(connection, keys, authority, effect, now)
    merged, smoothly = _merged(connection, seat, desk, effect)
    status: Status = "begun" if desk.changed(merged, effect.status).open_questions else "finished"
    # Only a ballot that was there and stayed as it was vouches for the status that was read before it.
    if not smoothly or status != seat.status:
        connection.execute(_STATUS, {"this": seat.participation, "stands": status})
    if status == "finished" and seat.status != "finished":
        nudges.after_the_last_answer(connection, seat.box.poll, effect.respondent)


def erase(connection: Connection, keys: Keys, authority: int, effect: Erase, now: datetime) -> None:
    """Forget all of a respondent's answers; raises TooLate after the window's end."""
    seat = _seat(connection, keys, authority, effect, now)
    seat.box.erase(connection, effect.respondent)
    connection.execute(_STATUS, {"this": seat.participation, "stands": "invited"})


def _seat(connection: Connection, keys: Keys, authority: int, effect: Record | Erase, now: datetime) -> _Seat:
    which = {"authority": authority, "round": effect.round, "school": effect.school}
    who = {"kind": effect.respondent.kind, "respondent": effect.respondent.id}
    row = _PLACE.first(connection, {**which, **who})
    if row is None:
        raise LookupError("this respondent does not take part in the round")
    if row.frozen_at is not None or now >= row.closes_at:
        raise TooLate
    poll = Poll(authority, effect.round, effect.school)
    return _Seat(row.id, row.status, row.team_id or 0, BallotBox(poll, keys.seal(poll)))


def _merged(connection: Connection, seat: _Seat, desk: Desk, effect: Record) -> tuple[tuple[int, ...], bool]:
    """The answers as they now lie in the box, and whether an old ballot was changed at the first try."""
    blank = Ballot(0, seat.team, (0,) * len(desk.answers))
    # What was read for the desk will do, unless another device has changed it since.
    read = Ballot(desk.version, seat.team, desk.answers) if desk.version else None
    for attempt in range(1, _TRIES + 1):
        ballot = (read if attempt == 1 else None) or seat.box.load(connection, effect.respondent) or blank
        answers = tuple(effect.answers.get(place, given) for place, given in enumerate(ballot.answers))
        try:
            seat.box.save(connection, effect.respondent, Ballot(ballot.version, ballot.team, answers))
        except Conflict:
            if attempt == _TRIES:
                raise
        else:
            return answers, ballot.version > 0 and attempt == 1
    raise Conflict
