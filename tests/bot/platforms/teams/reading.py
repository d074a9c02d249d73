"""What a card says, what can be pressed in it, and all that Teams would refuse of it."""

import re
from collections.abc import Iterator
from typing import Any

from microsoft_teams.cards import AdaptiveCard

from bot.files import ANSWERS
from bot.platforms.teams.render import PRESS, dialog, message
from conversations.messages import Message
from tests.contract.teams.lint import lint_card

READ_AS_CODE = re.compile(r"\{\{|\$\{|</?at\b", re.IGNORECASE)
READ_AS_MARKDOWN = re.compile(
    r"[*_~`]|\\(?!\u2060)|<(?!\u2060)|&(?!\u2060)|\]\(|\]\[|://|^([-+#>=\[]|\d+[.)])"
)
SAME_LABEL = re.compile(r"card: the label .* twice", re.DOTALL)


def within(value: object) -> Iterator[dict[str, Any]]:
    """Everything in a card that has a type, in order."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for name, inner in value.items():
            if name != "data":
                yield from within(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from within(inner)


def buttons(card: object) -> list[dict[str, Any]]:
    return [each for each in within(card) if each["type"].startswith("Action.")]


def inputs(card: object) -> list[dict[str, Any]]:
    return [each for each in within(card) if each["type"].startswith("Input.")]


def words(card: dict[str, Any]) -> str:
    """All words as they are read from the top, without the signs that have no width."""
    return "\n".join(words_of(card)).replace("\N{WORD JOINER}", "")


def kinds(card: dict[str, Any]) -> list[str]:
    return [each["type"] for each in within(card)]


def complaints(each: Message) -> list[str]:
    """What Teams would refuse of a message, as a card and in a dialog, and any words that become markup."""
    shown, opened = message(each, 7, 2), dialog(each, 7)
    inner = opened["card"]["content"]
    found = [*lint_card(shown.card), *lint_card(inner, "dialog")]
    for card in (shown.card, inner):
        AdaptiveCard.model_validate(card)
        found += [f"markup: {text}" for text in _as_markdown(card) if READ_AS_MARKDOWN.search(text)]
        found += [f"code: {text}" for text in words_of(card) if READ_AS_CODE.search(text)]
    found += [
        f"in a dialog: {one}" for one in buttons(inner) if one["data"].get("document", "").startswith(ANSWERS)
    ]
    found += [
        f"strange: {one}" for one in buttons(shown.card) + buttons(inner) if one["data"]["action"] != PRESS
    ]
    if not (shown.summary.strip() and opened["title"].strip()):
        found.append("nothing to be notified of")
    return found


def of_words(each: Message) -> list[str]:
    """The same for a sample, in which all fields have the same name."""
    return [complaint for complaint in complaints(each) if not SAME_LABEL.fullmatch(complaint)]


def words_of(card: dict[str, Any]) -> Iterator[str]:
    for each in within(card["body"]):
        yield from (each[name] for name in ("text", "label", "title", "errorMessage") if name in each)
        yield from (choice["title"] for choice in each.get("choices", ()))


def _as_markdown(card: dict[str, Any]) -> Iterator[str]:
    """The texts that Teams reads as Markdown."""
    yield card["fallbackText"]
    for each in within(card["body"]):
        if each["type"] in {"TextBlock", "Input.Toggle"}:
            yield each.get("text") or each["title"]
        yield from (choice["title"] for choice in each.get("choices", ()))
