"""A message as HTML: one small macro per part, in ``page/parts.html``, with everything escaped."""

from dataclasses import dataclass
from functools import cache
from typing import assert_never
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot import pictures
from bot.platforms.web.words import moment, suggestions, today, word
from conversations.messages import (
    Buttons,
    Choice,
    Document,
    Facts,
    Form,
    Heading,
    Message,
    Part,
    Picture,
    Progress,
    Table,
    Text,
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message stands: ``place`` is its conversation as ``kind/id``, ``reader`` whose pane it is.

    ``school`` and ``person`` are what the page's choosers say; ``message`` is the outbox row, 0 in a dialog.
    """

    place: str
    reader: int
    school: int
    person: int
    message: int = 0

    @property
    def identity(self) -> str:
        """The beginning of every id within the message."""
        return f"m{self.message}" if self.message else "shown"


@dataclass(frozen=True, slots=True)
class _Spot:
    """One part's place in its message, whose heading is ``title``."""

    address: Address
    identity: str
    language: str
    title: str = ""


@cache
def environment() -> Environment:
    """The templates of the page, escaping everything, with the page's words at hand."""
    templates = Environment(
        loader=PackageLoader("bot.platforms.web", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals |= {
        "word": word,
        "suggestions": suggestions,
        "moment": moment,
        "today": today,
        "message_html": message_html,
    }
    return templates


def message_html(message: Message, address: Address) -> Markup:
    """Every part of a message, in order."""
    title = next((part.text for part in message.parts if isinstance(part, Heading)), "")
    spots = (
        _Spot(address, f"{address.identity}-{place}", message.language, title)
        for place in range(1, len(message.parts) + 1)
    )
    return Markup("\n").join(part_html(part, spot) for part, spot in zip(message.parts, spots, strict=True))


def part_html(part: Part, spot: _Spot) -> Markup:
    """One part, whichever it is."""
    match part:
        case Heading() | Text() | Progress() | Facts() | Table() | Choice() | Buttons() | Form():
            return _macro(part.kind, part, spot)
        case Picture():
            drawing = Markup(pictures.svg(part, spot.identity))  # noqa: S704 - pictures.svg escapes every word
            return _macro("picture", part, spot, drawing)
        case Document():
            address = f"/files/{quote(part.name)}?person={spot.address.reader}"
            return _macro("document", part, spot, address)
        case _:
            assert_never(part)


def _macro(name: str, *values: object) -> Markup:
    macro = getattr(_parts(), f"{name}_part")
    return Markup(macro(*values))  # noqa: S704 - a macro's own output, already escaped


@cache
def _parts() -> object:
    return environment().get_template("parts.html").module
