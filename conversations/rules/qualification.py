"""From a school's criteria to whether it qualifies, and what is missing if not.

The bot never rejects: a verdict names the criteria and how many answers are missing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from conversations.rules.scoring import CriterionResult
from conversations.rules.sheets import NOT_APPLICABLE, UNANSWERED, Sheet
from conversations.rules.thresholds import Thresholds, exact

DEFAULT_PRESET = "half-and-two-fifths"


class Outcome(StrEnum):
    """Where a school stands: Når Trygg, Behöver fler svar, Nära, På väg."""

    REACHED = "reached"
    NEEDS_ANSWERS = "needs_answers"
    NEAR = "near"
    ON_THE_WAY = "on_the_way"


@dataclass(frozen=True, slots=True)
class Missing:
    """One criterion that keeps a school from qualifying.

    `criterion` is its index. `more_answers` at the qualifying level or higher are needed besides the level
    itself; `answers_only` says that nothing else is missing, which is also true where nobody named a level.
    """

    criterion: int
    level: int
    more_answers: int
    answers_only: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a school qualifies, its outcome, and the criteria that are missing in framework order."""

    qualifies: bool
    outcome: Outcome
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """A school's results in framework order, the indices of each area's criteria, and the rule's numbers."""

    results: Sequence[CriterionResult]
    areas: tuple[tuple[int, ...], ...]
    thresholds: Thresholds


Preset = Callable[[Rated], tuple[Missing, ...]]


def half_and_two_fifths(rated: Rated) -> tuple[Missing, ...]:
    """On every criterion half of the answers and two fifths of all staff are at the level or higher."""
    return tuple(
        _missing(index, result, result.more_answers_needed)
        for index, result in enumerate(rated.results)
        if not result.reached
    )


def percentage_per_area(rated: Rated) -> tuple[Missing, ...]:
    """In every area at least the framework's share of the criteria (80 %) are reached by the default rule."""
    share = exact(rated.thresholds.share_of_criteria)
    short = {
        index
        for area in rated.areas
        if sum(rated.results[index].reached for index in area) < share * len(area)
        for index in area
    }
    return tuple(missing for missing in half_and_two_fifths(rated) if missing.criterion in short)


def mean_per_area(rated: Rated) -> tuple[Missing, ...]:
    """In every area the mean of the criteria's means is at the level or higher, with enough answers."""
    wanted = rated.thresholds.qualifying_level
    low = {
        index
        for area in rated.areas
        if _mean([rated.results[index].mean for index in area if rated.results[index].level]) < wanted
        for index in area
        if 0 < rated.results[index].mean < wanted
    }
    return tuple(
        Missing(index, result.level, result.more_for_answers, answers_only=index not in low)
        for index, result in enumerate(rated.results)
        if index in low or not result.answers_met
    )


def minimum_everywhere(rated: Rated) -> tuple[Missing, ...]:
    """Every criterion is at the level or higher with enough answers, however few of all staff they are."""
    return tuple(
        _missing(index, result, result.more_for_answers)
        for index, result in enumerate(rated.results)
        if not (result.share_met and result.answers_met)
    )


PRESETS: dict[str, Preset] = {
    DEFAULT_PRESET: half_and_two_fifths,
    "percentage-per-area": percentage_per_area,
    "mean-per-area": mean_per_area,
    "minimum-everywhere": minimum_everywhere,
}


def qualifies(
    results: Sequence[CriterionResult],
    preset: str = DEFAULT_PRESET,
    areas: tuple[tuple[int, ...], ...] = (),
    thresholds: Thresholds | None = None,
) -> Verdict:
    """Judge a school by one of the `PRESETS`.

    `results` stand in framework order and `areas` hold the indices of each area's criteria; without areas all
    criteria are one area. Raises ValueError for an unknown preset and for a school without criteria.
    """
    if preset not in PRESETS:
        raise ValueError(f"unknown rule {preset!r}; the rules are {', '.join(PRESETS)}")
    if not results:
        raise ValueError("a school without criteria cannot be judged")
    rated = Rated(results, areas or (tuple(range(len(results))),), thresholds or Thresholds())
    missing = PRESETS[preset](rated)
    return Verdict(not missing, _outcome(missing, rated.thresholds.near), missing)


def area_level(results: Sequence[CriterionResult], criteria: Iterable[int]) -> int:
    """Give an area's level: the lowest among its criteria, 0 when nobody rated one of them."""
    return min(results[index].level for index in criteria)


def area_index(sheets: Iterable[Sheet], criteria: Sequence[int]) -> Fraction | None:
    """Give the mean of the persons' means over these criteria, or None when nobody rated any of them.

    A trend figure: it never decides, and it must pass the disclosure gate before anybody sees it.
    """
    rated = (
        [sheet.answers[index] for index in criteria if UNANSWERED < sheet.answers[index] < NOT_APPLICABLE]
        for sheet in sheets
    )
    means = [_mean(answers) for answers in rated if answers]
    return _mean(means) if means else None


def _missing(index: int, result: CriterionResult, more_answers: int) -> Missing:
    return Missing(index, result.level, more_answers, answers_only=result.share_met or not result.level)


def _outcome(missing: tuple[Missing, ...], near: int) -> Outcome:
    if not missing:
        return Outcome.REACHED
    if all(criterion.answers_only for criterion in missing):
        return Outcome.NEEDS_ANSWERS
    if len(missing) <= near and all(criterion.level != 1 for criterion in missing):
        return Outcome.NEAR
    return Outcome.ON_THE_WAY


def _mean(numbers: Sequence[Fraction] | Sequence[int]) -> Fraction:
    return Fraction(sum(numbers), max(len(numbers), 1))
