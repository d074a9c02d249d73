"""A roster from a file: CSV or .xlsx, all of it or nothing."""

import re
from collections.abc import Sequence
from pathlib import Path

from bot.rosters.cells import MOST_BYTES, Line, NotATableError, lines_of, shortened
from bot.rosters.problems import Problem
from bot.rosters.rows import Roster, Row
from bot.rosters.together import agreed, disagreements
from bot.rosters.words import COLUMNS, cleaned, column_named, language_in, roles_in

REQUIRED = ("school", "name", "email")
LONGEST = 120

_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}"
)
_CODE = re.compile(r"[0-9]{8}")
_SCHOOLLESS = frozenset({"coordinator", "researcher"})


def read(path: Path) -> Roster:
    """Read people from a file of at most 20 MB; never raises for what a person can do wrong.

    CSV may have commas, semicolons or tabs, in UTF-8, UTF-16 or Windows' own encoding. Every wrong line is
    among the problems, in the order of the file, and then there are no rows.
    """
    try:
        content = _content(path)
        if len(content) > MOST_BYTES:
            return Roster(problems=(Problem(0, "too_large", (str(MOST_BYTES // 1_000_000),)),))
        return _roster(tuple(lines_of(content, lambda word: column_named(word) is not None)))
    except FileNotFoundError:
        return Roster(problems=(Problem(0, "missing_file"),))
    except OSError:
        return Roster(problems=(Problem(0, "unreadable"),))
    except NotATableError as error:
        return Roster(problems=(error.problem,))


def _content(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise IsADirectoryError
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _roster(lines: Sequence[Line]) -> Roster:
    if not lines:
        return Roster(problems=(Problem(0, "empty"),))
    heading, *rest = lines
    columns = tuple(column_named(cell) for cell in heading.cells)
    if not any(columns):
        return Roster(problems=(Problem(0, "not_a_table"),))
    wrong = _wrong_headings(heading, columns)
    if wrong or not rest:
        return Roster(problems=tuple(wrong or [Problem(0, "empty")]))
    return _checked(rest, columns)


def _wrong_headings(heading: Line, columns: Sequence[str | None]) -> list[Problem]:
    number = heading.number
    missing = [Problem(number, "missing_column", (name,)) for name in REQUIRED if name not in columns]
    double = [Problem(number, "double_column", (name,)) for name in COLUMNS if columns.count(name) > 1]
    unknown = [
        Problem(number, "unknown_column", (cleaned(cell)[:LONGEST],))
        for cell, column in zip(heading.cells, columns, strict=True)
        if column is None and cleaned(cell)
    ]
    return missing + double + unknown


def _checked(lines: Sequence[Line], columns: Sequence[str | None]) -> Roster:
    rows: list[Row] = []
    stated: set[int] = set()
    problems: list[Problem] = []
    for line in lines:
        cells = dict.fromkeys(COLUMNS, "")
        given = shortened(line.cells, len(columns))
        cells |= {name: cleaned(cell) for name, cell in zip(columns, given, strict=False) if name}
        found = _wrong_cells(line.number, cells)
        if len(given) > len(columns):
            found.append(Problem(line.number, "too_many_cells"))
        problems += found
        if not found:
            rows.append(_row(line.number, cells))
            stated |= {line.number} if cells["language"] else set()
    problems += disagreements(rows, stated)
    if problems:
        return Roster(problems=tuple(sorted(problems, key=lambda problem: problem.line)))
    return Roster(rows=agreed(rows, stated))


def _wrong_cells(number: int, cells: dict[str, str]) -> list[Problem]:
    email, code = cells["email"].lower(), _digits(cells["school_code"])
    roles, strange = roles_in(cells["roles"])
    found = [Problem(number, "too_long", (name,)) for name, cell in cells.items() if len(cell) > LONGEST]
    if found:
        return found
    if not email:
        found.append(Problem(number, "no_email"))
    elif not _EMAIL.fullmatch(email):
        found.append(Problem(number, "bad_email", (email,)))
    if not cells["name"]:
        found.append(Problem(number, "no_name"))
    if not cells["school"] and (code or cells["work_team"] or not _SCHOOLLESS.issuperset(roles)):
        found.append(Problem(number, "no_school"))
    if code and not _CODE.fullmatch(code):
        found.append(Problem(number, "bad_code", (cells["school_code"],)))
    found += [Problem(number, "unknown_role", (word,)) for word in strange]
    if language_in(cells["language"]) is None:
        found.append(Problem(number, "unknown_language", (cells["language"],)))
    return found


def _digits(code: str) -> str:
    return code.replace(" ", "")


def _row(number: int, cells: dict[str, str]) -> Row:
    return Row(
        line=number,
        school=cells["school"],
        school_code=_digits(cells["school_code"]),
        work_team=cells["work_team"],
        name=cells["name"],
        email=cells["email"].lower(),
        roles=roles_in(cells["roles"])[0],
        language=language_in(cells["language"]) or "sv",
    )
