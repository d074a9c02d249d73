"""``round``: rounds of self-assessment, from plan to close."""

from datetime import datetime
from typing import Annotated, Literal

import typer

from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.spoken import agreed, spoken, table

app = typer.Typer(no_args_is_help=True, help="Rounds of self-assessment, from plan to close.")

DAY = ["%Y-%m-%d"]

Round = Annotated[
    str, typer.Argument(metavar="ROUND", help="The round's number or title.", show_default=False)
]
Authority = Annotated[str, typer.Option(help="Name or number, where there are several.")]


@app.command(
    "open",
    epilog='python -m bot round open --title "Självskattningen 2027" --opens 2027-01-11 --closes 2027-02-28 '
    '--decision "GRF-2026-1234"',
)
@spoken
def plan(  # noqa: PLR0913  # each parameter is an option of the command
    *,
    title: Annotated[str, typer.Option(help="What staff will call it.")],
    opens: Annotated[datetime, typer.Option(formats=DAY, metavar="YYYY-MM-DD", help="First day to answer.")],
    closes: Annotated[datetime, typer.Option(formats=DAY, metavar="YYYY-MM-DD", help="Last day to answer.")],
    decision: Annotated[
        str, typer.Option(help="The authority's decision that ballots are destroyed at the close.")
    ],
    framework: Annotated[str, typer.Option(help="The framework's name.")] = "malmo-2022-2025",
    mode: Annotated[
        Literal["individual", "team"], typer.Option(help="Everybody alone, or each work team jointly.")
    ] = "individual",
    leadership: Annotated[
        bool, typer.Option("--leadership", help="The school's leadership answers too, apart.")
    ] = False,
    pulse: Annotated[bool, typer.Option("--pulse", help="Ask only the framework's short selection.")] = False,
    authority: Authority = "",
) -> None:
    """Plan a round for every school: who takes part is decided now, and principals are told at once."""
    from bot.commands import planning  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.opened import opened  # noqa: PLC0415
    from conversations.turn import RoundPlan  # noqa: PLC0415

    if pulse and (leadership or mode == "team"):
        raise NotPossibleError("A pulse round is answered by everybody alone: leave out the other.", MISUSED)
    wanted = RoundPlan(
        title=" ".join(title.split()),
        kind="pulse" if pulse else "yearly",
        framework=framework,
        mode=mode,
        leadership=leadership,
        opens_on=opens.date(),
        closes_on=closes.date(),
        decision=" ".join(decision.split()),
    )
    with opened() as installed:
        planned = planning.plan(installed, authority, wanted)
    typer.echo(
        f"{wanted.title} is round {planned.number}, at {planned.schools} school(s), "
        f"from {wanted.opens_on} to {wanted.closes_on}."
    )


@app.command(epilog="python -m bot round extend 1 --school Oxievångsskolan --to 2027-03-05")
@spoken
def extend(
    wanted: Round,
    *,
    school: Annotated[str, typer.Option(help="The school's name.")],
    to: Annotated[datetime, typer.Option(formats=DAY, metavar="YYYY-MM-DD", help="Its new last day.")],
    authority: Authority = "",
) -> None:
    """Give one school a later last day; its reminders and its close move too."""
    from bot.commands import planning  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.opened import opened  # noqa: PLC0415

    with opened() as installed:
        view = planning.extend(installed, planning.Meant(authority, wanted, school), to.date())
    typer.echo(f"{view.school.name} can answer until {to.date()}, that day included.")


@app.command(epilog="python -m bot round close 1 --school Oxievångsskolan")
@spoken
def close(
    wanted: Round,
    *,
    school: Annotated[str, typer.Option(help="Only this school; otherwise all that are open.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Close unasked.")] = False,
    authority: Authority = "",
) -> None:
    """Close a round before its last day. Ballots are destroyed, so it can never be opened again."""
    from bot.commands import ending  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.opened import opened  # noqa: PLC0415
    from bot.commands.planning import Meant  # noqa: PLC0415
    from conversations.texts.dates import percent  # noqa: PLC0415

    with opened() as installed:
        meant = Meant(authority, wanted, school)
        views = ending.closable(installed, meant)
        invited = sum(view.counts.invited for view in views)
        finished = sum(view.counts.finished for view in views)
        named = views[0].school.name if len(views) == 1 else f"{len(views)} schools"
        share = percent("en", finished / invited) if invited else "nobody"
        typer.echo(f"{views[0].round.title} at {named}: {share} have finished.")
        agreed("Close now, and destroy the ballots for good?", yes=yes)
        left = ending.close(installed, meant, views)
    if left:
        raise NotPossibleError(f"Not closed yet: {', '.join(left)}. See: python -m bot doctor")
    typer.echo(f"Closed at {named}. The principals get the result on the next school day.")


@app.command(epilog="python -m bot round status\n\npython -m bot round status 1")
@spoken
def status(
    wanted: Annotated[
        str,
        typer.Argument(metavar="[ROUND]", help="Its number or title; without it, all rounds in a line each."),
    ] = "",
    *,
    authority: Authority = "",
) -> None:
    """Show where rounds stand: all of them, or one school by school. Shares of respondents, never who."""
    from bot.commands import standing  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.opened import opened  # noqa: PLC0415

    with opened() as installed:
        shown = (
            standing.of_round(installed, authority, wanted)
            if wanted
            else standing.of_all(installed, authority)
        )
    table(*shown)
