"""A test message to somebody in Teams, so that they see it arrive."""

import asyncio
from contextlib import closing

from bot.config import Settings
from bot.examination.findings import Finding, well, wrong
from bot.memory import Memory
from bot.platforms.teams import render
from bot.platforms.teams.connector import Connector, card
from bot.platforms.teams.graph import graph, installed
from bot.platforms.teams.tenants import PLATFORM, Talk, Tenants
from bot.platforms.teams.trouble import TROUBLE, explained
from bot.platforms.teams.wire import NotLetIn, Refused, Unclear, Wire
from conversations.messages import Message, Text
from conversations.texts import say
from storage import accounts, chat_reports, reports
from storage.reports import AuthorityRow

_SUBJECT = "Test message"
_INSTALL = "Run: python -m bot teams install, or let them open the bot in Teams once."


def trial(settings: Settings, memory: Memory, email: str) -> Finding:
    """Send a test message to whoever has this address in any of the tenants, in their language."""
    with memory.database.reading() as connection:
        here = [row for row in reports.authorities(connection) if row.platform == PLATFORM]
    tenants = Tenants(memory, settings.registrations, settings.teams_connector_urls)
    with closing(Wire(settings.teams_login_url)) as wire:
        connector = Connector(wire, tenants)
        try:
            sent = next(filter(None, (_sent(settings, memory, connector, row, email) for row in here)), "")
        except TROUBLE as problem:
            trouble = explained(problem)
            unknown = isinstance(problem, Refused) and not isinstance(problem, NotLetIn)
            mending = _INSTALL if unknown else trouble.mending
            return wrong(_SUBJECT, f"it was not sent: {trouble.told}", mending)
    if sent:
        return well(_SUBJECT, f"sent to {email} in {sent}.")
    return wrong(_SUBJECT, f"nobody in Teams has the address {email}.", "Give the one that they have there.")


def _sent(settings: Settings, memory: Memory, connector: Connector, row: AuthorityRow, email: str) -> str:
    """Send it in one tenant; gives the authority's name, empty where nobody has the address."""
    if connector.tenants.registration(row.id) is None:
        return ""
    talk = _talk(settings, memory, connector, row, email)
    if talk is None:
        return ""
    with memory.database.reading() as connection:
        language = chat_reports.language_of(connection, row.id, email.casefold()) or row.language
    text = say(language, "chat.test.text")
    shown = render.message(Message(text, (Text(text),), language))
    connector.post(talk, card(shown.summary, shown.card))
    return row.name


def _talk(
    settings: Settings, memory: Memory, connector: Connector, row: AuthorityRow, email: str
) -> Talk | None:
    """Where somebody is spoken to: as is known already, else by the address as Graph knows it."""
    with memory.database.reading() as connection:
        person = chat_reports.person_with(connection, row.id, email)
        account = accounts.of_person(connection, row.id, PLATFORM, person) if person else None
    if account and account.channel:
        return Talk(row.id, account.service or connector.tenants.service(row.id), account.channel)
    user = account.user if account else _asked(settings, connector, row.id, email)
    return connector.open(row.id, user) if user else None


def _asked(settings: Settings, connector: Connector, authority: int, email: str) -> str:
    registration = connector.tenants.registration(authority)
    if registration is None or not installed():
        return ""

    async def asked() -> str:
        async with graph(settings, registration) as found:
            return await found.people.with_address(email)

    try:
        return asyncio.run(asked())
    except (Refused, Unclear) as problem:
        if isinstance(problem, NotLetIn):
            raise
        return ""
