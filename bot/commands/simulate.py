"""``simulate``: a whole year of a made-up authority."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.mistakes import WRONG
from bot.commands.spoken import spoken

EXAMPLES = "python -m bot simulate --schools 80 --staff 60 --seed 1"


@spoken
def simulate(
    *,
    schools: Annotated[int, typer.Option(min=1, max=10_000, help="How many schools.")] = 80,
    staff: Annotated[int, typer.Option(min=1, max=1_000, help="How many people at each.")] = 60,
    seed: Annotated[int, typer.Option(help="The same seed makes the same year.")] = 1,
    database: Annotated[
        Path | None, typer.Option(dir_okay=False, help="A new SQLite file to keep; otherwise none is kept.")
    ] = None,
) -> None:
    """Let a made-up authority live through a whole year, and report how it went."""
    from bot.simulate import run  # noqa: PLC0415  # the whole bot, which --help must not wait for

    if run(schools=schools, staff=staff, seed=seed, database=database):
        raise typer.Exit(WRONG)
