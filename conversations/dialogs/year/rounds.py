"""The yearly results of an authority, round by round."""

from collections.abc import Iterable
from itertools import groupby

from conversations.context import YearResult


def by_round(years: Iterable[YearResult]) -> list[list[YearResult]]:
    """The results of each round by the schools' names, the oldest round first."""
    ordered = sorted(years, key=lambda each: (each.opens_on, each.round.id, each.school.name))
    return [list(group) for _, group in groupby(ordered, key=lambda each: (each.opens_on, each.round.id))]


def areas_reached(result: YearResult) -> int:
    """In how many areas a school has reached the level that its framework asks for."""
    wanted = result.round.framework.qualifying_level
    return sum(area.level >= wanted for area in result.snapshot.areas)
