"""The keys that Teams signs with, fetched beside its requests, however many strange ones come."""

import asyncio
import time

import aiohttp
from jwt import PyJWK, PyJWKClient, PyJWKClientError, PyJWKSet, PyJWTError, get_unverified_header

from bot.log import logger
from bot.platforms.teams.wire import Json, Refused, Unclear, Wire

_FRESH_SECONDS = 3600.0
_PAUSE_SECONDS = 30.0
_CHANNEL = "msteams"
_UNREACHABLE = (Refused, Unclear, aiohttp.ClientError, TimeoutError, OSError)

_log = logger()


class Keys(PyJWKClient):
    """What the library asks for a key; `ready` fetches them, at most twice a minute whatever tokens come."""

    def __init__(self, wire: Wire, login_url: str) -> None:
        super().__init__(f"{_metadata(login_url)}keys")
        self._wire = wire
        self._keys: dict[str, PyJWK] = {}
        self._fetched = self._asked = -_FRESH_SECONDS
        self._asking = asyncio.Lock()

    async def ready(self, token: str) -> None:
        """See to it that the key which a token names is known, if there is such a one."""
        if self._is_known(token):
            return
        async with self._asking:
            if self._is_known(token) or time.monotonic() - self._asked < _PAUSE_SECONDS:
                return
            self._asked = time.monotonic()
            try:
                found = await asyncio.wrap_future(self._wire.soon(self._wire.fetched(self.uri)))
                self._keys = _keys(found) or self._keys
                self._fetched = time.monotonic()
            except (PyJWTError, *_UNREACHABLE):
                # Those that are known stay good until others can be had.
                _log.exception("the keys of teams could not be fetched")

    def get_signing_key_from_jwt(self, token: str | bytes) -> PyJWK:
        """The key that a token names; PyJWKClientError for one that nobody knows."""
        name = get_unverified_header(token).get("kid")
        if not isinstance(name, str) or name not in self._keys:
            raise PyJWKClientError("nobody knows this key")
        return self._keys[name]

    def _is_known(self, token: str) -> bool:
        try:
            name = get_unverified_header(token).get("kid")
        except PyJWTError:
            # Nothing that keys could be fetched for.
            return True
        return name in self._keys and time.monotonic() - self._fetched < _FRESH_SECONDS


def _metadata(login_url: str) -> str:
    # Microsoft keeps its bots' keys at another place than its tenants' tokens.
    home = login_url.replace("login.microsoftonline.com", "login.botframework.com")
    return f"{home}v1/.well-known/"


def _keys(found: Json) -> dict[str, PyJWK]:
    """The keys by name; one that is endorsed for other channels does not speak for Teams."""
    listed = found.get("keys")
    for_teams = [
        each
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict) and _CHANNEL in (each.get("endorsements") or (_CHANNEL,))
    ]
    return {key.key_id: key for key in PyJWKSet(for_teams).keys if key.key_id} if for_teams else {}
