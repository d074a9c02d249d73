"""What a simulated year has left behind, read as a whole so that it can be checked against the rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from conversations.turn import Respondent, Status, To
from storage.tables import Ballot, Outbox, Participation

_SAID = (
    select(Outbox.id, Outbox.dedupe_key, Outbox.to_kind, Outbox.to_id, Outbox.state, Outbox.created_at)
    .where(Outbox.authority_id == bindparam("authority"))
    .order_by(Outbox.id)
)
_PARTS = (
    select(
        Participation.round_id,
        Participation.school_id,
        Participation.respondent_kind,
        Participation.respondent_id,
        Participation.status,
        Participation.muted,
    )
    .where(Participation.authority_id == bindparam("authority"))
    .order_by(Participation.id)
)
_BALLOTS = select(func.count()).where(Ballot.authority_id == bindparam("authority"))


@dataclass(frozen=True, slots=True)
class Said:
    """A message as the outbox knows it, without its words; ``key`` tells the occasion."""

    id: int
    key: str
    to: To
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody takes part: one respondent at one school in one round."""

    round: int
    school: int
    respondent: Respondent


@dataclass(frozen=True, slots=True)
class Part:
    """How far a respondent has come, never when and never what."""

    place: Place
    status: Status
    muted: bool


def said(connection: Connection, authority: int) -> Iterator[Said]:
    """Every message there is a row for, in the order in which they were put in."""
    for row in connection.execute(_SAID, {"authority": authority}):
        yield Said(row.id, row.dedupe_key, To(row.to_kind, row.to_id), row.state, row.created_at)


def parts(connection: Connection, authority: int) -> Iterator[Part]:
    """Everybody who takes part in any round, also after its close."""
    for row in connection.execute(_PARTS, {"authority": authority}):
        respondent = Respondent(row.respondent_kind, row.respondent_id)
        yield Part(Place(row.round_id, row.school_id, respondent), row.status, row.muted)


def ballots(connection: Connection, authority: int) -> int:
    """How many sealed ballots there are."""
    return connection.execute(_BALLOTS, {"authority": authority}).scalar_one()
