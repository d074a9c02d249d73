"""One way in for HTTP and Socket Mode: bolt says what kind of payload it is, a thread does the work."""

import asyncio
import json
import logging
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.log import logger
from bot.platforms.conversing import Who
from bot.platforms.gathering import Gathering
from bot.platforms.slack import listen
from bot.platforms.slack.listen import Press
from bot.platforms.slack.news import happened
from bot.platforms.slack.office import Office
from bot.platforms.slack.presses import at_hand, pressed, pressed_together, submitted
from bot.platforms.slack.shape import is_shaped
from bot.platforms.slack.speech import asked
from bot.platforms.slack.wire import Json
from conversations.texts import languages, say

T = TypeVar("T")
U = TypeVar("U")

COMMAND = "/skolsteg"
SHORTCUT = "skolsteg"
_ANY = re.compile("")
_NOT_NOW = 503
_NOBODY_LISTENS = 404

_log = logger()
_LIBRARY = logging.getLogger("slack_bolt")
# Its warnings print whole payloads; what goes wrong is logged here, without them.
_LIBRARY.setLevel(logging.CRITICAL)


class WayIn:
    """Takes every payload to what it concerns and answers when all of it is saved."""

    def __init__(self, office: Office) -> None:
        self._office = office
        width = office.memory.database.writers
        self._presses = Gathering[tuple[Who, Press], None](partial(pressed_together, office), width)
        self._bolt = AsyncApp(
            logger=_LIBRARY,
            authorize=_authorized,
            # Acknowledged means saved: the answer waits until the listener has finished.
            process_before_response=True,
            # All these have been seen to before, for both ways in.
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )
        self._bolt.error(self._failed)
        # One listener for each kind: bolt asks them all in turn.
        self._bolt.action(_ANY)(self._pressed)
        self._bolt.view(_ANY)(self._submitted)
        self._bolt.event(_ANY)(self._happened)
        self._bolt.command(COMMAND)(self._asked)
        self._bolt.shortcut(SHORTCUT)(self._called)

    async def take(self, payload: Json) -> BoltResponse:
        """Let a verified payload have its effect; any status but 200 says that nothing is acknowledged."""
        if not is_shaped(payload):
            _log.warning("slack payload without shape")
            return BoltResponse(status=200)
        answer = await self._bolt.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
        # What nobody here listens to is taken and forgotten; Slack would only send it again.
        return BoltResponse(status=200) if answer.status == _NOBODY_LISTENS else answer

    async def _pressed(self, ack: AsyncAck, body: Json) -> None:
        press = listen.press(body)
        who = at_hand(self._office, press) if press else None
        if press and who:
            self._office.require_database()
            await self._presses.do((who, press))
        elif press:
            await self._saved(pressed, press)
        await ack()

    async def _submitted(self, ack: AsyncAck, body: Json) -> None:
        answer = await self._saved(submitted, listen.submission(body))
        await ack(**answer)

    async def _happened(self, ack: AsyncAck, body: Json) -> None:
        await self._saved(happened, body)
        await ack()

    async def _asked(self, ack: AsyncAck, body: Json) -> None:
        await ack(**await self._saved(asked, listen.command(body)))

    async def _called(self, ack: AsyncAck, body: Json) -> None:
        await self._saved(asked, listen.shortcut(body))
        await ack()

    async def _saved(self, work: Callable[[Office, T], U], what: T) -> U:
        self._office.require_database()
        return await asyncio.to_thread(work, self._office, what)

    async def _failed(self, error: Exception, body: Json) -> BoltResponse:
        """Nothing was saved: say so where somebody waits, with a reference that the log has too."""
        reference = secrets.token_hex(4)
        kind = str(body.get("type") or "command")
        _log.error("slack payload failed", reference=reference, kind=kind, exc_info=error)
        # Who it is may be what could not be found out.
        told = " ".join(say(each, "chat.trouble.saving", reference=reference) for each in languages())
        if kind == "view_submission":
            return _answer({"response_action": "errors", "errors": {_first_input(body): told}})
        if "command" in body:
            return _answer({"response_type": "ephemeral", "text": told})
        url = body.get("response_url")
        if isinstance(url, str) and url:
            said: Json = {"response_type": "ephemeral", "replace_original": False, "text": told}
            with suppress(Exception):
                await asyncio.to_thread(self._office.wire.post, url, said)
        return BoltResponse(status=_NOT_NOW)


async def _authorized(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    # Whose workspace it is, and with which token to speak there, is the office's to know.
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token="")


def _answer(payload: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(payload), headers={"content-type": "application/json"})


def _first_input(body: Json) -> str:
    return next(iter(listen.submission(body).inputs), "")
