"""Sending from the outbox: who may send what now, and what came of it.

A message is claimed in one short transaction, sent outside of any, and settled in another. Each conversation
keeps its order and has one message in flight. A claim ends with its lease; then `sweep` follows the policy.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    Boolean,
    Connection,
    String,
    and_,
    bindparam,
    case,
    exists,
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

TRIES = 5
LEASE = timedelta(seconds=60)
_PAUSE_SECONDS = 5
_JITTER_STEPS = 32

# The states are literals so that both engines can use the partial indexes.
_QUEUED = literal_column("'queued'", String)
_SENDING = literal_column("'sending'", String)
_before = aliased(Outbox)
_flying = aliased(Outbox)
_NOW = bindparam("now", type_=Outbox.due_at.type)

_DUE = and_(
    Outbox.state == _QUEUED, Outbox.due_at <= _NOW, or_(Outbox.expires_at.is_(None), Outbox.expires_at > _NOW)
)
_AUTHORITIES = select(Outbox.authority_id).where(_DUE).distinct().order_by(Outbox.authority_id)
_IN_FLIGHT = exists().where(
    _flying.state == _SENDING,
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
_FIRST = (
    select(Outbox.id)
    .where(_DUE, Outbox.authority_id == bindparam("authority"), ~_IN_FLIGHT, ~_HELD_UP)
    .order_by(Outbox.due_at, Outbox.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=Outbox)
)
_CLAIM = (
    update(Outbox)
    .where(Outbox.id == _FIRST.scalar_subquery())
    .values(state="sending", lease_owner=bindparam("owner"), lease_until=bindparam("until"))
    .returning(Outbox)
)
_HELD = (Outbox.id == bindparam("this"), Outbox.state == _SENDING, Outbox.lease_owner == bindparam("owner"))
_FREE = {"lease_owner": None, "lease_until": None}
_MINE = select(Outbox.id).where(*_HELD, Outbox.lease_until > _NOW)
_ARRIVED = (
    update(Outbox)
    .where(*_HELD)
    .values(
        state=case((Outbox.revision == bindparam("said"), "sent"), else_="queued"),
        platform_message_id=bindparam("message_id"),
        attempts=0,
        in_doubt=False,
        **_FREE,
    )
)
_PARK_OR_QUEUE = case((Outbox.attempts + 1 >= TRIES, "parked"), else_="queued")
_RETRY = (
    update(Outbox)
    .where(*_HELD)
    .values(
        state=_PARK_OR_QUEUE,
        attempts=Outbox.attempts + 1,
        due_at=bindparam("later"),
        in_doubt=or_(Outbox.in_doubt, bindparam("doubt", type_=Boolean)),
        **_FREE,
    )
)
_WAIT = (
    update(Outbox)
    .where(*_HELD)
    .values(
        state="queued",
        attempts=case((Outbox.attempts == 0, 1), else_=Outbox.attempts),
        due_at=bindparam("later"),
        **_FREE,
    )
)
_END = update(Outbox).where(*_HELD).values(state=bindparam("end"), **_FREE)
_SWEEP = (
    update(Outbox)
    .where(Outbox.state == _SENDING, Outbox.lease_until <= _NOW)
    .values(
        state=case((Outbox.policy == "drop", "dropped"), else_=_PARK_OR_QUEUE),
        attempts=Outbox.attempts + 1,
        in_doubt=True,
        **_FREE,
    )
)


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


def authorities_waiting(connection: Connection, now: datetime) -> list[int]:
    """The authorities that have something to be sent now."""
    return list(connection.execute(_AUTHORITIES, {"now": now}).scalars())


def claim(
    connection: Connection, authority: int, owner: str, now: datetime, lease: timedelta = LEASE
) -> Delivery | None:
    """Take the next message of an authority that may be sent; ``owner`` is this process and no other."""
    values = {"authority": authority, "owner": owner, "now": now, "until": now + lease}
    try:
        with connection.begin_nested():
            row = connection.execute(_CLAIM, values).one_or_none()
    except IntegrityError:
        # Another replica has just taken an older message of the same conversation.
        return None
    if row is None:
        return None
    return Delivery(
        id=row.id,
        authority=row.authority_id,
        to=To(row.to_kind, row.to_id),
        message=codec.messages().load(row.body),
        revision=row.revision,
        attempts=row.attempts,
        policy=row.policy,
        in_doubt=row.in_doubt,
        message_id=row.platform_message_id,
        owner=owner,
    )


def still_mine(connection: Connection, delivery: Delivery, now: datetime) -> bool:
    """Whether the lease still holds: asked just before sending, by a process that may have been frozen."""
    return connection.execute(_MINE, {**_held(delivery), "now": now}).first() is not None


def sent(connection: Connection, delivery: Delivery, message_id: str) -> bool:
    """It has arrived and has an id in the chat; newer words are queued. False when the lease is lost."""
    values = {**_held(delivery), "said": delivery.revision, "message_id": message_id}
    return connection.execute(_ARRIVED, values).rowcount == 1


def retry(connection: Connection, delivery: Delivery, now: datetime, *, in_doubt: bool = False) -> bool:
    """It failed: again after a growing pause, parked after five tries. ``in_doubt``: it may have arrived."""
    values = {**_held(delivery), "later": now + back_off(delivery), "doubt": in_doubt}
    return connection.execute(_RETRY, values).rowcount == 1


def wait(connection: Connection, delivery: Delivery, until: datetime) -> bool:
    """The platform asks for patience: again at that instant, without counting it as a failure."""
    return connection.execute(_WAIT, {**_held(delivery), "later": until}).rowcount == 1


def fail(connection: Connection, delivery: Delivery) -> bool:
    """The platform will never take this message."""
    return connection.execute(_END, {**_held(delivery), "end": "failed"}).rowcount == 1


def park(connection: Connection, delivery: Delivery) -> bool:
    """It cannot be sent until something is mended, such as a revoked token; then `outbox.resume`."""
    return connection.execute(_END, {**_held(delivery), "end": "parked"}).rowcount == 1


def sweep(connection: Connection, now: datetime) -> int:
    """Take back what was in flight in a process that died, as each message's policy says; gives how many."""
    return connection.execute(_SWEEP, {"now": now}).rowcount


def back_off(delivery: Delivery) -> timedelta:
    """The pause after a failure: 5, 20, 80, 320 seconds and up to a quarter more, so as to spread out."""
    seconds = _PAUSE_SECONDS * 4.0**delivery.attempts
    return timedelta(seconds=seconds * (1 + delivery.id % _JITTER_STEPS / (4 * _JITTER_STEPS)))


def _held(delivery: Delivery) -> dict[str, object]:
    return {"this": delivery.id, "owner": delivery.owner}
