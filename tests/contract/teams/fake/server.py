"""The sockets of the fake: its server in a thread of its own, started, stopped and started again."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.contract.teams.fake.connector import Connector
from tests.contract.teams.fake.delivery import Delivery
from tests.contract.teams.fake.files import Files
from tests.contract.teams.fake.graph_calendar import Calendar
from tests.contract.teams.fake.graph_installs import Installs
from tests.contract.teams.fake.graph_people import Directory
from tests.contract.teams.fake.roster import Roster
from tests.contract.teams.fake.tokens import TokenService
from tests.contract.teams.fake.world import World

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
MOST_BYTES = 32 * 1024 * 1024


class Server:
    """Started with `with`; `restart` keeps the port and everything that is known."""

    def __init__(self, port: int = 0, seed: int = 1) -> None:
        self.port = port
        self.world = World(seed)
        self.delivery = Delivery(self.world)
        self.installs_by_graph = Installs(self.world, self.delivery)
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
            self._thread = threading.Thread(target=self._loop.run_forever, name="teams", daemon=True)
            self._thread.start()
        self.run(self._listen())

    async def _listen(self) -> None:
        if not self.delivery.session:
            self.delivery.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._runner = web.AppRunner(self._routes(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]
        self.world.listens_at(f"http://127.0.0.1:{self.port}")

    def _routes(self) -> web.Application:
        app = web.Application(client_max_size=MOST_BYTES, middlewares=[self._guarded])
        for service in (TokenService, Connector, Roster, Files, Directory, Calendar):
            app.add_routes(service(self.world).routes())
        app.add_routes(self.installs_by_graph.routes())
        app.router.add_get("/control/counts", self._counts)
        app.router.add_route("*", "/{tail:.*}", self._nothing)
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

    async def _nothing(self, request: web.Request) -> web.Response:
        self.world.violates(f"nothing is at {request.method} {request.path}")
        return web.json_response({"error": {"code": "NotFound", "message": "NotFound"}}, status=404)

    async def _counts(self, _: web.Request) -> web.Response:
        """For whoever looks from another process."""
        places = [each for tenant in self.world.tenants.values() for each in tenant.conversations.values()]
        return web.json_response(
            {
                "messages": sum(message.bot for each in places for message in each.messages.values()),
                "rate_limited": dict(self.world.limits.refused),
                "violations": self.world.violations,
            }
        )

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
