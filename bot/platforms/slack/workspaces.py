"""Which authority a Slack workspace is, and with which token the bot speaks there."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Lock

from bot.log import logger
from bot.memory import Memory
from bot.platforms.slack.wire import Json, Refused, Wire
from storage import installations, people, reports
from storage.installations import Tokens, Vault

PLATFORM = "slack"
_PATIENCE = 5
# Where the bot is not let in, it asks again no sooner, or every waiting message would.
_AGAIN = timedelta(seconds=30)

_log = logger()


class Workspaces:
    """Looks workspaces up, remembering what it has found; ``own_token`` is that of a single workspace."""

    def __init__(self, memory: Memory, vault: Vault, wire: Wire, own_token: str) -> None:
        self._memory = memory
        self._vault = vault
        self._wire = wire
        self._own_token = own_token
        self._authorities: dict[str, int] = {}
        self._tokens: dict[int, Tokens] = {}
        self._asked: dict[int, datetime] = {}
        self._lock = Lock()

    def authority(self, team: str) -> int:
        """The authority whose workspace this is, 0 when there is none."""
        known = self._authorities.get(team)
        if known is not None:
            return known
        with self._memory.database.reading() as connection:
            found = people.find_authority(connection, PLATFORM, team) or 0
        if found:
            self._authorities[team] = found
        return found

    def remembered(self, team: str) -> int:
        """The authority whose workspace this is as far as it has been asked for, 0 where it has not."""
        return self._authorities.get(team, 0)

    def tokens(self, authority: int) -> Tokens | None:
        """What the bot speaks with in an authority's workspace; None where it is not installed, or no longer.

        Raises what `Wire.call` raises while the own token has not been looked up.
        """
        now = self._memory.now()
        with self._lock:
            known = self._tokens.get(authority)
            if known is not None or self._asked.get(authority, now) > now:
                return known
        found = self._installed(authority) or self._own(authority)
        with self._lock:
            if found is not None:
                self._tokens[authority] = found
            else:
                self._asked[authority] = self._memory.now() + _AGAIN
        return found

    def everyone(self) -> list[int]:
        """Every authority that works in Slack."""
        with self._memory.database.reading() as connection:
            return [row.id for row in reports.authorities(connection) if row.platform == PLATFORM]

    def all_pages(self, authority: int, method: str, asked: Json, name: str) -> Iterator[Json]:
        """Everything that a method lists under a name, page by page, as slowly as Slack wants it."""
        cursor = ""
        while True:
            page = self._patiently(authority, method, asked | ({"cursor": cursor} if cursor else {}))
            yield from page.get(name, [])
            cursor = str(page.get("response_metadata", {}).get("next_cursor", ""))
            if not cursor:
                return

    def _patiently(self, authority: int, method: str, asked: Json) -> Json:
        tokens = self.tokens(authority)
        if tokens is None:
            raise Refused("not_installed")
        for _ in range(_PATIENCE):
            try:
                return self._wire.call(tokens.bot, method, asked)
            except Refused as problem:
                if problem.error != "ratelimited":
                    raise
                time.sleep(problem.retry_after)
        return self._wire.call(tokens.bot, method, asked)

    def revoked(self, authority: int, token: str) -> bool:
        """This very token is no longer good; False when there is a newer one, maybe from another replica."""
        self.forget(authority)
        with self._memory.database.writing() as connection:
            kept = installations.find(connection, self._vault, authority, PLATFORM)
            if kept is not None and kept.bot != token:
                return False
            installations.revoke(connection, authority, PLATFORM, self._memory.now())
        return True

    def forget(self, authority: int) -> None:
        """Look the tokens up anew next time."""
        with self._lock:
            self._tokens.pop(authority, None)
            self._asked.pop(authority, None)

    def _installed(self, authority: int) -> Tokens | None:
        with self._memory.database.reading() as connection:
            return installations.find(connection, self._vault, authority, PLATFORM)

    def _own(self, authority: int) -> Tokens | None:
        if not self._own_token:
            return None
        try:
            answer = self._wire.call(self._own_token, "auth.test", {})
        except Refused as problem:
            _log.warning("slack does not accept the token", authority=authority, kind=problem.error)
            return None
        if self.authority(str(answer.get("team_id", ""))) != authority:
            return None
        return Tokens(self._own_token, str(answer.get("user_id", "")), (), str(answer.get("team", "")))
