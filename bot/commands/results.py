"""``results``: what schools reached, as far as a coordinator may see it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.commands.mistakes import MISUSED, NotPossibleError
from bot.commands.spoken import spoken, table

if TYPE_CHECKING:
    from bot.app import Installation
    from bot.documents import TablePage
    from conversations.context import SchoolView
    from storage.reports import AuthorityRow

app = typer.Typer(no_args_is_help=True, help="What schools reached, as far as a coordinator may see it.")

Round = Annotated[
    str, typer.Argument(metavar="ROUND", help="The round's number or title.", show_default=False)
]
Authority = Annotated[str, typer.Option(help="Name or number, where there are several.")]
Language = Annotated[Literal["sv", "en"] | None, typer.Option(help="Otherwise the authority's own.")]

_KINDS = {".csv": "csv", ".xlsx": "xlsx", ".json": "json"}
_ENDINGS = {"research": ".xlsx", "open": ".json"}


@app.command(epilog="python -m bot results show 1 --school Oxievångsskolan")
@spoken
def show(
    wanted: Round,
    *,
    school: Annotated[str, typer.Option(help="Only this school, question by question.")] = "",
    language: Language = None,
    authority: Authority = "",
) -> None:
    """Show the schools that have closed: outcome, and each area's level and figure."""
    from bot import results  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.opened import opened, school_in  # noqa: PLC0415

    with opened() as installed:
        found, views = _closed(installed, authority, wanted)
    spoken_in = language or found.language
    if not school:
        _shown(results.schools_page(views, spoken_in))
        return
    view = school_in(views, school)
    page = results.schools_page([view], spoken_in)
    for name, cell in zip(page.columns, page.rows[0], strict=True):
        typer.echo(f"{name}: {'' if cell is None else cell}")
    typer.echo()
    _shown(results.criteria_page([view], spoken_in), leave_out=5)


@app.command(
    epilog="python -m bot results export 1 --out results.xlsx\n\n"
    "python -m bot results export --for research --out research.xlsx"
)
@spoken
def export(
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="[ROUND]",
            help="The round's number or title; for research and open data all, or only this.",
        ),
    ] = "",
    *,
    out: Annotated[
        Path, typer.Option(dir_okay=False, help="The file to write, ending in .csv, .xlsx or .json.")
    ],
    purpose: Annotated[
        Literal["research", "open"] | None,
        typer.Option(
            "--for",
            help="Research: schools by a code, as .xlsx. Open: the authority's own figures, as .json.",
        ),
    ] = None,
    language: Language = None,
    authority: Authority = "",
) -> None:
    """Write the closed schools' results to a file; the workbook explains its own columns."""
    if purpose:
        _export_years(out, purpose, language, (authority, wanted))
        return
    if not wanted:
        raise NotPossibleError("Say which round: python -m bot round status lists them.", MISUSED)
    from bot import results  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.opened import opened  # noqa: PLC0415

    kind = _KINDS.get(out.suffix.lower())
    if kind is None:
        raise NotPossibleError(f"--out {out} must end in .csv, .xlsx or .json.", MISUSED)
    with opened() as installed:
        found, views = _closed(installed, authority, wanted)
        content = results.file(views, kind, language or found.language)
        _note(installed, found.id, views[0].round.id, kind)
    out.write_bytes(content)
    waiting = sum(view.snapshot is None for view in views)
    typer.echo(f"Wrote {out}: {len(views) - waiting} school(s) that have closed, {waiting} still to come.")


def _export_years(out: Path, purpose: str, language: str | None, meant: tuple[str, str]) -> None:
    from bot.commands import yearly  # noqa: PLC0415  # --help must not wait for it
    from bot.commands.opened import opened  # noqa: PLC0415

    if out.suffix.lower() != _ENDINGS[purpose]:
        raise NotPossibleError(f"--out {out} must end in {_ENDINGS[purpose]}.", MISUSED)
    with opened() as installed:
        found = yearly.of(installed, *meant)
        found = yearly.of_use(found) if purpose == "research" else found
        content = yearly.content(found, purpose, language)
        _note(installed, found.authority.id, found.round, f"{purpose} {out.suffix.lower()[1:]}")
    out.write_bytes(content)
    typer.echo(f"Wrote {out}: {len(found.years)} result(s) of {found.rounds} round(s).")


def _closed(
    installed: "Installation", authority: str, wanted: str
) -> "tuple[AuthorityRow, tuple[SchoolView, ...]]":
    from bot.commands.opened import authority_in, round_in  # noqa: PLC0415  # --help must not wait for it
    from storage import reports  # noqa: PLC0415

    memory = installed.memory
    with memory.database.reading() as connection:
        found = authority_in(connection, authority)
        asked = round_in(connection, found.id, wanted)
        today = memory.calendars(connection, found.id).local_date(memory.now())
        views = reports.schools_in(connection, found.id, asked.id, today)
    if not any(view.snapshot for view in views):
        raise NotPossibleError(f"No school has closed {asked.title} yet, so there is nothing to see.")
    return found, views


def _note(installed: "Installation", authority: int, round_id: int, kind: str) -> None:
    from storage import audit  # noqa: PLC0415  # --help must not wait for it

    entry = audit.Entry("export", round=round_id, detail=f"command line: {kind}")
    with installed.memory.database.writing() as connection:
        audit.note(connection, authority, entry, installed.memory.now())


def _shown(page: "TablePage", leave_out: int = 0) -> None:
    rows = [["" if cell is None else str(cell) for cell in row[leave_out:]] for row in page.rows]
    table(page.title, page.columns[leave_out:], rows)
