"""The app's home: each role's dashboard, new every time somebody opens it."""

import secrets

from bot.platforms.envelope import Incoming
from bot.platforms.slack import render
from bot.platforms.slack.office import Office, Who
from conversations.events import Pressed
from conversations.messages import Action


def publish(office: Office, who: Who, key: str = "") -> None:
    """Show somebody their dashboard as it is now."""
    asked = Incoming(
        key or f"slack-home-{secrets.token_hex(8)}",
        who.authority,
        who.person,
        who.own,
        Pressed(Action("dashboard")),
    )
    reply = office.dispatcher.handle(asked)
    message = reply.shown or reply.replaced
    if message is not None:
        office.call(who, "views.publish", {"user_id": who.user, "view": render.home(message)})
