from dataclasses import asdict, replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.rules.keys import Keys, Votes, certainty
from conversations.rules.scoring import CriterionResult, CriterionTally, Mode, Thresholds, score, tally
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT, UNANSWERED, Sheet

RULE = Thresholds()
NOTHING = (UNANSWERED, NOT_APPLICABLE, PREFER_NOT)

answers_of_a_school = st.lists(st.sampled_from([*NOTHING, 1, 2, 3, 4]), max_size=18)
silent_people = st.integers(0, 12)


def sheets(answers: list[int]) -> list[Sheet]:
    return [Sheet(team=0, answers=(answer,)) for answer in answers]


def scored(answers: list[int], eligible: int) -> CriterionResult:
    return score(tally(sheets(answers), 0), eligible, RULE, len(answers))


class Case(NamedTuple):
    counts: tuple[int, ...]
    declined: int
    left_out: int
    staff: int
    level: int
    keys: str
    more: tuple[int, int]
    certainty: str
    spread: str | None


CASES = [
    # counts of 1 2 3 4, n/a, left out, staff; level, the three keys, more for 2 and 3, certainty, spread
    Case((0, 4, 4, 0), 0, 0, 10, 3, "yes yes yes", (0, 0), "uncertain", "united"),
    Case((0, 4, 4, 0), 0, 0, 11, 3, "yes no yes", (1, 0), "uncertain", "united"),
    Case((0, 4, 4, 0), 1, 0, 11, 3, "yes yes yes", (0, 0), "uncertain", "united"),
    Case((0, 5, 4, 0), 0, 0, 10, 2, "no yes yes", (0, 0), "uncertain", "united"),
    Case((0, 9, 1, 0), 0, 0, 11, 2, "no no yes", (4, 0), "certain", "united"),
    Case((0, 10, 2, 0), 0, 0, 24, 2, "no no yes", (8, 0), "likely", "united"),
    Case((0, 0, 10, 0), 0, 0, 22, 3, "yes yes yes", (0, 0), "likely", "united"),
    Case((0, 0, 12, 0), 0, 0, 20, 3, "yes yes yes", (0, 0), "certain", "united"),
    Case((0, 0, 4, 0), 0, 0, 4, 3, "yes yes no", (0, 1), "certain", "united"),
    Case((0, 0, 6, 0), 0, 7, 13, 3, "yes yes no", (0, 1), "uncertain", "united"),
    Case((0, 0, 0, 0), 3, 0, 5, 0, "no no no", (1, 5), "certain", None),
    Case((0, 0, 0, 0), 0, 0, 0, 0, "no yes no", (0, 5), "certain", None),
    Case((0, 0, 2, 0), 8, 0, 20, 3, "yes no no", (3, 6), "uncertain", "united"),
    Case((0, 0, 5, 0), 4, 0, 14, 3, "yes yes yes", (0, 0), "likely", "united"),
    Case((3, 4, 3, 0), 0, 0, 10, 2, "no no yes", (1, 0), "certain", "mixed"),
    Case((4, 1, 5, 0), 0, 0, 10, 3, "yes yes yes", (0, 0), "certain", "mixed"),
    Case((5, 1, 5, 0), 0, 0, 11, 2, "no yes yes", (0, 0), "certain", "divided"),
    Case((4, 0, 0, 4), 0, 0, 8, 4, "yes yes yes", (0, 0), "certain", "divided"),
]


@pytest.mark.parametrize("case", CASES)
def test_a_criterion_is_scored_as_computed_by_hand(case: Case) -> None:
    counted = CriterionTally(case.counts, case.declined, case.left_out)
    result = score(counted, case.staff, RULE, counted.rated + case.declined + case.left_out)
    keys = (result.share_met, result.staff_met, result.answers_met)
    assert (result.level, result.reached) == (case.level, all(keys))
    assert " ".join("yes" if turned else "no" for turned in keys) == case.keys
    assert (result.more_for_staff, result.more_for_answers) == case.more
    assert result.more_answers_needed == max(case.more)
    assert (result.certainty, result.spread) == (case.certainty, case.spread)


