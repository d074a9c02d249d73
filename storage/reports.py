"""What an operator asks about the whole installation: whom it serves, its rounds, and what has got stuck."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from conversations.context import SchoolView
from storage import views
from storage.keys import Poll
from storage.schedule import TRIES
from storage.tables import Authority, Outbox, Round, Scheduled, School, Window

_AUTHORITIES = select(
    Authority.id,
    Authority.name,
    Authority.language,
    Authority.zone,
    Authority.platform,
    Authority.workspace,
    Authority.breaks,
).order_by(Authority.id)
_ROUNDS = (
    select(
        Round.id,
        Round.title,
        Round.kind,
        func.min(Window.opens_on).label("first"),
        func.max(Window.closes_on).label("last"),
        func.count(Window.id).label("schools"),
        func.count(Window.frozen_at).label("closed"),
    )
    .outerjoin(Window, Window.round_id == Round.id)
    .where(Round.authority_id == bindparam("authority"))
    .group_by(Round.id, Round.title, Round.kind)
    .order_by(Round.id)
)
_SCHOOLS = select(School.id).where(School.authority_id == bindparam("authority"))
_UNFROZEN = (
    select(Window.authority_id, Window.round_id, Window.school_id)
    .where(Window.frozen_at.is_(None))
    .order_by(Window.authority_id, Window.round_id, Window.school_id)
)
# A close is tried on, but after so many tries somebody has to look at it.
_STUCK_OCCASIONS = (
    select(func.count())
    .select_from(Scheduled)
    .where(
        or_(Scheduled.parked_at.is_not(None), and_(Scheduled.fired_at.is_(None), Scheduled.attempts >= TRIES))
    )
)
_OVERDUE = (
    select(func.count())
    .select_from(Scheduled)
    .where(
        Scheduled.fired_at.is_(None), Scheduled.parked_at.is_(None), Scheduled.due_at < bindparam("patience")
    )
)
_MESSAGES = select(func.count()).select_from(Outbox).where(Outbox.state.in_(("parked", "failed")))
_LATEST = (func.max(Round.planned_at), func.max(Scheduled.fired_at), func.max(Outbox.created_at))


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """An authority as it is set up; ``breaks`` are pairs of ISO days, first and last included."""

    id: int
    name: str
    language: str
    zone: str
    platform: str
    workspace: str
    breaks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round in one line: from the first local day at any school to the last, and how many are closed."""

    id: int
    title: str
    kind: str
    first: date | None
    last: date | None
    schools: int
    closed: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """What an operator has to look at, as numbers."""

    messages: int
    occasions: int
    overdue: int


def authorities(connection: Connection) -> tuple[AuthorityRow, ...]:
    """Every authority of this installation, by number."""
    return tuple(
        AuthorityRow(
            row.id,
            row.name,
            row.language,
            row.zone,
            row.platform,
            row.workspace,
            tuple((first, last) for first, last in row.breaks),
        )
        for row in connection.execute(_AUTHORITIES)
    )


def rounds(connection: Connection, authority: int) -> tuple[RoundRow, ...]:
    """An authority's rounds, oldest first."""
    return tuple(RoundRow(*row) for row in connection.execute(_ROUNDS, {"authority": authority}))


def schools_in(connection: Connection, authority: int, round_id: int, today: date) -> tuple[SchoolView, ...]:
    """Every school in a round by name, with counts and frozen results and without work teams."""
    schools = connection.execute(_SCHOOLS, {"authority": authority}).scalars().all()
    return views.load(connection, views.Scope(authority, schools, today, (round_id,)))


def unfrozen(connection: Connection) -> tuple[Poll, ...]:
    """Every school's round whose result is not frozen yet: each needs its key."""
    return tuple(Poll(*row) for row in connection.execute(_UNFROZEN))


def stuck(connection: Connection, now: datetime, patience: timedelta) -> Stuck:
    """Count what was given up or has failed five times, and what is late by more than ``patience``."""
    return Stuck(
        messages=connection.execute(_MESSAGES).scalar_one(),
        occasions=connection.execute(_STUCK_OCCASIONS).scalar_one(),
        overdue=connection.execute(_OVERDUE, {"patience": now - patience}).scalar_one(),
    )


def latest_instant(connection: Connection) -> datetime | None:
    """The newest instant at which anything here was noted; a clock before it is wrong."""
    noted = [connection.execute(select(latest)).scalar() for latest in _LATEST]
    return max((instant for instant in noted if instant is not None), default=None)
