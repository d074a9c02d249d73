from dataclasses import replace

import pytest

from conversations.framework import load, packaged
from conversations.rules.qualification import PRESETS
from conversations.rules.result import Material, freeze
from conversations.rules.sheets import NOT_APPLICABLE, Sheet

FRAMEWORK = load(packaged("malmo-2022-2025"))
CRITERIA = len(FRAMEWORK.criteria)


def sheets(*levels: int, team: int = 1) -> tuple[Sheet, ...]:
    """One sheet for each level, the same level on every criterion but two, so that nobody is quite alike."""
    return tuple(
        Sheet(team, tuple(max(1, level - (place % 7 == number % 7)) for place in range(CRITERIA)))
        for number, level in enumerate(levels)
    )


def material(**changes: object) -> Material:
    people = sheets(4, 3, 3, 4, 3, 3, 4, 3, 3, 3, 4, 3)
    return replace(Material(FRAMEWORK, "yearly", "individual", 14, people, teams=((1, "Lag 1"),)), **changes)


def test_a_school_where_most_place_it_at_the_level_qualifies() -> None:
    result = freeze(material())
    assert (result.shown, result.outcome, result.qualifies) == (True, "reached", True)
    assert (result.answered, result.eligible) == (12, 14)
    assert {criterion.level for criterion in result.criteria} == {3}
    assert [area.id for area in result.areas] == [area.id for area in FRAMEWORK.areas]
    assert result.missing == ()


def test_too_few_answers_for_the_second_key_are_named_with_how_many_are_missing() -> None:
    result = freeze(material(eligible=40))
    assert (result.outcome, result.qualifies) == ("needs_answers", False)
    # Two fifths of a staff of 40 are 16.
    high = [sum(sheet.answers[place] >= 3 for sheet in material().sheets) for place in range(CRITERIA)]
    assert [criterion.more_answers for criterion in result.criteria] == [16 - count for count in high]


def test_one_criterion_short_is_near_and_is_named() -> None:
    low = tuple(
        Sheet(1, (1 + number % 2, *sheet.answers[1:])) for number, sheet in enumerate(material().sheets)
    )
    result = freeze(material(sheets=low))
    assert (result.outcome, result.qualifies) in {("near", False), ("on_the_way", False)}
    assert result.missing == (FRAMEWORK.criteria[0].id,)
    assert result.suggestions[0].criterion == FRAMEWORK.criteria[0].id


@pytest.mark.parametrize("answers", range(5))
def test_nothing_is_shown_of_fewer_than_five(answers: int) -> None:
    result = freeze(material(sheets=material().sheets[:answers]))
    assert not result.shown
    assert (result.criteria, result.areas, result.teams, result.missing, result.suggestions) == ((),) * 5
    assert (result.outcome, result.qualifies, result.answered) == (None, False, answers)


def test_a_blank_sheet_is_not_an_answer() -> None:
    blank = Sheet(1, (0,) * CRITERIA)
    assert freeze(material(sheets=(*material().sheets, blank))) == freeze(material())


def test_teams_that_answer_jointly_are_shown_from_three_and_never_one_by_one() -> None:
    three = sheets(3, 4, 3)
    joint = material(mode="team", sheets=(), team_sheets=three, teams=((1, "A"), (2, "B"), (3, "C")))
    result = freeze(joint)
    assert (result.basis, result.shown, result.teams) == ("team", True, ())
    assert not freeze(replace(joint, team_sheets=three[:2])).shown


def test_a_small_schools_joint_answer_is_its_result() -> None:
    result = freeze(material(sheets=(), joint=sheets(4)[0], eligible=3))
    assert (result.basis, result.shown, result.answered, result.eligible) == ("joint", True, 1, 1)
    assert result.qualifies
    assert not freeze(material(sheets=(), joint=Sheet(0, (0,) * CRITERIA), eligible=3)).shown


def test_the_leaderships_answer_stands_beside_the_staffs_and_changes_nothing_in_it() -> None:
    lead = Sheet(0, (1,) * CRITERIA)
    with_lead, without = freeze(material(leadership=lead)), freeze(material())
    assert {area.gap for area in with_lead.areas} == {"lower"}
    assert {area.gap for area in without.areas} == {None}
    assert with_lead.criteria == without.criteria
    assert [area.index for area in with_lead.areas] == [area.index for area in without.areas]


def test_a_pulse_never_qualifies_and_asks_only_its_selection() -> None:
    people = tuple(Sheet(sheet.team, sheet.answers[: len(FRAMEWORK.pulse)]) for sheet in material().sheets)
    result = freeze(material(kind="pulse", sheets=people))
    assert [criterion.id for criterion in result.criteria] == list(FRAMEWORK.pulse)
    assert not result.qualifies


def test_a_criterion_that_hardly_anybody_can_judge_is_not_shown() -> None:
    people = tuple(Sheet(1, (NOT_APPLICABLE, *sheet.answers[1:])) for sheet in material().sheets)
    first = freeze(material(sheets=people)).criteria[0]
    assert (first.shown, first.level, first.reached, first.more_answers, first.spread) == (
        False,
        0,
        False,
        0,
        None,
    )


@pytest.mark.parametrize("rule", PRESETS)
def test_what_is_not_shown_cannot_be_told_from_the_outcome(rule: str) -> None:
    results = set()
    for level in (1, 2, 3, 4):
        people = tuple(
            Sheet(1, (level if number == 0 else NOT_APPLICABLE, *sheet.answers[1:]))
            for number, sheet in enumerate(material().sheets)
        )
        result = freeze(material(sheets=people, framework=replace(FRAMEWORK, rule=rule)))
        assert not result.criteria[0].shown
        results.add(replace(result, areas=tuple(replace(area, index=None) for area in result.areas)))
    assert len(results) == 1
    (result,) = results
    assert (result.qualifies, result.missing[:1]) in {(False, (FRAMEWORK.criteria[0].id,)), (True, ())}


@pytest.mark.parametrize("staff", [1, 2])
def test_the_joint_answer_of_one_or_two_people_is_shown_to_nobody(staff: int) -> None:
    result = freeze(material(sheets=(), joint=sheets(4)[0], eligible=staff))
    assert (result.shown, result.criteria, result.outcome) == (False, (), None)


def test_the_leaderships_own_figures_are_nowhere_in_the_result() -> None:
    told = {
        repr(freeze(material(leadership=Sheet(0, (1,) * CRITERIA)))),
        repr(freeze(material(leadership=Sheet(0, (2,) + (1,) * (CRITERIA - 1))))),
    }
    assert len(told) == 1


def test_the_order_of_the_sheets_says_nothing() -> None:
    assert freeze(material(sheets=material().sheets[::-1])) == freeze(material())


def test_the_material_never_prints_an_answer() -> None:
    assert "answers" not in repr(material(leadership=Sheet(0, (1,) * CRITERIA)))
    assert "4" not in repr(Sheet(0, (4,) * CRITERIA))