def test_a_tally_counts_levels_and_keeps_the_two_kinds_of_silence_apart() -> None:
    counted = tally(sheets([3, 4, 3, 1, NOT_APPLICABLE, PREFER_NOT, PREFER_NOT, UNANSWERED]), 0)
    assert asdict(counted) == {"counts": (1, 0, 2, 1), "not_applicable": 3, "unanswered": 1}
    assert counted.rated == 4


def test_a_tally_counts_only_the_criterion_asked_for() -> None:
    assert tally([Sheet(0, (1, 4)), Sheet(1, (2, 4))], 1).counts == (0, 0, 0, 2)


def test_the_share_and_the_mean_are_exact() -> None:
    result = scored([1, 3, 4], 3)
    assert (result.share, result.mean) == (Fraction(2, 3), Fraction(8, 3))


def test_results_and_tallies_do_not_show_answers_when_printed() -> None:
    counted = tally(sheets([3]), 0)
    assert "counts" not in repr(counted)
    assert "level" not in repr(score(counted, 1, RULE, 1))


@pytest.mark.parametrize("size", range(3, 120))
def test_exactly_half_of_the_answers_is_enough_and_one_below_is_not(size: int) -> None:
    half = [3] * size + [2] * size
    assert scored(half, 2 * size).share_met
    assert scored(half, 2 * size).level == 3
    assert not scored([*half, 2], 2 * size + 1).share_met
    assert scored([*half, 2], 2 * size + 1).level == 2


@pytest.mark.parametrize("fifths", range(1, 120))
def test_exactly_forty_percent_of_the_staff_is_enough_and_one_below_is_not(fifths: int) -> None:
    assert scored([3] * (2 * fifths), 5 * fifths).staff_met
    assert not scored([3] * (2 * fifths - 1), 5 * fifths).staff_met
    assert not scored([3] * (2 * fifths), 5 * fifths + 1).staff_met


def test_a_share_written_with_decimals_has_no_rounding_at_its_edge() -> None:
    strict = Thresholds(share_of_answers=0.7, share_of_staff="1/3")
    result = score(CriterionTally((0, 3, 7, 0), 0, 0), 21, strict, 10)
    assert (result.share_met, result.staff_met) == (True, True)


def test_a_ladder_of_three_levels_with_another_qualifying_level_works() -> None:
    rule = Thresholds(levels=3, qualifying_level=2)
    result = score(tally(sheets([1, 2, 2, 3, 1]), 0, levels=3), 5, rule, 5)
    assert (result.level, result.reached) == (2, True)


def test_answers_outside_the_ladder_and_unfit_tallies_are_refused() -> None:
    with pytest.raises(ValueError, match="does not have"):
        tally(sheets([4]), 0, levels=3)
    with pytest.raises(ValueError, match="different numbers of levels"):
        score(CriterionTally((1, 2, 3), 0, 0), 6, RULE, 6)


@pytest.mark.parametrize("wrong", [{"share_of_staff": 0}, {"share_of_answers": 1.1}, {"qualifying_level": 5}])
def test_thresholds_that_contradict_themselves_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        replace(RULE, **wrong)


def test_under_team_consensus_three_teams_are_enough_and_two_are_not() -> None:
    three = score(CriterionTally((0, 1, 2, 0), 0, 0), 4, RULE, 3, Mode.TEAM_CONSENSUS)
    two = score(CriterionTally((0, 0, 2, 0), 0, 0), 4, RULE, 2, Mode.TEAM_CONSENSUS)
    assert (three.level, three.reached) == (3, True)
    assert (two.level, two.reached, two.more_answers_needed) == (3, False, 1)


@pytest.mark.parametrize("answer", [1, 2, 3, 4])
def test_a_joint_answer_is_the_level_and_it_is_certain(answer: int) -> None:
    result = score(tally(sheets([answer]), 0), 4, RULE, 1, Mode.JOINT)
    assert (result.level, result.reached, result.certainty) == (answer, answer >= 3, "certain")
    assert (result.more_answers_needed, result.spread) == (0, None)


