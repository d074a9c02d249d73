"""Sending from the outbox: who may send what now, and what came of it.

A message is claimed in one short transaction, sent outside of any, and settled in another. Each conversation
keeps its order and has one message in flight. A claim ends with its lease; then `sweep` follows the policy.
"""

from datetime import datetime, timedelta

from sqlalchemy import Boolean, Connection, and_, bindparam, case, or_, update

from storage.claiming import (
    HELD,
    LEASE,
    SENDING,
    Delivery,
    Unreadable,
    authorities_waiting,
    claim,
    held,
    still_mine,
)
from storage.tables import Outbox

__all__ = [
    "LEASE",
    "TRIES",
    "Delivery",
    "Unreadable",
    "authorities_waiting",
    "back_off",
    "claim",
    "fail",
    "park",
    "put_aside",
    "retry",
    "sent",
    "still_mine",
    "sweep",
    "wait",
]

TRIES = 5
_PAUSE_SECONDS = 5
_JITTER_STEPS = 32

_FREE = {"lease_owner": None, "lease_until": None}
_ARRIVED = (
    update(Outbox)
    .where(*HELD)
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
    .where(*HELD)
    .values(
        state=case(
            (and_(Outbox.policy == "drop", bindparam("doubt", type_=Boolean)), "dropped"),
            else_=_PARK_OR_QUEUE,
        ),
        attempts=Outbox.attempts + 1,
        due_at=bindparam("later"),
        in_doubt=or_(Outbox.in_doubt, bindparam("doubt", type_=Boolean)),
        **_FREE,
    )
)
_WAIT = (
    update(Outbox)
    .where(*HELD)
    .values(
        state="queued",
        attempts=case((Outbox.attempts == 0, 1), else_=Outbox.attempts),
        due_at=bindparam("later"),
        **_FREE,
    )
)
_END = update(Outbox).where(*HELD).values(state=bindparam("end"), **_FREE)
_SWEEP = (
    update(Outbox)
    .where(Outbox.state == SENDING, Outbox.lease_until <= bindparam("now", type_=Outbox.due_at.type))
    .values(
        state=case((Outbox.policy == "drop", "dropped"), else_=_PARK_OR_QUEUE),
        attempts=Outbox.attempts + 1,
        in_doubt=True,
        **_FREE,
    )
)


def sent(connection: Connection, delivery: Delivery, message_id: str) -> bool:
    """It has arrived and has an id in the chat; newer words are queued. False when the lease is lost."""
    values = {**held(delivery), "said": delivery.revision, "message_id": message_id}
    return connection.execute(_ARRIVED, values).rowcount == 1


def retry(connection: Connection, delivery: Delivery, now: datetime, *, in_doubt: bool = False) -> bool:
    """It failed: again after a growing pause, parked after five tries. ``in_doubt``: it may have arrived.

    What is to be dropped when in doubt is dropped.
    """
    values = {**held(delivery), "later": now + back_off(delivery), "doubt": in_doubt}
    return connection.execute(_RETRY, values).rowcount == 1


def wait(connection: Connection, delivery: Delivery, until: datetime) -> bool:
    """The platform asks for patience: again at that instant, without counting it as a failure."""
    return connection.execute(_WAIT, {**held(delivery), "later": until}).rowcount == 1


def fail(connection: Connection, delivery: Delivery) -> bool:
    """The platform will never take this message."""
    return connection.execute(_END, {**held(delivery), "end": "failed"}).rowcount == 1


def park(connection: Connection, delivery: Delivery) -> bool:
    """It cannot be sent until something is mended, such as a revoked token; then `outbox.resume`."""
    return connection.execute(_END, {**held(delivery), "end": "parked"}).rowcount == 1


def put_aside(connection: Connection, number: int, owner: str) -> None:
    """Park what was taken and cannot be read, so that the others go on."""
    connection.execute(_END, {"this": number, "owner": owner, "end": "parked"})


def sweep(connection: Connection, now: datetime) -> int:
    """Take back what was in flight in a process that died, as each message's policy says; gives how many."""
    return connection.execute(_SWEEP, {"now": now}).rowcount


def back_off(delivery: Delivery) -> timedelta:
    """The pause after a failure: 5, 20, 80, 320 seconds and up to a quarter more, so as to spread out."""
    seconds = _PAUSE_SECONDS * 4.0**delivery.attempts
    return timedelta(seconds=seconds * (1 + delivery.id % _JITTER_STEPS / (4 * _JITTER_STEPS)))
