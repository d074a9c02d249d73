"""Which criteria a school is offered measures for."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.rules.scoring import CriterionResult


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A criterion's index and the step up its ladder, named as in the framework file: `to_2` to `to_4`."""

    criterion: int
    step: str


def weakest(results: Sequence[CriterionResult], how_many: int = 3, levels: int = 4) -> tuple[Suggestion, ...]:
    """Choose the criteria where a measure helps most.

    The lowest level comes first, then the lowest share at the qualifying level, then the framework's order.
    Left out are criteria that nobody rated, where there is nothing to go by, and those at the highest level.
    """
    ranked = sorted(
        (result.level, result.share, index)
        for index, result in enumerate(results)
        if 0 < result.level < levels
    )
    return tuple(Suggestion(index, f"to_{level + 1}") for level, _, index in ranked[:how_many])
