"""``teams``: bringing the bot to everybody in a tenant of Microsoft 365."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.mistakes import NotPossibleError
from bot.commands.spoken import spoken

if TYPE_CHECKING:
    from bot.app import Installation
    from bot.platforms.teams.installs import Count
    from bot.platforms.teams.outreach import Outreach
    from storage.reports import AuthorityRow

app = typer.Typer(no_args_is_help=True, help="What a tenant has: accounts, and the bot with each.")

_Authority = Annotated[str, typer.Option(help="Name or number, where there are several.")]


@app.callback()
def _tenants() -> None:
    """Keep what is done a word of its own, also while there is only one."""


@app.command(epilog="python -m bot teams install --dry-run && python -m bot teams install")
@spoken
def install(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say to whom it would come, as numbers, and change nothing.")
    ] = False,
    authority: _Authority = "",
) -> None:
    """Find everybody's account and bring the bot to them, as the running bot does twice a day.

    It may be stopped at any time: those who have the bot already are not asked for again.
    """
    from bot.commands.opened import opened  # noqa: PLC0415  # --help must not wait for it

    with opened() as installed:
        rows = _in_teams(installed, authority)
        with _outreach(installed) as outreach:
            for row in rows:
                if dry_run:
                    _foretell(installed, row)
                else:
                    _bring(row, outreach)
    if dry_run:
        typer.echo("Nothing was changed: this was a dry run.")


def _in_teams(installed: "Installation", wanted: str) -> "list[AuthorityRow]":
    from bot.commands.opened import authority_in  # noqa: PLC0415  # --help must not wait for it
    from storage import reports  # noqa: PLC0415

    with installed.memory.database.reading() as connection:
        meant = [authority_in(connection, wanted)] if wanted else reports.authorities(connection)
    rows = [row for row in meant if row.platform == "teams"]
    if not rows:
        who = f"{meant[0].name} does not work in Teams." if wanted else "No authority works in Teams yet."
        mending = "Make one with: python -m bot authority create NAME --contact MAIL --platform teams"
        raise NotPossibleError(f"{who} {mending}")
    known = {each.tenant for each in installed.settings.registrations}
    for row in rows:
        if row.workspace not in known:
            raise NotPossibleError(
                f"{row.name} ({row.workspace}) has no registration here. Set SKOLSTEG_TEAMS_APP_ID, "
                "SKOLSTEG_TEAMS_APP_SECRET and SKOLSTEG_TEAMS_TENANT."
            )
    return rows


@contextmanager
def _outreach(installed: "Installation") -> "Iterator[Outreach]":
    """What looks around and brings the bot; NotPossibleError for whatever Microsoft does not do."""
    from contextlib import closing  # noqa: PLC0415  # --help must not wait for what comes here

    from bot.platforms.teams.connector import Connector  # noqa: PLC0415
    from bot.platforms.teams.directory import Directory  # noqa: PLC0415
    from bot.platforms.teams.outreach import Outreach  # noqa: PLC0415
    from bot.platforms.teams.tenants import Tenants  # noqa: PLC0415
    from bot.platforms.teams.trouble import TROUBLE, explained  # noqa: PLC0415
    from bot.platforms.teams.wire import Wire  # noqa: PLC0415

    settings, memory = installed.settings, installed.memory
    tenants = Tenants(memory, settings.registrations, settings.teams_connector_urls)
    with closing(Wire(settings.teams_login_url)) as wire:
        try:
            yield Outreach(memory, tenants, Directory(memory, Connector(wire, tenants)), settings)
        except TROUBLE as problem:
            trouble = explained(problem)
            told = f"{trouble.told[:1].upper()}{trouble.told[1:]}"
            raise NotPossibleError(f"{told} {trouble.mending}") from None


def _bring(row: "AuthorityRow", outreach: "Outreach") -> None:
    from bot.commands.talking import waiting  # noqa: PLC0415  # --help must not wait for what comes here

    with waiting(f"{row.name}: looking through the accounts …"):
        taken = outreach.people(row.id)
    typer.echo(
        f"{row.name}: {len(taken.linked)} people newly reached, {taken.blocked} accounts closed, "
        f"{taken.unknown} accounts of nobody on the roster."
    )
    with _shown(f"{row.name}: bringing the bot") as watch:
        count = outreach.installs.bring(row.id, watch)
    later = f", {count.later} whose chat is not there yet" if count.later else ""
    refused = f", {count.refused} refused by Microsoft; try again later" if count.refused else ""
    typer.echo(f"{row.name}: the bot brought to {count.reached} of {count.all} people{later}{refused}.")


def _foretell(installed: "Installation", row: "AuthorityRow") -> None:
    from bot.commands.talking import waiting  # noqa: PLC0415  # --help must not wait for what comes here
    from bot.platforms.teams.foretold import foretold  # noqa: PLC0415

    with waiting(f"{row.name}: looking through the accounts …"):
        found = foretold(installed.memory, installed.settings, row)
    typer.echo(
        f"{row.name}: the bot would be brought to {found.reached} people. {found.lacking} more on the roster "
        "have no open account with their address."
    )


@contextmanager
def _shown(doing: str) -> "Iterator[Callable[[Count], None]]":
    """Progress on standard error: a bar on a terminal, elsewhere a line for each tenth."""
    if sys.stderr.isatty():
        # Costs 0.1 s, which only a bar on a terminal should wait for.
        from rich.console import Console  # noqa: PLC0415  # see above
        from rich.progress import Progress  # noqa: PLC0415

        with Progress(console=Console(stderr=True)) as progress:
            bar = progress.add_task(doing)
            yield lambda count: progress.update(bar, total=count.all, completed=count.done)
        return
    typer.echo(f"{doing} …", err=True)
    yield _tenths


def _tenths(count: "Count") -> None:
    before, now = ((each * 10) // count.all for each in (count.done - 1, count.done))
    if now > before:
        typer.echo(f"{count.done} of {count.all}", err=True)
