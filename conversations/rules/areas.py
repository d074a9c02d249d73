"""The answers of a closed round, area by area, as the confidentiality gate looks at them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

from conversations.rules.bounds import Terms
from conversations.rules.doubt import Table
from conversations.rules.sheets import UNANSWERED, Layout, Sheet

FLOOR = 5
"""The smallest group that is ever shown; configuration may raise it, never lower it."""
SCHOOL = 0
"""The whole school's id among the shown groups; no work team has it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a configuration may ask for: it can be stricter than the floor and never laxer."""

    smallest: int = FLOOR
    insiders: int = 1

    @property
    def floor(self) -> int:
        """The smallest group that is shown."""
        return max(FLOOR, self.smallest)

    @property
    def watchers(self) -> int:
        """How many people who know their own answers the figures must stand up to; at least one."""
        return max(1, self.insiders)


@dataclass(frozen=True, slots=True)
class Area:
    """One area's answers of one round, and the terms that its figures must hold to."""

    criteria: tuple[int, ...]
    table: Table
    teams: tuple[int, ...]
    terms: Terms

    @property
    def groups(self) -> list[tuple[int, frozenset[int]]]:
        """The school, then the teams from the largest to the smallest, each with those whose mean counts."""
        counted = [person for person, weight in enumerate(self.table.weights) if weight]
        groups = [(SCHOOL, frozenset(counted))]
        if len(self.criteria) > 1:
            teams: dict[int, set[int]] = {}
            for person in counted:
                teams.setdefault(self.teams[person], set()).add(person)
            teams.pop(SCHOOL, None)
            by_size = sorted(teams.items(), key=lambda item: (-len(item[1]), item[0]))
            groups += [(team, frozenset(members)) for team, members in by_size]
        return groups


def respondents(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The sheets with at least one mark on them; "not applicable" is a mark."""
    return tuple(sheet for sheet in sheets if any(mark != UNANSWERED for mark in sheet.answers))


def areas(people: Sequence[Sheet], layout: Layout, policy: Policy) -> list[Area]:
    """Read the answers area by area.

    A person's mean counts in an area when she has named a level on at least half of its criteria: then one
    step on one criterion moves her mean by no more than the slack of two steps allows for.
    """
    return [_area(people, criteria, layout, policy) for criteria in layout.areas]


def _area(people: Sequence[Sheet], criteria: tuple[int, ...], layout: Layout, policy: Policy) -> Area:
    unit = lcm(*range(1, len(criteria) + 1))
    rows = tuple(
        {place: _level(person.answers[place], layout.levels) for place in criteria} for person in people
    )
    named = [sum(1 for level in row.values() if level) for row in rows]
    weights = tuple(unit // number if 2 * number >= len(criteria) else 0 for number in named)
    return Area(
        criteria=criteria,
        table=Table(rows, weights, layout.levels, policy.watchers),
        teams=tuple(person.team for person in people),
        terms=Terms(len(criteria), layout.levels, policy.floor, policy.watchers, unit),
    )


def _level(mark: int, levels: int) -> int:
    return mark if 1 <= mark <= levels else 0
