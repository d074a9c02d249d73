"""A message as an Adaptive Card: in a conversation, or in a dialog that leaves nothing in the chat."""

from dataclasses import dataclass

from bot.platforms.teams.actions import PRESS, Surface
from bot.platforms.teams.elements import Element, label, paragraphs
from bot.platforms.teams.fit import LARGEST, fitted, size
from bot.platforms.teams.forms import filled
from bot.platforms.teams.parts import TITLE_LONGEST, body, title
from bot.platforms.teams.texts import is_visible, one_line, plain
from conversations.messages import Document, Message, Picture, Table

__all__ = ["CARD", "PRESS", "Element", "Rendered", "dialog", "filled", "message"]

CARD = "application/vnd.microsoft.card.adaptive"
VERSION = "1.5"
BRAND = "Skolsteg"

_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
_SUMMARY_LONGEST = 500
_MANY_ROWS = 12


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a notification says, and what is seen."""

    summary: str
    card: Element


def message(message: Message, row: int = 0, revision: int = 0) -> Rendered:
    """A card in a conversation; ``row`` is its place in the outbox, 0 for what is kept nowhere."""
    return Rendered(_summary(message), _card(message, Surface(row, revision)))


def dialog(message: Message, row: int = 0) -> Element:
    """What a dialog is opened or goes on with: its title, its card, and how large it is."""
    surface = Surface(row, in_dialog=True)
    return {
        "title": label(_first(title(message), message.summary), TITLE_LONGEST),
        "card": {"contentType": CARD, "content": _card(message, surface)},
        "height": "large" if _is_long(message) else "medium",
        "width": "medium",
    }


def _card(message: Message, surface: Surface) -> Element:
    made = body(message, surface, tables=True)
    if size(made) > LARGEST:
        made = body(message, surface, tables=False)
    summary = _summary(message)
    card: Element = {
        "type": "AdaptiveCard",
        "$schema": _SCHEMA,
        "version": VERSION,
        "lang": message.language,
        "fallbackText": plain(summary),
        "body": fitted(made or list(paragraphs(summary)), message.language),
    }
    wide = not surface.in_dialog and any(isinstance(part, Picture | Table) for part in message.parts)
    return card | {"msteams": {"width": "full"}} if wide else card


def _summary(message: Message) -> str:
    return label(_first(message.summary, title(message)), _SUMMARY_LONGEST)


def _first(*texts: str) -> str:
    return next((line for line in map(one_line, texts) if is_visible(line)), BRAND)


def _is_long(message: Message) -> bool:
    rows = sum(len(part.rows) for part in message.parts if isinstance(part, Table))
    return rows > _MANY_ROWS or sum(not isinstance(part, Document) for part in message.parts) > _MANY_ROWS
