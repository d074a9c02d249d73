"""Microsoft's own check of a request's token; its library is loaded here, and kept from looking around."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jwt import PyJWKClient, PyJWTError

_NO_DOTENV = "PYTHON_DOTENV_DISABLED"
ISSUER = "https://api.botframework.com"


@contextmanager
def _by_itself() -> Iterator[None]:
    """Without the ``.env`` that may lie about where the bot was started, and without previews' warnings."""
    before = os.environ.get(_NO_DOTENV)
    os.environ[_NO_DOTENV] = "1"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        if before is None:
            del os.environ[_NO_DOTENV]
        else:
            os.environ[_NO_DOTENV] = before


with _by_itself():
    from microsoft_teams.apps.auth import TokenValidator
    from microsoft_teams.apps.auth.token_validator import JwtValidationOptions

# It writes out what strangers send, line breaks and all; what is refused is logged by the guard.
logging.getLogger("microsoft_teams").setLevel(logging.CRITICAL)


class Validator(TokenValidator):
    """The library's check with our own keys: its own client would hold up the whole server to fetch them."""

    def __init__(self, app_id: str, keys: PyJWKClient) -> None:
        audiences = self._default_audiences(app_id)
        super().__init__(JwtValidationOptions([ISSUER], audiences, keys.uri))
        self._jwks_client = keys

    async def claims(self, token: str, service: str) -> dict[str, Any] | None:
        """What a token for this bot and this service says; None for any other token."""
        # Without a service the library would not look at whose it is.
        if not service:
            return None
        try:
            found = await self.validate_token(token, service)
        except (PyJWTError, AttributeError, TypeError, ValueError):
            # The claims of a token that somebody made up need not be of the kinds that it takes for granted.
            return None
        # It checks when a token ends, but not that it does.
        return found if "exp" in found else None
