"""One part of a message as blocks, whichever it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from bot.platforms.slack import blocks
from bot.platforms.slack.blocks import Block
from bot.platforms.slack.tables import lines, native, pairs
from bot.platforms.words import clean, is_visible, length, one_line, pieces
from conversations.messages import (
    Buttons,
    Choice,
    Document,
    Facts,
    Form,
    Heading,
    Message,
    Option,
    Part,
    Picture,
    Progress,
    Table,
    Text,
)

_LONGEST_BAR = 10
_FULL, _EMPTY = "▰", "▱"
_WARNING = "⚠️"
_OPTION_LONGEST = 3000


@dataclass(slots=True)
class Place:
    """Where a part stands in its message, and what the message has used up before it."""

    title: str
    number: int = 0
    tables: int = 0
    """How many tables of Slack's own may still stand here."""
    pictures: Mapping[int, str] = field(default_factory=dict)


def parts(message: Message, tables: int, pictures: Mapping[int, str]) -> Iterator[tuple[Part, list[Block]]]:
    """Every part with its blocks, in order."""
    place = Place(heading(message), tables=tables, pictures=pictures)
    for place.number, part in enumerate(message.parts):
        yield part, list(part_blocks(part, place))


def heading(message: Message) -> str:
    """The message's title, empty when it has none."""
    return next((part.text for part in message.parts if isinstance(part, Heading)), "")


def part_blocks(part: Part, place: Place) -> Iterator[Block]:  # noqa: C901, PLR0911 - one line for each part
    """One part, whichever it is."""
    match part:
        case Heading(text):
            return blocks.header(text)
        case Text():
            return _text(part)
        case Progress():
            return _progress(part)
        case Facts(rows):
            return pairs(rows)
        case Table():
            return _table(part, place)
        case Choice(options):
            return _choice(options, place)
        case Buttons():
            return _buttons(part, place)
        case Form():
            return _form(part, place)
        case Picture():
            return _picture(part, place)
        case Document(label, name):
            return blocks.actions([blocks.button(label, f"document{place.number}", name)])
        case _:
            assert_never(part)


def _text(part: Text) -> Iterator[Block]:
    match part.tone:
        case "plain":
            return blocks.paragraphs(part.text)
        case "quiet":
            return blocks.quiet(part.text)
        case "warm":
            return blocks.quoted(part.text)
        case "warning":
            return _warning(part.text)
        case _:
            assert_never(part.tone)


def _warning(text: str) -> Iterator[Block]:
    return blocks.quoted(f"{_WARNING} {clean(text).strip()}" if is_visible(clean(text)) else "")


def _progress(part: Progress) -> Iterator[Block]:
    cells = max(1, min(part.total, _LONGEST_BAR))
    full = max(0, min(cells, cells * part.done // max(1, part.total)))
    bar = _FULL * full + _EMPTY * (cells - full)
    return blocks.quiet(f"{one_line(part.label)}  {bar}")


def _table(part: Table, place: Place) -> Iterator[Block]:
    if one_line(part.caption) != one_line(place.title):
        yield from blocks.quiet(part.caption)
    left = part
    if place.tables:
        made, left = native(part)
        if made:
            place.tables -= 1
            yield made
    yield from lines(left)


def _choice(options: tuple[Option, ...], place: Place) -> Iterator[Block]:
    bare = []
    for number, option in enumerate(options):
        made = blocks.button(option.label, f"a{place.number}.{number}", option.action.encode())
        if is_visible(clean(option.description)):
            yield from _option(option.description, made)
        else:
            bare.append(made)
    yield from blocks.actions(bare)


def _option(description: str, button: Block) -> Iterator[Block]:
    """What an option means, with its button beside it."""
    first, *rest = pieces(clean(description).strip(), _OPTION_LONGEST)
    yield {"type": "section", "text": blocks.plain(first), "accessory": button}
    yield from (block for piece in rest for block in blocks.paragraphs(piece))


def _buttons(part: Buttons, place: Place) -> Iterator[Block]:
    return blocks.actions(
        [
            blocks.button(each.label, f"a{place.number}.{number}", each.action.encode(), each.style)
            for number, each in enumerate(part.buttons)
        ]
    )


def _form(part: Form, place: Place) -> Iterator[Block]:
    """A form is a button that opens it; what was wrong with it is said before the button."""
    for each in part.fields:
        if each.error:
            yield from _warning(f"{one_line(each.label)}: {each.error}")
    yield from blocks.actions(
        [blocks.button(part.submit, f"form{place.number}.0", part.action.encode(), "primary")]
    )


def _picture(part: Picture, place: Place) -> Iterator[Block]:
    """The picture itself where it has been uploaded, otherwise the same in words."""
    file = place.pictures.get(place.number, "")
    if file:
        yield blocks.image(file, part.alt)
    if not file or length(one_line(part.alt)) > blocks.ALT_LONGEST:
        yield from blocks.titled(part.chart.title, part.alt)
