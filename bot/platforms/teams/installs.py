"""Bringing the bot to everybody on the roster, so that nobody has to find it.

Whoever has a conversation is done, and that is kept person by person: after a crash it goes on with the rest.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.memory import Memory
from bot.platforms.teams.graph import graph
from bot.platforms.teams.tenants import PLATFORM, Tenants
from bot.platforms.teams.together import together
from bot.platforms.teams.wire import NotLetIn, Refused, Unclear
from bot.teams_settings import TeamsSettings
from conversations.turn import To
from storage import installs, leases, outbox
from storage.installs import Waiting
from storage.leases import Task

if TYPE_CHECKING:
    from bot.platforms.teams.graph_client import Graph

AT_ONCE = 8
"""How many people at the same time."""
NOT_IN_CATALOGUE = "not_in_catalogue"
TAKEN = "taken"
_LEASE = timedelta(minutes=2)
_PROLONGED = 30.0
# So many failures on end are no longer about people.
_STRIKES = 25
_ASKED_ABOUT = 5
_CHAT_TRIES = 4

Watch = Callable[["Count"], None]


@dataclass(slots=True)
class Count:
    """How it has gone so far, of ``all``; ``later`` have it now, and their conversation is not there yet."""

    all: int = 0
    reached: int = 0
    refused: int = 0
    later: int = 0

    @property
    def done(self) -> int:
        """How many have had their turn."""
        return self.reached + self.refused + self.later


class Installs:
    """The bot's installations in the tenants; call it from any thread, not from an event loop."""

    def __init__(self, memory: Memory, tenants: Tenants, settings: TeamsSettings) -> None:
        self._memory = memory
        self._tenants = tenants
        self._settings = settings
        self._stopped = False

    def waiting(self, authority: int) -> tuple[Waiting, ...]:
        """Whom the bot has to be brought to."""
        with self._memory.database.reading() as connection:
            today = self._memory.calendars(connection, authority).local_date(self._memory.now())
            return installs.waiting(connection, authority, PLATFORM, today)

    def bring(self, authority: int, watch: Watch = lambda _: None) -> Count:
        """Bring the bot to everybody who waits, some at a time; ``watch`` is told after each.

        Raises what `graph` does when it is not about single people, and Refused with NOT_IN_CATALOGUE or with
        TAKEN, while another replica does it.
        """
        people = self.waiting(authority)
        if not people or self._stopped:
            return Count(len(people))
        task = Task(authority, "bringing the bot", secrets.token_hex(8))
        with self._leased(task):
            return asyncio.run(self._bring(task, people, watch))

    def stop(self) -> None:
        """Let those who are under way be the last."""
        self._stopped = True

    @contextmanager
    def _leased(self, task: Task) -> Iterator[None]:
        if not self._prolonged(task):
            raise Refused(0, TAKEN)
        try:
            yield
        finally:
            with self._memory.database.writing() as connection:
                leases.give_back(connection, task)

    def _prolonged(self, task: Task) -> bool:
        with self._memory.database.writing() as connection:
            return leases.take(connection, task, self._memory.now(), _LEASE)

    async def _bring(self, task: Task, people: Sequence[Waiting], watch: Watch) -> Count:
        registration = self._tenants.registration(task.authority)
        if registration is None:
            raise NotLetIn(0, "not_registered")
        async with graph(self._settings, registration) as found:
            app = await self._app(found, task.authority)
            round_ = _Round(found, app, iter(people), Count(len(people)), watch)
            keeping = asyncio.create_task(self._keep_lease(task))
            try:
                await together([self._worker(task.authority, round_) for _ in range(AT_ONCE)])
            finally:
                keeping.cancel()
                with suppress(asyncio.CancelledError):
                    await keeping
            return round_.count

    async def _app(self, found: "Graph", authority: int) -> str:
        """The app's id in the catalogue: looked up there, else as somebody has it who has added it."""
        app = await found.apps.in_catalogue()
        with self._memory.database.reading() as connection:
            known = () if app else installs.some_with(connection, authority, PLATFORM, _ASKED_ABOUT)
        for user in known:
            with suppress(Unclear, Refused):
                app = await found.apps.known_from(user)
            if app:
                break
        if not app:
            raise Refused(0, NOT_IN_CATALOGUE)
        return app

    async def _keep_lease(self, task: Task) -> None:
        while True:
            await asyncio.sleep(_PROLONGED)
            await asyncio.to_thread(self._prolonged, task)

    async def _worker(self, authority: int, round_: "_Round") -> None:
        for who in round_.people:
            if self._stopped:
                return
            try:
                chat = await _reached(round_, who)
            except NotLetIn:
                raise
            except (Refused, Unclear) as problem:
                round_.failed(problem)
            else:
                await asyncio.to_thread(self._keep, authority, who, chat)
                round_.succeeded(chat)
            round_.watch(round_.count)

    def _keep(self, authority: int, who: Waiting, chat: str) -> None:
        if not chat:
            return
        talk = {"channel": chat, "service": self._tenants.service(authority)}
        with self._memory.database.writing() as connection:
            if installs.keep(connection, authority, PLATFORM, who, talk):
                outbox.reached(connection, authority, To("person", who.person), self._memory.now())


@dataclass(slots=True)
class _Round:
    """One go at everybody who waits, shared by the workers of one event loop."""

    graph: "Graph"
    app: str
    people: Iterator[Waiting]
    count: Count
    watch: Watch
    strikes: int = 0

    def succeeded(self, chat: str) -> None:
        self.strikes = 0
        if chat:
            self.count.reached += 1
        else:
            self.count.later += 1

    def failed(self, problem: Refused | Unclear) -> None:
        """Count it; what happens time after time is raised."""
        self.count.refused += 1
        self.strikes += 1
        if self.strikes >= _STRIKES:
            raise problem


async def _reached(round_: _Round, who: Waiting) -> str:
    """Bring the bot to somebody; gives their chat with it, "" while Teams has not made one."""
    await round_.graph.apps.install(who.user, round_.app)
    for tried in range(_CHAT_TRIES):
        try:
            return await round_.graph.apps.chat(who.user)
        except Unclear:
            if tried + 1 < _CHAT_TRIES:
                await asyncio.sleep(0.5 * 2**tried)
    return ""
