"""A card made to fit what Teams takes."""

import json
from collections.abc import Sequence

from bot.platforms.teams.elements import QUIET, Element, paragraphs
from bot.platforms.teams.texts import shortened
from conversations.texts import say

LARGEST = 25_000
"""Bytes of a card's body; Teams takes 28 KB with what is around it."""
_BESIDE = 300


def size(value: object) -> int:
    """How many bytes a piece of a card is on its way."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def fitted(body: Sequence[Element], language: str) -> list[Element]:
    """The elements as they fit; words that do not fit are told of, and what can be pressed stays."""
    return list(body) if size(body) <= LARGEST else _chosen(body, language)


def _chosen(body: Sequence[Element], language: str) -> list[Element]:
    (more,) = paragraphs(say(language, "chat.card.more"), **QUIET)
    asking = sum(size(each) for each in body if _asks(each))
    if asking > LARGEST // 2:
        body = [_short(each) for each in body]
        asking = sum(size(each) for each in body if _asks(each))
    room = LARGEST - size(more) - len(body)
    free = max(0, room - asking)
    kept: list[Element] = []
    told = False
    for each in body:
        asks, needed = _asks(each), size(each)
        if needed <= room and (asks or (not told and needed <= free)):
            kept.append(each)
            room -= needed
            free -= 0 if asks else needed
        elif not told:
            kept.append(more)
            told = True
    return kept


def _asks(element: Element) -> bool:
    kind = element["type"]
    return kind == "ActionSet" or kind.startswith("Input.") or any(map(_asks, element.get("items", ())))


def _short(element: Element) -> Element:
    """What stands beside a button, cut so that the button is not lost."""
    match element:
        case {"items": [button, {"inlines": [run]} as first, *_]} if _asks(element):
            cut = {"inlines": [run | {"text": shortened(run["text"], _BESIDE)}]}
            return element | {"items": [button, first | cut]}
        case _:
            return element
