"""Out to a chat's servers: one thread with one pool of connections, called from any thread."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

import aiohttp

T = TypeVar("T")

SECONDS = 10
"""How long a call may take; then nobody knows whether it arrived."""


class Outward:
    """A thread with an event loop, named after whom it calls, and the connections that it keeps open."""

    def __init__(self, name: str) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()

    def soon(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Let something happen on this thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Let something happen on this thread and wait for it."""
        return self.soon(work).result(SECONDS * 2)

    def close(self) -> None:
        """Let go of all connections."""
        if self._session is not None:
            self.wait(self._session.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _pool(self) -> aiohttp.ClientSession:
        if self._session is None:
            # A jar that keeps nothing: cookies are of no use here, and looking for them takes its time.
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(SECONDS), cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session
