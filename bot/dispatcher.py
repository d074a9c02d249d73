"""The spine: an event in, one transaction, then the network. Acknowledged means saved."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter

import structlog
from sqlalchemy import Connection

from bot.clock import Now
from bot.metrics import EventKind, Metrics, Outcome
from bot.platforms.envelope import Incoming, Reply, Sender
from conversations.events import Due, Event, Opened, Pressed, Submitted, Wrote
from conversations.rules.calendar import Calendar
from conversations.step import needs, step
from conversations.turn import To
from storage import closing, contexts, effects, inbox, outbox, schedule, sending
from storage.answers import TooLate
from storage.ballots import Conflict
from storage.database import Database
from storage.effects import Saved
from storage.keys import KeyMissing, Keys, Poll

_log = structlog.get_logger()

Calendars = Callable[[Connection, int], Calendar]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the spine remembers with, and how it tells time."""

    database: Database
    keys: Keys
    now: Now
    calendars: Calendars


class Dispatcher:
    """Handles events, ticks, and delivers what was decided. Synchronous; call it from threads."""

    def __init__(self, memory: Memory, sender: Sender, metrics: Metrics | None = None) -> None:
        self._memory = memory
        self._sender = sender
        self._metrics = metrics or Metrics()
        # A replica that restarts is another replica: it must not continue on its predecessor's leases.
        self._replica = secrets.token_hex(8)

    def handle(self, incoming: Incoming) -> Reply:
        """Let an event have its effect, once; when this returns, all of it is committed."""
        began = perf_counter()
        outcome: Outcome = "failed"
        try:
            saved = self._saved(incoming)
            outcome = "done" if saved else "seen_before"
            return Reply(saved.shown, saved.replaced) if saved else Reply()
        finally:
            self._metrics.handled(_kind(incoming.event), outcome, perf_counter() - began)

    def tick(self) -> int:
        """Do everything that is due, each in a transaction of its own; gives how many were done."""
        done = 0
        while self._tick_one():
            done += 1
        # What a crash left behind between a close's commit and the end of its key.
        with self._memory.database.writing() as connection:
            closing.destroy_spent(connection, self._memory.keys)
        return done

    def deliver(self) -> int:
        """Send everything that may be sent now; gives how many messages arrived."""
        with self._memory.database.reading() as connection:
            authorities = sending.authorities_waiting(connection, self._memory.now())
        return sum(self._deliver_for(authority) for authority in authorities)

    def sweep(self) -> None:
        """Take back what was in flight in a process that died, and drop what has lost its occasion."""
        now = self._memory.now()
        with self._memory.database.writing() as connection:
            sending.sweep(connection, now)
            outbox.drop_expired(connection, now)

    def _saved(self, incoming: Incoming) -> Saved | None:
        try:
            return self._once(incoming)
        except (TooLate, KeyMissing, Conflict):
            # The window closed, or another device answered, between reading and saving: decide anew.
            return self._once(incoming)

    def _once(self, incoming: Incoming) -> Saved | None:
        with self._memory.database.writing() as connection:
            now = self._memory.now()
            if not inbox.first_time(connection, incoming.authority, incoming.key, now):
                return None
            return self._turn(connection, incoming, now)

    def _turn(self, connection: Connection, incoming: Incoming, now: datetime) -> Saved:
        memory = self._memory
        calendar = memory.calendars(connection, incoming.authority)
        context = contexts.load(connection, memory.keys, incoming, needs(incoming.event), now, calendar)
        turn = step(context, incoming.event)
        return effects.save(connection, memory.keys, incoming, context, turn, now)

    def _tick_one(self) -> bool:
        now = self._memory.now()
        with self._memory.database.writing() as connection:
            job = schedule.claim(connection, now)
            if job is None:
                return False
            incoming = _planned(job)
            try:
                with connection.begin_nested():
                    spent = self._turn(connection, incoming, now).spent
                schedule.done(connection, job, now)
            except Exception:  # noqa: BLE001  # a poisoned occasion is parked after five tries, the others go on
                schedule.failed(connection, job, now)
                _log.exception("occasion failed", round=job.poll.round, school=job.poll.school, kind=job.kind)
                spent = ()
        for poll in spent:
            self._memory.keys.destroy(poll)
        self._metrics.ticked((now - job.due_at).total_seconds())
        return True

    def _deliver_for(self, authority: int) -> int:
        arrived = 0
        while delivery := self._claimed(authority):
            arrived += self._send(delivery)
        return arrived

    def _claimed(self, authority: int) -> sending.Delivery | None:
        with self._memory.database.writing() as connection:
            return sending.claim(connection, authority, self._replica, self._memory.now())

    def _still_mine(self, delivery: sending.Delivery) -> bool:
        # A process that was frozen since the claim may have lost its lease to one that has sent it already.
        with self._memory.database.reading() as connection:
            return sending.still_mine(connection, delivery, self._memory.now())

    def _send(self, delivery: sending.Delivery) -> bool:
        if not self._still_mine(delivery):
            return False
        try:
            message_id = self._sender.send(delivery)
        except Exception:  # noqa: BLE001  # whatever the platform did, the message waits for its next try
            _log.exception("sending failed", delivery=delivery.id, attempt=delivery.attempts)
            with self._memory.database.writing() as connection:
                sending.retry(connection, delivery, self._memory.now(), in_doubt=True)
            return False
        with self._memory.database.writing() as connection:
            sending.sent(connection, delivery, message_id)
        self._metrics.delivered("sent")
        return True


def _planned(job: schedule.Job) -> Incoming:
    poll: Poll = job.poll
    event = Due(job.kind, poll.round, poll.school)
    # The clock acts for nobody and speaks to everybody it concerns, so its place is none.
    return Incoming(f"due:{job.id}", poll.authority, 0, To("person", 0), event)


def _kind(event: Event) -> EventKind:
    match event:
        case Opened():
            return "opened"
        case Pressed():
            return "pressed"
        case Submitted():
            return "submitted"
        case Wrote():
            return "wrote"
        case Due():
            return "due"
