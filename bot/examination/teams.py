"""Teams: whether Microsoft lets the bot in, whether the bot can be heard, and who is not reached there."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec

from bot.config import Settings
from bot.examination.findings import Finding, well, wrong
from storage.database import Database
from storage.reports import AuthorityRow

PLATFORM = "teams"
_HEARING = "Teams to the bot"
_SET = "Set SKOLSTEG_TEAMS_APP_ID, SKOLSTEG_TEAMS_APP_SECRET and SKOLSTEG_TEAMS_TENANT."
LIBRARY = "Install it: pip install 'skolsteg[teams]'; the image has it."
_LET_THROUGH = "Let the server’s reverse proxy pass /api/messages, /teams/ and /health to the bot."


def teams(
    found: Settings, database: Database, known: Sequence[AuthorityRow], now: datetime
) -> Iterator[Finding]:
    """Ask Microsoft, and count what waits for somebody to mend it; nothing is changed there or here."""
    here = [row for row in known if row.platform == PLATFORM]
    if not found.on_teams:
        yield wrong("Teams", f"{len(here)} authorities work there, and the bot has no registration.", _SET)
    elif not installed():
        yield wrong("Teams", "Microsoft’s library is not installed.", LIBRARY)
        return
    else:
        from bot.examination.teams_tokens import entrances  # noqa: PLC0415  # comes with the extra

        yield from entrances(found, here)
        yield from _hearing(found)
    from bot.examination.teams_people import people  # noqa: PLC0415  # after what it hangs on

    for row in here:
        yield from people(database, row, now)


def installed() -> bool:
    """Whether the library for Teams is there; it is an extra of its own."""
    return find_spec("microsoft_teams") is not None


def _hearing(found: Settings) -> Iterator[Finding]:
    if not found.public_url:
        yield wrong(_HEARING, "it has no address that Teams could reach.", "Set SKOLSTEG_PUBLIC_URL.")
        return
    answered = asyncio.run(_health(f"{found.public_url}/health"))
    if answered == "alive":
        yield well(_HEARING, f"{found.public_url} leads to the bot.")
    elif answered:
        yield wrong(_HEARING, f"{found.public_url}/health answers {answered}, and not the bot.", _LET_THROUGH)
    else:
        told = f"{found.public_url} does not answer, seen from this machine."
        yield wrong(_HEARING, told, f"See that the bot is running: python -m bot serve. {_LET_THROUGH}")


async def _health(address: str) -> str:
    """``alive``, another status as a number, or nothing where nobody answers."""
    import httpx  # noqa: PLC0415  # comes with the extra

    try:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.get(address)
    except (httpx.HTTPError, OSError):
        return ""
    alive = answer.status_code == httpx.codes.OK and answer.text.strip() == "alive"
    return "alive" if alive else str(answer.status_code)
