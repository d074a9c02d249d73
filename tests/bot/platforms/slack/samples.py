"""A reading of what a rendered message says, and all that Slack would refuse of it."""

from collections.abc import Iterator
from typing import Any

from bot.platforms.slack.render import ModalAddress, home, message, modal
from conversations.messages import Form, Message
from tests.bot.platforms.samples import ACTION, HOSTILE, INVISIBLE, LONG, every_part, form, said
from tests.contract.slack.lint import lint_message, lint_view

__all__ = [
    "ACTION",
    "HOSTILE",
    "INVISIBLE",
    "LONG",
    "buttons",
    "complaints",
    "every_part",
    "form",
    "kinds",
    "reading",
    "said",
    "texts",
]

ADDRESS = ModalAddress(7, "D1")


def texts(value: object) -> Iterator[tuple[str, str]]:
    """Every text within, with the type of what holds it."""
    if isinstance(value, dict):
        for name in ("text", "alt_text", "initial_value"):
            if isinstance(value.get(name), str):
                yield value["type"], value[name]
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def reading(blocks: list[dict[str, Any]]) -> str:
    """All words as they are read, from the top."""
    return "\n".join(text for _, text in texts(blocks))


def kinds(value: object) -> list[str]:
    """The type of everything within, in order."""
    if isinstance(value, dict):
        own = [value["type"]] if isinstance(value.get("type"), str) else []
        return own + [kind for inner in value.values() for kind in kinds(inner)]
    return [kind for inner in value for kind in kinds(inner)] if isinstance(value, list) else []


def buttons(value: object) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if value.get("type") == "button" else []
        return own + [button for inner in value.values() for button in buttons(inner)]
    return [button for inner in value for button in buttons(inner)] if isinstance(value, list) else []


def complaints(each: Message) -> list[str]:
    """What Slack would refuse of a message, as a card, as every modal that it can become, and as home."""
    card = message(each, 7, 2)
    forms = [part for part in each.parts if isinstance(part, Form)]
    views = [home(each), *(modal(each, form, ADDRESS) for form in (None, *forms))]
    found = lint_message({"text": card.text, "blocks": card.blocks})
    return found + [complaint for view in views for complaint in lint_view(view)]
