from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.rules.measures import Suggestion, weakest
from conversations.rules.qualification import (
    PRESETS,
    Missing,
    Outcome,
    area_index,
    area_level,
    qualifies,
)
from conversations.rules.scoring import CriterionResult, CriterionTally, Mode, Thresholds, score
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT, UNANSWERED, Sheet

RULE = Thresholds()
STAFF = 20

# Ten people of twenty answer; each tally's name says what comes of it.
STRONG = (0, 0, 2, 8)
CONFIDENT = (0, 1, 9, 0)
FEW = (0, 2, 5, 0)
ENABLED = (0, 6, 4, 0)
INITIAL = (7, 3, 0, 0)
NOBODY = (0, 0, 0, 0)


def results(*tallies: tuple[int, ...]) -> list[CriterionResult]:
    return [score(CriterionTally(counts, 0, 0), STAFF, RULE, sum(counts)) for counts in tallies]


@pytest.mark.parametrize(
    ("tallies", "outcome", "missing"),
    [
        ([CONFIDENT, STRONG], Outcome.REACHED, ()),
        ([CONFIDENT, FEW], Outcome.NEEDS_ANSWERS, (Missing(1, 3, 3, answers_only=True),)),
        ([FEW] * 3, Outcome.NEEDS_ANSWERS, tuple(Missing(i, 3, 3, answers_only=True) for i in range(3))),
        ([NOBODY, CONFIDENT], Outcome.NEEDS_ANSWERS, (Missing(0, 0, 8, answers_only=True),)),
        ([ENABLED, CONFIDENT], Outcome.NEAR, (Missing(0, 2, 4, answers_only=False),)),
        (
            [ENABLED, FEW],
            Outcome.NEAR,
            (Missing(0, 2, 4, answers_only=False), Missing(1, 3, 3, answers_only=True)),
        ),
        ([ENABLED] * 3, Outcome.ON_THE_WAY, tuple(Missing(i, 2, 4, answers_only=False) for i in range(3))),
        ([CONFIDENT, INITIAL], Outcome.ON_THE_WAY, (Missing(1, 1, 8, answers_only=False),)),
    ],
)
def test_the_default_rule_names_the_outcome_and_what_is_missing(
    tallies: list[tuple[int, ...]], outcome: Outcome, missing: tuple[Missing, ...]
) -> None:
    verdict = qualifies(results(*tallies))
    assert (verdict.qualifies, verdict.outcome, verdict.missing) == (not missing, outcome, missing)


AREAS = ((0, 1, 2, 3, 4), (5,))


@pytest.mark.parametrize(
    ("preset", "tallies", "missing"),
    [
        ("half-and-two-fifths", [CONFIDENT] * 4 + [ENABLED, CONFIDENT], [4]),
        ("percentage-per-area", [CONFIDENT] * 4 + [ENABLED, CONFIDENT], []),
        ("percentage-per-area", [CONFIDENT] * 3 + [ENABLED, FEW, CONFIDENT], [3, 4]),
        ("percentage-per-area", [CONFIDENT] * 4 + [ENABLED, INITIAL], [5]),
        ("mean-per-area", [STRONG] * 4 + [INITIAL, STRONG], []),
        ("mean-per-area", [CONFIDENT] * 5 + [STRONG], [0, 1, 2, 3, 4]),
        ("mean-per-area", [STRONG] * 4 + [NOBODY, STRONG], [4]),
        ("minimum-everywhere", [FEW] * 5 + [CONFIDENT], []),
        ("minimum-everywhere", [FEW] * 4 + [ENABLED, NOBODY], [4, 5]),
    ],
)
def test_each_preset_has_its_own_view_of_what_is_missing(
    preset: str, tallies: list[tuple[int, ...]], missing: list[int]
) -> None:
    verdict = qualifies(results(*tallies), preset, AREAS)
    assert [item.criterion for item in verdict.missing] == missing
    assert verdict.qualifies == (not missing)


