"""Out to Slack: what the outbox holds becomes a message, or what a message has become."""

import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import aiohttp

from bot.log import logger
from bot.memory import Memory
from bot.platforms.envelope import Rejected, Slower
from bot.platforms.slack import render
from bot.platforms.slack.addresses import Addresses
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.files import Gallery
from bot.platforms.slack.pacing import Pacing
from bot.platforms.slack.refusals import GONE, LASTING, MISSING, OUTSIDE, REVOKED
from bot.platforms.slack.wire import Json, Refused, Wire
from storage import channels, outbox
from storage.buckets import Pace
from storage.installations import Locked
from storage.sending import Delivery

EVENT_TYPE = "skolsteg_message"
POST = "chat.postMessage"
UPDATE = "chat.update"
# Nothing that somebody has written may become a mention or a link.
_PLAIN: Json = {"mrkdwn": False, "parse": "none", "link_names": False}
_NEWEST = 15
_PICTURE_TRIES = 4
_LEAST_PATIENCE = 1.0
_NOBODY_THERE = timedelta(seconds=5)
_SOON = timedelta(seconds=1)
# Slack takes one new message a second in a conversation, and a few at once.
_IN_A_CONVERSATION = (1.05, 3)
# Slack takes 50 changes a minute in a workspace; what is a little late must not be one too many.
_CHANGES = (60 / 44, 4)

_log = logger()


