"""What the clock will do next, and what waits: for a coordinator to see at a glance."""

from sqlalchemy import Connection, bindparam, func, select

from conversations.facts import Upcoming, Work
from storage import outbox, schedule
from storage.tables import Round, Scheduled

_MOST = 6
_UPCOMING = (
    select(
        Scheduled.kind,
        Scheduled.local_day,
        Round.title,
        func.count().label("schools"),
        func.min(Scheduled.due_at).label("due"),
    )
    .join(Round, Round.id == Scheduled.round_id)
    .where(
        Scheduled.authority_id == bindparam("authority"),
        Scheduled.fired_at.is_(None),
        Scheduled.parked_at.is_(None),
    )
    .group_by(Scheduled.kind, Scheduled.local_day, Round.id, Round.title)
    .order_by("due", Round.id, Scheduled.kind)
    .limit(_MOST)
)
_ON_THE_WAY = ("queued", "sending")


def load(connection: Connection, authority: int) -> Work:
    """The next few things by their day, and how many messages and occasions wait."""
    rows = connection.execute(_UPCOMING, {"authority": authority})
    waiting = outbox.counts(connection, authority)
    return Work(
        tuple(Upcoming(row.kind, row.local_day, row.title, row.schools) for row in rows),
        unsent=sum(waiting.get(state, 0) for state in _ON_THE_WAY),
        parked=waiting.get("parked", 0),
        stuck=schedule.parked(connection, authority),
    )
