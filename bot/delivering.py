"""Messages on their way out: what the platform says to each, and what that means for the outbox."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.log import logger
from bot.memory import Memory
from bot.metrics import DeliveryState, Metrics
from bot.platforms.envelope import Finder, Paced, Rejected, Sender, Slower
from storage import buckets, leases, sending
from storage.leases import Task
from storage.sending import Delivery, Unreadable

MESSAGES = "messages"
"""The bucket that new messages are counted in."""

_log = logger()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a try came to: ``settle`` writes it down; nothing more is sent before ``pause``."""

    state: DeliveryState
    settle: Callable[[Connection], bool]
    pause: datetime | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one message: whether it ``arrived``; nothing more is to be sent before ``pause``."""

    arrived: bool = False
    pause: datetime | None = None


class _Later(Exception):  # noqa: N818  -- a way out of the transaction, not an error
    def __init__(self, at: datetime) -> None:
        super().__init__("not yet")
        self.at = at


class Courier:
    """Takes messages from the outbox to the platform; as many threads call it as may be in flight."""

    def __init__(self, memory: Memory, sender: Sender, metrics: Metrics) -> None:
        self._memory = memory
        self._sender = sender
        self._metrics = metrics
        # A replica that restarts is another replica: it must not continue on its predecessor's leases.
        self._replica = secrets.token_hex(8)

    def all(self) -> int:
        """Carry everything that may go now; gives how many messages arrived."""
        return sum(self._all_of(authority) for authority in self.waiting())

    def waiting(self) -> dict[int, int]:
        """The authorities that have something to be sent now, and how much."""
        with self._memory.database.reading() as connection:
            return sending.authorities_waiting(connection, self._memory.now())

    def take(self, authority: int) -> Delivery | datetime | None:
        """Take an authority's next message that may go now; else when to ask again, or None for nothing."""
        try:
            return self._claimed(authority)
        except _Later as later:
            return later.at

    def bring(self, delivery: Delivery) -> Brought:
        """Bring what has been taken."""
        if not self._still_mine(delivery):
            return Brought()
        tried = self._send(delivery)
        return Brought(tried.state == "sent", tried.pause)

    def rest(self, authority: int) -> None:
        """Let another replica send for an authority at once."""
        with self._memory.database.writing() as connection:
            leases.give_back(connection, Task(authority, "sending", self._replica))

    def _all_of(self, authority: int) -> int:
        arrived = 0
        while isinstance(taken := self.take(authority), Delivery):
            brought = self.bring(taken)
            arrived += brought.arrived
            if brought.pause is not None:
                break
        self.rest(authority)
        return arrived

    def _claimed(self, authority: int) -> Delivery | None:
        with self._memory.database.writing() as connection:
            now, task = self._memory.now(), Task(authority, "sending", self._replica)
            # One replica at a time sends for an authority, so that their calls do not add up.
            if not leases.take(connection, task, now, sending.LEASE):
                return None
            delivery = self._next(connection, authority, now)
            if delivery is not None and delivery.message_id is None:
                self._keep_pace(connection, authority, now)
            return delivery

    def _next(self, connection: Connection, authority: int, now: datetime) -> Delivery | None:
        while True:
            try:
                return sending.claim(connection, authority, self._replica, now)
            except Unreadable as found:
                _log.warning("message cannot be read", authority=authority, delivery=found.number)
                sending.put_aside(connection, found.number, self._replica)

    def _keep_pace(self, connection: Connection, authority: int, now: datetime) -> None:
        pace = self._sender.pace(authority) if isinstance(self._sender, Paced) else None
        if pace is not None and (at := buckets.take(connection, authority, MESSAGES, pace, now)) > now:
            # What was claimed goes back as it was, together with this transaction.
            raise _Later(at)

    def _still_mine(self, delivery: Delivery) -> bool:
        # A process that was frozen since the claim may have lost its lease to one that has sent it already.
        with self._memory.database.reading() as connection:
            return sending.still_mine(connection, delivery, self._memory.now())

    def _send(self, delivery: Delivery) -> Attempt:
        tried = attempt(self._sender, delivery, self._memory.now())
        with self._memory.database.writing() as connection:
            tried.settle(connection)
            if tried.pause is not None:
                buckets.pause(connection, delivery.authority, MESSAGES, tried.pause)
        self._metrics.delivered(tried.state)
        return tried


def attempt(sender: Sender, delivery: Delivery, now: datetime) -> Attempt:
    """Hand a message over, unless it turns out to have arrived already."""
    try:
        message_id = _found(sender, delivery) or sender.send(delivery)
    except Slower as asked:
        until = asked.until
        pause = None if asked.only else until
        return Attempt("queued", lambda kept: sending.wait(kept, delivery, until), pause)
    except Rejected as refusal:
        _log.warning("message rejected", delivery=delivery.id, state=_end(refusal))
        end = sending.fail if refusal.lastingly else sending.park
        return Attempt(_end(refusal), lambda kept: end(kept, delivery))
    except Exception:  # noqa: BLE001  # whatever the platform did, the message waits for its next try
        _log.exception("sending failed", delivery=delivery.id, attempt=delivery.attempts)
        return Attempt("queued", lambda kept: sending.retry(kept, delivery, now, in_doubt=True))
    return Attempt("sent", lambda kept: sending.sent(kept, delivery, message_id))


def _found(sender: Sender, delivery: Delivery) -> str | None:
    """The id of a message that an earlier try has brought there after all, with the newest words."""
    # One with an id is changed in place, which cannot double it.
    doubtful = delivery.in_doubt and delivery.policy == "look" and delivery.message_id is None
    if not doubtful or not isinstance(sender, Finder):
        return None
    found = sender.find(delivery)
    if found is not None and delivery.revision > 1:
        return sender.send(replace(delivery, message_id=found))
    return found


def _end(refusal: Rejected) -> DeliveryState:
    return "failed" if refusal.lastingly else "parked"
