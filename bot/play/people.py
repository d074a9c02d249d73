"""Made-up people at schools whose names are real."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from random import Random

from conversations.facts import Role

_NAMES = tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8"))
SCHOOLS: tuple[str, ...] = tuple(_NAMES["schools"])
TEAMS: tuple[str, ...] = tuple(_NAMES["teams"])
GIVEN: tuple[str, ...] = tuple(_NAMES["given"])
FAMILY: tuple[str, ...] = tuple(_NAMES["family"])


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One line of a made-up roster, in the shape that an import reads."""

    school: str
    name: str
    email: str
    roles: tuple[Role, ...]
    work_team: str = ""
    school_code: str = ""
    language: str = "sv"
    line: int = 0


@dataclass(frozen=True, slots=True)
class Size:
    """How many schools, and how many members each of a school's work teams has."""

    schools: tuple[str, ...] = SCHOOLS
    teams: tuple[int, ...] = (9, 8, 8, 4, 7, 3)
    seed: int = 2027
    taken: set[str] = field(default_factory=set)


def roster(size: Size) -> list[MadeUp]:
    """A whole authority: one coordinator, and for each school a principal, a representative and its staff."""
    chance = Random(size.seed)  # noqa: S311  # made-up names need no secrecy
    lines = [_person(chance, size, "", ("coordinator",), "")]
    for school in size.schools:
        lines += list(_school(chance, size, school))
    return lines


def _school(chance: Random, size: Size, school: str) -> Iterator[MadeUp]:
    yield _person(chance, size, school, ("principal",), "")
    for number, members in enumerate(size.teams):
        team = TEAMS[number] if number < len(TEAMS) else f"Arbetslag {number + 1}"
        for place in range(members):
            roles: tuple[Role, ...] = ("staff", "team_leader") if place == 0 else ("staff",)
            yield _person(chance, size, school, roles, team)


def _person(chance: Random, size: Size, school: str, roles: tuple[Role, ...], team: str) -> MadeUp:
    name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    while name in size.taken and len(size.taken) < len(GIVEN) * len(FAMILY):
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"
    size.taken.add(name)
    return MadeUp(school, name, f"person{len(size.taken)}@grundskola.example", roles, team)
