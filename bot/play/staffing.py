"""Who works at the schools of a made-up year, before the summer and after it."""

from dataclasses import replace
from random import Random

from bot.play.people import MadeUp, Size, roster

_WORK_TEAMS = (9, 8, 8, 6, 5, 3)
_LEAVE_IN_SUMMER = 0.06


def everybody(schools: int, staff: int, seed: int) -> list[MadeUp]:
    """A roster of so many schools with so many staff each."""
    names = tuple(f"Skola {number}" for number in range(1, schools + 1))
    return roster(Size(names, _work_teams(staff), seed))


def _work_teams(staff: int) -> tuple[int, ...]:
    """How many members each of a school's work teams has."""
    teams: list[int] = []
    while sum(teams) < staff:
        teams.append(min(_WORK_TEAMS[len(teams) % len(_WORK_TEAMS)], staff - sum(teams)))
    return tuple(teams)


def after_summer(lines: list[MadeUp], seed: int) -> list[MadeUp]:
    """Some have left, and in the place of each there is somebody new."""
    chance = Random(seed)  # noqa: S311  # repeatable, not secret
    return [
        replace(line, name=f"{line.name} Ny", email=f"new-{line.email}")
        if line.roles == ("staff",) and chance.random() < _LEAVE_IN_SUMMER
        else line
        for line in lines
    ]
