"""Twice a day, where Graph is set up: who is in each tenant, and the bot brought to those it has not met."""

import asyncio
import secrets
from datetime import datetime, timedelta

from bot.log import logger
from bot.memory import Memory
from bot.platforms.teams.directory import Directory
from bot.platforms.teams.graph import graph, installed
from bot.platforms.teams.installs import TAKEN, Installs
from bot.platforms.teams.tenants import Tenants
from bot.platforms.teams.wire import Refused, Unclear
from bot.teams_settings import TeamsSettings
from storage import leases
from storage.accounts import Seen, Taken
from storage.leases import Task

EVERY = timedelta(hours=12)
_AGAIN = timedelta(minutes=15)
_LEASE = timedelta(minutes=30)

_log = logger()


class Outreach:
    """Keeps people as the tenants have them, and reaches out to those whom the bot cannot write to yet."""

    def __init__(
        self, memory: Memory, tenants: Tenants, directory: Directory, settings: TeamsSettings
    ) -> None:
        self._memory = memory
        self._tenants = tenants
        self._directory = directory
        self._settings = settings
        self.installs = Installs(memory, tenants, settings)
        self._holder = secrets.token_hex(8)
        self._due: dict[int, datetime] = {}

    def look(self) -> None:
        """Look around every tenant where it is time to: at the start, twice a day, soon after a failure.

        One replica at a time looks around a tenant. Without the library for Graph nothing is done.
        """
        now = self._memory.now()
        for authority in self._tenants.everyone() if installed() else ():
            if self._due.get(authority, now) > now:
                continue
            self._due[authority] = now + _AGAIN
            try:
                if self._look_at(authority):
                    self._due[authority] = now + EVERY
            except Refused as problem:
                if problem.code == TAKEN:
                    continue
                told = {"status": problem.status, "kind": problem.code}
                _log.warning("graph does not let us look around", authority=authority, **told)
            except Unclear:
                _log.warning("graph could not be reached", authority=authority)

    def stop(self) -> None:
        """Finish with whoever is under way."""
        self.installs.stop()

    def people(self, authority: int) -> Taken:
        """Go through the whole tenant; what has waited for somebody who is there now goes out.

        Raises as what `graph` gives does.
        """
        return asyncio.run(self._people(authority))

    def _look_at(self, authority: int) -> bool:
        task = Task(authority, "reaching out", self._holder)
        with self._memory.database.writing() as connection:
            mine = leases.take(connection, task, self._memory.now(), _LEASE)
        if not mine:
            return False
        taken = self.people(authority)
        _log.info("accounts looked through", authority=authority, count=len(taken.linked))
        count = self.installs.bring(authority)
        _log.info("the bot brought to people", authority=authority, count=count.reached)
        with self._memory.database.writing() as connection:
            leases.give_back(connection, task)
        return True

    async def _people(self, authority: int) -> Taken:
        registration = self._tenants.registration(authority)
        if registration is None:
            return Taken((), 0, 0)
        parts: list[Taken] = []
        async with graph(self._settings, registration) as found:
            async for page in found.people.everybody():
                seen = [Seen(each.id, each.email, each.active) for each in page]
                parts.append(await asyncio.to_thread(self._directory.take, authority, seen))
        return Taken(
            tuple(sorted({person for part in parts for person in part.linked})),
            sum(part.blocked for part in parts),
            sum(part.unknown for part in parts),
        )
