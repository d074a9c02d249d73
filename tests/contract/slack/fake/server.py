"""The sockets of the fake: its server in a thread of its own, started, stopped and started again."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.contract.slack.fake import methods_conversations, methods_files, methods_people
from tests.contract.slack.fake.api import Api, broken
from tests.contract.slack.fake.delivery import Delivery
from tests.contract.slack.fake.oauth import Consent
from tests.contract.slack.fake.response_urls import ResponseUrls
from tests.contract.slack.fake.sockets import Sockets
from tests.contract.slack.fake.world import World

REGISTERED = (methods_conversations, methods_files, methods_people)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
MOST_BYTES = 32 * 1024 * 1024


class Server:
    """Started with `with`; `restart` keeps the port and everything that is known."""

    def __init__(self, port: int = 0, seed: int = 1) -> None:
        self.port = port
        self.world = World(seed)
        self.sockets = Sockets(self.world)
        self.delivery = Delivery(self.world, self.sockets)
        self.answers = ResponseUrls(self.world)
        self.consent = Consent(self.world)
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None
        self._runner: web.AppRunner | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Answer from now on, on the same port as before."""
        if not self._thread:
            self._thread = threading.Thread(target=self._loop.run_forever, name="slack", daemon=True)
            self._thread.start()
        self.run(self._listen())

    async def _listen(self) -> None:
        if not self.delivery.session:
            self.delivery.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._runner = web.AppRunner(self._routes(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]
        self.world.base = f"http://127.0.0.1:{self.port}"

    def _routes(self) -> web.Application:
        app = web.Application(client_max_size=MOST_BYTES, middlewares=[self._guarded])
        app.router.add_route("*", "/api/{method}", Api(self.world).handle)
        for kind in ("actions", "commands", "app"):
            app.router.add_post(f"/{kind}/{{tail:.*}}", self.answers.handle)
        app.router.add_post("/upload/v1/{workspace}/{file}", self._upload)
        app.router.add_get("/oauth/v2/authorize", self.consent.page)
        app.router.add_get("/link/", self.sockets.handle)
        app.router.add_get("/control/counts", self._counts)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Answer) -> web.StreamResponse:
        """Where the fake itself is wrong, whoever tests must hear of it."""
        try:
            return await handler(request)
        except (web.HTTPException, ConnectionError):
            raise
        except Exception as mistake:
            self.world.violates(f"the fake itself broke at {request.path}: {mistake!r}")
            raise

    async def _upload(self, request: web.Request) -> web.Response:
        fault = self.world.faults.take("upload")
        return await (
            broken(self.world, request, fault) if fault else methods_files.uploaded(self.world, request)
        )

    async def _counts(self, _: web.Request) -> web.Response:
        """For whoever looks from another process."""
        channels = [each for place in self.world.workspaces.values() for each in place.channels.values()]
        return web.json_response(
            {
                "messages": sum(len(each.messages) for each in channels),
                "ephemerals": sum(len(each.ephemerals) for each in channels),
                "rate_limited": dict(self.world.limits.refused),
                "violations": self.world.violations,
            }
        )

    def stop(self) -> None:
        """Nobody answers any more; everything is kept."""
        self.run(self._silence())

    async def _silence(self) -> None:
        self.sockets.drop()
        if self._runner:
            await self._runner.cleanup()
        self._runner = None

    def restart(self, down: float = 0.0) -> None:
        """Away for some seconds, and back on the same port with everything that was."""
        self.stop()
        time.sleep(down)
        self.start()

    def drop_sockets(self) -> None:
        """Every WebSocket dies without a word."""
        self._loop.call_soon_threadsafe(self.sockets.drop)

    def refresh_sockets(self) -> None:
        """Every client is asked to connect anew, as Slack does every few hours."""
        self.run(self.sockets.refresh())

    def close(self) -> None:
        """Stop for good."""
        self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread:
            self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        under_way = list(self.delivery.under_way)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self._silence()
        if self.delivery.session:
            await self.delivery.session.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 -- whatever the work gives
        """Do something in the server's thread and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
