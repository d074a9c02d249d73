"""What the bot says, as a person would read it in a text."""

import re
from collections.abc import Iterator
from typing import assert_never

from conversations.messages import (
    Buttons,
    Choice,
    Document,
    Facts,
    Field,
    Form,
    Heading,
    Message,
    Part,
    Picture,
    Progress,
    Table,
    Text,
)
from tests.theatre.speech import Speech

_WIDTH = 10
_NUMBER = re.compile(r"\bDS-(\d{4})-\w{5}-\w{5}\b")


def quoted(header: str, message: Message, speech: Speech) -> str:
    """A message as a block quote under a header, with what a notification says."""
    told = [_first_words(message)] if _first_words(message) else []
    blocks = [header + "".join(f" *{words}*" for words in told), *_parts(message, speech)]
    return "\n>\n".join(_lines(block) for block in blocks)


def _lines(block: str) -> str:
    # A certificate's number is drawn, so that nobody can guess it.
    written = _NUMBER.sub(r"DS-\1-…", block)
    return "\n".join(f"> {line}".rstrip() for line in written.split("\n"))


def _first_words(message: Message) -> str:
    """The notification, where it says something else than the message's own beginning."""
    first = next((part.text for part in message.parts if isinstance(part, Heading | Text)), "")
    return "" if first == message.summary else message.summary


def _parts(message: Message, speech: Speech) -> Iterator[str]:
    for part in message.parts:
        yield _part(part, speech)


def _part(part: Part, speech: Speech) -> str:  # noqa: C901, PLR0911  # one line for each part
    match part:
        case Heading(text):
            return f"### {text}"
        case Text(text, tone):
            return f"*{text}*" if tone == "quiet" else text
        case Progress(done, total, label):
            return f"`{_bar(done, total)}` {label}"
        case Facts(rows):
            return "\n".join(f"- {name}: {value}" for name, value in rows)
        case Table(columns, rows, caption):
            return "\n".join(_table(columns, rows, caption))
        case Choice(options):
            return "\n".join(f"- [{option.label}] {option.description}" for option in options)
        case Buttons(buttons):
            return " ".join(f"[{button.label}]" for button in buttons)
        case Form(_, submit, fields):
            return "\n".join((*(_field(field) for field in fields), f"- [{submit}]"))
        case Picture(_, alt):
            return f"*{speech.picture}: {alt}*"
        case Document(label):
            return f"[{label}]"
        case _:
            assert_never(part)


def _bar(done: int, total: int) -> str:
    filled = _WIDTH * done // total
    return f"[{'#' * filled}{'-' * (_WIDTH - filled)}]"


def _table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str) -> Iterator[str]:
    if caption:
        yield f"*{caption}*"
        yield ""
    for row in (columns, tuple("---" for _ in columns), *rows):
        yield f"| {' | '.join(row)} |"


def _field(field: Field) -> str:
    value = dict(field.options).get(field.value, field.value)
    choices = " / ".join(label for _, label in field.options)
    filled = f" {value}" if value else f" ({choices})" if choices else " …"
    box = " ☑" if field.type == "checkbox" and field.value else " ☐"
    hint = f" *{field.hint}*" if field.hint else ""
    error = f"\n  - **{field.error}**" if field.error else ""
    return f"- {field.label}:{box if field.type == 'checkbox' else filled}{hint}{error}"
