"""Claiming from the outbox: who may send what now (import it from ``sending``)."""

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from conversations.messages import Message
from conversations.turn import To
from storage import codec
from storage.tables import Outbox

LEASE = timedelta(seconds=60)

# The states are literals so that both engines can use the partial indexes.
_QUEUED = literal_column("'queued'", String)
SENDING = literal_column("'sending'", String)
_before = aliased(Outbox)
_flying = aliased(Outbox)
_NOW = bindparam("now", type_=Outbox.due_at.type)

_DUE = and_(
    Outbox.state == _QUEUED, Outbox.due_at <= _NOW, or_(Outbox.expires_at.is_(None), Outbox.expires_at > _NOW)
)
_AUTHORITIES = (
    select(Outbox.authority_id, func.count())
    .where(_DUE)
    .group_by(Outbox.authority_id)
    .order_by(Outbox.authority_id)
)
_IN_FLIGHT = exists().where(
    _flying.state == SENDING,
    _flying.authority_id == Outbox.authority_id,
    _flying.to_kind == Outbox.to_kind,
    _flying.to_id == Outbox.to_id,
)
# What is retried keeps its place: the conversation waits for it, nobody else does.
_HELD_UP = exists().where(
    _before.state == _QUEUED,
    _before.authority_id == Outbox.authority_id,
    _before.to_kind == Outbox.to_kind,
    _before.to_id == Outbox.to_id,
    _before.id < Outbox.id,
    or_(_before.due_at <= _NOW, _before.attempts > 0),
    or_(_before.expires_at.is_(None), _before.expires_at > _NOW),
)


def _claiming(*more: ColumnElement[bool]) -> Executable:
    first = (
        select(Outbox.id)
        .where(_DUE, Outbox.authority_id == bindparam("authority"), ~_IN_FLIGHT, ~_HELD_UP, *more)
        .order_by(Outbox.due_at, Outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Outbox)
    )
    return (
        update(Outbox)
        .where(Outbox.id == first.scalar_subquery())
        .values(state="sending", lease_owner=bindparam("owner"), lease_until=bindparam("until"))
        .returning(Outbox)
    )


# Invitations and reminders lose their occasion one day, answers never do: nobody waits behind a wave.
_CLAIMS = (_claiming(Outbox.expires_at.is_(None)), _claiming())
HELD = (Outbox.id == bindparam("this"), Outbox.state == SENDING, Outbox.lease_owner == bindparam("owner"))
_MINE = select(Outbox.id).where(*HELD, Outbox.lease_until > _NOW)


class Unreadable(Exception):  # noqa: N818  -- what it is
    """This version cannot read a message, a newer one's perhaps; by its number in the outbox."""

    def __init__(self, number: int) -> None:
        super().__init__("a message cannot be read")
        self.number = number


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message in flight. ``message_id`` is its id in the chat if it stands there already, to be updated.

    ``in_doubt`` says that an earlier try may have arrived: the ``policy`` is to look first or to send again.
    """

    id: int
    authority: int
    to: To
    message: Message = field(repr=False)
    revision: int
    attempts: int
    policy: str
    in_doubt: bool
    message_id: str | None
    owner: str


def authorities_waiting(connection: Connection, now: datetime) -> dict[int, int]:
    """The authorities that have something to be sent now, and how much."""
    return {row[0]: row[1] for row in connection.execute(_AUTHORITIES, {"now": now})}


def claim(
    connection: Connection, authority: int, owner: str, now: datetime, lease: timedelta = LEASE
) -> Delivery | None:
    """Take the next message of an authority that may be sent; ``owner`` is this process and no other.

    Raises Unreadable for one that is taken but cannot be read, and is to be put aside.
    """
    values = {"authority": authority, "owner": owner, "now": now, "until": now + lease}
    try:
        with nullcontext() if connection.dialect.name == "sqlite" else connection.begin_nested():
            found = (connection.execute(each, values).one_or_none() for each in _CLAIMS)
            row = next(filter(None, found), None)
    except IntegrityError:
        # Another replica has just taken an older message of the same conversation.
        return None
    if row is None:
        return None
    try:
        message = codec.messages().load(row.body)
    except ValueError:
        raise Unreadable(row.id) from None
    return Delivery(
        id=row.id,
        authority=row.authority_id,
        to=To(row.to_kind, row.to_id),
        message=message,
        revision=row.revision,
        attempts=row.attempts,
        policy=row.policy,
        in_doubt=row.in_doubt,
        message_id=row.platform_message_id,
        owner=owner,
    )


def still_mine(connection: Connection, delivery: Delivery, now: datetime) -> bool:
    """Whether the lease still holds: asked just before sending, by a process that may have been frozen."""
    return connection.execute(_MINE, {**held(delivery), "now": now}).first() is not None


def held(delivery: Delivery) -> dict[str, object]:
    """What `HELD` asks for: this message, while this process has it."""
    return {"this": delivery.id, "owner": delivery.owner}
