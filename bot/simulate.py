"""A whole year of a made-up authority, and a report of how it went."""

import errno
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from time import perf_counter

from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot import log
from bot.app import installation
from bot.clock import MovableClock
from bot.config import Settings
from bot.memory import Memory
from bot.play.evidence import Evidence, Found, checked, kind_of
from bot.play.year import FIRST, LAST, Passing, Scale, Year
from conversations.context import SchoolView
from storage import migrate, reports

_MORNING = time(7, tzinfo=UTC)
_DONE, _BROKEN = "[green]✓[/]", "[bold red]✗[/]"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a year took: seconds, the process's peak memory and the database's size in megabytes."""

    seconds: float
    memory: float
    database: float


def run(schools: int, staff: int, seed: int, database: Path | None = None) -> int:
    """Live the year and print the report; gives 1 when the year broke a rule that it must keep, else 0.

    ``database`` is a new SQLite file to keep; OSError when it is there already.
    """
    if database is not None and database.exists():
        raise FileExistsError(errno.EEXIST, "There is something already", str(database))
    log.configure()
    scale = Scale(schools, staff, seed)
    with tempfile.TemporaryDirectory(prefix="skolsteg-") as directory:
        file = database or Path(directory) / "skolsteg.db"
        with memory(file, Path(directory) / "keys") as (remembered, clock), _bar() as passing:
            began = perf_counter()
            year = Year(remembered, clock, scale, passing)
            year.live()
            evidence, views = year.evidence(), _views(remembered, year)
            cost = Cost(perf_counter() - began, _peak_memory(), file.stat().st_size / 1e6)
    found = checked(evidence)
    console = Console()
    for table in (_messages(evidence), _results(views), _numbers(year, evidence, cost), _rules(found)):
        console.print(table)
    return 1 if any(each.times for each in found) else 0


@contextmanager
def memory(file: Path, keys: Path) -> Iterator[tuple[Memory, MovableClock]]:
    """A new installation on this SQLite file, and its clock on the year's first morning."""
    clock = MovableClock(datetime.combine(FIRST, _MORNING))
    settings = Settings(database_url=SecretStr(f"sqlite:///{file}"), keys_dir=keys)
    installed = installation(settings, clock)
    try:
        migrate.upgrade(installed.memory.database)
        yield installed.memory, clock
    finally:
        installed.close()


@contextmanager
def _bar() -> Iterator[Passing]:
    columns = (
        TextColumn("{task.fields[day]}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=(LAST - FIRST).days, day=FIRST)
        yield lambda day, doing: progress.update(
            task, completed=(day - FIRST).days, description=doing, day=day
        )


def _views(memory: Memory, year: Year) -> list[tuple[SchoolView, ...]]:
    with memory.database.reading() as connection:
        rounds = reports.rounds(connection, year.authority)
        return [reports.schools_in(connection, year.authority, each.id, LAST) for each in rounds]


def _peak_memory() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in kilobytes, macOS in bytes.
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def _messages(evidence: Evidence) -> Table:
    table = Table("Occasion", "Messages", "Left", title="Messages", title_justify="left")
    kinds = Counter(kind_of(said) for said in evidence.said)
    left = Counter(kind_of(said) for said in evidence.said if said.id in evidence.left_at)
    for kind, number in sorted(kinds.items()):
        table.add_row(kind, str(number), str(left[kind]))
    table.add_row("[bold]all[/]", str(kinds.total()), str(left.total()))
    return table


def _results(views: list[tuple[SchoolView, ...]]) -> Table:
    names = ("qualifies", "near", "on_the_way", "needs_answers", "too few")
    table = Table("Round", "Invited", "Finished", *names, title="Results", title_justify="left")
    for schools in views:
        outcomes = Counter(_outcome(view) for view in schools)
        invited, finished = (
            sum(getattr(view.counts, name) for view in schools) for name in ("invited", "finished")
        )
        table.add_row(
            schools[0].round.title, str(invited), str(finished), *(str(outcomes[name]) for name in names)
        )
    return table


def _outcome(view: SchoolView) -> str:
    if view.snapshot is None or not view.snapshot.shown:
        return "too few"
    return "qualifies" if view.snapshot.outcome == "reached" else str(view.snapshot.outcome)


def _numbers(year: Year, evidence: Evidence, cost: Cost) -> Table:
    table = Table("What", "How much", title="The year", title_justify="left")
    table.add_row("Respondents", str(len(evidence.parts)))
    table.add_row("Answered without presses", str(year.crowd.tally.at_once))
    table.add_row("Answers pressed", str(year.crowd.tally.pressed))
    table.add_row("Presses and forms", str(year.crowd.hands.events))
    road = evidence.certification
    table.add_row("Schools that applied", str(len(road.applications)))
    table.add_row("Learning sessions", str(sum(len(cohort.sessions) for cohort in road.cohorts)))
    made = (visit.status == "made" for cohort in road.cohorts for visit in cohort.visits)
    table.add_row("Visits made", str(sum(made)))
    table.add_row("Certificates", str(len(road.certificates)))
    table.add_row("Sent, changes included", str(year.sender.sent))
    table.add_row("Time", f"{cost.seconds:.1f} s")
    table.add_row("Peak memory", f"{cost.memory:.0f} MB")
    table.add_row("Database", f"{cost.database:.1f} MB")
    return table


def _rules(found: tuple[Found, ...]) -> Table:
    table = Table("", "Rule", "Broken", "First case", title="Checks", title_justify="left")
    for each in found:
        table.add_row(_BROKEN if each.times else _DONE, each.rule, str(each.times or ""), each.first)
    return table