class SlackSender:
    """Slack's way out: direct messages to a person's account, and a work team's channel."""

    def __init__(
        self, memory: Memory, wire: Wire, directory: Directory, gallery: Gallery, pace: Pace
    ) -> None:
        self._memory = memory
        self._wire = wire
        self._addresses = Addresses(memory, directory)
        self._workspaces = directory.workspaces
        self._pace = pace
        self._gallery = gallery
        self._new = Pacing(*_IN_A_CONVERSATION)
        self._changes = Pacing(*_CHANGES)

    def pace(self, authority: int) -> Pace | None:  # noqa: ARG002  -- every workspace has the same
        """How many new messages a workspace is sent a minute."""
        return self._pace

    def send(self, delivery: Delivery) -> str:
        """Send or change a message; gives ``channel:ts``. Raises Slower and Rejected as the errors mean."""
        with self._understood(delivery):
            if delivery.message_id is None:
                return self._post(delivery)
            return self._change(delivery, delivery.message_id)

    def find(self, delivery: Delivery) -> str | None:
        """Look among the conversation's newest messages for one with this delivery's mark."""
        with self._understood(delivery):
            return self._found(delivery)

    def _found(self, delivery: Delivery) -> str | None:
        channel = self._channel(delivery)
        asked = {"channel": channel, "limit": _NEWEST, "include_all_metadata": True}
        answer = self._call(delivery, "conversations.history", asked)
        for message in answer.get("messages", []):
            marked = message.get("metadata", {}).get("event_payload", {})
            if marked.get("message") == str(delivery.id):
                return f"{channel}:{message['ts']}"
        return None

    def _post(self, delivery: Delivery) -> str:
        to = self._addresses.of(delivery.authority, delivery.to)
        self._keep_pace(self._new, (delivery.authority, to), delivery)
        extra: Json = {"unfurl_links": False, "unfurl_media": False}
        try:
            answer = self._spoken(delivery, POST, {"channel": to, **extra})
        except Refused as problem:
            if problem.error not in OUTSIDE:
                raise
            self._call(delivery, "conversations.join", {"channel": to})
            answer = self._spoken(delivery, POST, {"channel": to, **extra})
        return f"{answer['channel']}:{answer['ts']}"

    def _keep_pace(self, pacing: Pacing, line: Hashable, delivery: Delivery) -> None:
        seconds = pacing.wait(line, delivery.id)
        if seconds:
            raise Slower(self._memory.now() + timedelta(seconds=seconds), only=True)

    def _change(self, delivery: Delivery, message_id: str) -> str:
        channel, _, ts = message_id.partition(":")
        if delivery.to.kind != "person" and channel != self._addresses.of(delivery.authority, delivery.to):
            # The team has moved to another channel since.
            return self._anew(delivery)
        try:
            self._update(delivery, channel, ts)
        except Refused as problem:
            # Somebody has taken the message away: what it has become is said anew.
            if problem.error in MISSING:
                return self._anew(delivery)
            raise
        return message_id

    def _anew(self, delivery: Delivery) -> str:
        # An earlier try may have said it anew already.
        found = self._found(delivery) if delivery.in_doubt else None
        if found is None or found == delivery.message_id:
            return self._post(delivery)
        channel, _, ts = found.partition(":")
        self._update(delivery, channel, ts)
        return found

    def _update(self, delivery: Delivery, channel: str, ts: str) -> None:
        self._keep_pace(self._changes, delivery.authority, delivery)
        self._spoken(delivery, UPDATE, {"channel": channel, "ts": ts})

    def _spoken(self, delivery: Delivery, method: str, where: Json) -> Json:
        pictures = self._gallery.of(delivery.message, self._token(delivery))
        shown = render.message(delivery.message, delivery.id, delivery.revision, pictures)
        mark = {"event_type": EVENT_TYPE, "event_payload": {"message": str(delivery.id)}}
        said = {**where, "text": shown.text, "blocks": shown.blocks, "metadata": mark, **_PLAIN}
        for _ in range(_PICTURE_TRIES if pictures else 0):
            try:
                return self._call(delivery, method, said)
            except Refused as problem:
                # Slack looks a picture through for a moment before a message may show it.
                if problem.error != "invalid_blocks":
                    raise
                time.sleep(_LEAST_PATIENCE)
        return self._call(delivery, method, said)

    def _channel(self, delivery: Delivery) -> str:
        to = self._addresses.of(delivery.authority, delivery.to)
        if delivery.to.kind != "person":
            return to
        with self._memory.database.reading() as connection:
            newest = outbox.newest(connection, delivery.authority, delivery.to)
        if newest:
            return newest.partition(":")[0]
        return str(self._call(delivery, "conversations.open", {"users": to})["channel"]["id"])

    def _token(self, delivery: Delivery) -> str:
        tokens = self._workspaces.tokens(delivery.authority)
        if tokens is None:
            raise Rejected(lastingly=False)
        return tokens.bot

    def _call(self, delivery: Delivery, method: str, arguments: Json) -> Json:
        return self._wire.call(self._token(delivery), method, arguments)

    @contextmanager
    def _understood(self, delivery: Delivery) -> Iterator[None]:
        try:
            yield
        except Refused as problem:
            raise self._meaning(delivery, problem) from None
        except Locked:
            # The log and `doctor` say which file is missing; nothing has been tried.
            _log.warning("slack tokens cannot be read", authority=delivery.authority)
            raise Rejected(lastingly=False) from None
        except aiohttp.ClientConnectorError:
            # Nobody opened the door, so that nothing has arrived: no try that counts.
            _log.warning("slack cannot be reached", delivery=delivery.id)
            until = self._memory.now() + _NOBODY_THERE
            raise Slower(until, only=delivery.message_id is not None) from None

    def _meaning(self, delivery: Delivery, problem: Refused) -> Exception:
        if problem.error == "ratelimited":
            wait = timedelta(seconds=max(_LEAST_PATIENCE, problem.retry_after))
            # The wire knows of every other method by itself; the pace of new messages is all replicas'.
            return Slower(self._memory.now() + wait, only=problem.method != POST)
        _log.warning("slack says no", delivery=delivery.id, kind=problem.error)
        if problem.error in REVOKED:
            if self._workspaces.revoked(delivery.authority, problem.token):
                return Rejected(lastingly=False)
            return Slower(self._memory.now() + _SOON, only=True)
        if delivery.to.kind != "person" and problem.error in GONE:
            with self._memory.database.writing() as connection:
                channels.lose(connection, delivery.authority, delivery.to, self._memory.now())
            return Rejected(lastingly=False)
        return Rejected(lastingly=problem.error in LASTING)
