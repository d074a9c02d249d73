"""A message as Slack's blocks: cards in a conversation, modals, and the home of the app."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.platforms.slack.blocks import Block, label
from bot.platforms.slack.fit import MESSAGE, VIEW, fitted, numbered
from bot.platforms.slack.forms import errors, filled
from bot.platforms.slack.modal import BRAND, ModalAddress, modal
from bot.platforms.slack.parts import heading, parts
from bot.platforms.slack.texts import notice
from bot.platforms.words import is_visible
from conversations.messages import Message

__all__ = ["Block", "ModalAddress", "Rendered", "errors", "filled", "home", "message", "modal"]

_NO_PICTURES: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a notification and a screen reader get, and what is seen; ``text`` is already escaped."""

    text: str
    blocks: list[Block]


def message(
    message: Message, row: int = 0, revision: int = 0, pictures: Mapping[int, str] = _NO_PICTURES
) -> Rendered:
    """A card in a conversation.

    ``row`` is its place in the outbox, 0 for what is kept nowhere. ``pictures`` are the ids of uploaded
    files by the part's index; a picture without one is told in words.
    """
    made = [block for _, blocks in parts(message, 1, pictures) for block in blocks]
    text = _words(message)
    shown = fitted(made or [_section(text)], MESSAGE, message.language)
    return Rendered(notice(text), numbered(shown, f"{row}.{revision}"))


def home(message: Message) -> Block:
    """The home of the app, for one person."""
    made = [block for _, blocks in parts(message, 0, _NO_PICTURES) for block in blocks]
    shown = fitted(made or [_section(_words(message))], VIEW, message.language)
    return {"type": "home", "callback_id": "home", "blocks": numbered(shown, "0.0")}


def _words(message: Message) -> str:
    return next((text for text in (message.summary, heading(message)) if is_visible(text)), BRAND)


def _section(text: str) -> Block:
    return {"type": "section", "text": label(text, 3000)}
