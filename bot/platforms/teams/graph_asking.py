"""Asking Graph patiently: where it wants to be left alone, every call waits."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from kiota_abstractions.api_error import APIError
from kiota_abstractions.request_adapter import RequestAdapter
from kiota_abstractions.request_information import RequestInformation
from kiota_abstractions.serialization import ParsableFactory
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from bot.platforms.teams.wire import Json, NotLetIn, Refused, Unclear

TRIES = 6
_AGAIN = frozenset({429, 500, 502, 503, 504})
# Whoever is told to wait longer than this comes back another time.
_MOST_PATIENCE = 300.0
_ERRORS: dict[str, type[ParsableFactory]] = {"XXX": ODataError}
_NEXT = "@odata.nextLink"
_OUT_OF_ORDER = (httpx.HTTPError, OSError, ValueError, TypeError, KeyError, AttributeError)

_Answer = TypeVar("_Answer")


class Asking:
    """Makes calls to one Graph, within one event loop."""

    def __init__(self, adapter: RequestAdapter[httpx.Request], base_url: str) -> None:
        self._adapter = adapter
        self.base_url = base_url
        self._quiet_until = 0.0

    async def read(self, request: Callable[[], RequestInformation]) -> Json:
        """What a request answers, {} where it answers nothing; raises as `tell` does.

        Read by us: the library takes some ten milliseconds for each of a thousand users of a page.
        """

        async def asked() -> bytes | None:
            return await self._adapter.send_primitive_async(request(), "bytes", _ERRORS)

        content = await self.tell(asked)
        try:
            found = json.loads(content or b"{}")
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Unclear("an answer that is no object")
        return found

    async def pages(self, request: Callable[[], RequestInformation]) -> AsyncIterator[list[Json]]:
        """The objects that a request lists, page by page."""
        page = await self.read(request)
        while True:
            listed = page.get("value")
            yield [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
            link = self.follows(page.get(_NEXT))
            if not link:
                return
            page = await self.read(partial(_linked, request, link))

    async def ask(self, call: Callable[[], Awaitable[_Answer | None]]) -> _Answer:
        """What a call answers; raises as `tell` does, and Unclear for an answer without anything in it."""
        found = await self.tell(call)
        if found is None:
            raise Unclear("an empty answer")
        return found

    async def tell(self, call: Callable[[], Awaitable[_Answer]]) -> _Answer:
        """Make a call, several times where Graph is not well: it must be one that may be made twice.

        Raises Refused for what Graph refuses, NotLetIn where there is no token, and Unclear when nothing that
        can be understood comes back.
        """
        tried = 0
        while True:
            await self._patience()
            tried += 1
            try:
                return await _once(call)
            except NotLetIn:
                raise
            except Refused as problem:
                wait = problem.retry_after or _growing(tried)
                if problem.status not in _AGAIN or tried >= TRIES or wait > _MOST_PATIENCE:
                    raise
                self._quiet_until = max(self._quiet_until, asyncio.get_running_loop().time() + wait)
            except Unclear:
                if tried >= TRIES // 2:
                    raise
                await asyncio.sleep(_growing(tried))

    def follows(self, link: object) -> str:
        """The address of the next page, "" after the last; Unclear for one that leads elsewhere."""
        if not link:
            return ""
        if not isinstance(link, str) or urlsplit(link)[:2] != urlsplit(self.base_url)[:2]:
            raise Unclear("an answer that leads elsewhere")
        return link

    async def _patience(self) -> None:
        loop = asyncio.get_running_loop()
        while (wait := self._quiet_until - loop.time()) > 0:  # noqa: ASYNC110  -- time is what is waited for
            await asyncio.sleep(wait)


def _linked(request: Callable[[], RequestInformation], link: str) -> RequestInformation:
    """The same request, its headers included, at the address of another page."""
    found = request()
    found.url = link
    return found


async def _once(call: Callable[[], Awaitable[_Answer]]) -> _Answer:
    try:
        return await call()
    except APIError as error:
        raise _refused(error) from None
    except (Refused, Unclear):
        raise
    except _OUT_OF_ORDER:
        # Neither the address nor the body may come any further: they name people.
        raise Unclear("no clear answer") from None


def _refused(error: APIError) -> Refused:
    wait = str((error.response_headers or {}).get("retry-after", ""))
    code = getattr(getattr(error, "error", None), "code", None)
    return Refused(error.response_status_code or 0, str(code or ""), float(wait) if wait.isdecimal() else 0.0)


def _growing(tried: int) -> float:
    """Half a second at first, twice as long each time, and never two callers at once."""
    return float(2 ** (tried - 1) * (0.5 + secrets.randbelow(500) / 1000))
