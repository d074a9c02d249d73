"""Talking to Slack from a command: what goes wrong there is a sentence, what takes time is shown."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import typer
from rich.console import Console

from bot.commands.mistakes import NotPossibleError
from bot.platforms.slack.trouble import TROUBLE, explained
from bot.platforms.slack.wire import Wire


@contextmanager
def talking(api_url: str) -> Iterator[Wire]:
    """A wire to Slack; NotPossibleError for whatever Slack does not do."""
    with closing(Wire(api_url)) as wire:
        try:
            yield wire
        except TROUBLE as problem:
            trouble = explained(problem)
            told = f"{trouble.told[:1].upper()}{trouble.told[1:]}"
            raise NotPossibleError(f"{told} {trouble.mending}") from None


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """Show that something is under way, on standard error: it moves on a terminal and is a line elsewhere."""
    if not sys.stderr.isatty():
        typer.echo(doing, err=True)
        yield
        return
    with Console(stderr=True).status(doing):
        yield
