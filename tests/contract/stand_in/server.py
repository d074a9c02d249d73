"""The sockets of a stand-in: its server in a thread of its own, started, stopped and started again."""

import asyncio
import functools
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Self

from aiohttp import web

from tests.contract.stand_in.delivery import Ack, Delivery
from tests.contract.stand_in.world import World

Act = Callable[..., Coroutine[Any, Any, Ack]]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
MOST_BYTES = 32 * 1024 * 1024


class Server(ABC):
    """Started with `with`; `restart` keeps the port and everything that is known."""

    def __init__(self, world: World, delivery: Delivery, port: int = 0) -> None:
        self.world, self.delivery, self.port = world, delivery, port
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None
        self._runner: web.AppRunner | None = None

    @abstractmethod
    def routed(self, router: web.UrlDispatcher) -> None:
        """Add every address that the platform has."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Answer from now on, on the same port as before."""
        if not self._thread:
            name = type(self).__name__
            self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
            self._thread.start()
        self.run(self._listen())

    async def _listen(self) -> None:
        self.delivery.begin()
        app = web.Application(client_max_size=MOST_BYTES, middlewares=[self._guarded])
        self.routed(app.router)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]
        self.world.listens_at(f"http://127.0.0.1:{self.port}")

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Answer) -> web.StreamResponse:
        """Where the stand-in itself is wrong, whoever tests must hear of it."""
        try:
            return await handler(request)
        except (web.HTTPException, ConnectionError):
            raise
        except Exception as mistake:
            self.world.violates(f"the fake itself broke at {request.path}: {mistake!r}")
            raise

    def stop(self) -> None:
        """Nobody answers any more; everything is kept."""
        self.run(self._silence())

    async def _silence(self) -> None:
        if self._runner:
            await self._runner.cleanup()
        self._runner = None

    def restart(self, down: float = 0.0) -> None:
        """Away for some seconds, and back on the same port with everything that was."""
        self.stop()
        time.sleep(down)
        self.start()

    def close(self) -> None:
        """Stop for good."""
        self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread:
            self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        await self.delivery.end()
        await self._silence()
        if self.delivery.session:
            await self.delivery.session.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 -- whatever the work gives
        """Do something in the server's thread and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def act(do: Act) -> Callable[..., Ack]:
    """Done in the server's own thread; whoever calls waits for the acknowledgement."""

    @functools.wraps(do)
    def done(self: Server, *args: object, **more: object) -> Ack:
        return self.run(do(self, *args, **more))

    return done
