"""``framework``: what schools are rated on; an authority can bring its own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.spoken import complain, spoken, table

app = typer.Typer(no_args_is_help=True, help="What schools are rated on; an authority can bring its own.")

Folder = Annotated[
    Path,
    typer.Argument(exists=True, file_okay=False, help="A folder with framework.toml, sv.toml and en.toml."),
]
Whose = Annotated[str, typer.Option("--authority", help="Its name or number, where there are several.")]


@app.command(epilog="python -m bot framework check ./our-framework")
@spoken
def check(folder: Folder) -> None:
    """Say what is wrong in a framework's files, by file, line and key."""
    loaded = _loaded(folder)
    typer.echo(f"{loaded} is in order.")


@app.command(epilog="python -m bot framework add ./our-framework")
@spoken
def add(folder: Folder, *, authority: Whose = "") -> None:
    """Keep a framework for an authority: the next round can use it, rounds under way stay as they are."""
    from bot.commands.opened import authority_in, opened  # noqa: PLC0415  # --help must not wait for it
    from conversations.framework import load, packaged_names  # noqa: PLC0415
    from storage import frameworks  # noqa: PLC0415

    name = _loaded(folder)
    if name in packaged_names():
        raise NotPossibleError(f"{name} comes with Skolsteg. Give your own framework another id.", MISUSED)
    with opened() as installed, installed.memory.database.writing() as connection:
        whose = authority_in(connection, authority)
        frameworks.keep(connection, whose.id, load(_sources(folder)))
    typer.echo(f"{name} can be used from now on: python -m bot round open --framework {name} …")


@app.command("list")
@spoken
def everything(*, authority: Whose = "") -> None:
    """Show the frameworks that a new round can use."""
    from bot.commands.opened import authority_in, opened  # noqa: PLC0415  # --help must not wait for it
    from storage import frameworks  # noqa: PLC0415

    with opened() as installed, installed.memory.database.reading() as connection:
        rows = frameworks.choices(connection, authority_in(connection, authority).id)
    table("Frameworks", ("Id", "Name"), rows)


def _loaded(folder: Path) -> str:
    """The framework's id, once nothing is wrong with it."""
    from conversations.framework import FrameworkError, load  # noqa: PLC0415  # --help must not wait for it

    try:
        return load(_sources(folder)).id
    except FrameworkError as error:
        for problem in error.problems:
            complain(str(problem))
        count = len(error.problems)
        raise NotPossibleError(f"{count} thing{'s' * (count > 1)} to mend in {folder}.") from None


def _sources(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}
