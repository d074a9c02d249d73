"""What a person sees of an Adaptive Card: its words, what can be pressed, what can be filled in."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_SHOWN = ("body", "items", "columns", "rows", "cells", "inlines", "facts", "images", "actions", "card")
_SAID = ("text", "title", "value", "label", "altText", "placeholder", "errorMessage")
_INPUTS_SAY = ("label", "title", "placeholder", "errorMessage")
_BLOCKS = ("body", "items", "columns", "rows", "cells")


def readable(card: object) -> str:
    """All readable text, flattened, one line per element."""
    return "\n".join(line for line in _lines(card) if line.strip())


def _lines(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _lines(each)
    elif isinstance(part, dict):
        yield _own(part)
        for name in _SHOWN:
            if name == "inlines":
                continue
            yield from _lines(part.get(name, []))


def _own(part: Json) -> str:
    kind = str(part.get("type", ""))
    if kind == "RichTextBlock":
        return "".join(
            each if isinstance(each, str) else str(each.get("text", "")) for each in part["inlines"]
        )
    said = _INPUTS_SAY if kind.startswith("Input.") else _SAID
    found = [part[name] for name in said if isinstance(part.get(name), str)]
    found += [str(each.get("title", "")) for each in part.get("choices", [])]
    return " ".join(found)


def parts(card: object) -> Iterator[Json]:
    """Everything that a card is made of, the card itself first, in the order in which it is read."""
    if isinstance(card, list):
        for each in card:
            yield from parts(each)
    elif isinstance(card, dict):
        yield card
        for name in _SHOWN:
            yield from parts(card.get(name, []))
        for name in ("inlineAction", "selectAction"):
            yield from parts(card.get(name, []))


def actions(card: object) -> list[Json]:
    """Everything that can be pressed."""
    return [each for each in parts(card) if str(each.get("type", "")).startswith("Action.")]


def labels(card: object) -> list[str]:
    """The buttons' texts, in order."""
    return [str(each["title"]) for each in actions(card) if each.get("title")]


def inputs(card: object) -> list[Json]:
    """Everything that can be filled in."""
    return [each for each in parts(card) if str(each.get("type", "")).startswith("Input.")]


def pressed(card: object, title: str) -> Json:
    """The action with this title, id or verb; LookupError when nobody could press it."""
    for action in actions(card):
        if title in (action.get("title"), action.get("id")) and action.get("isEnabled", True):
            return action
    for action in actions(card):
        if title == action.get("verb"):
            return action
    raise LookupError(f"nothing here is titled {title!r}, only {labels(card)}")
