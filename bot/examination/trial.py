"""A test message to somebody in the chat, so that they see it arrive."""

from collections.abc import Iterator
from contextlib import closing

from bot.config import Settings
from bot.examination.findings import Finding, well, wrong
from bot.examination.slack_tokens import Entrance, ways_in
from bot.examination.teams import LIBRARY
from bot.examination.teams import installed as teams_installed
from bot.memory import Memory
from bot.platforms.slack import render
from bot.platforms.slack.trouble import INSTALL, TROUBLE, explained
from bot.platforms.slack.wire import Json, Refused, Wire
from bot.platforms.slack.workspaces import PLATFORM
from conversations.messages import Message, Text
from conversations.texts import say
from storage import chat_reports, reports
from storage.database import Database
from storage.reports import AuthorityRow

_SUBJECT = "Test message"


def trial(found: Settings, memory: Memory, email: str) -> Finding:
    """Send a test message to whoever has this address in any of the chats, in their language."""
    if not found.on_teams:
        return _in_slack(found, memory.database, email)
    if not teams_installed():
        return wrong(_SUBJECT, "Microsoft’s library is not installed.", LIBRARY)
    from bot.examination.teams_trial import trial as in_teams  # noqa: PLC0415  # comes with the extra

    sent = in_teams(found, memory, email)
    if sent.state == "well" or not found.on_slack:
        return sent
    other = _in_slack(found, memory.database, email)
    return other if other.state == "well" else sent


def _in_slack(found: Settings, database: Database, email: str) -> Finding:
    with database.reading() as connection:
        here = [row for row in reports.authorities(connection) if row.platform == PLATFORM]
    with closing(Wire(found.slack_api_url)) as wire:
        try:
            entrances = list(ways_in(found, database, here))
            sent = next(filter(None, (_sent(database, wire, each, email) for each in entrances)), "")
        except TROUBLE as problem:
            trouble = explained(problem)
            return wrong(_SUBJECT, f"it was not sent: {trouble.told}", trouble.mending)
    if sent:
        return well(_SUBJECT, f"sent to {email} in {sent}.")
    if not entrances:
        return wrong(_SUBJECT, "the bot has no token for Slack.", INSTALL)
    return wrong(_SUBJECT, f"nobody in Slack has the address {email}.", "Give the one that they have there.")


def _sent(database: Database, wire: Wire, entrance: Entrance, email: str) -> str:
    """Send it in one workspace; gives the workspace's name, empty where nobody has the address."""
    try:
        user = wire.call(entrance.token, "users.lookupByEmail", {"email": email})["user"]
    except Refused as problem:
        if problem.error == "users_not_found":
            return ""
        raise
    place = wire.call(entrance.token, "auth.test", {})
    language = _language(database, entrance.authority, str(place.get("team_id", "")), email)
    text = say(language, "chat.test.text")
    shown = render.message(Message(text, (Text(text),), language))
    said: Json = {"channel": user["id"], "text": shown.text, "blocks": shown.blocks}
    wire.call(entrance.token, "chat.postMessage", said)
    return str(place.get("team", ""))


def _language(database: Database, authority: AuthorityRow | None, team: str, email: str) -> str:
    with database.reading() as connection:
        known: Iterator[AuthorityRow] = (
            row
            for row in reports.authorities(connection)
            if (row.platform, row.workspace) == (PLATFORM, team)
        )
        row = authority or next(known, None)
        if row is None:
            return "sv"
        return chat_reports.language_of(connection, row.id, email.casefold()) or row.language
