"""A round's frozen results as tables and files, holding only what a coordinator may see.

That is: levels and indexes per school, and outcomes. Never shares, work teams, the leadership's own answer,
or anything of a school where too few have answered.
"""

from collections.abc import Sequence

from bot.documents import Cell, TablePage, csv_file, json_file, xlsx_file
from conversations.context import SchoolView, YearResult
from conversations.dialogs import explain
from conversations.facts import RoundFacts
from conversations.rules.told import told_area
from conversations.snapshot import Snapshot
from conversations.texts import say

Views = Sequence[SchoolView] | Sequence[YearResult]

_SCHOOL = ("school", "basis", "invited", "answered", "outcome")
_AREA = ("area_level", "area_index")
_QUESTION = ("school", "outcome", "area", "area_name", "index", "id", "question", "level", "level_name")
_OUTCOMES = ("reached", "needs_answers", "near", "on_the_way")


def file(views: Views, kind: str, language: str) -> bytes:
    """Write a round's closed schools as csv (the questions), xlsx or json (every table).

    The views are of one round. Raises ValueError for another kind, and when no school in them is closed.
    """
    pages = (schools_page(views, language), criteria_page(views, language), meanings_page(views, language))
    match kind:
        case "csv":
            return csv_file(pages[1])
        case "xlsx":
            return xlsx_file(pages)
        case "json":
            return json_file(pages)
        case _:
            raise ValueError(f"a file of results is csv, xlsx or json, not {kind}")


def schools_page(views: Views, language: str) -> TablePage:
    """One row for each closed school: how it answered, its outcome, and each area's level and index."""
    closed = _closed(views)
    facts = closed[0][0].round
    words = facts.framework.words(language)
    columns = [say(language, f"export.column.{name}") for name in _SCHOOL]
    for area in _areas(facts):
        named = words.area(area).name
        columns += [say(language, f"export.column.{name}", area=named) for name in _AREA]
    rows = [
        (
            *_school(language, view, snapshot),
            *(cell for area in _areas(facts) for cell in _area(language, facts, snapshot, area)),
        )
        for view, snapshot in closed
    ]
    return TablePage(say(language, "export.sheet.schools"), tuple(columns), tuple(rows))


def criteria_page(views: Views, language: str) -> TablePage:
    """One row for each closed school and question, with its area's figures beside it."""
    rows = [row for view, snapshot in _closed(views) for row in _questions(language, view, snapshot)]
    columns = tuple(say(language, f"export.column.{name}") for name in _QUESTION)
    return TablePage(say(language, "export.sheet.criteria"), columns, tuple(rows))


def meanings_page(views: Views, language: str) -> TablePage:
    """What each column and each level means, and the rule that decided."""
    facts = _closed(views)[0][0].round
    words = facts.framework.words(language)
    schools, criteria = say(language, "export.sheet.schools"), say(language, "export.sheet.criteria")
    rows = [(schools, *_meaning(language, facts, name)) for name in (*_SCHOOL, *_AREA)]
    rows += [(criteria, *_meaning(language, facts, name)) for name in _QUESTION]
    for number, level in enumerate(words.levels, start=1):
        told = say(language, "export.meaning.scale_meaning", name=level.name, meaning=level.meaning)
        rows.append(("", say(language, "export.meaning.scale", number=number), told))
    rows.append(("", say(language, "export.meaning.rule"), explain.rule(language, facts)))
    protection = say(language, "export.meaning.protection_meaning")
    rows.append(("", say(language, "export.meaning.protection"), protection))
    columns = tuple(say(language, f"export.column.{name}") for name in ("sheet", "column", "meaning"))
    return TablePage(say(language, "export.sheet.meanings"), columns, tuple(rows))


def outcome(language: str, snapshot: Snapshot) -> str:
    """What a school came to, in a word or two."""
    if not snapshot.shown:
        return say(language, "coordinator.overview.hidden")
    key = "pulse" if snapshot.kind == "pulse" else snapshot.outcome
    return say(language, f"coordinator.overview.{key}")


def _closed(views: Views) -> list[tuple[SchoolView | YearResult, Snapshot]]:
    closed = [(view, view.snapshot) for view in views if view.snapshot is not None]
    if not closed:
        raise ValueError("no school has closed the round")
    return closed


def _areas(facts: RoundFacts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(criterion.area for criterion in facts.criteria))


def _school(language: str, view: SchoolView | YearResult, snapshot: Snapshot) -> tuple[Cell, ...]:
    share = round(100 * snapshot.answered / snapshot.eligible) if snapshot.eligible else None
    basis = say(language, f"export.basis.{snapshot.basis}")
    return (view.school.name, basis, snapshot.eligible, share, outcome(language, snapshot))


def _area(language: str, facts: RoundFacts, snapshot: Snapshot, area: str) -> tuple[Cell, Cell]:
    result = told_area(facts.framework, snapshot, area)
    if result is None:
        return (say(language, "overview.result.level_hidden"), explain.shown_index(language, None))
    return (explain.level_name(language, facts, result.level), explain.shown_index(language, result.index))


def _questions(language: str, view: SchoolView | YearResult, snapshot: Snapshot) -> list[tuple[Cell, ...]]:
    facts, words = view.round, view.round.framework.words(language)
    rows: list[tuple[Cell, ...]] = []
    for criterion in facts.criteria:
        result = snapshot.criterion(criterion.id)
        is_told = result is not None and result.shown
        level = result.level if result is not None and is_told else 0
        hidden = say(language, "overview.result.level_hidden")
        rows.append(
            (
                view.school.name,
                outcome(language, snapshot),
                words.area(criterion.area).name,
                *_area(language, facts, snapshot, criterion.area),
                criterion.id,
                words.criterion(criterion.id).title,
                level or None,
                explain.level_name(language, facts, level) if is_told else hidden,
            )
        )
    return rows


def _meaning(language: str, facts: RoundFacts, name: str) -> tuple[str, str]:
    outcomes = ", ".join(say(language, f"coordinator.overview.{key}") for key in _OUTCOMES)
    hidden = say(language, "coordinator.overview.hidden")
    column = say(language, f"export.column.{name}", area=say(language, "export.column.area"))
    told = say(
        language,
        f"export.meaning.{name}",
        levels=len(facts.framework.levels),
        outcomes=outcomes.lower(),
        hidden=hidden,
    )
    return column, told
