"""The plain rows that every source of people comes down to, and what was wrong with those that did not."""

from dataclasses import dataclass
from typing import Literal

from bot.rosters.problems import Problem
from conversations.facts import Role

Language = Literal["sv", "en"]


@dataclass(frozen=True, slots=True)
class Row:
    """One person at one school in one work team; a person may stand on several rows.

    `line` is the line in the file, from 1. `school_code`, `work_team` and, for coordinators and researchers,
    `school` may be empty. `email` is in lower case and tells people apart.
    """

    line: int
    school: str
    school_code: str
    work_team: str
    name: str
    email: str
    roles: tuple[Role, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file says: rows when everything in it is right, otherwise problems and no row at all."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
