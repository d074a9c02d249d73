import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.rules.areas import areas
from conversations.rules.bounds import Shown, Sum, Terms, holds, propagate
from conversations.rules.disclosure import SCHOOL, Disclosure, Policy, compatible, disclose, passed
from conversations.rules.display import Band, Figure, Mark, cap_tenths, index_bands, share_bands
from conversations.rules.looks import ShownCriterion, shown_criterion
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT, UNANSWERED, Layout, Sheet

PAIR = Layout(((0, 1),))
MIXED = ((1, 2), (2, 3), (3, 3), (2, 4), (3, 2), (4, 1))


def silent(_place: int, _counts: tuple[int, ...]) -> None:
    return None


def sheets_of(*sizes: int, answers: tuple[tuple[int, ...], ...] = MIXED) -> list[Sheet]:
    return [
        Sheet(team, answers[number % len(answers)])
        for team, size in enumerate(sizes, 1)
        for number in range(size)
    ]


def shown_teams(disclosure: Disclosure) -> list[int]:
    return [group.team for group in disclosure.groups if group.team != SCHOOL]


def labels(bands: tuple[Band, ...]) -> list[str]:
    sign = {Mark.AT_MOST: "<=", Mark.AT_LEAST: ">=", Mark.ABOUT: ""}
    return [f"{sign[band.figure.mark]}{band.figure.value}" for band in bands]


def test_a_sheet_does_not_show_its_answers() -> None:
    assert "4" not in repr(Sheet(1, (4, 4)))


@pytest.mark.parametrize(
    ("people", "criteria", "expected"),
    [(5, 6, 7), (5, 2, 8), (5, 1, 10), (10, 2, 4), (20, 2, 2), (15, 6, 3), (80, 6, 1)],
)
def test_the_open_ends_are_wider_where_fewer_answer(people: int, criteria: int, expected: int) -> None:
    assert cap_tenths(people, criteria, levels=4, insiders=1) == expected


def test_five_people_see_only_open_ends_and_halves() -> None:
    assert labels(index_bands(5, 60, 6, (4, 1))) == ["<=17", "20", "25", "30", ">=33"]


def test_thirty_people_see_tenths() -> None:
    assert labels(index_bands(30, 60, 6, (4, 1)))[:3] == ["<=12", "13", "14"]


def test_a_ladder_of_three_levels_has_its_own_ends() -> None:
    assert labels(index_bands(5, 60, 6, (3, 1))) == ["<=15", "20", ">=25"]


def test_nothing_is_shown_when_the_open_ends_meet() -> None:
    assert index_bands(5, 60, 6, (4, 3)) == ()


def test_ten_people_see_their_share_in_tens_and_two_people_at_an_end_as_one() -> None:
    bands = share_bands(10, 10)
    assert labels(bands) == ["<=20", "30", "40", "50", "60", "70", ">=80"]
    assert (bands[0].low, bands[0].high, bands[-1].low, bands[-1].high) == (0, 2, 8, 10)


def test_forty_people_see_their_share_in_fives() -> None:
    assert labels(share_bands(40, 5))[:2] == ["<=5", "10"]


@given(st.integers(5, 90), st.integers(1, 8), st.integers(3, 6), st.integers(1, 2))
def test_every_total_of_an_area_looks_like_exactly_one_figure(
    people: int, criteria: int, levels: int, insiders: int
) -> None:
    bands = index_bands(people, 12, criteria, (levels, insiders))
    totals = [total for band in bands for total in range(band.low, band.high + 1)]
    assert not bands or totals == list(range(12 * people, 12 * people * levels + 1))


