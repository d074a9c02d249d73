"""What several lines say about the same person or school: where they disagree, and what one lends another."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from bot.rosters.problems import Problem, Reason
from bot.rosters.rows import Row

Value = Callable[[Row], str]


def _email(row: Row) -> str:
    return row.email


def _school(row: Row) -> str:
    return row.school.casefold()


def _team(row: Row) -> str:
    return f"{_school(row)}\n{row.work_team.casefold()}"


def _code(row: Row) -> str:
    return row.school_code


def disagreements(rows: Sequence[Row], stated: Collection[int]) -> list[Problem]:
    """Find each line that contradicts an earlier one; `stated` are the lines that name a language."""
    coded = [row for row in rows if row.school_code]
    tongues = [row for row in rows if row.line in stated]
    return [
        *_contradictions("two_names", rows, _email, lambda row: row.name),
        *_contradictions("two_languages", tongues, _email, lambda row: row.language),
        *_contradictions("two_codes", coded, _school, _code),
        *_contradictions("two_schools", coded, _code, lambda row: row.school),
    ]


def _contradictions(reason: Reason, rows: Iterable[Row], subject: Value, value: Value) -> list[Problem]:
    first: dict[str, Row] = {}
    found: list[Problem] = []
    for row in rows:
        earlier = first.setdefault(subject(row), row)
        if value(earlier) != value(row):
            named = row.school if reason == "two_codes" else subject(row)
            found.append(Problem(row.line, reason, (named, str(earlier.line))))
    return found


def agreed(rows: Sequence[Row], stated: Collection[int]) -> tuple[Row, ...]:
    """Let a code or a language given on one line serve the school's or the person's other lines.

    A school or a work team written with capitals in two ways gets the first way.
    """
    names = {_school(row): row.school for row in reversed(rows)}
    teams = {_team(row): row.work_team for row in reversed(rows)}
    codes = {_school(row): row.school_code for row in rows if row.school_code}
    tongues = {row.email: row.language for row in rows if row.line in stated}
    return tuple(
        replace(
            row,
            school=names[_school(row)],
            work_team=teams[_team(row)],
            school_code=codes.get(_school(row), ""),
            language=tongues.get(row.email, row.language),
        )
        for row in rows
    )
