"""The close of one school's round: open, freeze, forget; and the keys that have had their day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from conversations.rules.calendar import Calendar
from conversations.rules.result import Material, freeze
from conversations.turn import Close, Respondent
from storage import schedule, signet, snapshots
from storage.ballots import BallotBox
from storage.facts import ROUND, AnyRow, round_facts
from storage.keys import KeyMissing, Keys, Poll
from storage.tables import Participation, Round, Window, WorkTeam

_THIS = (
    Window.authority_id == bindparam("authority"),
    Window.round_id == bindparam("round"),
    Window.school_id == bindparam("school"),
)
_LOCKED = (
    select(*ROUND, Window.staff, Window.frozen_at)
    .join(Round, Round.id == Window.round_id)
    .where(*_THIS)
    .with_for_update(of=Window)
)
_RESPONDENTS = select(
    Participation.respondent_kind, Participation.respondent_id, Participation.team_id
).where(
    Participation.authority_id == bindparam("authority"),
    Participation.round_id == bindparam("round"),
    Participation.school_id == bindparam("school"),
)
_TEAMS = (
    select(WorkTeam.id, WorkTeam.name)
    .where(
        WorkTeam.authority_id == bindparam("authority"),
        WorkTeam.id.in_(bindparam("teams", expanding=True)),
    )
    .order_by(WorkTeam.id)
)
_FROZEN = update(Window).where(*_THIS).values(frozen_at=bindparam("now"))
_ROUNDS: BindParameter[int] = bindparam("rounds", expanding=True)
_SPENT = select(Window.authority_id, Window.round_id, Window.school_id).where(
    Window.round_id.in_(_ROUNDS), Window.frozen_at.is_not(None)
)
_KNOWN = select(Round.id).where(Round.id.in_(_ROUNDS))
# By then, a transaction that made a key has ended in one way or the other.
_ABANDONED = timedelta(days=1)


def close(
    connection: Connection, keys: Keys, authority: int, effect: Close, calendar: Calendar, now: datetime
) -> Poll:
    """Make a school's result, forget its ballots, plan what follows; gives whose key to destroy after commit.

    All of it happens in the caller's transaction or none of it; done a second time it changes nothing.
    Raises LookupError when the school is not in the round, KeyMissing when its key or the folder is not ours.
    """
    poll = Poll(authority, effect.round, effect.school)
    window = connection.execute(_LOCKED, _of(poll)).one_or_none()
    if window is None:
        raise LookupError("this school does not take part in the round")
    if window.frozen_at is None:
        if not signet.claimed(connection, keys):
            raise KeyMissing("the folder of keys belongs to another database")
        _freeze(connection, BallotBox(poll, keys.seal(poll)), window, now)
        schedule.plan(connection, poll, effect.occasions, calendar.zone)
    return poll


def destroy_spent(connection: Connection, keys: Keys) -> int:
    """Destroy the keys of frozen windows and those of rounds that were never committed; gives how many.

    A folder that another database has claimed is left alone, whatever this one knows or does not know.
    """
    kept = keys.kept()
    if not kept or not signet.ours(connection, keys):
        return 0
    numbers = {"rounds": sorted({poll.round for poll in kept})}
    frozen = {Poll(*row) for row in connection.execute(_SPENT, numbers)}
    known = set(connection.execute(_KNOWN, numbers).scalars())
    spent = [poll for poll in kept if poll in frozen or _abandoned(keys, poll, known)]
    for poll in spent:
        keys.destroy(poll)
    return len(spent)


def _abandoned(keys: Keys, poll: Poll, known: set[int]) -> bool:
    return poll.round not in known and keys.age(poll) > _ABANDONED


def _freeze(connection: Connection, box: BallotBox, window: AnyRow, now: datetime) -> None:
    rows = connection.execute(_RESPONDENTS, _of(box.poll)).all()
    respondents = [Respondent(row.respondent_kind, row.respondent_id) for row in rows]
    material = _material(connection, box, window, respondents, {row.team_id for row in rows if row.team_id})
    snapshots.save(connection, box.poll, freeze(material), now)
    box.delete_all(connection, respondents)
    connection.execute(_FROZEN, {**_of(box.poll), "now": now})


def _material(
    connection: Connection,
    box: BallotBox,
    window: AnyRow,
    respondents: Sequence[Respondent],
    teams: set[int],
) -> Material:
    opened = {
        kind: tuple(box.open_all(connection, [each for each in respondents if each.kind == kind]))
        for kind in ("person", "team", "leadership", "school")
    }
    facts = round_facts(connection, box.poll.authority, window)
    named = connection.execute(_TEAMS, {"authority": box.poll.authority, "teams": sorted(teams)})
    return Material(
        framework=facts.framework,
        kind=facts.kind,
        mode=facts.mode,
        eligible=window.staff,
        sheets=opened["person"],
        team_sheets=opened["team"],
        leadership=next(iter(opened["leadership"]), None),
        joint=next(iter(opened["school"]), None),
        teams=tuple((row.id, row.name) for row in named),
    )


def _of(poll: Poll) -> dict[str, object]:
    return {"authority": poll.authority, "round": poll.round, "school": poll.school}
