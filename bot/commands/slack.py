"""``slack``: what a workspace has, and which of its channels is which work team's."""

import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.mistakes import NotPossibleError
from bot.commands.spoken import spoken, table

if TYPE_CHECKING:
    from bot.app import Installation
    from bot.platforms.slack.directory import Directory
    from bot.platforms.slack.wire import Wire
    from bot.platforms.slack.workspaces import Workspaces
    from conversations.facts import TeamPlace
    from storage.reports import AuthorityRow

app = typer.Typer(no_args_is_help=True, help="What a workspace has: accounts and channels.")

_TRIES = 5
_Authority = Annotated[str, typer.Option(help="Name or number, where there are several.")]


@app.command()
@spoken
def look(*, authority: _Authority = "") -> None:
    """Look around every workspace now, as the bot does twice a day; what has waited goes out."""
    from bot.commands.opened import opened  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.talking import talking  # noqa: PLC0415
    from bot.platforms.slack.directory import Directory  # noqa: PLC0415

    with opened() as installed:
        rows = _in_slack(installed, authority)
        with talking(installed.settings.slack_api_url) as wire:
            directory = Directory(installed.memory, wire, _workspaces(installed, wire))
            for row in rows:
                _look_around(installed, row, directory)


@app.command(epilog="python -m bot slack channels && python -m bot slack channels --confirm")
@spoken
def channels(
    *,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Let every proposal by name become the team's channel.")
    ] = False,
    authority: _Authority = "",
) -> None:
    """Show every work team's channel, or the one that is proposed by its name."""
    from bot.commands.linking import confirmed, proposed  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.opened import authority_in, opened  # noqa: PLC0415
    from storage import team_places  # noqa: PLC0415

    with opened() as installed:
        rows = _in_slack(installed, authority)
        with installed.memory.database.reading() as connection:
            row = rows[0] if len(rows) == 1 else authority_in(connection, authority)
            today = installed.memory.calendars(connection, row.id).local_date(installed.memory.now())
            places = team_places.load(connection, row.id, today)
        meant = proposed(places)
        names = {channel.id: f"#{channel.name}" for channel in places.known}
        _show(row, places.teams, names, meant)
        if not meant:
            typer.echo(f"Nothing to propose: {len(names)} channels are known. Others are chosen in chat.")
        elif confirm:
            confirmed(installed, row.id, meant)
            typer.echo(f"{len(meant)} work teams have got their channels.")
            _enter(installed, row, meant.values())
        else:
            typer.echo(
                f"{len(meant)} are proposed. Confirm them with: python -m bot slack channels --confirm"
            )


def _in_slack(installed: "Installation", wanted: str) -> "list[AuthorityRow]":
    from bot.commands.opened import authority_in  # noqa: PLC0415  # --help must not wait for it
    from storage import reports  # noqa: PLC0415

    with installed.memory.database.reading() as connection:
        meant = [authority_in(connection, wanted)] if wanted else reports.authorities(connection)
    rows = [row for row in meant if row.platform == "slack"]
    if not rows:
        who = f"{meant[0].name} does not work in Slack." if wanted else "No authority works in Slack yet."
        mending = "Make one with: python -m bot authority create NAME --contact MAIL --platform slack"
        raise NotPossibleError(f"{who} {mending}")
    return rows


def _workspaces(installed: "Installation", wire: "Wire") -> "Workspaces":
    from bot.platforms.slack.workspaces import Workspaces  # noqa: PLC0415  # --help must not wait for it
    from storage.installations import Vault  # noqa: PLC0415

    settings = installed.settings
    own = settings.slack_bot_token.get_secret_value()
    return Workspaces(installed.memory, Vault(settings.keys_dir), wire, own)


def _look_around(installed: "Installation", row: "AuthorityRow", directory: "Directory") -> None:
    from bot.commands.talking import waiting  # noqa: PLC0415  # --help must not wait for what comes here
    from bot.platforms.slack.lookout import Lookout  # noqa: PLC0415
    from storage import channels as kept  # noqa: PLC0415
    from storage import outbox  # noqa: PLC0415

    memory = installed.memory
    with waiting(f"{row.name}: looking through the accounts …"):
        taken = directory.look_through(row.id)
    with waiting(f"{row.name}: looking through the channels …"):
        Lookout(memory, directory.workspaces, directory).channels(row.id)
    with memory.database.writing() as connection:
        freed = outbox.resume(connection, row.id, memory.now())
        there = len(kept.known(connection, row.id))
    typer.echo(
        f"{row.name}: {len(taken.linked)} people newly reached, {taken.blocked} accounts closed, "
        f"{taken.unknown} accounts of nobody on the roster, {there} channels, {freed} messages tried again."
    )


def _enter(installed: "Installation", row: "AuthorityRow", wanted: Collection[str]) -> None:
    """Go into the channels; those that only somebody there can open are named."""
    from bot.commands.linking import entered  # noqa: PLC0415  # --help must not wait for what comes here
    from bot.commands.talking import talking, waiting  # noqa: PLC0415

    with talking(installed.settings.slack_api_url) as wire:
        tokens = _workspaces(installed, wire).tokens(row.id)
        with waiting("Going into the channels …"):
            closed = entered(
                installed,
                row.id,
                wanted,
                lambda channel: tokens is not None and _join(wire, tokens.bot, channel),
            )
    if closed:
        typer.echo(f"Let somebody invite the bot to {', '.join(closed)}: /invite @Skolsteg")


def _join(wire: "Wire", token: str, channel: str) -> bool:
    from bot.platforms.slack.wire import Refused  # noqa: PLC0415  # --help must not wait for it

    for _ in range(_TRIES):
        try:
            wire.call(token, "conversations.join", {"channel": channel})
        except Refused as problem:
            if problem.error != "ratelimited":
                return False
            time.sleep(problem.retry_after)
        else:
            return True
    return False


def _show(
    row: "AuthorityRow", teams: "Sequence[TeamPlace]", names: dict[str, str], meant: dict[int, str]
) -> None:
    shown = [
        (
            team.school.name,
            team.name,
            names.get(team.channel, team.channel),
            names.get(meant.get(team.team, ""), ""),
        )
        for team in teams
    ]
    table(row.name, ("School", "Work team", "Channel", "Proposed"), shown)
