"""A sentence for what was right when it was asked and could not be done after all."""

from typing import Literal

from conversations.context import Context
from conversations.messages import Message, Text
from conversations.texts import say
from conversations.turn import Say, Turn

Reason = Literal["no_staff", "taken", "not_now"]


def not_possible(context: Context, reason: Reason) -> Turn:
    """Say why; what was filled in stays where it is, to be sent again."""
    text = say(context.language, f"coordinator.not_possible.{reason}")
    return Turn((Say(context.place, Message(text, (Text(text),), context.language)),))
