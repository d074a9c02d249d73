"""Installing the bot in a workspace from a browser, where one installation serves several workspaces."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from pydantic import SecretStr
from slack_sdk.oauth import AuthorizeUrlGenerator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.log import logger
from bot.memory import Memory
from bot.platforms.slack import oauth_state
from bot.platforms.slack.oauth_exchange import Client, Grant, NotGranted, exchange, give_back
from bot.platforms.slack.oauth_page import Kind, page
from bot.platforms.slack.oauth_state import States
from storage import audit, installations, outbox, people
from storage.audit import Entry
from storage.installations import Vault

PLATFORM = "slack"
START = "/slack/install"
BACK = "/slack/oauth_redirect"
_LONGEST_CODE = 500

_log = logger()

Page = Callable[[Request], Awaitable[Response]]


def _nobody_waits(_authority: int) -> None:
    """There is nothing else to be done about new tokens."""


@dataclass(frozen=True, slots=True)
class OAuth:
    """Our app at Slack, and where what it is given is kept.

    ``public_url`` is where browsers reach the bot; ``api_url`` is Slack's or one on this machine.
    ``installed`` is called with the authority, from another thread, when its new tokens have been kept.
    """

    client_id: str
    client_secret: SecretStr
    scopes: tuple[str, ...]
    api_url: str
    public_url: str
    memory: Memory
    vault: Vault
    installed: Callable[[int], None] = _nobody_waits


def routes(app: OAuth) -> list[Route]:
    """The page that leads to Slack, and the one that Slack leads back to."""
    installing = _Installing(app)
    return [
        Route(START, _safe(installing.start), methods=["GET"]),
        Route(BACK, _safe(installing.back), methods=["GET"]),
    ]


class _Installing:
    def __init__(self, app: OAuth) -> None:
        self._app = app
        self._states = States(app.client_secret)
        address = app.public_url.rstrip("/") + BACK
        self._client = Client(app.client_id, app.client_secret, app.api_url, address)
        self._addresses = AuthorizeUrlGenerator(
            client_id=quote(app.client_id, safe=""),
            redirect_uri=quote(address, safe=""),
            scopes=app.scopes,
            authorization_url=urljoin(app.api_url, "/oauth/v2/authorize"),
        )

    async def start(self, _request: Request) -> Response:
        """Show the way to Slack, with a state that only this browser can come back with."""
        state = self._states.new(self._app.memory.now())
        shown = page("start", link=self._addresses.generate(state))
        shown.headers.append("set-cookie", oauth_state.cookie(state))
        return shown

    async def back(self, request: Request) -> Response:
        """Take what Slack sends somebody back with."""
        refusal = self._refusal(request)
        if refusal:
            return self._not_done(refusal)
        try:
            grant = await exchange(self._client, request.query_params["code"])
        except NotGranted as problem:
            return self._not_done(problem.why)
        authority = await asyncio.to_thread(self._keep, grant)
        if authority is None:
            await give_back(self._client, grant.tokens.bot)
            return self._not_done("unknown", grant.workspace)
        _log.info("workspace installed", authority=authority, platform=PLATFORM)
        shown = page("done", name=grant.tokens.name or grant.workspace)
        shown.headers.append("set-cookie", oauth_state.no_cookie())
        return shown

    def _refusal(self, request: Request) -> Kind | None:
        said = request.query_params
        if "error" in said:
            return "denied" if said["error"] == "access_denied" else "setup"
        state = said.get("state", "")
        if not self._states.good(state, self._app.memory.now()):
            return "state"
        if oauth_state.COOKIE not in request.cookies:
            return "cookie"
        if not oauth_state.same_browser(state, request.headers):
            return "state"
        return None if 0 < len(said.get("code", "")) <= _LONGEST_CODE else "code"

    def _keep(self, grant: Grant) -> int | None:
        memory = self._app.memory
        with memory.database.writing() as connection:
            authority, now = people.find_authority(connection, PLATFORM, grant.workspace), memory.now()
            if authority is None:
                return None
            installations.keep(connection, self._app.vault, authority, PLATFORM, grant.tokens, now)
            outbox.resume(connection, authority, now)
            audit.note(connection, authority, Entry("install slack", detail=grant.workspace), now)
        self._app.installed(authority)
        return authority

    def _not_done(self, kind: Kind, workspace: str = "") -> Response:
        _log.warning("installation refused", kind=kind, platform=PLATFORM)
        command = (
            f"python -m bot authority create NAME --contact ADDRESS --platform slack --workspace {workspace}"
        )
        return page(
            kind,
            link=START,
            command=command if kind == "unknown" else "",
            workspace=workspace,
            address=self._client.back,
        )


def _safe(answer: Page) -> Page:
    """The same, with a bug turned into a short reference for the person and for the log."""

    async def safe(request: Request) -> Response:
        try:
            return await answer(request)
        except Exception:  # noqa: BLE001  -- an error's own words may hold a token or an address
            reference = secrets.token_hex(4)
            _log.exception("installation failed", reference=reference)
            return page("broken", link=START, reference=reference)

    return safe
