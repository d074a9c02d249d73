"""The bare listener: bolt behind the same server, which verifies a press and acknowledges it.

Run as ``python -m benchmarks._bolt``; prints its port.
"""

import re

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks._load import PATH, SECRET
from bot.platforms.web.host import bound, serve


async def authorized(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token="")


async def pressed(ack: AsyncAck) -> None:
    await ack()


def main() -> None:
    bolt = AsyncApp(signing_secret=SECRET, authorize=authorized, process_before_response=True)
    bolt.action(re.compile(""))(pressed)
    handler = AsyncSlackRequestHandler(bolt)

    async def receive(request: Request) -> Response:
        return await handler.handle(request)

    with bound("127.0.0.1", 0) as listening:
        print(listening.getsockname()[1], flush=True)
        serve(Starlette(routes=[Route(PATH, receive, methods=["POST"])]), listening)


if __name__ == "__main__":
    main()
