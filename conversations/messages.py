"""What the bot says, as neutral data: every platform renders the same parts."""

from dataclasses import dataclass, fields
from typing import Literal, Self

from conversations.charts import Chart, HeatMap

Tone = Literal["plain", "quiet", "warm", "warning"]
Style = Literal["primary", "plain", "danger"]
FieldKind = Literal["text", "long_text", "date", "choice", "checkbox"]

_SEPARATOR = "|"
_LONGEST_ID = 18  # what fits a 64-bit key


@dataclass(frozen=True, slots=True)
class Action:
    """What a button or a form carries: a verb and what it concerns, never who presses it."""

    verb: str
    round: int = 0
    school: int = 0
    who: str = ""
    item: str = ""
    value: str = ""

    def encode(self) -> str:
        """One line of text that any platform can carry in a button."""
        return _SEPARATOR.join(
            (self.verb, str(self.round), str(self.school), self.who, self.item, self.value)
        )

    @classmethod
    def decode(cls, text: str) -> Self | None:
        """The action behind a button's text, or nothing when the text is not one of ours."""
        pieces = text.split(_SEPARATOR)
        if len(pieces) != len(fields(cls)) or not all(is_id(piece) for piece in pieces[1:3]):
            return None
        verb, round_id, school_id, who, item, value = pieces
        return cls(verb, int(round_id), int(school_id), who, item, value)


def is_id(text: str) -> bool:
    """Whether a text is a row's number: plain digits, no more than a 64-bit key holds."""
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID


@dataclass(frozen=True, slots=True)
class Heading:
    """The message's title, one line."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of plain text; line breaks are kept, nothing in it is markup."""

    text: str
    tone: Tone = "plain"
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come, as a bar and in words."""

    done: int
    total: int
    label: str
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and a value."""

    rows: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column headings; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer: a short label, and the words that let a person recognise it."""

    label: str
    description: str
    action: Action


@dataclass(frozen=True, slots=True)
class Choice:
    """Ways to answer one question, each with a button of its own."""

    options: tuple[Option, ...]
    kind: Literal["choice"] = "choice"


@dataclass(frozen=True, slots=True)
class Button:
    """A press that does something."""

    label: str
    action: Action
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons."""

    buttons: tuple[Button, ...]
    kind: Literal["buttons"] = "buttons"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. ``options`` are (value, label); ``error`` is a sentence to the person.

    What is not ``required`` may be left empty for good, or with ``can_wait`` only for now.
    """

    name: str
    label: str
    type: FieldKind = "text"
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    error: str = ""
    required: bool = True
    longest: int = 500
    can_wait: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Fields with one submit button; it carries its whole state, so nothing waits half-done."""

    action: Action
    submit: str
    fields: tuple[Field, ...]
    kind: Literal["form"] = "form"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart, with the same numbers in words for those who do not see it."""

    chart: Chart | HeatMap
    alt: str
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Document:
    """A file to fetch; ``name`` is such as ``results/7/xlsx``, rights are checked when it is fetched."""

    label: str
    name: str
    kind: Literal["document"] = "document"


Part = Heading | Text | Progress | Facts | Table | Choice | Buttons | Form | Picture | Document


@dataclass(frozen=True, slots=True)
class Message:
    """One message in one language; ``summary`` is what a notification or a screen reader gets first."""

    summary: str
    parts: tuple[Part, ...]
    language: str = "sv"
