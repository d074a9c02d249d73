"""Out to Microsoft's servers, called from any thread."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import aiohttp

from bot.platforms.outward import Outward
from bot.teams_settings import Registration

Json = dict[str, Any]
Method = Literal["GET", "POST", "PUT", "DELETE"]

SCOPE = "https://api.botframework.com/.default"
_SERVER_ERROR = 500
_NOT_AUTHORIZED = 401
_PATIENCE = frozenset({412, 429})
_LEAST_PATIENCE = 1.0
_MOST_PATIENCE = 3600.0
# A token is renewed so long before its end.
_EARLY_SECONDS = 300.0


class Refused(Exception):  # noqa: N818  -- what Microsoft says
    """The answer is no: an HTTP ``status`` and the service's own ``code``.

    Where it asks for patience, for ``retry_after`` seconds; nothing has been done then.
    """

    def __init__(self, status: int, code: str, retry_after: float = 0) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code
        self.retry_after = retry_after


class NotLetIn(Refused):
    """The registration's id or secret is not accepted."""


class Unclear(Exception):  # noqa: N818  -- what is known of it
    """Microsoft is not well, and nobody knows whether anything was done."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the connector: where, and what is told there."""

    method: Method
    url: str
    told: Json | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Token:
    value: str = field(repr=False)
    until: float


class Wire(Outward):
    """The connector with each registration's own token; ``login_url`` is Microsoft's or this machine's."""

    def __init__(self, login_url: str) -> None:
        super().__init__("teams")
        self._login_url = login_url
        self._tokens: dict[str, _Token] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    def call(self, caller: Registration, call: Call) -> Json:
        """Make a call once and wait for its answer; Refused when it is no, any other error leaves it open."""
        return self.wait(self._call(caller, call))

    def let_in(self, caller: Registration) -> None:
        """See whether a registration is accepted; raises as `call` does, NotLetIn when it is not."""
        self.wait(self._token(caller))

    def upload(self, url: str, content: bytes) -> None:
        """Bring a file's content, whole, where somebody has consented to have it."""
        self.wait(self._upload(url, content))

    async def fetched(self, url: str) -> Json:
        """What lies open at an address, on the wire's own thread; raises as `call` does."""
        async with self._pool().get(url, allow_redirects=False) as answer:
            return await _told(answer)

    async def _call(self, caller: Registration, call: Call) -> Json:
        headers = {"Authorization": f"Bearer {await self._token(caller)}"}
        body = None if call.told is None else json.dumps(call.told, ensure_ascii=False).encode()
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        async with self._pool().request(
            call.method, call.url, data=body, headers=headers, allow_redirects=False
        ) as answer:
            if answer.status == _NOT_AUTHORIZED:
                # It may have been withdrawn before its end; the next try begins with a new one.
                self._tokens.pop(caller.app_id, None)
            return await _told(answer)

    async def _token(self, caller: Registration) -> str:
        async with self._asking.setdefault(caller.app_id, asyncio.Lock()):
            known = self._tokens.get(caller.app_id)
            if known is None or known.until < time.monotonic():
                known = self._tokens[caller.app_id] = await self._new_token(caller)
            return known.value

    async def _new_token(self, caller: Registration) -> _Token:
        form = {
            "grant_type": "client_credentials",
            "client_id": caller.app_id,
            "client_secret": caller.secret,
            "scope": SCOPE,
        }
        url = f"{self._login_url}{caller.tenant}/oauth2/v2.0/token"
        async with self._pool().post(url, data=form, allow_redirects=False) as answer:
            try:
                found = await _told(answer)
            except Refused as problem:
                if problem.retry_after:
                    raise
                raise NotLetIn(problem.status, problem.code) from None
        value, seconds = found.get("access_token"), found.get("expires_in")
        if not isinstance(value, str) or not isinstance(seconds, int):
            raise Unclear("a token without its value")
        return _Token(value, time.monotonic() + max(0.0, seconds - _EARLY_SECONDS))

    async def _upload(self, url: str, content: bytes) -> None:
        last = len(content) - 1
        headers = {
            "Content-Range": f"bytes 0-{last}/{len(content)}",
            "Content-Type": "application/octet-stream",
        }
        async with self._pool().put(url, data=content, headers=headers, allow_redirects=False) as answer:
            await _told(answer)


async def _told(answer: aiohttp.ClientResponse) -> Json:
    wait = _seconds(answer.headers)
    if answer.status >= _SERVER_ERROR and not wait:
        raise Unclear(f"status {answer.status}")
    found = _object(await answer.text(errors="replace"))
    if answer.ok and answer.status < 300:  # noqa: PLR2004  # a redirect is no answer
        return found
    error = found.get("error")
    code = error.get("code") if isinstance(error, dict) else error
    patience = (wait or _LEAST_PATIENCE) if answer.status in _PATIENCE else wait
    raise Refused(answer.status, code if isinstance(code, str) else "", patience)


def _object(text: str) -> Json:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(headers: Mapping[str, str]) -> float:
    """How long a service wants to be left alone; 0 when it does not say so."""
    asked = headers.get("Retry-After", "")
    return min(_MOST_PATIENCE, max(_LEAST_PATIENCE, float(asked))) if asked.isdecimal() else 0
