"""One part of a message as elements of a card, whichever it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from bot.files import ANSWERS
from bot.platforms.teams import elements
from bot.platforms.teams.actions import Surface, fetch, press, sets, submit
from bot.platforms.teams.charts import chart, progress
from bot.platforms.teams.elements import BOLD, NEAR, QUIET, Element
from bot.platforms.teams.forms import FORM, inputs
from bot.platforms.teams.tables import caption, lines, native, pairs
from bot.platforms.teams.texts import clean, is_visible, one_line, shortened
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

TITLE_LONGEST = 60
"""What the title of a dialog holds; a longer one is cut there, and said whole in the dialog."""
LABEL_LONGEST = 27
"""What a button shows on the narrowest phone, in a frame of its own."""
_WARNING = "⚠ "


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands: on which surface, in which message, and whether its tables are the card's own."""

    surface: Surface
    message: Message
    tables: bool = True
    number: int = 0

    @property
    def form(self) -> str:
        """What the ids of this part's inputs begin with."""
        return FORM if self.alone else f"{FORM}{self.number}"

    @property
    def alone(self) -> bool:
        """Whether the message has one form and no more."""
        return sum(isinstance(part, Form) for part in self.message.parts) == 1


def body(message: Message, surface: Surface, *, tables: bool) -> list[Element]:
    """Every part in order; files to fetch stand beside each other."""
    made: list[Element] = []
    numbered = enumerate(message.parts)
    for are_files, group in groupby(numbered, lambda each: isinstance(each[1], Document)):
        if are_files:
            made += _documents(surface, [part for _, part in group if isinstance(part, Document)])
        else:
            for number, part in group:
                made += part_elements(part, Place(surface, message, tables, number))
    return made


def title(message: Message) -> str:
    """The message's title, empty when it has none."""
    return next((part.text for part in message.parts if isinstance(part, Heading)), "")


def part_elements(part: Part, place: Place) -> Iterator[Element]:  # noqa: C901, PLR0911 - one line for each part
    """One part, whichever it is."""
    match part:
        case Heading(text):
            return iter(()) if _is_title(text, place) else elements.heading(text)
        case Text():
            return _text(part)
        case Progress():
            return progress(part)
        case Facts(rows):
            return pairs(rows)
        case Table():
            return _table(part, place)
        case Choice(options):
            return _choice(options, place.surface)
        case Buttons(buttons):
            return sets([press(place.surface, each.label, each.action, each.style) for each in buttons])
        case Form():
            return _form(part, place)
        case Picture():
            return chart(part.chart, place.message.language)
        case Document():
            return _documents(place.surface, [part])
        case _:
            assert_never(part)


def _is_title(text: str, place: Place) -> bool:
    """Whether the title of the dialog has said it already."""
    short = len(one_line(text)) <= TITLE_LONGEST
    return place.surface.in_dialog and short and text == title(place.message)


def _text(part: Text) -> Iterator[Element]:
    match part.tone:
        case "plain":
            return elements.paragraphs(part.text)
        case "quiet":
            return elements.paragraphs(part.text, **QUIET)
        case "warm":
            return elements.box("good", list(elements.paragraphs(part.text)))
        case "warning":
            return _warning(part.text)
        case _:
            assert_never(part.tone)


def _warning(text: str) -> Iterator[Element]:
    words = clean(text).strip()
    told = _WARNING + words if is_visible(words) else ""
    return elements.box("warning", list(elements.paragraphs(told)))


def _table(part: Table, place: Place) -> Iterator[Element]:
    if one_line(part.caption) != one_line(title(place.message)):
        yield from caption(part.caption)
    yield from native(part) if place.tables else lines(part)


def _choice(options: Sequence[Option], surface: Surface) -> Iterator[Element]:
    bare = []
    for option in options:
        button = press(surface, shortened(option.label, LABEL_LONGEST), option.action)
        # A button is cut where its words do not fit; then they stand beneath it.
        whole = elements.paragraphs(option.label, **BOLD) if len(option.label) > LABEL_LONGEST else ()
        told = [each | NEAR for each in (*whole, *elements.paragraphs(option.description))]
        if told:
            yield from elements.box("emphasis", [*sets([button]), *told])
        else:
            bare.append(button)
    yield from sets(bare)


def _form(part: Form, place: Place) -> Iterator[Element]:
    language = place.message.language
    for field in part.fields:
        yield from inputs(field, place.form, language, alone=place.alone)
    yield from sets([submit(place.surface, part.submit, part.action, place.form)])


def _documents(surface: Surface, documents: Sequence[Document]) -> Iterator[Element]:
    """Buttons that fetch files; what a dialog shows of one's own answers is not to stay in the chat."""
    theirs = [each for each in documents if not (surface.in_dialog and each.name.startswith(ANSWERS))]
    yield from sets([fetch(surface, each.label, each.name) for each in theirs])
