"""The spine: an event in, one transaction, then the network. Acknowledged means saved."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from time import perf_counter

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.delivering import Courier
from bot.memory import Memory
from bot.metrics import Metrics, Outcome, kind_of
from bot.platforms.envelope import Incoming, Reply, Sender
from bot.ticking import Ticker
from conversations.context import Context
from conversations.dialogs.not_possible import not_possible
from conversations.events import Event
from conversations.rules.calendar import Calendar
from conversations.step import needs, step
from conversations.turn import Turn
from storage import closing, contexts, effects, inbox, outbox, sending, strangers
from storage.answers import TooLate
from storage.ballots import Conflict
from storage.effects import Saved
from storage.keys import KeyMissing
from storage.rounds import NotPossible

Decide = Callable[[Context, Event], Turn]


class Dispatcher:
    """Handles events, ticks, and delivers what was decided. Synchronous; call it from threads."""

    def __init__(self, memory: Memory, sender: Sender, metrics: Metrics | None = None) -> None:
        self._memory = memory
        self._metrics = metrics or Metrics()
        self.courier = Courier(memory, sender, self._metrics)
        self._ticker = Ticker(memory, self._metrics, self._turn)
        self._tidied: date | None = None

    def handle(self, incoming: Incoming) -> Reply:
        """Let an event have its effect, once; when this returns, all of it is committed."""
        began = perf_counter()
        outcome: Outcome = "failed"
        try:
            saved = self._saved(incoming)
            outcome = "done" if saved else "seen_before"
            return _reply(saved)
        finally:
            self._metrics.handled(kind_of(incoming.event), outcome, perf_counter() - began)

    def handle_all(self, several: Sequence[Incoming]) -> list[Reply | Exception]:
        """Let events that have come together have their effects, each once, with one commit for them all.

        Gives in order what each was answered with, or why nothing of it was saved; no event feels another's
        failure.
        """
        if len(several) > 1:
            with suppress(Exception):
                return self._together(several)
        # One of them cannot be saved so, and all is undone: each goes alone and meets its own fate.
        ends: list[Reply | Exception] = []
        for incoming in several:
            ends.append(end := self._alone(incoming))
            if isinstance(end, SQLAlchemyError) and not self._memory.database.healthy():
                # Without the database, nobody need wait for the others' time-outs.
                return [*ends, *[end] * (len(several) - len(ends))]
        return ends

    def tick(self) -> int:
        """Do everything that is due, each in a transaction of its own; gives how many were done.

        Afterwards every authority's day is looked after, once, which does not count.
        """
        done = 0
        while self._ticker.happen():
            done += 1
        while self._ticker.tend():
            pass
        # What a crash left behind between a close's commit and the end of its key.
        with self._memory.database.reading() as connection:
            closing.destroy_spent(connection, self._memory.keys)
        return done

    def deliver(self) -> int:
        """Send everything that may be sent now, one after the other; gives how many messages arrived."""
        return self.courier.all()

    def sweep(self) -> None:
        """Take back what was in flight in a process that died, and drop what has lost its occasion."""
        now = self._memory.now()
        with self._memory.database.writing() as connection:
            sending.sweep(connection, now)
            outbox.drop_expired(connection, now)
            # Days begin at midnight UTC, when nobody is in a hurry.
            if self._tidied != now.date():
                inbox.purge(connection, now)
                strangers.purge(connection, now)
        self._tidied = now.date()

    def _together(self, several: Sequence[Incoming]) -> list[Reply | Exception]:
        began, calendars = perf_counter(), dict[int, Calendar]()
        with self._memory.database.writing() as connection:
            for authority in {incoming.authority for incoming in several}:
                calendars[authority] = self._memory.calendars(connection, authority)
            saved = [self._on(connection, each, calendars[each.authority]) for each in several]
        took = perf_counter() - began
        for incoming, each in zip(several, saved, strict=True):
            self._metrics.handled(kind_of(incoming.event), "done" if each else "seen_before", took)
        return [_reply(each) for each in saved]

    def _alone(self, incoming: Incoming) -> Reply | Exception:
        try:
            return self.handle(incoming)
        except Exception as error:  # noqa: BLE001  # whoever waits for this one is told, the others go on
            return error

    def _saved(self, incoming: Incoming) -> Saved | None:
        try:
            return self._once(incoming)
        except (TooLate, KeyMissing, Conflict, NotPossible):
            # The window closed, or another device answered, between reading and saving: decide anew.
            return self._at_second_sight(incoming)

    def _at_second_sight(self, incoming: Incoming) -> Saved | None:
        try:
            return self._once(incoming)
        except NotPossible as problem:
            reason = problem.reason
            return self._once(incoming, lambda context, _event: not_possible(context, reason))

    def _once(self, incoming: Incoming, decide: Decide | None = None) -> Saved | None:
        with self._memory.database.writing() as connection:
            calendar = self._memory.calendars(connection, incoming.authority)
            return self._on(connection, incoming, calendar, decide)

    def _on(
        self, connection: Connection, incoming: Incoming, calendar: Calendar, decide: Decide | None = None
    ) -> Saved | None:
        now = self._memory.now()
        if not inbox.first_time(connection, incoming.authority, incoming.key, now):
            return None
        return self._turn(connection, incoming, now, calendar, decide)

    def _turn(
        self,
        connection: Connection,
        incoming: Incoming,
        now: datetime,
        calendar: Calendar,
        decide: Decide | None = None,
    ) -> Saved:
        keys = self._memory.keys
        context = contexts.load(connection, keys, incoming, needs(incoming.event), now, calendar)
        turn = (decide or step)(context, incoming.event)
        return effects.save(connection, keys, incoming, context, turn, now)


def _reply(saved: Saved | None) -> Reply:
    return Reply(saved.shown, saved.replaced, saved.card, saved.again) if saved else Reply()
