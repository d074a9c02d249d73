"""That whoever comes back from Slack is the one who was sent there: a signed state, bound to a cookie."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr
from slack_sdk.oauth import OAuthStateUtils

COOKIE = "skolsteg-install"
SECONDS = 600
"""How long there is to agree at Slack, as long as Slack's own code lives."""

_COOKIES = OAuthStateUtils(cookie_name=COOKIE, expiration_seconds=SECONDS)
# Slack sends people back with a link, and that must bring the cookie along.
_LAX = "; SameSite=Lax"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class States:
    """Makes states and knows its own again, in every replica that has the same secret."""

    secret: SecretStr

    def new(self, now: datetime) -> str:
        """A state that is good for ten minutes from now."""
        content = f"{secrets.token_urlsafe(16)}.{int(now.timestamp()) + SECONDS}"
        return f"{content}.{self._signature(content)}"

    def good(self, state: str, now: datetime) -> bool:
        """Whether a state was made here less than ten minutes ago."""
        content, _, signature = state.rpartition(".")
        if len(state) > _LONGEST or not hmac.compare_digest(
            signature.encode(), self._signature(content).encode()
        ):
            return False
        return int(content.rpartition(".")[2]) > now.timestamp()

    def _signature(self, content: str) -> str:
        key = b"skolsteg install state " + self.secret.get_secret_value().encode()
        return hmac.digest(key, content.encode(), "sha256").hex()


def cookie(state: str) -> str:
    """The header that binds a state to the browser that asked for it."""
    return _COOKIES.build_set_cookie_for_new_state(state) + _LAX


def no_cookie() -> str:
    """The header that ends the binding."""
    return _COOKIES.build_set_cookie_for_deletion() + _LAX


def same_browser(state: str, headers: Mapping[str, str]) -> bool:
    """Whether a request comes from the browser that the state was made for."""
    return _COOKIES.is_valid_browser(state, dict(headers))