@pytest.mark.parametrize("answer", NOTHING)
def test_a_joint_answer_that_names_no_level_is_still_missing(answer: int) -> None:
    result = score(tally(sheets([answer]), 0), 4, RULE, 1, Mode.JOINT)
    assert (result.level, result.reached, result.more_answers_needed) == (0, False, 1)


def test_two_joint_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="one sheet"):
        score(tally(sheets([3, 4]), 0), 4, RULE, 2, Mode.JOINT)


@given(answers_of_a_school, silent_people, st.data())
def test_raising_an_answer_never_lowers_a_level(answers: list[int], silent: int, data: st.DataObject) -> None:
    raisable = [place for place, answer in enumerate(answers) if 1 <= answer <= 3]
    if not raisable:
        return
    place = data.draw(st.sampled_from(raisable))
    higher = [*answers[:place], answers[place] + 1, *answers[place + 1 :]]
    before, after = scored(answers, len(answers) + silent), scored(higher, len(answers) + silent)
    assert after.level >= before.level
    assert after.reached >= before.reached
    assert after.share >= before.share
    assert after.more_answers_needed <= before.more_answers_needed


@given(answers_of_a_school, silent_people, st.randoms(use_true_random=False))
def test_the_order_of_people_is_irrelevant(answers: list[int], silent: int, chance: Random) -> None:
    shuffled = chance.sample(answers, len(answers))
    assert scored(answers, len(answers) + silent) == scored(shuffled, len(answers) + silent)


@given(answers_of_a_school, silent_people, st.sampled_from([NOT_APPLICABLE, PREFER_NOT]))
def test_not_applicable_moves_only_the_second_key(answers: list[int], silent: int, decline: int) -> None:
    eligible = len(answers) + silent + 1
    before, after = scored([*answers, UNANSWERED], eligible), scored([*answers, decline], eligible)
    for untouched in ("level", "share", "mean", "spread", "share_met", "answers_met"):
        assert getattr(before, untouched) == getattr(after, untouched)
    assert after.more_for_staff <= before.more_for_staff


@given(answers_of_a_school, silent_people, st.integers(2, 4))
def test_duplicating_everybody_changes_neither_level_nor_share(
    answers: list[int], silent: int, times: int
) -> None:
    eligible = len(answers) + silent
    once, often = scored(answers, eligible), scored(answers * times, eligible * times)
    for untouched in ("level", "share", "mean", "spread", "share_met", "staff_met"):
        assert getattr(once, untouched) == getattr(often, untouched)
    assert often.answers_met >= once.answers_met


@given(answers_of_a_school, silent_people)
def test_more_answers_needed_is_the_smallest_number_that_turns_the_keys(
    answers: list[int], silent: int
) -> None:
    left_out = answers.count(UNANSWERED)
    eligible = len(answers) + silent + 30
    kept = [answer for answer in answers if answer != UNANSWERED]

    def with_more(number: int) -> CriterionResult:
        # Those who began and skipped this criterion come first, newcomers after them.
        still_out = [UNANSWERED] * max(0, left_out - number)
        return scored([*kept, *still_out, *[3] * number], eligible)

    wanted = with_more(0).more_answers_needed
    turned = [with_more(number).staff_met and with_more(number).answers_met for number in range(wanted + 1)]
    assert turned == [False] * wanted + [True]


@given(st.tuples(*[st.integers(0, 6)] * 4), st.integers(0, 6), st.integers(1, 4))
def test_an_outcome_is_certain_exactly_when_no_reply_of_the_others_can_change_it(
    numbers: tuple[int, int, int, int], rest: int, smallest: int
) -> None:
    high, low, declined, left_out = numbers
    answered = high + low + declined
    skipped = min(left_out, rest)
    keys = Keys(Fraction(1, 2), Fraction(2, 5), smallest)
    votes = Votes(high, high + low, declined, answered + rest, answered + skipped)
    futures = {
        keys.reached(votes.joined_by(high=more_high, low=more_low, declined=more_declined))
        for more_high, more_low, more_declined in product(range(rest + 1), repeat=3)
        if more_high + more_low + more_declined <= rest
    }
    assert (certainty(votes, keys) == "certain") == (len(futures) == 1)
