"""Each registration's tokens: whether Entra gives them, whose tenant it is, and whether they allow enough."""

import asyncio
from collections.abc import Iterator, Sequence

import httpx

from bot.config import Settings
from bot.examination.findings import Finding, advice, well, wrong
from bot.platforms.teams.graph import MISSING, installed
from bot.platforms.teams.permissions import PERMISSIONS
from bot.platforms.teams.tokens import CONNECTOR, GRAPH, Token, Tokens
from bot.platforms.teams.trouble import GRANT, TROUBLE, explained
from bot.teams_settings import Registration
from storage.reports import AuthorityRow

_TOKEN = "Teams token"  # noqa: S105  -- what a line is about
_PERMISSIONS = "Graph permissions"


def entrances(found: Settings, here: Sequence[AuthorityRow]) -> Iterator[Finding]:
    """Try every registration, and name the authorities that none is for."""
    for each in found.registrations:
        yield from _whose(each, here)
        try:
            _bot, graph = asyncio.run(_granted(each, found.teams_login_url))
        except TROUBLE as problem:
            trouble = explained(problem)
            yield wrong(_TOKEN, f"{_place(each, here)}: {trouble.told}", trouble.mending)
            continue
        yield well(_TOKEN, f"{_place(each, here)}: Entra gives one to the bot {each.app_id}.")
        yield from _allowed(_place(each, here), graph)
    if not installed():
        yield advice("Graph", "its library is not installed, so people have to find the bot.", MISSING)
    tenants = {each.tenant for each in found.registrations}
    for row in here:
        if row.workspace not in tenants:
            told = f"{row.name} ({row.workspace}) has none here."
            yield wrong("Teams registration", told, "Add it to the file in SKOLSTEG_TEAMS_REGISTRATIONS.")


def _place(each: Registration, here: Sequence[AuthorityRow]) -> str:
    return next((row.name for row in here if row.workspace == each.tenant), each.tenant)


def _whose(each: Registration, here: Sequence[AuthorityRow]) -> Iterator[Finding]:
    if each.tenant not in {row.workspace for row in here}:
        create = "python -m bot authority create NAME --contact MAIL --platform teams"
        told = f"{each.tenant} is no authority's yet."
        yield wrong("Teams tenant", told, f"Run: {create} --workspace {each.tenant}")


async def _granted(each: Registration, login_url: str) -> tuple[Token, Token]:
    async with httpx.AsyncClient() as client:
        tokens = Tokens(each, login_url, client)
        return await tokens.token(CONNECTOR), await tokens.token(GRAPH)


def _allowed(place: str, graph: Token) -> Iterator[Finding]:
    missing = [each for each in PERMISSIONS if each.name not in graph.roles]
    needed = [each.name for each in missing if not each.spare]
    if needed:
        yield wrong(_PERMISSIONS, f"{place} has not granted {', '.join(needed)}.", GRANT)
    else:
        granted = len(PERMISSIONS) - len(missing)
        yield well(_PERMISSIONS, f"{place} has granted {granted} of {len(PERMISSIONS)}, all that are needed.")
    for each in missing:
        if each.spare:
            yield advice(_PERMISSIONS, f"{place} has not granted {each.name}.", each.reason)
