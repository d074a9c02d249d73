"""What follows from a result: worked out from what is shown of it, so that nothing else can show through."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from conversations.rules import scoring
from conversations.rules.material import Material
from conversations.rules.measures import weakest
from conversations.snapshot import AreaResult, CriterionResult, Suggestion

# What is not told counts as not answered, whatever was answered: the outcome must not tell it either.
_UNTOLD = scoring.CriterionResult(
    level=0,
    reached=False,
    share_met=False,
    staff_met=False,
    answers_met=False,
    more_for_staff=0,
    more_for_answers=0,
    certainty="uncertain",
    spread=None,
    share=Fraction(0),
    mean=Fraction(0),
)


def derivable(
    material: Material,
    results: Sequence[scoring.CriterionResult],
    criteria: Sequence[CriterionResult],
    areas: Sequence[AreaResult],
) -> tuple[scoring.CriterionResult, ...]:
    """The results as anybody could work them out from what is shown: with rounded shares and area indexes."""
    by_mean = material.framework.rule == "mean-per-area"
    indexes = {
        place: areas[number].index for number, places in enumerate(material.layout.areas) for place in places
    }
    return tuple(
        replace(
            result,
            share=Fraction(told.share.percent if told.share else 0, 100),
            mean=Fraction(str(index.value)) if index else Fraction(0),
        )
        if told.shown and (index or not by_mean)
        else _UNTOLD
        for result, told, index in (
            (result, criteria[place], indexes[place]) for place, result in enumerate(results)
        )
    )


def suggestions(material: Material, public: Sequence[scoring.CriterionResult]) -> tuple[Suggestion, ...]:
    """The steps up worth taking next, from the weakest criteria by what is shown of them."""
    found = weakest(public, levels=len(material.framework.levels))
    return tuple(Suggestion(material.selection[each.criterion].id, each.step) for each in found)