@given(st.integers(10, 300), st.sampled_from([5, 10]))
def test_every_share_looks_like_exactly_one_figure_and_no_end_tells_less_than_three_counts(
    people: int, step: int
) -> None:
    bands = share_bands(people, step)
    counts = [count for band in bands for count in range(band.low, band.high + 1)]
    assert counts == list(range(people + 1))
    assert bands[0].high >= 2
    assert bands[-1].low <= people - 2


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 1, 3, 0), ShownCriterion()),
        ((0, 1, 4, 0), ShownCriterion(level_shown=True)),
        ((0, 0, 9, 1), ShownCriterion(level_shown=True, share=Figure(80, Mark.AT_LEAST), spread_shown=True)),
        ((0, 6, 4, 0), ShownCriterion(level_shown=True, share=Figure(40, Mark.ABOUT), spread_shown=True)),
    ],
)
def test_what_a_criterion_shows_grows_with_those_who_answered_it(
    counts: tuple[int, ...], expected: ShownCriterion
) -> None:
    assert shown_criterion(counts, qualifying_level=3, floor=5) == expected


def test_twenty_answers_show_all_four_levels_with_the_ends_merged() -> None:
    looks = shown_criterion((1, 5, 14, 0), qualifying_level=3, floor=5)
    assert looks.share == Figure(70, Mark.ABOUT)
    assert looks.distribution == (
        Figure(10, Mark.AT_MOST),
        Figure(30, Mark.ABOUT),
        Figure(70, Mark.ABOUT),
        Figure(10, Mark.AT_MOST),
    )


def test_a_known_sum_and_a_known_part_bound_the_rest() -> None:
    # 25 to 30 together, 12 to 15 in the first: the second has 25 - 15 = 10 to 30 - 12 = 18.
    assert propagate([(5, 20), (5, 20)], [Sum((0, 1), 25, 30), Sum((0,), 12, 15)]) == [(12, 15), (10, 18)]


def test_a_contradiction_is_noticed() -> None:
    low, high = propagate([(5, 20)], [Sum((0,), 6, 8), Sum((0,), 9, 12)])[0]
    assert low > high


def group(team: int, people: range, low: int, high: int) -> Shown:
    return Shown(team, frozenset(people), low, high)


def test_a_rest_of_fewer_than_five_keeps_a_team_away() -> None:
    terms = Terms(criteria=2, levels=4, smallest=5, insiders=1, unit=2)
    school = group(0, range(9), 18, 72)
    assert holds([school], terms)
    assert not holds([school, group(1, range(5), 10, 40)], terms)
    assert holds([group(0, range(10), 20, 80), group(1, range(5), 10, 40)], terms)


def test_bounds_must_stay_clear_of_all_lowest_by_what_an_insider_knows_and_two_steps() -> None:
    terms = Terms(criteria=2, levels=4, smallest=5, insiders=1, unit=2)
    # Ten answers that are all 1 sum to 10; 3 for the insider on each criterion and 2 more make 18.
    assert holds([group(0, range(5), 10, 18)], terms)
    assert not holds([group(0, range(5), 10, 17)], terms)
    assert holds([group(0, range(5), 32, 40)], terms)
    assert not holds([group(0, range(5), 33, 40)], terms)


def test_a_school_under_five_shows_nothing() -> None:
    result = disclose(sheets_of(4), PAIR, Policy(), silent)
    assert result == Disclosure((), (ShownCriterion(), ShownCriterion()), (1,))


def test_empty_sheets_are_not_respondents() -> None:
    empty = [Sheet(1, (UNANSWERED, UNANSWERED))] * 3
    assert disclose(sheets_of(4) + empty, PAIR, Policy(), silent).groups == ()


def test_nobody_at_all_is_no_error() -> None:
    assert disclose([], PAIR, Policy(), silent).groups == ()


def test_the_school_and_its_two_teams_of_six_are_shown() -> None:
    result = disclose(sheets_of(6, 6), PAIR, Policy(), silent)
    assert [(shown.team, shown.respondents) for shown in result.groups] == [(0, 12), (1, 6), (2, 6)]
    assert result.groups[1].indexes == (Figure(25, Mark.ABOUT),)
    assert result.unshown == ()


