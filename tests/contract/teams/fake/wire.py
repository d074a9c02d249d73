"""What every service does with a request: note it, break it on demand, refuse it with a name."""

import functools
import json
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from tests.contract.teams.fake.faults import Fault
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import Refused, World


class Service(Protocol):
    world: World


Answer = Callable[[Any, web.Request], Awaitable[web.StreamResponse]]


def failing(call: str) -> Callable[[Answer], Answer]:
    """A call that has a name, is remembered, and goes wrong when it is told to."""

    def wrapped(answer: Answer) -> Answer:
        @functools.wraps(answer)
        async def done(self: Service, request: web.Request) -> web.StreamResponse:
            world, conversation = self.world, request.match_info.get("conversation", "")
            world.touch()
            body = await _body(request)
            if world.keep_calls:
                world.calls.append((call, {"path": request.path} | body))
            fault = world.faults.take(call, conversation)
            if fault and fault.at_once:
                return await broken(world, request, fault)
            try:
                response = await answer(self, request)
            except Refused as refusal:
                response = refused(request, refusal)
            world.touch()
            return await broken(world, request, fault) if fault else response

        return done

    return wrapped


async def _body(request: web.Request) -> Json:
    if request.method == "GET" or request.content_type != "application/json":
        return {}
    try:
        found = json.loads(await request.text() or "{}")
    except ValueError:
        return {}
    return {"body": found}


def refused(request: web.Request, refusal: Refused) -> web.Response:
    """An error as the connector or Graph words it."""
    error: Json = {"code": refusal.code, "message": refusal.message}
    if request.path.startswith("/graph/"):
        error["innerError"] = {"date": "2026-01-07T09:00:00", "request-id": "0", "client-request-id": "0"}
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return web.json_response({"error": error}, status=refusal.status, headers=headers)


async def broken(world: World, request: web.Request, fault: Fault) -> web.StreamResponse:
    """The answer of a service with which something is wrong."""
    if found := await world.faults.broken(request, fault):
        return found
    if fault.kind == "ratelimited":
        return refused(request, Refused(429, "TooManyRequests", retry_after=fault.retry_after))
    return refused(request, Refused(fault.status, fault.kind))


async def json_of(request: web.Request) -> Json:
    """A body that is a JSON object; anything else is refused."""
    try:
        found = json.loads(await request.text())
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused(400, "BadSyntax", "Invalid or missing activity payload.")
    return found
