"""A message of the chat as plain lines on a terminal or in a pipe, and what in it says no."""

import unicodedata
from collections.abc import Iterator
from itertools import zip_longest

import typer

from bot.commands.spoken import table
from conversations.messages import Facts, Field, Form, Heading, Message, Picture, Progress, Table, Text


def tell(message: Message) -> None:
    """Print what a message says; what can only be pressed or fetched in the chat is left out."""
    for part, following in zip_longest(message.parts, message.parts[1:]):
        match part:
            case Text(tone="quiet") if isinstance(following, Form):
                continue  # It says how to go on with the form, which is not shown here.
            case Heading(text) | Text(text):
                typer.echo(plain(text))
            case Progress(label=text) | Picture(alt=text):
                typer.echo(plain(text))
            case Facts(rows):
                for name, value in rows:
                    typer.echo(f"{_line(name)}: {_line(value)}")
            case Table():
                tabulate(part)
            case _:
                continue


def tell_tables(message: Message) -> None:
    """Print a message's tables and nothing else, or all of it where it has none."""
    tables = [part for part in message.parts if isinstance(part, Table)]
    for each in tables:
        tabulate(each)
    if not tables:
        tell(message)


def tabulate(shown: Table) -> None:
    """Print a table of the chat as the other commands print theirs."""
    rows = [[_line(cell) for cell in row] for row in shown.rows]
    table(_line(shown.caption), [_line(column) for column in shown.columns], rows)


def objection(message: Message) -> str:
    """Why nothing came of what was asked: what is wrong with each field, or the sentences of the answer."""
    wrong = [f"{_asked(field)} {plain(field.error)}" for field in _fields(message) if field.error]
    if wrong:
        return "\n".join(wrong)
    said = [part.text for part in message.parts if isinstance(part, Heading | Text)]
    # A card that stays and first says why is still the same card: the rest of it is no answer.
    return plain(message.summary if message.summary in said[1:] else "\n".join(said) or message.summary)


def plain(text: str) -> str:
    """A text without what would steer a terminal, whoever has written it; line breaks stay."""
    kept = (each for each in text if each == "\n" or not unicodedata.category(each).startswith("C"))
    return "".join(kept)


def _line(text: str) -> str:
    return plain(" ".join(text.split()))


def _asked(field: Field) -> str:
    label = _line(field.label)
    return label if label.endswith(("?", ".", ":")) else f"{label}:"


def _fields(message: Message) -> Iterator[Field]:
    return (field for part in message.parts if isinstance(part, Form) for field in part.fields)