def test_a_rule_without_the_share_of_staff_does_not_ask_for_its_answers() -> None:
    few = results((0, 0, 4, 0))
    assert [item.more_answers for item in qualifies(few, "minimum-everywhere").missing] == [1]
    assert [item.more_answers for item in qualifies(few).missing] == [4]


def test_a_mean_that_is_low_is_not_taken_for_too_few_answers() -> None:
    split = results((5, 0, 5, 0))
    assert split[0].level == 3
    assert qualifies(split, "mean-per-area").outcome is Outcome.NEAR


def test_how_many_criteria_are_near_comes_from_the_thresholds() -> None:
    assert qualifies(results(*[ENABLED] * 3), thresholds=Thresholds(near=3)).outcome is Outcome.NEAR


def test_a_small_school_qualifies_by_its_joint_answer() -> None:
    joint = [score(CriterionTally((0, 0, 1, 0), 0, 0), 4, RULE, 1, Mode.JOINT)] * 3
    for preset in PRESETS:
        assert qualifies(joint, preset).outcome is Outcome.REACHED


def test_an_unknown_rule_is_named_together_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"unknown rule 'guess'.*half-and-two-fifths.*minimum-everywhere"):
        qualifies(results(CONFIDENT), "guess")


def test_a_school_without_criteria_does_not_qualify_by_accident() -> None:
    with pytest.raises(ValueError, match="without criteria"):
        qualifies([])


def test_every_preset_is_explained_in_one_sentence() -> None:
    for preset in PRESETS.values():
        explanation = (preset.__doc__ or "").strip()
        assert explanation.endswith(".")
        assert "\n" not in explanation


def test_an_area_is_as_high_as_its_lowest_criterion() -> None:
    rated = results(STRONG, ENABLED, CONFIDENT, INITIAL)
    assert [area_level(rated, area) for area in ((0, 2), (0, 1, 2), (0, 3))] == [3, 2, 1]


def test_an_area_index_is_the_mean_of_the_persons_means() -> None:
    people = [
        Sheet(0, (4, 4, 1)),
        Sheet(0, (1, NOT_APPLICABLE, 4)),
        Sheet(1, (2, UNANSWERED, 4)),
        Sheet(1, (PREFER_NOT, UNANSWERED, 4)),
    ]
    assert area_index(people, (0, 1)) == Fraction(7, 3)
    assert area_index(people[3:], (0, 1)) is None


def test_measures_are_for_the_lowest_level_then_the_lowest_share_then_in_order() -> None:
    rated = results(CONFIDENT, ENABLED, (0, 7, 3, 0), INITIAL, ENABLED)
    assert weakest(rated) == (Suggestion(3, "to_2"), Suggestion(2, "to_3"), Suggestion(1, "to_3"))
    assert weakest(rated, 9)[3:] == (Suggestion(4, "to_3"), Suggestion(0, "to_4"))


def test_no_measure_is_offered_where_nobody_answered_or_nothing_is_left_to_climb() -> None:
    assert weakest(results(NOBODY, STRONG)) == ()


counts_of_a_criterion = st.tuples(*[st.integers(0, 9)] * 4)


@given(st.lists(counts_of_a_criterion, min_size=1, max_size=6), st.sampled_from(list(PRESETS)))
def test_a_school_qualifies_exactly_when_nothing_is_missing(
    tallies: list[tuple[int, int, int, int]], preset: str
) -> None:
    verdict = qualifies(results(*tallies), preset)
    assert verdict.qualifies == (not verdict.missing) == (verdict.outcome is Outcome.REACHED)


@given(st.lists(counts_of_a_criterion, min_size=1, max_size=6))
def test_who_qualifies_by_default_also_has_the_minimum_everywhere(
    tallies: list[tuple[int, int, int, int]],
) -> None:
    rated = results(*tallies)
    if qualifies(rated).qualifies:
        assert qualifies(rated, "minimum-everywhere").qualifies
        assert qualifies(rated, "percentage-per-area").qualifies
