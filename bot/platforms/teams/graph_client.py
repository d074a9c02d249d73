"""Microsoft Graph for one tenant: its people and groups, the bot's own installations, and calendars."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import httpx
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_service_client import GraphServiceClient

from bot.platforms.teams.graph_apps import Apps
from bot.platforms.teams.graph_asking import Asking
from bot.platforms.teams.graph_events import Events
from bot.platforms.teams.graph_people import People
from bot.platforms.teams.tokens import GRAPH, Tokens
from bot.platforms.teams.wire import Unclear
from bot.teams_settings import Registration

SECONDS = 30.0
_VERSION = "v1.0"
# What the first calls would load while somebody waits for them.
_FIRST_NEEDED = (
    "msgraph.generated.users.item.user_item_request_builder",
    "msgraph.generated.users.item.teamwork.installed_apps.item.chat.chat_request_builder",
)


@dataclass(frozen=True, slots=True)
class Graph:
    """One tenant's Graph, within one event loop."""

    people: People
    apps: Apps
    events: Events


@asynccontextmanager
async def connected(registration: Registration, login_url: str, graph_url: str) -> AsyncIterator[Graph]:
    """Graph as a registration may use it, for as long as the block lasts."""
    base = f"{graph_url}{_VERSION}"
    # Without the library's own middleware: it tries again by itself, each call alone, and closes nothing.
    async with httpx.AsyncClient(timeout=SECONDS) as http:
        own = BaseBearerTokenAuthenticationProvider(_Own(Tokens(registration, login_url, http), base))
        adapter = GraphRequestAdapter(own, client=http)
        adapter.base_url = base
        client, patience = GraphServiceClient(request_adapter=adapter), Asking(adapter, base)
        yield Graph(
            People(client, patience), Apps(client, patience, registration.app_id), Events(client, patience)
        )


def load() -> None:
    """Load what a first call would load."""
    for name in _FIRST_NEEDED:
        import_module(name)


class _Own(AccessTokenProvider):
    """The registration's own token, for Graph and for nobody else."""

    def __init__(self, tokens: Tokens, base: str) -> None:
        self._tokens = tokens
        self._base = urlsplit(base)

    async def get_authorization_token(
        self,
        uri: str,
        additional_authentication_context: dict[str, Any] = {},  # noqa: ARG002, B006  -- as the library has it
    ) -> str:
        """The token for an address; Unclear for one that is not Graph's."""
        if urlsplit(uri)[:2] != self._base[:2]:
            raise Unclear("not an address of Graph")
        return (await self._tokens.token(GRAPH)).value

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        """Graph's host and no other."""
        return AllowedHostsValidator([self._base.netloc])
