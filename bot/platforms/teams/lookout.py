"""Now and then another try with what was given up while Teams was not well."""

from datetime import datetime, timedelta

import aiohttp

from bot.log import logger
from bot.memory import Memory
from bot.platforms.teams.connector import Connector
from bot.platforms.teams.wire import Refused, Unclear
from storage import outbox

_TRY_AGAIN = timedelta(minutes=15)

_log = logger()


class Lookout:
    """Lets waiting messages go when the registration is let in, at the start and after a failure."""

    def __init__(self, memory: Memory, connector: Connector) -> None:
        self._memory = memory
        self._connector = connector
        self._due: dict[int, datetime] = {}
        self._was_let_in: set[int] = set()

    def look(self) -> None:
        """Look after every tenant, each four times an hour."""
        now = self._memory.now()
        for authority in self._connector.tenants.everyone():
            if self._due.get(authority, now) > now:
                continue
            self._due[authority] = now + _TRY_AGAIN
            self._look_at(authority, now)

    def _look_at(self, authority: int, now: datetime) -> None:
        caller = self._connector.tenants.registration(authority)
        if caller is None:
            return
        try:
            self._connector.wire.let_in(caller)
        except Refused as problem:
            self._was_let_in.discard(authority)
            _log.warning("teams does not let us in", authority=authority, status=problem.status)
        except (Unclear, aiohttp.ClientError, OSError):
            _log.exception("teams could not be reached", authority=authority)
        else:
            # What waits for a registration that is let in goes once; what has had its tries, every time.
            only = authority in self._was_let_in
            with self._memory.database.writing() as connection:
                outbox.resume(connection, authority, now, given_up=only)
            self._was_let_in.add(authority)
