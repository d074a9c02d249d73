"""A code for a token at Slack, and a token that nobody here may have given back."""

import base64
import logging
from dataclasses import dataclass
from typing import Literal

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.log import logger
from storage.installations import Tokens

_log = logger()
# Without a level of its own it would write out every request, for nobody.
_LIBRARY = logging.getLogger("slack_sdk.install")
_LIBRARY.setLevel(logging.WARNING)

_SECONDS = 10
_CODE = frozenset({"invalid_code", "code_already_used", "code_expired"})
_SETUP = frozenset(
    {
        "bad_client_secret",
        "bad_redirect_uri",
        "invalid_client_id",
        "no_scopes",
        "oauth_authorization_url_mismatch",
    }
)

Why = Literal["code", "setup", "silent", "organisation"]


class NotGranted(Exception):  # noqa: N818  -- what Slack says
    """There is no token for a workspace, and ``why``."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Client:
    """Our app at Slack: ``back`` is the address that Slack sends people back to."""

    id: str
    secret: SecretStr
    api_url: str
    back: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A workspace, by its id there, and the tokens that it gave."""

    workspace: str
    tokens: Tokens


async def exchange(client: Client, code: str) -> Grant:
    """Turn a code into a token; raises NotGranted. A code is tried once, for it is good only once."""
    try:
        # Not the library's own method for it: that uses what aiohttp is about to take away.
        answer = await _web(client).api_call(
            "oauth.v2.access",
            data={"code": code, "redirect_uri": client.back},
            headers={"Authorization": _basic(client)},
        )
    except SlackApiError as problem:
        raise NotGranted(_why(problem)) from None
    except (aiohttp.ClientError, OSError, ValueError, AttributeError):
        # Nobody there, or somebody there who does not answer as Slack does.
        raise NotGranted("silent") from None
    return await _grant(client, answer.data)


async def give_back(client: Client, token: str) -> None:
    """Let Slack forget a token that will not be used; a Slack that does not answer is only noted."""
    try:
        await _web(client, token).auth_revoke()
    except (SlackApiError, aiohttp.ClientError, OSError, ValueError, AttributeError):
        _log.warning("token could not be given back", platform="slack")


def _basic(client: Client) -> str:
    both = f"{client.id}:{client.secret.get_secret_value()}"
    return f"Basic {base64.b64encode(both.encode()).decode()}"


def _web(client: Client, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token, client.api_url, _SECONDS, logger=_LIBRARY, retry_handlers=[])


def _why(problem: SlackApiError) -> Why:
    # The library hands over its own response, or the bare one where it could not read the answer.
    data = getattr(problem.response, "data", None)
    error = data.get("error") if isinstance(data, dict) else None
    if error in _CODE:
        return "code"
    return "setup" if error in _SETUP else "silent"


async def _grant(client: Client, data: object) -> Grant:
    said = data if isinstance(data, dict) else {}
    team, token = said.get("team") or {}, said.get("access_token")
    if not isinstance(token, str) or not token:
        raise NotGranted("silent")
    if said.get("is_enterprise_install") or not team.get("id"):
        await give_back(client, token)
        raise NotGranted("organisation")
    scopes = tuple(filter(None, str(said.get("scope", "")).split(",")))
    tokens = Tokens(token, str(said.get("bot_user_id", "")), scopes, str(team.get("name", "")))
    return Grant(str(team["id"]), tokens)
