"""``roster``: the authority's schools, work teams and people, from a file or from groups in Entra."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.commands.mistakes import NotPossibleError
from bot.commands.spoken import agreed, complain, spoken

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.app import Installation
    from bot.rosters.report import ChangeKind, Changes
    from bot.rosters.rows import Roster

app = typer.Typer(no_args_is_help=True, help="The authority's schools, work teams and people.")

_COUNTED: "dict[ChangeKind, str]" = {
    "new_school": "new schools",
    "new_team": "new work teams",
    "new_person": "new people",
    "renamed": "new names",
    "moved": "moves",
    "new_roles": "people with new roles",
    "left": "people who leave",
    "renamed_school": "renamed schools",
    "new_code": "new school unit codes",
    "left_school": "schools that are not in the file",
}


@app.command(
    "import",
    epilog="python -m bot roster import staff.xlsx --dry-run && python -m bot roster import staff.xlsx",
)
@spoken
def take_in(
    file: Annotated[Path, typer.Argument(help="A table as .csv or .xlsx.", show_default=False)],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Change people who are known already, unasked.")
    ] = False,
    authority: Annotated[str, typer.Option(help="Name or number, where there are several.")] = "",
) -> None:
    """Take everybody in from a file: all of it, or nothing when a line is wrong.

    Columns: school, school_code, work_team, name, email, roles, language (or their Swedish names). A person
    may stand on several lines. Whoever is known and not in the file has left.
    """
    from bot.commands.opened import opened  # noqa: PLC0415  # --help must not wait for it

    wanted = _read(file)
    with opened() as installed:
        _take(installed, wanted, authority, dry_run=dry_run, yes=yes)


@app.command(
    epilog='python -m bot roster entra --group "Norra skolan – Lag ett=Norra skolan/Lag ett" '
    '--group "Processledare=:coordinator" --dry-run'
)
@spoken
def entra(
    *,
    group: Annotated[
        list[str],
        typer.Option(
            metavar="GROUP[=SCHOOL[/TEAM][:ROLES]]",
            help="A group by name or id, and what its members are. Give it once for each group.",
            show_default=False,
        ),
    ],
    school_from: Annotated[
        Literal["office", "department"],
        typer.Option(help="The field of an account that names the school, for groups without one."),
    ] = "office",
    out: Annotated[
        Path | None, typer.Option(help="Only write the table, to be looked at and imported.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Change people who are known already, unasked.")
    ] = False,
    authority: Annotated[str, typer.Option(help="Name or number, where there are several.")] = "",
) -> None:
    """Take everybody in from groups in Entra. Whoever is known and in none of the groups has left.

    Roles come from the group, otherwise from the account's title where it is one of a school's own.
    """
    from bot.commands.gathering import found_in_entra  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.opened import opened  # noqa: PLC0415

    with opened() as installed:
        found = found_in_entra(installed, group, school_from, authority)
        if found.skipped:
            typer.echo(f"{found.skipped} accounts are closed or have no address, and are left out.", err=True)
        if out is not None:
            out.write_text(found.as_csv(), "utf-8")
            typer.echo(f"{out} has {len(found.lines)} lines. Next: python -m bot roster import {out}")
            return
        with TemporaryDirectory() as folder:
            table = Path(folder) / "entra.csv"
            table.write_text(found.as_csv(), "utf-8")
            wanted = _read(table)
        _take(installed, wanted, authority, dry_run=dry_run, yes=yes)


def _take(installed: "Installation", wanted: "Roster", authority: str, *, dry_run: bool, yes: bool) -> None:
    from bot.commands.opened import authority_in  # noqa: PLC0415  # --help must not wait for it

    with installed.memory.database.reading() as connection:
        number = authority_in(connection, authority).id
        changes, first = _changes(installed, connection, number, wanted)
    _show(changes, first=first)
    if dry_run:
        typer.echo("Nothing was changed: this was a dry run.")
    elif changes.changes:
        if not first:
            agreed("Change all this?", yes=yes)
        _write(installed, number, wanted, changes)


def _read(file: Path) -> "Roster":
    from bot.rosters.table import read  # noqa: PLC0415  # --help must not wait for it

    roster = read(file)
    for problem in roster.problems:
        complain(problem.sentence("en"))
    if roster.problems:
        wrong = len(roster.problems)
        counted = "One thing is" if wrong == 1 else f"{wrong} things are"
        raise NotPossibleError(f"{counted} wrong in {file.name}. Nothing was imported.")
    return roster


def _changes(
    installed: "Installation", connection: "Connection", authority: int, wanted: "Roster"
) -> tuple["Changes", bool]:
    """What would change, and whether nobody is known yet."""
    from bot.rosters.changes import compare  # noqa: PLC0415  # --help must not wait for it
    from storage.roster import existing_rows  # noqa: PLC0415

    known = existing_rows(connection, authority, installed.memory.now())
    return compare(known, wanted), not known


def _show(changes: "Changes", *, first: bool) -> None:
    if not changes.changes:
        typer.echo(f"Nothing to change: all {changes.unchanged} people are as in the file.")
        return
    if not first:
        for line in changes.lines("en"):
            typer.echo(line)
    kinds = dict.fromkeys(change.kind for change in changes.changes)
    counts = [f"{_COUNTED[kind]}: {changes.count(kind)}" for kind in _COUNTED if kind in kinds]
    typer.echo("In all – " + ", ".join([*counts, f"people as before: {changes.unchanged}"]) + ".")


def _write(installed: "Installation", authority: int, wanted: "Roster", shown: "Changes") -> None:
    from storage.roster import import_rows  # noqa: PLC0415  # --help must not wait for it

    with installed.memory.database.writing() as connection:
        # Somebody else may have imported while the question stood there.
        if _changes(installed, connection, authority, wanted)[0] != shown:
            raise NotPossibleError(
                "The roster has changed meanwhile. Nothing was imported; please look again."
            )
        import_rows(connection, authority, wanted.rows, installed.memory.now())
    typer.echo("Imported.")
