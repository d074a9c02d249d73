"""The app's home: each role's dashboard, new every time somebody opens it."""

import secrets

from bot.platforms.conversing import Who
from bot.platforms.envelope import Incoming
from bot.platforms.slack import render
from bot.platforms.slack.office import Office
from bot.platforms.slack.wire import Refused
from conversations.events import Pressed
from conversations.messages import Action


def publish(office: Office, who: Who, key: str = "") -> None:
    """Show somebody their dashboard as it is now, or a little later where Slack asks for patience."""
    if not _published(office, who, key):
        office.homes[who] = None


def go_on(office: Office) -> None:
    """Show those that Slack had no time for, as on the morning of a study day, as far as it lets them now."""
    full: set[int] = set()
    for who in list(office.homes):
        if who.authority in full:
            continue
        office.homes.pop(who, None)
        if not _published(office, who, ""):
            office.homes[who] = None
            full.add(who.authority)


def _published(office: Office, who: Who, key: str) -> bool:
    asked = Incoming(
        key or f"slack-home-{secrets.token_hex(8)}",
        who.authority,
        who.person,
        who.own,
        Pressed(Action("dashboard")),
    )
    reply = office.dispatcher.handle(asked)
    message = reply.shown or reply.replaced
    if message is None:
        return True
    try:
        office.call(who, "views.publish", {"user_id": who.user, "view": render.home(message)})
    except Refused as problem:
        if problem.error != "ratelimited":
            raise
        return False
    return True
