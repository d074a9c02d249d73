"""Slack: whether it lets the bot in, whether the bot hears it, and who is not reached there."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime

from bot.config import Settings
from bot.examination.findings import Finding, well, wrong
from bot.examination.slack_people import people
from bot.examination.slack_tokens import entrances
from bot.platforms.slack.trouble import INSTALL, UNREACHABLE, explained
from bot.platforms.slack.wire import Refused, Wire
from bot.platforms.slack.workspaces import PLATFORM
from storage.database import Database
from storage.reports import AuthorityRow

_HEARING = "Slack to the bot"
_SOCKET = "Socket Mode"
_MAKE_ONE = (
    "Make an app-level token with the scope connections:write under Basic Information, see that Socket Mode "
    "is on, and set SKOLSTEG_SLACK_APP_TOKEN."
)


def slack(
    found: Settings, database: Database, known: Sequence[AuthorityRow], now: datetime
) -> Iterator[Finding]:
    """Ask Slack, and count what waits for somebody to mend it; nothing is changed there or here."""
    here = [row for row in known if row.platform == PLATFORM]
    if not found.on_slack:
        told = f"{len(here)} authorities work there, and the bot has no token."
        yield wrong("Slack", told, INSTALL)
    yield from _hearing(found)
    with closing(Wire(found.slack_api_url)) as wire:
        try:
            yield from entrances(found, database, here, wire)
            yield from _socket(found, wire)
        except UNREACHABLE as problem:
            trouble = explained(problem)
            yield wrong("Slack", trouble.told, trouble.mending)
    for row in here:
        yield from people(database, row, now)


def _hearing(found: Settings) -> Iterator[Finding]:
    app_token = bool(found.slack_app_token.get_secret_value())
    if found.slack_signing_secret.get_secret_value():
        yield well(_HEARING, "what comes over HTTP is checked with the signing secret.")
    elif not app_token:
        mending = (
            "Set SKOLSTEG_SLACK_SIGNING_SECRET from Basic Information, or for Socket Mode "
            "SKOLSTEG_SLACK_APP_TOKEN."
        )
        yield wrong(_HEARING, "there is no signing secret, so nobody is answered.", mending)
    if found.slack_client_id and not found.slack_installs:
        needed = {
            "SKOLSTEG_SLACK_CLIENT_SECRET": found.slack_client_secret.get_secret_value(),
            "SKOLSTEG_PUBLIC_URL": found.public_url,
        }
        lacking = " and ".join(name for name, value in needed.items() if not value)
        yield wrong("Slack installations", "workspaces cannot install the bot.", f"Set {lacking}.")


def _socket(found: Settings, wire: Wire) -> Iterator[Finding]:
    token = found.slack_app_token.get_secret_value()
    if not token:
        return
    try:
        wire.call(token, "apps.connections.open", {})
    except Refused as problem:
        yield wrong(_SOCKET, f"Slack says {problem.error}.", _MAKE_ONE)
    else:
        yield well(_SOCKET, "a connection can be opened.")
