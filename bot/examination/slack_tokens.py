"""Each workspace's token: whether Slack accepts it, whose it is, and whether it may do enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.config import Settings
from bot.examination.findings import Finding, advice, well, wrong
from bot.platforms.slack.oauth import START
from bot.platforms.slack.scopes import SCOPES
from bot.platforms.slack.trouble import INSTALL, MANIFEST, explained
from bot.platforms.slack.wire import Json, Refused, Wire
from bot.platforms.slack.workspaces import PLATFORM
from storage import chat_reports, installations
from storage.database import Database
from storage.installations import Locked, Vault
from storage.reports import AuthorityRow

_TOKEN = "Slack token"  # noqa: S105  -- what a line is about


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way into a workspace; ``authority`` is None for the token of the settings, whose it may be."""

    authority: AuthorityRow | None
    token: str = field(repr=False)


def ways_in(found: Settings, database: Database, here: Sequence[AuthorityRow]) -> Iterator[Entrance]:
    """The settings' token and every installation that has not been taken back; raises Locked."""
    own = found.slack_bot_token.get_secret_value()
    if own:
        yield Entrance(None, own)
    vault = Vault(found.keys_dir)
    for row in here:
        with database.reading() as connection:
            tokens = installations.find(connection, vault, row.id, PLATFORM)
        if tokens is not None:
            yield Entrance(row, tokens.bot)


def entrances(
    found: Settings, database: Database, here: Sequence[AuthorityRow], wire: Wire
) -> Iterator[Finding]:
    """Try every way in, and name the authorities that none leads to; raises what `Wire.call` leaves open."""
    inside: set[str] = set()
    refused = False
    try:
        for entrance in ways_in(found, database, here):
            try:
                answer = wire.call(entrance.token, "auth.test", {})
            except Refused as problem:
                trouble = explained(problem)
                yield wrong(_TOKEN, _said(entrance, trouble.told), trouble.mending)
                inside |= {entrance.authority.workspace} if entrance.authority else set()
                refused |= entrance.authority is None
                continue
            inside.add(str(answer.get("team_id", "")))
            yield from _accepted(answer, here)
            yield from _allowed(wire.scopes(entrance.token), answer)
    except Locked as problem:
        trouble = explained(problem)
        yield wrong(_TOKEN, trouble.told, trouble.mending)
        return
    # Whose workspace a token is for that Slack refuses, nobody can tell.
    if not refused:
        yield from _outside(found, database, [row for row in here if row.workspace not in inside])


def _said(entrance: Entrance, told: str) -> str:
    return f"{entrance.authority.name}: {told}" if entrance.authority else told


def _accepted(answer: Json, here: Sequence[AuthorityRow]) -> Iterator[Finding]:
    team, name = str(answer.get("team_id", "")), str(answer.get("team", ""))
    yield well(_TOKEN, f"it is good for the workspace {name} ({team}).")
    if team not in {row.workspace for row in here}:
        command = f"python -m bot authority create NAME --contact MAIL --platform slack --workspace {team}"
        yield wrong("Slack workspace", f"{name} ({team}) is no authority's yet.", f"Run: {command}")


def _allowed(granted: frozenset[str], answer: Json) -> Iterator[Finding]:
    missing = [scope.name for scope in SCOPES if scope.name not in granted]
    if not granted:
        yield advice("Slack scopes", "Slack does not tell which the token has.", "Try again later.")
    elif missing:
        told = f"{answer.get('team', '')} has not granted {', '.join(missing)}."
        yield wrong("Slack scopes", told, MANIFEST)
    else:
        yield well("Slack scopes", f"all {len(SCOPES)} are granted.")


def _outside(found: Settings, database: Database, rows: Sequence[AuthorityRow]) -> Iterator[Finding]:
    with database.reading() as connection:
        revoked = chat_reports.revoked(connection, PLATFORM)
    for row in rows:
        told = "has taken the installation back" if row.id in revoked else "has not installed the bot"
        again = f"Let an administrator there open {found.public_url}{START}"
        mending = again if found.slack_installs else INSTALL
        yield wrong("Slack installation", f"{row.name} ({row.workspace}) {told}.", mending)
