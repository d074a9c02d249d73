"""Who and what is not reached in Slack, as numbers."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.examination.findings import Finding, advice, well
from bot.platforms.slack.workspaces import PLATFORM
from storage import chat_reports, team_places
from storage.database import Database
from storage.reports import AuthorityRow

_LOOK = "Run: python -m bot slack look"
_PRINCIPALS = "Invite the bot there, or let a coordinator choose another: kanaler"


def people(database: Database, row: AuthorityRow, now: datetime) -> Iterator[Finding]:
    """Count the people without an account, the teams without a channel and the messages that wait."""
    try:
        today = now.astimezone(ZoneInfo(row.zone)).date()
    except (ValueError, OSError, KeyError):
        # The zone has a line of its own already.
        today = now.date()
    yield from _accounts(database, row, today)
    yield from _channels(database, row, today)
    yield from _waiting(database, row)


def _accounts(database: Database, row: AuthorityRow, today: date) -> Iterator[Finding]:
    with database.reading() as connection:
        without = chat_reports.without_account(connection, row.id, PLATFORM, today)
    if without:
        told = f"{row.name}: {without} on the roster have none with their address."
        mending = f"{_LOOK} and then compare the addresses on the roster with those in Slack."
        yield advice("Slack accounts", told, mending)
    else:
        yield well("Slack accounts", f"{row.name}: everybody on the roster has one.")


def _channels(database: Database, row: AuthorityRow, today: date) -> Iterator[Finding]:
    with database.reading() as connection:
        places = team_places.load(connection, row.id, today)
    lacking = sum(not team.channel for team in places.teams)
    if lacking:
        told = f"{row.name}: {lacking} of {len(places.teams)} work teams have none."
        yield advice("Slack channels", told, "Run: python -m bot slack channels")
    given = {team.channel for team in places.teams} | {places.principals}
    uninvited = sum(channel.id in given and not channel.member for channel in places.known)
    if uninvited:
        told = f"{row.name}: the bot is not in {uninvited} of the channels of work teams and principals."
        yield advice("Slack channels", told, "Let somebody invite it there: /invite @Skolsteg")


def _waiting(database: Database, row: AuthorityRow) -> Iterator[Finding]:
    with database.reading() as connection:
        parked = chat_reports.parked(connection, row.id)
    if parked.get("person"):
        told = f"{row.name}: {parked['person']} messages wait for the bot to be let in."
        yield advice("Slack messages", told, f"They go out when it is installed again. {_LOOK}")
    if parked.get("team"):
        told = f"{row.name}: {parked['team']} messages wait for their work teams’ channels."
        yield advice("Slack messages", told, "Run: python -m bot slack channels")
    if parked.get("principals"):
        told = f"{row.name}: {parked['principals']} messages wait for the principals’ channel."
        yield advice("Slack messages", told, _PRINCIPALS)
