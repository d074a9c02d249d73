"""What the clock has to do and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased

from conversations.rules.timetable import REMINDERS, Occasion
from storage.keys import Poll
from storage.tables import Scheduled
from storage.writes import upsert

TRIES = 5
LONGEST_PAUSE_MINUTES = 60

_earlier = aliased(Scheduled)
_STILL = and_(Scheduled.fired_at.is_(None), Scheduled.parked_at.is_(None))
_PLAN = upsert(
    Scheduled,
    ("authority_id", "round_id", "school_id", "kind"),
    ("due_at", "local_day", "zone", "attempts", "parked_at"),
    where=Scheduled.fired_at.is_(None),
)
_OF = (
    Scheduled.authority_id == bindparam("authority"),
    Scheduled.round_id == bindparam("round"),
    Scheduled.school_id == bindparam("school"),
)
_LEAVE_OUT = delete(Scheduled).where(
    *_OF, Scheduled.fired_at.is_(None), Scheduled.kind.not_in(bindparam("kinds", expanding=True))
)
# The result is told once it is there, however long the close takes.
_TOO_EARLY = and_(
    Scheduled.kind == "summary",
    exists().where(
        _earlier.round_id == Scheduled.round_id,
        _earlier.school_id == Scheduled.school_id,
        _earlier.kind == "close",
        _earlier.fired_at.is_(None),
    ),
)
# A school's occasions happen in their order also when two replicas catch up after a pause.
_CLAIM = (
    select(
        Scheduled.id,
        Scheduled.authority_id,
        Scheduled.round_id,
        Scheduled.school_id,
        Scheduled.kind,
        Scheduled.due_at,
        Scheduled.attempts,
    )
    .where(
        _STILL,
        Scheduled.due_at <= bindparam("now"),
        ~_TOO_EARLY,
        ~exists().where(
            _earlier.round_id == Scheduled.round_id,
            _earlier.school_id == Scheduled.school_id,
            _earlier.fired_at.is_(None),
            _earlier.parked_at.is_(None),
            # The last thing of all, which itself waits for the close.
            _earlier.kind != "summary",
            tuple_(_earlier.due_at, _earlier.id) < tuple_(Scheduled.due_at, Scheduled.id),
        ),
    )
    .order_by(Scheduled.due_at, Scheduled.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=Scheduled)
)
_THIS = Scheduled.id == bindparam("this")
_LATER = bindparam("later", type_=Scheduled.due_at.type)
_DONE = update(Scheduled).where(_THIS).values(fired_at=bindparam("now"))
_FAILED = (
    update(Scheduled)
    .where(_THIS, _STILL)
    .values(
        attempts=Scheduled.attempts + 1,
        # An extension may have moved it further away meanwhile.
        due_at=case((Scheduled.due_at > _LATER, Scheduled.due_at), else_=_LATER),
        # Without its close a school has no result and its answers stay: that is never given up.
        parked_at=case(
            (and_(Scheduled.attempts + 1 >= TRIES, Scheduled.kind != "close"), bindparam("now")), else_=None
        ),
    )
)
_POSTPONE = update(Scheduled).where(_THIS).values(due_at=bindparam("later"))
_DROP = delete(Scheduled).where(_THIS)
_SPOKEN = select(
    exists().where(*_OF, Scheduled.kind.in_(("open", *REMINDERS)), Scheduled.fired_at > bindparam("since"))
)
_AGAIN = (
    update(Scheduled)
    .where(*_OF, Scheduled.kind == "remind_last", Scheduled.local_day < bindparam("day"))
    .values(fired_at=None)
)
_NEXT = select(func.min(Scheduled.due_at)).where(
    _STILL,
    ~_TOO_EARLY,
    or_(bindparam("authority") == literal_column("0"), Scheduled.authority_id == bindparam("authority")),
)
_PARKED = select(func.count()).where(
    Scheduled.authority_id == bindparam("authority"), Scheduled.parked_at.is_not(None)
)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is due: what, for which school's round, and how often it has been tried."""

    id: int
    poll: Poll
    kind: str
    due_at: datetime
    attempts: int


def plan(connection: Connection, poll: Poll, occasions: Iterable[Occasion], zone: str) -> None:
    """Plan a school's occasions, or move them; what has happened already stays as it was."""
    rows = [
        {
            "authority_id": poll.authority,
            "round_id": poll.round,
            "school_id": poll.school,
            "kind": occasion.kind,
            "due_at": occasion.at,
            "local_day": occasion.local_day,
            "zone": zone,
            "attempts": 0,
            "parked_at": None,
        }
        for occasion in occasions
    ]
    if rows:
        _PLAN.run(connection, rows)


def replan(connection: Connection, poll: Poll, occasions: Iterable[Occasion], zone: str) -> None:
    """Plan anew: as `plan`, and what has not happened and is not among the occasions is left out.

    A new last day has a reminder of its own, also when the old one has had its.
    """
    kept = tuple(occasions)
    for last in (occasion for occasion in kept if occasion.kind == "remind_last"):
        connection.execute(_AGAIN, {**_which(poll), "day": last.local_day})
    kinds = [occasion.kind for occasion in kept]
    connection.execute(_LEAVE_OUT, {**_which(poll), "kinds": kinds})
    plan(connection, poll, kept, zone)


def claim(connection: Connection, now: datetime) -> Job | None:
    """The next thing that is due, held by this transaction alone until it ends."""
    row = connection.execute(_CLAIM, {"now": now}).one_or_none()
    if row is None:
        return None
    poll = Poll(row.authority_id, row.round_id, row.school_id)
    return Job(row.id, poll, row.kind, row.due_at, row.attempts)


def done(connection: Connection, job: Job, now: datetime) -> None:
    """It has happened."""
    connection.execute(_DONE, {"this": job.id, "now": now})


def postpone(connection: Connection, job: Job, until: datetime) -> None:
    """It waits for a better moment."""
    connection.execute(_POSTPONE, {"this": job.id, "later": until})


def drop(connection: Connection, job: Job) -> None:
    """It has lost its occasion and is as if it had never been planned."""
    connection.execute(_DROP, {"this": job.id})


def spoken_since(connection: Connection, poll: Poll, since: datetime) -> bool:
    """Whether a school has been invited or reminded after that instant."""
    return bool(connection.execute(_SPOKEN, {**_which(poll), "since": since}).scalar())


def failed(connection: Connection, job: Job, now: datetime) -> None:
    """It could not be done: again after 1, 2, 4, 8 minutes, and after five tries it is parked for a human.

    A close is never parked: it is tried on, at the latest once an hour.
    """
    minutes = min(2**job.attempts, LONGEST_PAUSE_MINUTES)
    connection.execute(_FAILED, {"this": job.id, "now": now, "later": now + timedelta(minutes=minutes)})


def next_due(connection: Connection, authority: int = 0) -> datetime | None:
    """The instant of the next thing that waits, for one authority or (0) for any."""
    return connection.execute(_NEXT, {"authority": authority}).scalar()


def parked(connection: Connection, authority: int) -> int:
    """How many things an operator has to look at."""
    return connection.execute(_PARKED, {"authority": authority}).scalar_one()


def _which(poll: Poll) -> dict[str, int]:
    return {"authority": poll.authority, "round": poll.round, "school": poll.school}
