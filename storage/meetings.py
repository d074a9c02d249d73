"""Which learning sessions the organiser's calendar does not hold yet as they are planned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select, update

from storage.tables import LearningSession, Person

_BEHIND = (
    select(LearningSession.id, LearningSession.meeting, LearningSession.revision)
    .where(
        LearningSession.authority_id == bindparam("authority"),
        LearningSession.meeting_revision < LearningSession.revision,
        LearningSession.ends_at > bindparam("now", type_=LearningSession.ends_at.type),
        # What was never in the calendar need not be called off there.
        or_(LearningSession.cancelled_at.is_(None), LearningSession.meeting != ""),
    )
    .order_by(LearningSession.begins_at, LearningSession.id)
)
_BOOKED = (
    update(LearningSession)
    .where(LearningSession.authority_id == bindparam("authority"), LearningSession.id == bindparam("this"))
    .values(
        meeting=bindparam("event"), join_url=bindparam("address"), meeting_revision=bindparam("as_planned")
    )
)
_ADDRESSES = select(Person.id, Person.email).where(
    Person.authority_id == bindparam("authority"), Person.id.in_(bindparam("people", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Behind:
    """A session whose meeting is to be made, changed or called off; ``meeting`` is the calendar's own id."""

    session: int
    meeting: str
    revision: int


def behind(connection: Connection, authority: int, now: datetime) -> tuple[Behind, ...]:
    """The sessions to come that the calendar does not hold as they are planned, soonest first."""
    rows = connection.execute(_BEHIND, {"authority": authority, "now": now})
    return tuple(Behind(*row) for row in rows)


def booked(connection: Connection, authority: int, kept: Behind, join_url: str) -> None:
    """The calendar holds a session as it was planned in this revision."""
    values = {"this": kept.session, "event": kept.meeting, "address": join_url, "as_planned": kept.revision}
    connection.execute(_BOOKED, {"authority": authority, **values})


def addresses(connection: Connection, authority: int, people: Collection[int]) -> dict[int, str]:
    """The e-mail addresses of these people."""
    if not people:
        return {}
    rows = connection.execute(_ADDRESSES, {"authority": authority, "people": sorted(people)})
    return {row.id: row.email for row in rows}
