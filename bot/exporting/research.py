"""A data set for research: schools by a code that means nothing, and only where enough have answered.

The codes are drawn anew for each file, so that two files cannot be laid side by side; within one file a
school keeps its code over the years. How many answered is told as a class. Nothing is in it that somebody
who coordinates may not see of a named school.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.documents import Cell, TablePage, xlsx_file
from bot.exporting.years import Years
from conversations.context import YearResult
from conversations.rules.research import FEWEST_ANSWERS, usable
from conversations.rules.told import told_area
from conversations.texts import say

_CLASSES = ((10, 19), (20, 39), (40, 79), (80, None))
_DATA = (
    "code",
    "year",
    "framework",
    "size",
    "outcome",
    "area",
    "area_level",
    "area_index",
    "criterion",
    "level",
)


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    result: YearResult


def workbook(years: Years, language: str) -> bytes | None:
    """The data and a dictionary of it, or nothing where no school has enough answers."""
    used = [each for each in years if usable(each.snapshot)]
    if not used:
        return None
    codes = _codes(used)
    rows = sorted((_Row(codes[each.school.id], each) for each in used), key=lambda row: row.code)
    data = TablePage(
        say(language, "research.sheet.data"), _DATA, tuple(cells for row in rows for cells in _cells(row))
    )
    return xlsx_file((data, _dictionary(language, used)))


def _codes(years: Years) -> Mapping[int, str]:
    schools = sorted({each.school.id for each in years})
    secrets.SystemRandom().shuffle(schools)
    width = len(str(len(schools)))
    return {school: f"S{number:0{width}}" for number, school in enumerate(schools, start=1)}


def _cells(row: _Row) -> Sequence[tuple[Cell, ...]]:
    framework, snapshot = row.result.round.framework, row.result.snapshot
    about: tuple[Cell, ...] = (
        row.code,
        row.result.opens_on.year,
        framework.id,
        _size(snapshot.answered),
        snapshot.outcome,
    )
    made: list[tuple[Cell, ...]] = []
    for each in snapshot.criteria:
        area = framework.criterion(each.id).area
        found = told_area(framework, snapshot, area)
        level = found.level or None if found else None
        index = found.index.value if found and found.index and found.index.bound == "about" else None
        made.append((*about, area, level, index, each.id, (each.level or None) if each.shown else None))
    return made


def _size(answered: int) -> str:
    for first, last in _CLASSES:
        if last is None or answered <= last:
            return f"{first}+" if last is None else f"{first}–{last}"
    raise AssertionError("the last class has no end")


def _dictionary(language: str, years: Years) -> TablePage:
    """What every column means, every question by its id, and how the data is protected."""
    columns = tuple(say(language, f"research.column.{name}") for name in ("name", "meaning"))
    rows = [(name, say(language, f"research.meaning.{name}", fewest=FEWEST_ANSWERS)) for name in _DATA]
    frameworks = {each.round.framework.hash: each.round.framework for each in years}
    for framework in frameworks.values():
        words = framework.words(language)
        rows += [
            (f"level {n}", f"{level.name}. {level.meaning}") for n, level in enumerate(words.levels, start=1)
        ]
        rows += [(area.id, words.area(area.id).name) for area in framework.areas]
        rows += [(each.id, words.criterion(each.id).question) for each in framework.criteria]
    rows.append((say(language, "research.column.protection"), say(language, "research.meaning.protection")))
    return TablePage(say(language, "research.sheet.dictionary"), columns, tuple(rows))