def test_a_team_whose_rest_would_be_small_joins_the_others() -> None:
    result = disclose(sheets_of(6, 3), PAIR, Policy(), silent)
    assert shown_teams(result) == []
    assert result.unshown == (1, 2)


def test_configuration_may_raise_the_floor_and_not_lower_it() -> None:
    assert Policy(smallest=3).floor == 5
    assert Policy(insiders=0).watchers == 1
    assert shown_teams(disclose(sheets_of(6, 6), PAIR, Policy(smallest=7), silent)) == []
    assert disclose(sheets_of(4), PAIR, Policy(smallest=1), silent).groups == ()


def test_an_area_with_one_criterion_is_for_the_whole_school_only() -> None:
    result = disclose(sheets_of(10, 10), Layout(((0,), (1,))), Policy(), silent)
    assert shown_teams(result) == []
    assert all(result.groups[0].indexes)


def test_a_criterion_that_fewer_than_five_could_rate_is_not_shown() -> None:
    sheets = [Sheet(1, (3, mark)) for mark in (2, 3, 4, 2, NOT_APPLICABLE, PREFER_NOT, PREFER_NOT)]
    first, second = disclose(sheets, PAIR, Policy(), silent).criteria
    assert first.level_shown
    assert not second.level_shown


def test_a_mean_counts_when_half_of_the_areas_criteria_are_rated() -> None:
    layout = Layout(((0, 1, 2, 3),))
    rated = [Sheet(1, (2, 3, NOT_APPLICABLE, NOT_APPLICABLE))] * 5
    hardly = [Sheet(1, (2, PREFER_NOT, UNANSWERED, UNANSWERED))] * 4
    (area,) = areas([*rated, *hardly], layout, Policy())
    assert area.groups == [(0, frozenset(range(5))), (1, frozenset(range(5)))]
    assert area.table.total(frozenset(range(5))) == area.terms.unit * 25 // 2


def test_words_that_leave_no_doubt_take_the_figures_with_them() -> None:
    sheets = sheets_of(6, answers=((3, 3),))
    blunt = disclose(sheets, PAIR, Policy(), lambda _, counts: counts)
    assert [look.level_shown for look in blunt.criteria] == [False, False]
    assert disclose(sheets, PAIR, Policy(), silent).criteria[0].level_shown


def test_a_correction_that_leaves_one_person_out_may_not_stand_beside_the_first() -> None:
    sheets = sheets_of(10)
    (first,) = areas(sheets, PAIR, Policy())
    (second,) = areas(sheets[:-1], PAIR, Policy())
    assert compatible(passed(first), passed(first), first)
    assert not compatible(passed(first), passed(second), first)
    assert passed(second, already_shown=passed(first)) == ()


answers = st.tuples(*[st.sampled_from([1, 2, 3, 4, UNANSWERED, NOT_APPLICABLE, PREFER_NOT])] * 3)
schools = st.lists(st.builds(Sheet, st.integers(0, 3), answers), max_size=40)
TWO_AREAS = Layout(((0, 1), (2,)))


@settings(deadline=None, max_examples=50)
@given(schools, st.randoms(use_true_random=False))
def test_the_order_of_the_sheets_changes_nothing(sheets: list[Sheet], chance) -> None:  # noqa: ANN001 - hypothesis
    shuffled = chance.sample(sheets, len(sheets))
    assert disclose(sheets, TWO_AREAS, Policy(), silent) == disclose(shuffled, TWO_AREAS, Policy(), silent)


@settings(deadline=None, max_examples=50)
@given(schools)
def test_no_team_under_five_is_ever_shown_and_every_team_is_accounted_for(sheets: list[Sheet]) -> None:
    result = disclose(sheets, TWO_AREAS, Policy(), silent)
    assert all(shown.respondents >= 5 for shown in result.groups)
    marked = {sheet.team for sheet in sheets if any(sheet.answers)} - {0}
    assert {*shown_teams(result), *result.unshown} == marked
