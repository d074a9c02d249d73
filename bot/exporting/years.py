"""Every yearly result in one workbook, for the authority, and the authority's own figures, for anybody.

The open data names no school, and is not made where the schools are so few that a figure would point at one.
"""

import json
from collections import Counter
from collections.abc import Sequence

from bot import results
from bot.documents import Cell, TablePage, xlsx_file
from conversations.context import YearResult
from conversations.dialogs.year.rounds import areas_reached, by_round
from conversations.rules.told import told_area
from conversations.texts import say

FEWEST_SCHOOLS = 5
"""Below this, the authority's figures would tell single schools'."""

Years = Sequence[YearResult]


def workbook(years: Years, language: str) -> bytes:
    """A sheet that compares the years, then one for each year's schools; ValueError without a result."""
    rounds = by_round(years)
    pages = [_compared(rounds, language)]
    for results_of_round in rounds:
        page = results.schools_page(results_of_round, language)
        pages.append(TablePage(results_of_round[0].round.title, page.columns, page.rows))
    return xlsx_file(pages)


def open_data(years: Years) -> bytes:
    """The whole authority year by year as JSON: participation, outcomes, and schools per area and level.

    A year with too few schools says only that.
    """
    content = {"schema": "skolsteg-open-data-1", "years": [_open(each) for each in by_round(years)]}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _compared(rounds: list[list[YearResult]], language: str) -> TablePage:
    """A row per school and a column per round: how many areas have reached the level."""
    columns = (say(language, "export.column.school"), *_titles(rounds))
    names = sorted({(each.school.name, each.school.id) for group in rounds for each in group})
    rows = tuple((name, *(_reached(group, school) for group in rounds)) for name, school in names)
    return TablePage(say(language, "year.progress.heading"), columns, rows)


def _titles(rounds: list[list[YearResult]]) -> tuple[str, ...]:
    """The rounds' titles, told apart by their number where two have the same."""
    titles = [group[0].round.title for group in rounds]
    return tuple(
        title if titles.count(title) == 1 else f"{title} ({group[0].round.id})"
        for title, group in zip(titles, rounds, strict=True)
    )


def _reached(group: list[YearResult], school: int) -> Cell:
    result = next((each for each in group if each.school.id == school and each.snapshot.shown), None)
    if result is None:
        return None
    return areas_reached(result)


def _open(group: list[YearResult]) -> dict[str, object]:
    facts = group[0].round
    year: dict[str, object] = {
        "round": facts.title,
        "opened": group[0].opens_on.isoformat(),
        "framework": facts.framework.id,
        "schools": len(group),
    }
    shown = [each.snapshot for each in group if each.snapshot.shown]
    if len(shown) < FEWEST_SCHOOLS:
        return year | {"withheld": f"fewer than {FEWEST_SCHOOLS} schools"}
    eligible = sum(each.snapshot.eligible for each in group)
    answered = sum(each.snapshot.answered for each in group)
    areas = {area.id: _levels(group, area.id) for area in facts.framework.areas}
    return year | {
        "answered_percent": round(100 * answered / eligible) if eligible else None,
        "outcomes": dict(sorted(Counter(str(each.outcome) for each in shown).items())),
        "schools_per_area_and_level": areas,
    }


def _levels(group: list[YearResult], area: str) -> dict[str, int]:
    framework = group[0].round.framework
    counts: Counter[str] = Counter()
    for each in group:
        result = told_area(framework, each.snapshot, area)
        counts[str(result.level) if result and result.level else "not shown"] += 1
    return dict(sorted(counts.items()))
