"""In front of everything that comes from Teams: what it is, whose, and for which bot."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from bot.platforms.teams.keys import Keys
from bot.platforms.teams.listen import Activity, tenant_of
from bot.platforms.teams.sdk import Validator
from bot.platforms.teams.shapes import text
from bot.platforms.teams.tenants import Tenants
from bot.teams_settings import Registration

CHANNEL = "msteams"
_BEARER = "Bearer "
_LONGEST_TOKEN = 8 * 1024


def is_json(request: Request) -> bool:
    """Whether a body says of itself that it is what Teams sends."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def activity_of(body: bytes) -> dict[str, Any] | None:
    """The activity that a body is; None when it is none, whatever its kind."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(text(found, name) for name in ("type", "serviceUrl")):
        return None
    return found


class Doorkeeper:
    """Lets in what Teams has signed for one registration's bot, from its own tenant; nothing else."""

    def __init__(self, registration: Registration, keys: Keys, tenants: Tenants) -> None:
        self._registration = registration
        self._keys = keys
        self._tenants = tenants
        self._validator = Validator(registration.app_id, keys)

    async def signed(self, headers: Mapping[str, str], activity: Activity) -> bool:
        """Whether Teams has signed for this bot that it speaks from where the activity says."""
        found = headers.get("authorization", "")
        token = found.removeprefix(_BEARER)
        if not found.startswith(_BEARER) or not found.isascii() or len(token) > _LONGEST_TOKEN:
            return False
        await self._keys.ready(token)
        return await self._validator.claims(token, text(activity, "serviceUrl")) is not None

    def ours(self, activity: Activity) -> bool:
        """Whether it comes from this registration's own tenant, over Teams, from a known server."""
        return (
            tenant_of(activity) == self._registration.tenant
            and text(activity, "channelId") == CHANNEL
            and self._tenants.allows(text(activity, "serviceUrl"))
        )
