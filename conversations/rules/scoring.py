"""From answers to a level: at least half of you place the school here or higher.

The default rule of the framework file. Shares are exact fractions, so that an edge such as 40 % is an edge.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from conversations.rules.keys import Certainty, Keys, Votes, certainty
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT, UNANSWERED, Sheet
from conversations.rules.thresholds import Mode, Thresholds, exact

__all__ = ["CriterionResult", "CriterionTally", "Mode", "Thresholds", "score", "tally"]

Spread = Literal["united", "mixed", "divided"]

UNITED_UP_TO = Fraction(1, 2)
MIXED_UP_TO = Fraction(9, 10)


@dataclass(frozen=True, slots=True, repr=False)
class CriterionTally:
    """How many answers each level of one criterion got, without persons.

    `counts[0]` belongs to level 1. `not_applicable` includes those who preferred not to say. `unanswered` are
    those who began but left this criterion. Has no repr: a tally of one person would be that person's answer.
    """

    counts: tuple[int, ...]
    not_applicable: int
    unanswered: int

    @property
    def rated(self) -> int:
        """The number of answers that name a level."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, repr=False)
class CriterionResult:
    """What the answers to one criterion amount to.

    `level` is 0 when nobody named a level. `share` is the share of answers at the qualifying level or higher
    and `mean` the mean level, both exact and 0 without answers. `more_for_staff` and `more_for_answers` say
    how many more answers at that level the second and third key need, be there that many people left or not.
    """

    level: int
    reached: bool
    share_met: bool
    staff_met: bool
    answers_met: bool
    more_for_staff: int
    more_for_answers: int
    certainty: Certainty
    spread: Spread | None
    share: Fraction
    mean: Fraction

    @property
    def more_answers_needed(self) -> int:
        """How many more answers at the qualifying level or higher would turn the second and third key."""
        return max(self.more_for_staff, self.more_for_answers)


def tally(sheets: Iterable[Sheet], criterion: int, levels: int = 4) -> CriterionTally:
    """Count the answers to the criterion with this index; ValueError for a level that the framework lacks."""
    counts = [0] * (PREFER_NOT + 1)
    for sheet in sheets:
        counts[sheet.answers[criterion]] += 1
    if any(counts[levels + 1 : NOT_APPLICABLE]):
        raise ValueError("an answer names a level that the framework does not have")
    return CriterionTally(
        counts=tuple(counts[1 : levels + 1]),
        not_applicable=counts[NOT_APPLICABLE] + counts[PREFER_NOT],
        unanswered=counts[UNANSWERED],
    )


def score(
    tally: CriterionTally,
    eligible: int,
    thresholds: Thresholds,
    respondents: int,
    mode: Mode = Mode.INDIVIDUAL,
) -> CriterionResult:
    """Turn one criterion's tally into its level and into whether the school reaches the qualifying level.

    `eligible` is the roster frozen when the round opened, `respondents` those who answered anything; under
    team consensus both count teams. Neither is taken to be lower than the answers show. A joint answer is one
    sheet: its level is the answer, and it is certain. Raises ValueError for a tally that does not fit.
    """
    if len(tally.counts) != thresholds.levels:
        raise ValueError("the tally and the thresholds have different numbers of levels")
    if mode is Mode.JOINT:
        return _joint(tally, thresholds)
    respondents = max(respondents, tally.rated + tally.not_applicable)
    votes = Votes(
        high=sum(tally.counts[thresholds.qualifying_level - 1 :]),
        rated=tally.rated,
        declined=tally.not_applicable,
        eligible=max(eligible, respondents),
        respondents=respondents,
    )
    return _result(tally, votes, _keys(thresholds, mode))


def _keys(thresholds: Thresholds, mode: Mode) -> Keys:
    return Keys(
        share_of_answers=exact(thresholds.share_of_answers),
        share_of_staff=exact(thresholds.share_of_staff),
        smallest=thresholds.smallest_teams if mode is Mode.TEAM_CONSENSUS else thresholds.smallest,
    )


def _result(tally: CriterionTally, votes: Votes, keys: Keys) -> CriterionResult:
    more_for_staff, more_for_answers = keys.more_for_staff(votes), keys.more_for_answers(votes)
    return CriterionResult(
        level=_level(tally.counts, keys.share_of_answers),
        reached=keys.reached(votes),
        share_met=keys.share_met(votes),
        staff_met=not more_for_staff,
        answers_met=not more_for_answers,
        more_for_staff=more_for_staff,
        more_for_answers=more_for_answers,
        certainty=certainty(votes, keys),
        spread=_spread(tally.counts),
        share=Fraction(votes.high, max(votes.rated, 1)),
        mean=_mean(tally.counts),
    )


def _joint(tally: CriterionTally, thresholds: Thresholds) -> CriterionResult:
    if tally.rated > 1:
        raise ValueError("a joint answer is one sheet")
    level = int(_mean(tally.counts))
    reached, missing = level >= thresholds.qualifying_level, 1 - tally.rated
    return CriterionResult(
        level=level,
        reached=reached,
        share_met=reached,
        staff_met=not missing,
        answers_met=not missing,
        more_for_staff=missing,
        more_for_answers=missing,
        certainty="uncertain" if missing else "certain",
        spread=None,
        share=Fraction(int(reached)),
        mean=Fraction(level),
    )


def _level(counts: tuple[int, ...], share: Fraction) -> int:
    """The highest level that at least this share of the answers name or exceed."""
    at_or_above = list(accumulate(reversed(counts)))
    needed = share.numerator * at_or_above[-1]
    return sum(1 for number in at_or_above if needed and number * share.denominator >= needed)


def _mean(counts: tuple[int, ...]) -> Fraction:
    return Fraction(sum(level * number for level, number in enumerate(counts, 1)), max(sum(counts), 1))


def _spread(counts: tuple[int, ...]) -> Spread | None:
    """Name the mean distance to the median: samlade, blandade or delade."""
    answers = [level for level, number in enumerate(counts, 1) for _ in range(number)]
    if not answers:
        return None
    # Every point between the two middle answers is equally near to all, so either of them will do.
    median = answers[len(answers) // 2]
    distance = sum(abs(level - median) * number for level, number in enumerate(counts, 1))
    if distance * UNITED_UP_TO.denominator <= UNITED_UP_TO.numerator * len(answers):
        return "united"
    near = distance * MIXED_UP_TO.denominator <= MIXED_UP_TO.numerator * len(answers)
    return "mixed" if near else "divided"
