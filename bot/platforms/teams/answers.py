"""What an invoke is answered with: the next card, the next dialog, or a sentence."""

from bot.platforms.teams import render
from bot.platforms.teams.render import CARD
from bot.platforms.teams.wire import Json
from conversations.messages import Form, Message, Text

SENTENCE = "application/vnd.microsoft.activity.message"
DONE: Json = {}
"""Nothing is to be seen; a dialog closes."""
_LONGEST = 1000


def card(message: Message, row: int, revision: int) -> Json:
    """The card that was pressed becomes this one."""
    shown = render.message(message, row, revision)
    return {"statusCode": 200, "type": CARD, "value": shown.card}


def told(sentence: str) -> Json:
    """A sentence to the one who pressed a card, which stays as it is."""
    return {"statusCode": 200, "type": SENTENCE, "value": sentence[:_LONGEST]}


def dialog(message: Message, row: int) -> Json:
    """A dialog opens with this, or goes on with it."""
    return {"task": {"type": "continue", "value": render.dialog(message, row)}}


def dialog_told(sentence: str) -> Json:
    """A dialog says a sentence and has nothing more."""
    return {"task": {"type": "message", "value": sentence[:_LONGEST]}}


def in_words(message: Message) -> str:
    """A message as plain text, for where nothing else can be shown."""
    said = [part.text for part in message.parts if isinstance(part, Text)]
    return "\n".join(said) or message.summary


def form_in(message: Message) -> Form | None:
    """The form that a message asks to be filled in, if there is one."""
    return next((part for part in message.parts if isinstance(part, Form)), None)


def mistakes_in(message: Message, verb: str) -> bool:
    """Whether a message is the form that was sent, with what has to be mended in it."""
    asked = form_in(message)
    return asked is not None and asked.action.verb == verb and any(each.error for each in asked.fields)
