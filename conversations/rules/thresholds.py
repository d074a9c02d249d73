"""The numbers of the scoring rule, as a framework file states them."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from conversations.rules.sheets import NOT_APPLICABLE

Share = Fraction | float | str


class Mode(StrEnum):
    """Who stands behind one sheet of answers."""

    INDIVIDUAL = "individual"
    TEAM_CONSENSUS = "team_consensus"
    JOINT = "joint"


@lru_cache(maxsize=64, typed=True)
def exact(share: Share) -> Fraction:
    """Read a share as it was written: 0.4 becomes 2/5, not the nearest binary number."""
    return Fraction(str(share))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers of the scoring rule, from the framework file.

    Shares lie above 0 and at most at 1. `smallest` counts people, `smallest_teams` counts teams under team
    consensus, `near` counts criteria. Raises ValueError when the numbers contradict each other.
    """

    share_of_answers: Share = 0.5
    share_of_staff: Share = 0.4
    smallest: int = 5
    qualifying_level: int = 3
    levels: int = 4
    near: int = 2
    smallest_teams: int = 3
    share_of_criteria: Share = 0.8

    def __post_init__(self) -> None:
        for share in (self.share_of_answers, self.share_of_staff, self.share_of_criteria):
            if not 0 < exact(share) <= 1:
                raise ValueError(f"a share lies above 0 and at most at 1, not {share}")
        if not 1 <= self.qualifying_level <= self.levels < NOT_APPLICABLE:
            raise ValueError("the qualifying level must be one of the framework's levels")
