"""Who and what is not reached in Teams, as numbers."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.examination.findings import Finding, advice, well
from storage import chat_reports, installs, team_places
from storage.database import Database
from storage.reports import AuthorityRow

_PLATFORM = "teams"
_INSTALL = "Run: python -m bot teams install"
_CHANNELS = "Add the app to the work team’s team in Teams; then a coordinator writes to the bot: kanaler"
_PRINCIPALS = "Invite the bot there, or let a coordinator choose another: kanaler"


def people(database: Database, row: AuthorityRow, now: datetime) -> Iterator[Finding]:
    """Count the people without a conversation, the teams without a channel and the messages that wait."""
    try:
        today = now.astimezone(ZoneInfo(row.zone)).date()
    except (ValueError, OSError, KeyError):
        # The zone has a line of its own already.
        today = now.date()
    yield from _people(database, row, today)
    yield from _channels(database, row, today)
    yield from _waiting(database, row)


def _people(database: Database, row: AuthorityRow, today: date) -> Iterator[Finding]:
    with database.reading() as connection:
        lacking = chat_reports.without_account(connection, row.id, _PLATFORM, today)
        silent = len(installs.addresses(connection, row.id, _PLATFORM, today)) - lacking
    if lacking:
        told = f"{row.name}: {lacking} on the roster have none with their address yet."
        mending = f"{_INSTALL} and then compare the addresses on the roster with those in Entra."
        yield advice("Teams accounts", told, mending)
    if silent:
        yield advice(
            "Teams chats", f"{row.name}: {silent} have an account, and no chat with the bot.", _INSTALL
        )
    if not lacking and not silent:
        yield well("Teams chats", f"{row.name}: everybody on the roster has one with the bot.")


def _channels(database: Database, row: AuthorityRow, today: date) -> Iterator[Finding]:
    with database.reading() as connection:
        places = team_places.load(connection, row.id, today)
    lacking = sum(not team.channel for team in places.teams)
    if lacking:
        told = f"{row.name}: {lacking} of {len(places.teams)} work teams have none."
        yield advice("Teams channels", told, _CHANNELS)


def _waiting(database: Database, row: AuthorityRow) -> Iterator[Finding]:
    with database.reading() as connection:
        parked = chat_reports.parked(connection, row.id)
    if parked.get("person"):
        told = f"{row.name}: {parked['person']} messages wait for people to be reached."
        yield advice("Teams messages", told, _INSTALL)
    if parked.get("team"):
        told = f"{row.name}: {parked['team']} messages wait for their work teams’ channels."
        yield advice("Teams messages", told, _CHANNELS)
    if parked.get("principals"):
        told = f"{row.name}: {parked['principals']} messages wait for the principals’ channel."
        yield advice("Teams messages", told, _PRINCIPALS)
