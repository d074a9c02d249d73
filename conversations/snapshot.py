"""The frozen result: made once when a school's round closes, and all that anybody ever reads afterwards."""

from dataclasses import dataclass
from typing import Literal

Certainty = Literal["certain", "likely", "uncertain"]
Spread = Literal["united", "mixed", "divided"]
Gap = Literal["higher", "lower", "alike"]
Basis = Literal["individual", "team", "joint"]
Outcome = Literal["reached", "needs_answers", "near", "on_the_way"]


@dataclass(frozen=True, slots=True)
class Index:
    """An area's trend figure as far as the gate lets it be told, on the framework's scale."""

    value: float
    bound: Literal["about", "at_least", "at_most"] = "about"


@dataclass(frozen=True, slots=True)
class Share:
    """A share in per cent, as far as the gate lets it be told."""

    percent: int
    bound: Literal["about", "at_least", "at_most"] = "about"


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What the school reached on one criterion; ``level`` 0 means that nobody rated it.

    Where ``shown`` is false, nothing of it may be told and the other fields say nothing.
    """

    id: str
    level: int
    reached: bool
    shown: bool = True
    more_answers: int = 0
    certainty: Certainty | None = "certain"
    spread: Spread | None = None
    share: Share | None = None
    distribution: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaResult:
    """What the school reached in one area: the lowest level among its criteria, and the trend figure.

    ``gap`` says on which side of the staff the leadership's own answer stands.
    """

    id: str
    level: int
    index: Index | None = None
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class TeamResult:
    """A work team that is large enough to be shown: an index per area, in the areas' order."""

    id: int
    name: str
    answered: int
    indexes: tuple[Index | None, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A step up worth taking next: the framework file holds its measures under ``step``."""

    criterion: str
    step: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One school's result in one round. Empty of results when too few answered to show any (``shown``)."""

    framework_hash: str
    kind: Literal["yearly", "pulse"]
    basis: Basis
    rules: tuple[str, ...]
    eligible: int
    answered: int
    shown: bool
    outcome: Outcome | None = None
    qualifies: bool = False
    criteria: tuple[CriterionResult, ...] = ()
    areas: tuple[AreaResult, ...] = ()
    teams: tuple[TeamResult, ...] = ()
    missing: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    def criterion(self, criterion: str) -> CriterionResult | None:
        """The result of one criterion, where there is one."""
        return next((result for result in self.criteria if result.id == criterion), None)

    def area(self, area: str) -> AreaResult | None:
        """The result of one area, where there is one."""
        return next((result for result in self.areas if result.id == area), None)
