"""The bot's own tokens from Entra: with a registration's secret, for the connector or for Graph."""

import base64
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.platforms.teams.wire import NotLetIn
from bot.teams_settings import Registration

CONNECTOR = "https://api.botframework.com/.default"
GRAPH = "https://graph.microsoft.com/.default"
SECONDS = 10.0

_NUMBER = re.compile(r"AADSTS[0-9]+")
_WORD = re.compile(r"[a-z_]{1,64}")
# A token that is about to run out would do so on its way.
_MARGIN = 300


@dataclass(frozen=True, slots=True)
class Token:
    """A token with the application permissions that it carries; ``until`` is in seconds since 1970."""

    value: str = field(repr=False)
    roles: frozenset[str]
    until: float


class Tokens:
    """Asks for tokens and keeps them until they run out; one registration's, in one event loop."""

    def __init__(self, registration: Registration, login_url: str, client: httpx.AsyncClient) -> None:
        self._registration = registration
        self._address = f"{login_url}{registration.tenant}/oauth2/v2.0/token"
        self._client = client
        self._kept: dict[str, Token] = {}

    async def token(self, scope: str) -> Token:
        """A token that is good for a while; NotLetIn without, httpx.HTTPError where nobody answers."""
        kept = self._kept.get(scope)
        if kept is None or kept.until - _MARGIN < time.time():
            kept = await self._granted(scope)
            self._kept[scope] = kept
        return kept

    async def _granted(self, scope: str) -> Token:
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._registration.app_id,
            "client_secret": self._registration.secret,
            "scope": scope,
        }
        answer = await self._client.post(self._address, data=asked, timeout=SECONDS)
        told = _object(answer)
        value = told.get("access_token")
        if answer.status_code != httpx.codes.OK or not isinstance(value, str):
            raise _refusal(answer.status_code, told)
        lasts = told.get("expires_in")
        return Token(value, roles_in(value), time.time() + (lasts if isinstance(lasts, int) else _MARGIN))


def roles_in(token: str) -> frozenset[str]:
    """The permissions that a token of our own carries; Graph is who checks it, so this need not."""
    part = token.split(".")[1] if token.count(".") == 2 else ""  # noqa: PLR2004  # header, claims, signature
    try:
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return frozenset()
    roles = claims.get("roles") if isinstance(claims, dict) else None
    return frozenset(map(str, roles)) if isinstance(roles, list) else frozenset()


def _refusal(status: int, told: dict[str, Any]) -> NotLetIn:
    error = str(told.get("error", ""))
    # Its description names the tenant, the app and the moment; the number is what can be looked up.
    number = _NUMBER.search(str(told.get("error_description", "")))
    said = [error if _WORD.fullmatch(error) else "", number.group() if number else ""]
    return NotLetIn(status, ", ".join(filter(None, said)))


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
