"""What the school is told in words of a criterion, for the gate to see whether they give an answer away."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from conversations.rules.areas import respondents
from conversations.rules.looks import SHARES_FROM, Outcome
from conversations.rules.scoring import CriterionResult, score, tally
from conversations.rules.sheets import Layout, Sheet
from conversations.rules.thresholds import Thresholds


def words(sheets: Sequence[Sheet], layout: Layout, thresholds: Thresholds, eligible: int) -> Outcome:
    """The outcome to hand to the gate under the default rule; `eligible` is the frozen roster's size.

    Who left what blank stays as it is; only the levels that were chosen are thought to be otherwise.
    """
    people = respondents(sheets)
    tallies = [tally(people, place, layout.levels) for place in range(layout.criteria)]

    def told(place: int, counts: tuple[int, ...]) -> Hashable:
        result = score(replace(tallies[place], counts=counts), eligible, thresholds, len(people))
        return _told(result, sum(counts))

    return told


def _told(result: CriterionResult, rated: int) -> Hashable:
    # The exact share and mean are missing on purpose: they never leave the gate.
    keys = (result.reached, result.share_met, result.staff_met, result.answers_met)
    missing = (result.more_for_staff, result.more_for_answers)
    return (result.level, keys, missing, result.certainty, result.spread if rated >= SHARES_FROM else None)
