"""A bot of the SDK's own parts: it checks tokens, remembers what it is told, and answers as asked."""

import asyncio
import threading
import warnings
from collections.abc import Callable, Coroutine
from typing import Any, Self

import aiohttp
from aiohttp import web

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from microsoft_teams.api import InvokeResponse
    from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides
    from microsoft_teams.apps import App
    from microsoft_teams.apps.http.adapter import HttpRouteHandler
    from microsoft_teams.common import ClientOptions

from tests.contract.teams.fake.state import Tenant
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.fake.words import Json


class _Adapter:
    """Keeps the SDK's handler, to be called by a server of ours."""

    handler: HttpRouteHandler

    def register_route(self, _method: str, _path: str, handler: HttpRouteHandler) -> None:
        self.handler = handler


class SmallBot:
    """`answers` gives the status and the body for an activity; `slow` seconds pass before."""

    def __init__(self, teams: Teams, tenant: Tenant | None = None) -> None:
        self.teams, self.tenant = teams, tenant or teams.tenant
        self.told: list[Json] = []
        self.answers: Callable[[Json], tuple[int, object]] = lambda _: (200, None)
        self.slow = 0.0
        self.loop = asyncio.new_event_loop()
        self._tokens: dict[str, str] = {}

    async def token(self, scope: str, tenant: str | None) -> str:
        """A token by client credentials, asked for once."""
        if scope not in self._tokens:
            form = {"grant_type": "client_credentials", "scope": scope}
            form |= {"client_id": self.tenant.app_id, "client_secret": self.tenant.secret}
            url = f"{self.teams.login_url}/{tenant}/oauth2/v2.0/token"
            async with aiohttp.ClientSession() as session, session.post(url, data=form) as answer:
                self._tokens[scope] = (await answer.json())["access_token"]
        return self._tokens[scope]

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.run(self._listen())
        return self

    async def _listen(self) -> None:
        login = self.teams.login_url
        metadata = f"{login}/v1/.well-known/openidconfiguration"
        cloud = with_overrides(PUBLIC, login_endpoint=login, openid_metadata_url=metadata)
        self.adapter = _Adapter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.app = App(
                client_id=self.tenant.app_id,
                tenant_id=self.tenant.id,
                token=self.token,
                cloud=cloud,
                client=ClientOptions(timeout=3),
                service_url=self.tenant.service_url,
                http_server_adapter=self.adapter,
            )
        await self.app.initialize()
        self.app.server.on_request = self._hear
        app = web.Application()
        app.router.add_post("/api/messages", self._handle)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.teams.bot_at(f"http://127.0.0.1:{self.runner.addresses[0][1]}/api/messages", self.tenant)

    async def _handle(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = await self.adapter.handler({"body": await request.json(), "headers": headers})
        if answer["body"] is None:
            return web.Response(status=answer["status"])
        return web.json_response(answer["body"], status=answer["status"])

    async def _hear(self, event: Any) -> InvokeResponse[Any]:  # noqa: ANN401 -- the SDK's own event
        activity = event.body.model_dump(by_alias=True, exclude_none=True)
        self.told.append(activity)
        await asyncio.sleep(self.slow)
        status, body = self.answers(activity)
        return InvokeResponse(status=status, body=body)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 -- whatever the work gives
        """Do something in the bot's thread and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def __exit__(self, *_: object) -> None:
        self.run(self.runner.cleanup())
        for client in (self.app.http_client, self.app.api.http):
            self.run(client.http.aclose())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    @property
    def last(self) -> Json:
        return self.told[-1]

    def hears(self, kind: str) -> Json:
        """The newest activity of a type or invoke of a name."""
        found = [each for each in self.told if kind in (each["type"], each.get("name"))]
        return found[-1]
