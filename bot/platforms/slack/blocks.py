"""The blocks that Skolsteg uses, each within Slack's limits; nothing in their texts is read as markup.

Plain dictionaries: ``slack_sdk.models`` takes 0.8 ms for a card, so it does its checking in the tests.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from bot.platforms.words import clean, is_visible, length, one_line, pieces, shortened
from conversations.messages import Style

Block: TypeAlias = dict[str, Any]

HEADER_LONGEST = 150
RICH_LONGEST = 3000
CONTEXT_LONGEST = 2000
BUTTON_LONGEST = 75
VALUE_LONGEST = 2000
ALT_LONGEST = 2000
BUTTONS_A_ROW = 25
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_LETTERS = 9000
"""All cells of a message's table together; Slack stops at 10 000."""
NOTHING = "–"
"""Stands where there are no words and Slack wants some."""


def plain(text: str) -> Block:
    """A text object that is never markup and never an emoji code."""
    return {"type": "plain_text", "text": text, "emoji": False}


def label(text: str, longest: int = BUTTON_LONGEST) -> Block:
    """One line of text that is never empty."""
    line = one_line(text)
    return plain(shortened(line, longest) if is_visible(line) else NOTHING)


def header(text: str) -> Iterator[Block]:
    """A title; one that is too long for Slack's own becomes bold text."""
    line = one_line(text)
    if length(line) > HEADER_LONGEST:
        yield from titled(line, "")
    elif is_visible(line):
        yield {"type": "header", "text": plain(line)}


def words(text: str) -> Block:
    """Words in a rich text."""
    return {"type": "text", "text": text}


def bold(text: str) -> Block:
    """Bold words in a rich text."""
    return words(text) | {"style": {"bold": True}}


def section(*elements: Block) -> Block:
    """A paragraph of a rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def rich(*elements: Block) -> Block:
    """A rich text: what is bold or quoted is said by its structure, never by signs in the words."""
    return {"type": "rich_text", "elements": list(elements)}


def bullets(items: Sequence[Block]) -> Block:
    """A list of sections with bullets."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def paragraphs(text: str) -> Iterator[Block]:
    """A text as it is written, with its line breaks."""
    yield from (rich(section(words(piece))) for piece in pieces(clean(text).strip(), RICH_LONGEST))


def titled(title: str, text: str) -> Iterator[Block]:
    """A text under a title in bold."""
    line = one_line(title)
    yield from (rich(section(bold(piece))) for piece in pieces(line, RICH_LONGEST))
    yield from paragraphs(text)


def quoted(text: str) -> Iterator[Block]:
    """A text with a line beside it, to stand out."""
    for piece in pieces(clean(text).strip(), RICH_LONGEST):
        yield rich({"type": "rich_text_quote", "elements": [words(piece)]})


def quiet(text: str) -> Iterator[Block]:
    """A text in small grey letters."""
    for piece in pieces(clean(text).strip(), CONTEXT_LONGEST):
        yield {"type": "context", "elements": [plain(piece)]}


def button(text: str, action_id: str, value: str, style: Style = "plain") -> Block:
    """A button; a value that is too long for Slack leads nowhere instead of somewhere else."""
    made: Block = {
        "type": "button",
        "text": label(text),
        "action_id": action_id,
        "value": value if 0 < len(value) <= VALUE_LONGEST else NOTHING,
    }
    return made if style == "plain" else made | {"style": style}


def actions(elements: Sequence[Block]) -> Iterator[Block]:
    """Rows of buttons."""
    for start in range(0, len(elements), BUTTONS_A_ROW):
        yield {"type": "actions", "elements": list(elements[start : start + BUTTONS_A_ROW])}


def image(file: str, alt: str) -> Block:
    """A picture that has been uploaded to Slack, by its file's id; its title is drawn in it."""
    return {"type": "image", "slack_file": {"id": file}, "alt_text": label(alt, ALT_LONGEST)["text"]}
