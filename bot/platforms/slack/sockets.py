"""Slack's requests over a WebSocket that we open: no public address is needed, as when trying it."""

import asyncio
import json
import logging

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.log import logger
from bot.platforms.slack.way_in import WayIn

_PING_SECONDS = 3
_DONE = 200

_log = logger()
_LIBRARY = logging.getLogger("slack_sdk.socket_mode")
# Below that it prints whole payloads.
_LIBRARY.setLevel(logging.CRITICAL)


class Sockets:
    """One connection, opened again whenever it is lost. Start and stop it in a running event loop."""

    def __init__(self, way_in: WayIn, app_token: str, api_url: str) -> None:
        self._way_in = way_in
        self._app_token = app_token
        self._api_url = api_url
        self._client: SocketModeClient | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin to connect; it goes on trying until it is stopped."""
        web = AsyncWebClient(self._app_token, self._api_url, logger=_LIBRARY)
        client = SocketModeClient(self._app_token, _LIBRARY, web, ping_interval=_PING_SECONDS)
        client.socket_mode_request_listeners.append(self._arrived)
        self._client = client
        self._connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]  # the library's

    async def stop(self) -> None:
        """Finish what has come in and hang up."""
        if self._connecting is not None:
            self._connecting.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way)
        if self._client is not None:
            await self._client.close()  # type: ignore[no-untyped-call]  # the library's

    async def _arrived(self, _client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        # The library waits for each before it reads the next; a slow one must not hold up the others.
        task = asyncio.create_task(self._answer(request))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _answer(self, request: SocketModeRequest) -> None:
        answer = await self._way_in.take(dict(request.payload))
        if answer.status != _DONE:
            # Not acknowledged, so that Slack delivers an event once more.
            return
        payload = json.loads(answer.body) if answer.body else None
        if self._client is not None:
            await self._client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))
