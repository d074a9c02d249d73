"""Out to Teams: what the outbox holds becomes a message, or what a message has become."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp

from bot.log import logger
from bot.memory import Memory
from bot.platforms.envelope import Rejected, Slower
from bot.platforms.teams import refusals, render
from bot.platforms.teams.connector import Connector, card
from bot.platforms.teams.directory import Directory
from bot.platforms.teams.pacing import Pacing
from bot.platforms.teams.tenants import Talk
from bot.platforms.teams.wire import Json, Refused
from conversations.turn import To
from storage import channels
from storage.buckets import Pace
from storage.sending import Delivery

_NOBODY_THERE = timedelta(seconds=5)
_WORTH_WAITING_SECONDS = 0.5
_SEVERAL_SECONDS = 2.0

_log = logger()


class TeamsSender:
    """Teams' way out: a person's own chat, and a work team's channel."""

    def __init__(self, memory: Memory, connector: Connector, directory: Directory, pace: Pace) -> None:
        self._memory = memory
        self._connector = connector
        self._directory = directory
        self._pace = pace
        self._pacing = Pacing()
        self._slowed: dict[int, tuple[str, float]] = {}

    def pace(self, authority: int) -> Pace | None:  # noqa: ARG002  -- every tenant has the same
        """How many new messages a tenant is sent a minute."""
        return self._pace

    def send(self, delivery: Delivery) -> str:
        """Send or change a message; gives ``conversation|activity``. Raises Slower and Rejected."""
        with self._understood(delivery):
            talk = self._talk(delivery)
            if delivery.message_id is None:
                return self._post(delivery, talk)
            return self._change(delivery, talk, delivery.message_id)

    def _post(self, delivery: Delivery, talk: Talk) -> str:
        said = _said(delivery)
        with self._turn(delivery.authority, talk.conversation):
            return f"{talk.conversation}|{self._connector.post(talk, said)}"

    def _change(self, delivery: Delivery, talk: Talk, message_id: str) -> str:
        conversation, _, activity = message_id.rpartition("|")
        if conversation != talk.conversation:
            # The team has moved to another channel since, or the person has a chat anew.
            return self._post(delivery, talk)
        said = _said(delivery)
        try:
            with self._turn(delivery.authority, conversation):
                self._connector.change(talk, activity, said)
        except Refused as problem:
            # Somebody has taken the message away: what it has become is said anew.
            if refusals.missing(problem):
                return self._post(delivery, talk)
            raise
        return message_id

    @contextmanager
    def _turn(self, authority: int, conversation: str = "") -> Iterator[None]:
        """Wait for a turn that comes soon; Slower with this message where it takes longer."""
        last = time.monotonic() + _WORTH_WAITING_SECONDS
        while wait := self._pacing.turn(authority, conversation):
            if time.monotonic() + wait > last:
                raise Slower(self._memory.now() + timedelta(seconds=wait), only=True)
            time.sleep(wait)
        try:
            yield
        finally:
            self._pacing.done(authority, conversation)

    def _talk(self, delivery: Delivery) -> Talk:
        authority, to = delivery.authority, delivery.to
        if to.kind != "person":
            return self._channel(authority, to)
        account = self._directory.account(authority, to.id)
        if account is None or not account.active:
            raise Rejected(lastingly=True)
        if account.channel:
            return self._directory.talk(account, authority)
        with self._turn(authority):
            return self._directory.talk(account, authority)

    def _channel(self, authority: int, to: To) -> Talk:
        with self._memory.database.reading() as connection:
            channel = channels.of(connection, authority, to)
        if channel is None:
            # It waits until a coordinator has said which channel is theirs.
            raise Rejected(lastingly=False)
        return Talk(authority, self._connector.tenants.service(authority), channel)

    @contextmanager
    def _understood(self, delivery: Delivery) -> Iterator[None]:
        try:
            yield
        except Refused as problem:
            raise self._meaning(delivery, problem) from None
        except aiohttp.ClientConnectorError:
            # Nobody opened the door, so that nothing has arrived: no try that counts.
            _log.warning("teams cannot be reached", delivery=delivery.id)
            until = self._memory.now() + _NOBODY_THERE
            raise Slower(until, only=delivery.message_id is not None) from None

    def _meaning(self, delivery: Delivery, problem: Refused) -> Exception:
        if problem.retry_after:
            until = self._memory.now() + timedelta(seconds=problem.retry_after)
            return Slower(until, only=not self._is_everywhere(delivery))
        _log.warning(
            "teams says no", delivery=delivery.id, status=problem.status, kind=problem.code or "none"
        )
        if refusals.token_spent(problem):
            return problem
        if refusals.shut_out(problem):
            return Rejected(lastingly=False)
        if delivery.to.kind != "person" and refusals.gone(problem):
            with self._memory.database.writing() as connection:
                channels.lose(connection, delivery.authority, delivery.to, self._memory.now())
            return Rejected(lastingly=False)
        return Rejected(lastingly=refusals.lasting(problem))

    def _is_everywhere(self, delivery: Delivery) -> bool:
        """Whether patience is wanted with a whole tenant: two of its conversations were told so at once."""
        now, whose = time.monotonic(), f"{delivery.to.kind}:{delivery.to.id}"
        before, at = self._slowed.get(delivery.authority, (whose, now))
        self._slowed[delivery.authority] = whose, now
        return before != whose and now - at < _SEVERAL_SECONDS


def _said(delivery: Delivery) -> Json:
    shown = render.message(delivery.message, delivery.id, delivery.revision)
    return card(shown.summary, shown.card)
