"""What a checked activity leads to; a thread does the work, and nothing is answered before it is saved."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from bot.log import logger
from bot.metrics import Metrics
from bot.platforms.conversing import Who
from bot.platforms.gathering import Gathering
from bot.platforms.teams import answers, listen, news
from bot.platforms.teams.connector import Connector
from bot.platforms.teams.documents import consented
from bot.platforms.teams.listen import Activity, Press, Surface
from bot.platforms.teams.office import Office
from bot.platforms.teams.presses import at_hand, pressed, pressed_together
from bot.platforms.teams.shapes import text
from bot.platforms.teams.speech import wrote
from bot.platforms.teams.tenants import PLATFORM, Talk
from bot.platforms.teams.wire import Json
from conversations.texts import say

T = TypeVar("T")
U = TypeVar("U")

_SURFACES: dict[str, Surface] = {
    "adaptiveCard/action": "card",
    "task/fetch": "opening",
    "task/submit": "dialog",
}
_CONSENT = "fileConsent/invoke"

_log = logger()


class WayIn:
    """Takes every activity to what it concerns; gives what Teams is answered with, mostly nothing."""

    def __init__(self, office: Office, metrics: Metrics) -> None:
        self._office = office
        self._metrics = metrics
        width = office.memory.database.writers
        self._presses = Gathering[tuple[Who, Press], Json](partial(pressed_together, office), width)

    async def take(self, activity: Activity) -> Json:
        """Let an activity have its effect; where that fails, the answer is a sentence with a reference."""
        try:
            return await self._taken(activity)
        except Exception as error:  # noqa: BLE001  # Teams stops delivering to a bot that fails
            reference = secrets.token_hex(4)
            _log.error("teams activity failed", reference=reference, kind=_kind(activity), exc_info=error)
            return self._failed(activity, say("sv", "chat.trouble.saving", reference=reference))

    async def _taken(self, activity: Activity) -> Json:
        if not listen.is_somewhere(activity):
            self._count(activity, known=False)
            return answers.DONE
        match text(activity, "type"):
            case "invoke":
                return await self._invoked(activity)
            case "message":
                words = listen.words(activity)
                if words is not None:
                    await self._saved(wrote, words)
            case "conversationUpdate":
                self._count(activity, known=await self._saved(news.updated, activity))
            case "installationUpdate":
                self._count(activity, known=await self._saved(news.installed, activity))
            case _:
                self._count(activity, known=False)
        return answers.DONE

    async def _invoked(self, activity: Activity) -> Json:
        name = text(activity, "name")
        if name == _CONSENT:
            return await self._saved(consented, listen.consent(activity))
        surface = _SURFACES.get(name)
        if surface is None:
            self._count(activity, known=False)
            return answers.DONE
        press = listen.press(activity, surface)
        if press is None:
            self._count(activity, known=False)
            return _no_press(surface)
        who = at_hand(self._office, press)
        if who is None:
            return await self._saved(pressed, press)
        self._office.require_database()
        return await self._presses.do((who, press))

    async def _saved(self, work: Callable[[Office, T], U], what: T) -> U:
        self._office.require_database()
        return await asyncio.to_thread(work, self._office, what)

    def _count(self, activity: Activity, *, known: bool) -> None:
        if not known:
            self._metrics.ignored(PLATFORM)
            _log.info("teams activity ignored", kind=_kind(activity))

    def _failed(self, activity: Activity, told: str) -> Json:
        """Nothing was saved: say so where somebody waits."""
        if text(activity, "type") == "message":
            self._office.soon(lambda: _tell(self._office.connector, activity, self._office, told))
            return answers.DONE
        surface = _SURFACES.get(text(activity, "name")) if text(activity, "type") == "invoke" else None
        if surface is None:
            return answers.DONE
        return answers.told(told) if surface == "card" else answers.dialog_told(told)


def _no_press(surface: Surface) -> Json:
    late = say("sv", "chat.modal.late")
    return answers.told(late) if surface == "card" else answers.dialog_told(late)


def _tell(connector: Connector, activity: Activity, office: Office, told: str) -> None:
    who = listen.actor(activity)
    # Without the database it is known only for those who have been here since the start.
    authority = office.tenants.remembered(who.tenant)
    if authority and who.personal:
        with suppress(LookupError):
            said: Json = {"type": "message", "text": told, "textFormat": "plain"}
            connector.post(Talk(authority, who.service, who.conversation), said)


def _kind(activity: Activity) -> str:
    """Which kind of activity it was, where that is a word of the protocol's and nobody's text."""
    name = text(activity, "name") or text(activity, "type")
    return name if name.isascii() and name.replace("/", "").isalnum() and len(name) <= 40 else "invented"  # noqa: PLR2004
