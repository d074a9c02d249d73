"""The command line, for the operator: one thin command for each thing, loading only what it needs."""

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from bot.commands import (
    applications,
    authority,
    certificates,
    cohorts,
    demo,
    doctor,
    framework,
    manifest,
    migrate,
    plans,
    results,
    roster,
    rounds,
    serve,
    sessions,
    simulate,
    slack,
    teams,
    visits,
)

_HELP = """Skolsteg carries a school authority's yearly quality cycle in chat.

Settings are read from [bold]SKOLSTEG_…[/] in the environment; [bold]doctor[/] says what is wrong with them.
"""
_EXAMPLES = """[bold]Try it[/]: python -m bot demo

[bold]Set it up[/]: migrate → authority create "Malmö stad" → roster import staff.xlsx → round open … → serve

[bold]Certify[/]: application decide … → cohort make … → certificate issue …. The chat's own rules hold, and \
those concerned hear of it.
"""

app = typer.Typer(
    name="skolsteg",
    help=_HELP,
    epilog=_EXAMPLES,
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("demo", epilog=demo.EXAMPLES)(demo.demo)
app.command("serve")(serve.serve)
app.command("migrate", epilog=migrate.EXAMPLES)(migrate.migrate)
app.command("doctor", epilog=doctor.EXAMPLES)(doctor.doctor)
app.command("simulate", epilog=simulate.EXAMPLES)(simulate.simulate)
app.add_typer(authority.app, name="authority")
app.add_typer(roster.app, name="roster")
app.add_typer(framework.app, name="framework")
app.add_typer(rounds.app, name="round")
app.add_typer(results.app, name="results")
app.add_typer(applications.app, name="application")
app.add_typer(cohorts.app, name="cohort")
app.add_typer(sessions.app, name="session")
app.add_typer(visits.app, name="visit")
app.add_typer(certificates.app, name="certificate")
app.add_typer(plans.app, name="plan")
app.add_typer(manifest.app, name="manifest")
app.add_typer(slack.app, name="slack")
app.add_typer(teams.app, name="teams")


def _version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it with the option's value alone
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  # costs only when asked

    try:
        typer.echo(f"skolsteg {version('skolsteg')}")
    except PackageNotFoundError:
        typer.echo("skolsteg, not installed")
    raise typer.Exit


@app.callback()
def _everywhere(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """Run the command that the arguments name."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without å or ✓ gets a question mark instead of a crash.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
