"""Asking Entra for the people in groups, from a command."""

import asyncio
from collections.abc import Sequence

from bot.app import Installation
from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.opened import authority_in
from bot.commands.talking import waiting
from bot.platforms.teams.tenants import PLATFORM
from bot.platforms.teams.trouble import TROUBLE, explained
from bot.rosters.entra import Field, Gathered, NoSuchGroupError, gathered
from bot.rosters.groups import group
from bot.teams_settings import Registration


def found_in_entra(
    installed: Installation, written: Sequence[str], school_in: Field, authority: str
) -> Gathered:
    """Everybody in the groups; NotPossibleError for whatever is wrong with them or with Graph."""
    try:
        groups = [group(each) for each in written]
    except ValueError as error:
        raise NotPossibleError(f"--group {error}.", MISUSED) from None
    registration = _registration(installed, authority)
    try:
        with waiting("Asking Entra for the groups’ members …"):
            return asyncio.run(gathered(installed.settings, registration, groups, school_in))
    except NoSuchGroupError as error:
        told = f"There are {error.found} groups called" if error.found else "There is no group called"
        mending = " Give the id of the one that is meant." if error.found else ""
        raise NotPossibleError(f"{told} {error.name}.{mending}") from None
    except TROUBLE as problem:
        trouble = explained(problem)
        told = f"{trouble.told[:1].upper()}{trouble.told[1:]}"
        raise NotPossibleError(f"{told} {trouble.mending}") from None


def _registration(installed: Installation, authority: str) -> Registration:
    with installed.memory.database.reading() as connection:
        row = authority_in(connection, authority)
    known = installed.settings.registrations
    # Only the roster comes from Entra then, and the authority may work in any chat.
    alone = known[0] if len(known) == 1 and row.platform != PLATFORM else None
    found = next((each for each in known if each.tenant == row.workspace), alone)
    if found is None:
        raise NotPossibleError(
            f"{row.name} has no registration here. Set SKOLSTEG_TEAMS_APP_ID, SKOLSTEG_TEAMS_APP_SECRET and "
            "SKOLSTEG_TEAMS_TENANT.",
            MISUSED,
        )
    return found
