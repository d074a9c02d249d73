"""What the tests of the fake's Graph ask it with: Microsoft's own client, and the bot's own token."""

import warnings
from collections.abc import Callable, Coroutine
from typing import Any

import httpx
import pytest

from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.small_bot import SmallBot

pytest.importorskip("msgraph")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from kiota_abstractions.api_error import APIError
    from kiota_abstractions.authentication import BaseBearerTokenAuthenticationProvider
    from msgraph import GraphRequestAdapter, GraphServiceClient
    from msgraph_core import GraphClientFactory

Work = Callable[[GraphServiceClient], Coroutine[Any, Any, Any]]
Asked = Callable[[Work], Any]


class Tokens:
    """The bot's own token for Graph, as Graph's client asks for it."""

    def __init__(self, bot: SmallBot) -> None:
        self.bot = bot

    async def get_authorization_token(self, _uri: str, _context: object = None) -> str:
        return await self.bot.token("https://graph.microsoft.com/.default", self.bot.tenant.id)


def asking(teams: Teams, bot: SmallBot) -> Asked:
    """Do something with Graph's own client."""

    async def done(work: Work) -> Any:  # noqa: ANN401 -- whatever the work gives
        # The client's own middleware does not close the transport that it wraps.
        async with httpx.AsyncHTTPTransport() as wire, httpx.AsyncClient(transport=wire, timeout=5) as client:
            made = GraphClientFactory.create_with_default_middleware(client=client)
            adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Tokens(bot)), client=made)
            adapter.base_url = f"{teams.graph_url}/v1.0"
            return await work(GraphServiceClient(request_adapter=adapter))

    return lambda work: bot.run(done(work))


def refused(graph: Asked, work: Work) -> tuple[int, str]:
    with pytest.raises(APIError) as caught:
        graph(work)
    return caught.value.response_status_code, caught.value.error.code
