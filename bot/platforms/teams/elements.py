"""The elements of an Adaptive Card that Skolsteg uses; all words wrap and none of them are read as markup.

Paragraphs are rich text blocks, as their words are never Markdown; each line is one of its own, for a line
break within is not kept everywhere.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from bot.platforms.teams.texts import clean, is_visible, literal, one_line, pieces, plain, shortened

Element: TypeAlias = dict[str, Any]

LINE_LONGEST = 3000
HEADING_LONGEST = 300
BUTTON_LONGEST = 80
NOTHING = "–"
"""Stands where there are no words and a card needs some."""

BOLD: Element = {"weight": "Bolder"}
QUIET: Element = {"isSubtle": True}
CLOSE: Element = {"spacing": "None"}
NEAR: Element = {"spacing": "Small"}
APART: Element = {"spacing": "Medium"}


def run(text: str, **look: object) -> Element:
    """Words in a rich text, which are no Markdown there."""
    return {"type": "TextRun", "text": literal(text), **look}


def rich(*runs: Element) -> Element:
    """A paragraph."""
    return {"type": "RichTextBlock", "inlines": list(runs)}


def heading(text: str) -> Iterator[Element]:
    """A title that a screen reader can jump to."""
    line = one_line(text)
    if is_visible(line):
        words = plain(shortened(line, HEADING_LONGEST))
        yield {
            "type": "TextBlock",
            "text": words,
            "style": "heading",
            "size": "Large",
            "weight": "Bolder",
            "wrap": True,
        }


def paragraphs(text: str, **look: object) -> Iterator[Element]:
    """A text as it is written, with its line breaks."""
    spacing: Element = {}
    for line in clean(text).strip().split("\n"):
        if not is_visible(line):
            spacing = APART if spacing else {}
            continue
        for piece in pieces(line.strip(), LINE_LONGEST):
            yield rich(run(piece, **look)) | spacing
            spacing = NEAR


def line(text: str, **look: object) -> Iterator[Element]:
    """A text on one line, which wraps."""
    yield from paragraphs(one_line(text), **look)


def pair(name: str, value: str) -> Iterator[Element]:
    """A name in bold before its value, either of which may be missing."""
    before = [run(piece, **BOLD) for piece in pieces(joined(one_line(name)), LINE_LONGEST)]
    first, *rest = list(paragraphs(value)) or [rich()]
    if before or first["inlines"]:
        yield rich(*before, *first["inlines"])
    yield from rest


def joined(title: str) -> str:
    """A title as it stands before what it is the title of."""
    if not is_visible(title):
        return ""
    return f"{title} " if title.endswith(("?", ":")) else f"{title}: "


def box(style: str, items: Sequence[Element]) -> Iterator[Element]:
    """What belongs together, on a background of its own."""
    if items:
        yield {"type": "Container", "style": style, "items": list(items)}


def label(text: str, longest: int = BUTTON_LONGEST) -> str:
    """One line that is never empty, for a place without Markdown."""
    short = shortened(one_line(text), longest)
    return literal(short) if is_visible(short) else NOTHING


def marked(text: str, longest: int = BUTTON_LONGEST) -> str:
    """One line that is never empty, for a place where Markdown is read."""
    short = shortened(one_line(text), longest)
    return plain(short) if is_visible(short) else NOTHING
