"""Teams' requests, at one address for each registration."""

import json

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.log import logger
from bot.platforms.body import TooLong, body_of
from bot.platforms.teams.guard import Doorkeeper, activity_of, is_json
from bot.platforms.teams.way_in import WayIn
from bot.teams_settings import Registration

PATH = "/api/messages"

_log = logger()


def path(registration: Registration, registrations: int) -> str:
    """Where a registration's bot is reached: one alone has the usual address, of several each its own."""
    return PATH if registrations == 1 else f"{PATH}/{registration.app_id}"


def route(address: str, door: Doorkeeper, way_in: WayIn) -> Route:
    """The address that a registration is given as its messaging endpoint."""

    async def receive(request: Request) -> Response:
        try:
            body = await body_of(request)
        except TooLong:
            return _refused("too long", 413)
        except ClientDisconnect:
            return _refused("cut off", 400)
        activity = activity_of(body) if is_json(request) else None
        if activity is None:
            return _refused("not understood", 400)
        if not await door.signed(request.headers, activity):
            return _refused("not signed", 401)
        if not door.ours(activity):
            return _refused("not ours", 403)
        answer = await way_in.take(activity)
        content = json.dumps(answer, ensure_ascii=False).encode() if answer else b""
        return Response(content, 200, media_type="application/json" if answer else None)

    return Route(address, receive, methods=["POST"])


def _refused(why: str, status: int) -> Response:
    _log.warning("teams request refused", kind=why.replace(" ", "_"), status=status)
    return PlainTextResponse(why, status)
