"""Socket Mode: the WebSockets that the app opens, and the envelopes that go through them."""

import asyncio
import json
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.contract.slack.fake.call import Call, method
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import World

MOST_CONNECTIONS = 10


@method("apps.connections.open", "", "connections:write", kind="xapp")
def opened(call: Call) -> Json:
    ticket = str(uuid.uuid4())
    call.world.tickets.add(ticket)
    address = call.world.base.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.world.app.id}"}


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    request: web.Request
    open: bool = True
    waiting: dict[str, asyncio.Future[object]] = field(default_factory=dict)


class Sockets:
    """The connections that are open now."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.connections: list[Connection] = []
        self.opened = 0
        self._turn = 0

    @property
    def alive(self) -> bool:
        return bool(self.connections)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self.world.tickets:
            self.world.violates("socket: a ticket that was never given, or used before")
            return web.Response(status=401)
        self.world.tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            return socket
        self.connections.append(connection)
        self.opened += 1
        try:
            await socket.send_json(self._hello())
            await self._listen(connection)
        finally:
            self._gone(connection)
        return socket

    def _hello(self) -> Json:
        debug = {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}
        counted = {"num_connections": len(self.connections), "debug_info": debug}
        return {"type": "hello", "connection_info": {"app_id": self.world.app.id}} | counted

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            self.world.touch()
            self._acknowledged(connection, message.data)

    def _acknowledged(self, connection: Connection, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            # The client's own way of asking whether somebody is there.
            return
        waiting = connection.waiting.pop(str(answer.get("envelope_id")), None)
        if not waiting:
            self.world.violates("socket: an answer to an envelope that was never sent, or answered before")
        elif not waiting.done():
            waiting.set_result(answer.get("payload") or "")

    def _gone(self, connection: Connection) -> None:
        connection.open = False
        if connection in self.connections:
            self.connections.remove(connection)
        for waiting in connection.waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("the socket is gone"))

    async def send(self, kind: str, payload: Json, patience: float, attempt: int = 0) -> object:
        """One envelope through the connections in turn; what it was answered with.

        TimeoutError when nobody answers, ConnectionError when the connection goes away.
        """
        self._turn += 1
        connection = self.connections[self._turn % len(self.connections)]
        name = str(uuid.uuid4())
        waiting = connection.waiting[name] = asyncio.get_running_loop().create_future()
        envelope = {"envelope_id": name, "payload": payload, "type": kind}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        await connection.socket.send_json(envelope)
        answer = await asyncio.wait_for(waiting, patience)
        if answer and kind == "events_api":
            self.world.violates("socket: an event was answered with a payload")
        return answer

    def drop(self) -> None:
        """Every connection dies without a word."""
        for connection in list(self.connections):
            if connection.request.transport:
                connection.request.transport.abort()
            self._gone(connection)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Slack asks every client to connect anew, as it does every few hours."""
        for connection in list(self.connections):
            await connection.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})
            self._gone(connection)
            await connection.socket.close()
