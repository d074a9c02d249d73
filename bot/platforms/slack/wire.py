"""Out to Slack's servers, called from any thread."""

import json
import logging
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.outward import SECONDS, Outward

Json = dict[str, Any]

_HOOKS, _FILES = "hooks.slack.com", "files.slack.com"
_SCOPES = "x-oauth-scopes"
_SERVER_ERROR = 500
_LEAST_PATIENCE = 1.0
# Slack says of these itself that something may have been done.
_UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})

_LIBRARY = logging.getLogger("slack_sdk")
# Without a level of its own it would write out every request, for nobody.
_LIBRARY.setLevel(logging.WARNING)


class Refused(Exception):  # noqa: N818  -- what Slack says
    """Slack's answer is no: ``error`` in its own word.

    Where it asks for patience (``ratelimited``), for ``retry_after`` seconds and with one ``method``. The
    ``token`` is the one that was used, which may have been replaced since.
    """

    def __init__(self, error: str, retry_after: float = 0, method: str = "", token: str = "") -> None:
        super().__init__(error)
        self.token = token
        self.error = error
        self.retry_after = retry_after
        self.method = method


class Unclear(Exception):  # noqa: N818  -- what is known of it
    """Slack is not well, and nobody knows whether anything was done."""


class Wire(Outward):
    """Slack's Web API, and the addresses that come with a press; ``api_url`` is Slack's or this machine's."""

    def __init__(self, api_url: str) -> None:
        super().__init__("slack")
        self._api_url = api_url
        self._clients: dict[str, AsyncWebClient] = {}
        self._patience: dict[tuple[str, str], float] = {}

    def call(self, token: str, method: str, arguments: Mapping[str, object]) -> Json:
        """Call a method and wait for its answer; Refused when it is no, any other error leaves it open.

        It is tried once: whoever calls knows what a second time would do. While Slack wants patience with a
        method in a workspace, its answer is given without asking.
        """
        return self.wait(self._call(token, method, arguments))

    def scopes(self, token: str) -> frozenset[str]:
        """What a token may do, by Slack's own names; raises as `call` does."""
        return self.wait(self._scopes(token))

    def post(self, url: str, payload: Json) -> None:
        """Answer a press at its own address; Refused when that is no longer, or not, one of Slack's."""
        self.wait(self.posted(url, payload))

    def upload(self, url: str, content: bytes) -> None:
        """Bring a file's content where Slack asks for it."""
        self.wait(self._upload(url, content))

    async def _call(self, token: str, method: str, arguments: Mapping[str, object]) -> Json:
        answer = await self._answered(token, method, arguments)
        return dict(answer.data) if isinstance(answer.data, dict) else {}

    async def _scopes(self, token: str) -> frozenset[str]:
        answer = await self._answered(token, "auth.test", {})
        listed = next((value for name, value in answer.headers.items() if name.lower() == _SCOPES), "")
        return frozenset(filter(None, (name.strip() for name in listed.split(","))))

    async def _answered(self, token: str, method: str, arguments: Mapping[str, object]) -> AsyncSlackResponse:
        asked = token, method
        wait = self._patience.get(asked, 0.0) - time.monotonic()
        if wait > 0:
            raise Refused("ratelimited", wait, method)
        try:
            return await self._client(token).api_call(method, data=_form(arguments))
        except SlackApiError as problem:
            meant = _meant(problem, method, token)
            if isinstance(meant, Refused) and meant.retry_after:
                self._patience[asked] = time.monotonic() + meant.retry_after
            raise meant from None

    async def posted(self, url: str, payload: Json) -> None:
        """The same as `post`, for what happens on the wire's own thread."""
        if not self._is_slacks(url, _HOOKS):
            raise Refused("foreign_url")
        async with self._pool().post(url, json=payload, allow_redirects=False) as answer:
            if answer.status >= _SERVER_ERROR:
                raise Unclear(f"status {answer.status}")
            if not answer.ok:
                wait = _seconds(answer.headers)
                raise Refused("ratelimited" if wait else "used_url", wait)

    async def _upload(self, url: str, content: bytes) -> None:
        if not self._is_slacks(url, _FILES):
            raise Refused("foreign_url")
        async with self._pool().post(url, data=content, allow_redirects=False) as answer:
            answer.raise_for_status()

    def _client(self, token: str) -> AsyncWebClient:
        if token not in self._clients:
            self._clients[token] = AsyncWebClient(
                token, self._api_url, SECONDS, session=self._pool(), logger=_LIBRARY, retry_handlers=[]
            )
        return self._clients[token]

    def _is_slacks(self, url: str, host: str) -> bool:
        parts, own = urlsplit(url), urlsplit(self._api_url)
        if own.hostname == "slack.com":
            return parts.scheme == "https" and parts.hostname == host
        return (parts.scheme, parts.hostname, parts.port) == (own.scheme, own.hostname, own.port)


def _form(arguments: Mapping[str, object]) -> dict[str, str]:
    """Every method takes a form, and some nothing else; what is not a text goes in it as JSON."""
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}


def _meant(problem: SlackApiError, method: str, token: str) -> Refused | Unclear:
    # The library hands over its own response, or the bare one where it could not read the answer.
    answer: Any = problem.response
    status = getattr(answer, "status_code", 0) or getattr(answer, "status", 0)
    data = getattr(answer, "data", None)
    error = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status >= _SERVER_ERROR or not error or error in _UNCLEAR:
        return Unclear(f"status {status}")
    return Refused(error, _seconds(answer.headers) if error == "ratelimited" else 0, method, token)


def _seconds(headers: Mapping[str, str]) -> float:
    """How long Slack wants to be left alone; 0 when it does not say so."""
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return max(_LEAST_PATIENCE, float(asked)) if asked.isdecimal() else 0
