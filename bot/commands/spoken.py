"""How the commands speak: answers to standard output, mistakes in one sentence to standard error."""

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec

import typer

from bot.commands.mistakes import NotPossibleError

_Parameters = ParamSpec("_Parameters")


def spoken(command: Callable[_Parameters, None]) -> Callable[_Parameters, None]:
    """Let a command end with a sentence and an exit code, whatever happens in it; never with a traceback."""

    @wraps(command)
    def told(*arguments: _Parameters.args, **options: _Parameters.kwargs) -> None:
        try:
            command(*arguments, **options)
        except (typer.Exit, typer.Abort, typer.TyperException, BrokenPipeError):
            raise
        except NotPossibleError as error:
            complain(error.sentence)
            raise typer.Exit(error.code) from None
        except Exception as error:  # noqa: BLE001  # a traceback could show a statement's parameters
            from bot.commands.wrong import explained  # noqa: PLC0415  # costs only when something is wrong

            found = explained(error)
            complain(found.sentence)
            raise typer.Exit(found.code) from None

    return told


def complain(sentence: str) -> None:
    """Say what is wrong on standard error."""
    typer.echo(sentence, err=True)


def sentence_of(error: ValueError) -> str:
    """An error's words as a sentence."""
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}."


def agreed(question: str, *, yes: bool) -> None:
    """Go on when the person agrees, or has already; otherwise nothing is done."""
    if yes:
        return
    try:
        answer = typer.confirm(question)
    except typer.Abort:
        typer.echo(err=True)
        raise NotPossibleError("Nothing was changed. Answer y, or give --yes to go on unasked.") from None
    if not answer:
        raise NotPossibleError("Nothing was changed.")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Show a table: drawn on a terminal, otherwise plain with tabs between the cells and no title."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            typer.echo("\t".join(row))
        return
    # Costs 0.1 s, which only a table on a terminal should wait for.
    from rich.console import Console  # noqa: PLC0415  # see above
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    drawn = Table(title=Text(title), title_justify="left")
    for column in columns:
        drawn.add_column(Text(column))
    for row in rows:
        drawn.add_row(*map(Text, row))
    Console().print(drawn)
