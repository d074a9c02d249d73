"""Where rounds stand, as tables: title, columns and rows."""

from bot.app import Installation
from bot.commands.opened import authority_in, round_in
from conversations.context import SchoolView
from conversations.rules.areas import FLOOR
from conversations.texts.dates import percent
from storage import reports
from storage.reports import RoundRow

Shown = tuple[str, tuple[str, ...], list[tuple[str, ...]]]


def of_all(installed: Installation, authority: str) -> Shown:
    """Every round in a line."""
    with installed.memory.database.reading() as connection:
        found = authority_in(connection, authority)
        rows = reports.rounds(connection, found.id)
    return (
        found.name,
        ("Round", "Title", "Kind", "From", "To", "Schools", "Closed"),
        [_line(row) for row in rows],
    )


def of_round(installed: Installation, authority: str, wanted: str) -> Shown:
    """One round, school by school."""
    memory = installed.memory
    with memory.database.reading() as connection:
        number = authority_in(connection, authority).id
        found = round_in(connection, number, wanted)
        today = memory.calendars(connection, number).local_date(memory.now())
        views = reports.schools_in(connection, number, found.id, today)
    columns = ("School", "State", "From", "To", "Finished")
    return found.title, columns, [_school(view, view.window.state(memory.now())) for view in views]


def _line(row: RoundRow) -> tuple[str, ...]:
    days = tuple(day.isoformat() if day else "" for day in (row.first, row.last))
    return (str(row.id), row.title, row.kind, *days, str(row.schools), str(row.closed))


def _school(view: SchoolView, state: str) -> tuple[str, ...]:
    window = view.window
    return (
        view.school.name,
        state,
        window.opens_on.isoformat(),
        window.closes_on.isoformat(),
        _finished(view),
    )


def _finished(view: SchoolView) -> str:
    if view.round.mode == "individual" and view.school.staff < FLOOR:
        return "joint answer given" if view.counts.finished else "joint answer to come"
    return percent("en", view.counts.finished / view.counts.invited) if view.counts.invited else ""
