"""The bare listener: Microsoft's SDK behind the same server, which verifies a press and answers with a card.

Run as ``python -m benchmarks._sdk`` with an app's id, its tenant and where its tokens come from; prints its
port.
"""

import asyncio
import logging
import sys
import warnings

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from benchmarks._load import TEAMS_PATH
from bot.platforms.web.host import bound, serve

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from microsoft_teams.api.activities.invoke import AdaptiveCardInvokeActivity
    from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides
    from microsoft_teams.api.models.adaptive_card import AdaptiveCardActionCardResponse
    from microsoft_teams.apps import ActivityContext, App
    from microsoft_teams.apps.http.adapter import HttpRouteHandler
    from microsoft_teams.cards import AdaptiveCard, TextBlock

CARD = AdaptiveCardActionCardResponse(value=AdaptiveCard(body=[TextBlock(text="Hej!")]))


class Routes:
    """Takes the SDK's way in to a server of ours."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def register_route(self, method: str, path: str, handler: HttpRouteHandler) -> None:
        async def receive(request: Request) -> Response:
            answer = await handler({"body": await request.json(), "headers": dict(request.headers)})
            return JSONResponse(answer["body"], answer["status"])

        self.routes.append(Route(path, receive, methods=[method]))


async def pressed(_: ActivityContext[AdaptiveCardInvokeActivity]) -> AdaptiveCardActionCardResponse:
    return CARD


async def no_token(_scope: str | list[str], _tenant: str | None) -> str:
    raise NotImplementedError("nothing is sent here")


def main() -> None:
    app_id, tenant, login = sys.argv[1:]
    logging.disable()
    keys = f"{login}/v1/.well-known/openidconfiguration"
    routes = Routes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app = App(
            client_id=app_id,
            tenant_id=tenant,
            token=no_token,
            cloud=with_overrides(PUBLIC, login_endpoint=login, openid_metadata_url=keys),
            http_server_adapter=routes,  # type: ignore[arg-type]  # it is only asked for its routes
            messaging_endpoint=TEAMS_PATH,
        )
    app.on_card_action(pressed)
    asyncio.run(app.initialize())
    with bound("127.0.0.1", 0) as listening:
        print(listening.getsockname()[1], flush=True)
        serve(Starlette(routes=routes.routes), listening)


if __name__ == "__main__":
    main()
