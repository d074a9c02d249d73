"""To whom the bot would be brought, as numbers, before anything is changed here or there."""

import asyncio
from dataclasses import dataclass

from bot.memory import Memory
from bot.platforms.teams.graph import graph
from bot.platforms.teams.tenants import PLATFORM
from bot.platforms.teams.wire import NotLetIn
from bot.teams_settings import Registration, TeamsSettings
from storage import installs
from storage.reports import AuthorityRow


@dataclass(frozen=True, slots=True)
class Foretold:
    """How many would be reached, and how many on the roster have no account that could be."""

    reached: int
    lacking: int


def foretold(memory: Memory, settings: TeamsSettings, row: AuthorityRow) -> Foretold:
    """Compare the roster with the tenant; raises as `graph`."""
    found = next((each for each in settings.registrations if each.tenant == row.workspace), None)
    if found is None:
        raise NotLetIn(0, "not_registered")
    with memory.database.reading() as connection:
        today = memory.calendars(connection, row.id).local_date(memory.now())
        wanted = installs.addresses(connection, row.id, PLATFORM, today)
    there = asyncio.run(_there(settings, found, wanted)) if wanted else set[str]()
    return Foretold(len(there), len(wanted) - len(there))


async def _there(settings: TeamsSettings, found: Registration, wanted: frozenset[str]) -> set[str]:
    there: set[str] = set()
    async with graph(settings, found) as asked:
        async for page in asked.people.everybody():
            there |= {each.email.casefold() for each in page if each.active} & wanted
    return there
