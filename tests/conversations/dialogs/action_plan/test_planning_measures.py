from dataclasses import replace
from datetime import date

import pytest

from conversations.certification import Colleague
from conversations.decisions import PutMeasure, ReportMeasure
from conversations.dialogs.action_plan.card import plan_button
from conversations.dialogs.action_plan.last_year import looking_back
from conversations.events import Pressed, Submitted
from conversations.facts import Duty, Me
from conversations.messages import Action, Document
from conversations.snapshot import Snapshot
from conversations.step import step
from conversations.turn import Replace, Say, To, Turn
from tests.conversations.dialogs.action_plan.the_school import (
    BJORK,
    FIRST,
    FRAMEWORK,
    RITA,
    SAM,
    SECOND,
    THIRD,
    answer,
    buttons,
    context,
    deeds,
    field,
    form,
    measure,
    of_kind,
    plan,
    press,
    view,
)

CHOOSE = Action("measure_choose", 2, 3, item=SECOND.id, value="0")
OWN = Action("measure_own", 2, 3)
FILLED = {
    "question": FIRST.id,
    "wording": "  Pröva\n robotarna ",
    "responsible": str(SAM.id),
    "due_on": "2027-04-12",
}
SUGGESTED = FRAMEWORK.words("sv").criterion(SECOND.id).measures_to(2)[0]


def pressed(of: object, action: Action) -> Turn:
    return step(of, Pressed(action))  # type: ignore[arg-type]  # a context


def sent(of: object, action: Action, fields: dict[str, str]) -> Turn:
    return step(of, Submitted(action, fields))  # type: ignore[arg-type]  # a context


def test_the_plan_suggests_the_framework_s_measures_for_the_weakest_criteria() -> None:
    shown = answer(pressed(context(), Action("action_plan")))
    words = FRAMEWORK.words("sv")
    for criterion, level in ((FIRST, 3), (SECOND, 2)):
        for wording in words.criterion(criterion.id).measures_to(level):
            assert wording in str(shown)
    assert len([each for each in buttons(shown) if each.action.verb == "measure_choose"]) == 4


def test_a_criterion_that_may_not_be_told_gets_no_suggestion() -> None:
    shown = str(answer(pressed(context(), Action("action_plan"))))
    assert FRAMEWORK.words("sv").criterion(THIRD.id).title not in shown
    assert THIRD.id not in shown


def test_a_school_with_too_few_answers_may_still_plan_something_of_its_own() -> None:
    hidden = Snapshot(FRAMEWORK.hash, "yearly", "individual", (), 30, 3, shown=False)
    of = context(schools=(replace(view(), snapshot=hidden),))
    shown = answer(pressed(of, Action("action_plan")))
    assert [each.action.verb for each in buttons(shown)] == ["measure_own"]


def test_choosing_a_measure_takes_it_in_and_asks_at_once_who_and_when() -> None:
    turn = pressed(context(), CHOOSE)
    assert deeds(turn) == [PutMeasure(2, 3, SECOND.id, SUGGESTED)]
    asked = answer(turn)
    assert [each.name for each in form(asked).fields] == ["wording", "responsible", "due_on"]
    assert field(asked, "wording").value == SUGGESTED


def test_the_form_after_choosing_finds_the_measure_that_has_got_its_number_since() -> None:
    asked = form(answer(pressed(context(), CHOOSE)))
    stored = measure(31, criterion=SECOND.id, wording=SUGGESTED, responsible=None, due_on=None)
    fields = {"wording": SUGGESTED, "responsible": "9", "due_on": "2027-04-12"}
    turn = sent(context(plans=(plan(stored),)), asked.action, fields)
    assert deeds(turn) == [PutMeasure(2, 3, SECOND.id, SUGGESTED, 31, 9, date(2027, 4, 12))]


def test_choosing_the_same_measure_twice_is_a_sentence() -> None:
    stored = measure(31, criterion=SECOND.id, wording=SUGGESTED)
    turn = pressed(context(plans=(plan(stored),)), CHOOSE)
    assert deeds(turn) == []
    assert "finns redan" in str(answer(turn))


def test_choosing_it_in_the_other_language_is_choosing_it_twice() -> None:
    english = FRAMEWORK.words("en").criterion(SECOND.id).measures_to(2)[0]
    stored = measure(31, criterion=SECOND.id, wording=english)
    assert deeds(pressed(context(plans=(plan(stored),)), CHOOSE)) == []


def test_choosing_what_was_dropped_brings_it_back() -> None:
    stored = measure(31, criterion=SECOND.id, wording=SUGGESTED, status="dropped", outcome="Vi väntade")
    turn = pressed(context(plans=(plan(stored),)), CHOOSE)
    assert deeds(turn) == [ReportMeasure(31, "planned", "Vi väntade")]


@pytest.mark.parametrize(
    "action",
    [
        replace(CHOOSE, item=THIRD.id),
        replace(CHOOSE, item="nothing"),
        replace(CHOOSE, value="9"),
        replace(CHOOSE, value=""),
        replace(CHOOSE, round=9),
        replace(CHOOSE, school=4),
        replace(CHOOSE, round=0),
        replace(OWN, school=4),
        Action("measure_edit", 2, 4, item="11"),
        Action("measure_drop", 2, 4, item="11"),
    ],
)
def test_what_is_not_offered_is_not_chosen(action: Action) -> None:
    turn = pressed(context(plans=(plan(measure(), school=BJORK),)), action)
    assert not {type(each) for each in turn.effects} & {PutMeasure, ReportMeasure}
    assert "går inte att göra" in str(answer(turn))


@pytest.mark.parametrize("verb", ["measure_choose", "measure_own", "measure_edit", "measure_drop"])
def test_a_representative_reads_and_does_not_change(verb: str) -> None:
    of = context(RITA, "representative", (plan(measure()),))
    shown = answer(pressed(of, Action("action_plan")))
    assert "Pröva robotarna" in str(shown)
    assert SUGGESTED in str(shown)
    assert buttons(shown) == []
    turn = pressed(of, replace(CHOOSE, verb=verb, item=CHOOSE.item if "choose" in verb else "11"))
    assert not {type(each) for each in turn.effects} & {PutMeasure, ReportMeasure}


def test_a_measure_of_one_s_own_is_taken_in_and_the_responsible_hears_it_in_their_language() -> None:
    turn = sent(context(), OWN, FILLED)
    assert deeds(turn) == [PutMeasure(2, 3, FIRST.id, "Pröva robotarna", 0, 9, date(2027, 4, 12))]
    (told,) = of_kind(turn, Say)
    assert (told.to, told.message.language) == (To("person", 9), "en")
    assert "Rut Rektor has put you down" in str(told.message)
    assert [each.label for each in buttons(told.message)] == ["Done", "On the way", "We are stuck"]
    assert "Pröva robotarna" in str(answer(turn))


def test_the_buttons_of_a_new_measure_find_it_once_it_has_a_number() -> None:
    (told,) = of_kind(sent(context(), OWN, FILLED), Say)
    stored = measure(31, criterion=FIRST.id)
    turn = pressed(context(SAM, "staff", (plan(stored),)), press(told.message, "On the way"))
    assert deeds(turn) == [ReportMeasure(31, "on_the_way")]


def test_whoever_names_themselves_is_not_written_to() -> None:
    assert of_kind(sent(context(), OWN, {**FILLED, "responsible": "7"}), Say) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("wording", " x ", "minst fyra tecken"),
        ("responsible", "", "Välj vem"),
        ("responsible", "99", "Välj vem"),
        ("due_on", "", "Skriv ett datum"),
        ("due_on", "i vår", "2027-02-10"),
        ("due_on", "2027-02-09", "har redan varit"),
        ("due_on", "9999-12-31", "tre åren"),
    ],
)
def test_a_form_that_is_not_right_comes_back_with_what_was_written(name: str, value: str, words: str) -> None:
    turn = sent(context(), OWN, {**FILLED, name: value})
    assert deeds(turn) == []
    again = answer(turn)
    assert words in field(again, name).error
    assert {each.name: each.value for each in form(again).fields} == {**FILLED, name: value}
    assert sum(bool(each.error) for each in form(again).fields) == 1


def test_the_same_words_twice_are_not_taken_in() -> None:
    of = context(plans=(plan(measure(criterion=FIRST.id)),))
    turn = sent(of, OWN, FILLED)
    assert deeds(turn) == []
    assert "finns redan" in field(answer(turn), "wording").error


def test_where_the_list_cannot_hold_everybody_a_name_can_be_written() -> None:
    many = tuple(Colleague(number, f"Lärare {number}", 3) for number in range(100, 250))
    of = context(colleagues=many)
    asked = answer(pressed(of, OWN))
    assert len(field(asked, "responsible").options) == 100
    assert dict(field(asked, "responsible").options)["7"] == "Rut Rektor"
    turn = sent(of, OWN, {**FILLED, "responsible": "", "other": "lärare  249"})
    assert [each.person for each in of_kind(turn, PutMeasure)] == [249]
    assert deeds(sent(of, OWN, {**FILLED, "responsible": "", "other": "Lärare 999"})) == []


def test_colleagues_of_another_school_cannot_be_named() -> None:
    of = context(colleagues=(Colleague(50, "Bea Björk", 4),))
    assert "50" not in dict(field(answer(pressed(of, OWN)), "responsible").options)
    assert deeds(sent(of, OWN, {**FILLED, "responsible": "50"})) == []


def edited(of: object, **changed: str) -> Turn:
    fields = {"wording": "Pröva robotarna", "responsible": "9", "due_on": "2027-04-12"} | changed
    return sent(of, Action("measure_edit", 2, 3, item="11"), fields)


def test_a_measure_picked_in_the_plan_opens_its_form() -> None:
    of = context(plans=(plan(measure()),))
    shown = form(answer(pressed(of, Action("action_plan"))))
    asked = answer(sent(of, shown.action, {"measure": "11"}))
    assert field(asked, "due_on").value == "2027-04-12"
    assert press(asked, "Ta bort") == Action("measure_drop", 2, 3, item="11")


def test_somebody_else_takes_over_and_both_hear_of_it() -> None:
    turn = edited(context(plans=(plan(measure()),)), responsible="8")
    assert [each.person for each in of_kind(turn, PutMeasure)] == [8]
    assert [(each.to.id, each.message.summary) for each in of_kind(turn, Say)] == [
        (9, "You are no longer responsible for an action"),
        (8, "Du ansvarar för en insats på Almskolan"),
    ]


def test_another_day_is_told_to_whoever_is_responsible() -> None:
    turn = edited(context(plans=(plan(measure()),)), due_on="2027-05-03")
    (told,) = of_kind(turn, Say)
    assert "has made a change" in str(told.message)
    assert "3 May 2027" in str(told.message)


def test_sending_a_form_without_a_change_does_nothing() -> None:
    turn = edited(context(plans=(plan(measure()),)))
    assert [type(each) for each in turn.effects] == [Replace]


def test_a_day_that_has_passed_may_stay_when_something_else_changes() -> None:
    late = measure(due_on=date(2027, 2, 1))
    turn = edited(context(plans=(plan(late),)), wording="Pröva alla robotarna", due_on="2027-02-01")
    assert [each.wording for each in of_kind(turn, PutMeasure)] == ["Pröva alla robotarna"]


def test_what_is_no_longer_in_the_plan_is_not_changed() -> None:
    for stored in (measure(status="dropped"), measure(12)):
        turn = edited(context(plans=(plan(stored),)))
        assert deeds(turn) == []
        assert "finns inte i planen" in str(answer(turn))


def test_a_dropped_measure_can_be_taken_back() -> None:
    dropped = pressed(context(plans=(plan(measure()),)), Action("measure_drop", 2, 3, item="11"))
    assert deeds(dropped) == [ReportMeasure(11, "dropped")]
    assert [each.to.id for each in of_kind(dropped, Say)] == [9]
    undo = press(answer(dropped), "Ta tillbaka")
    gone = context(plans=(plan(measure(status="dropped")),))
    assert "Pröva robotarna" not in str(answer(pressed(gone, Action("action_plan"))))
    back = pressed(gone, undo)
    assert deeds(back) == [ReportMeasure(11, "planned")]
    assert "Pröva robotarna" in str(answer(back))


def test_what_was_just_chosen_can_be_dropped_before_anybody_is_named() -> None:
    action = press(answer(pressed(context(), CHOOSE)), "Ta bort")
    stored = measure(31, criterion=SECOND.id, wording=SUGGESTED, responsible=None, due_on=None)
    assert deeds(pressed(context(plans=(plan(stored),)), action)) == [ReportMeasure(31, "dropped")]


def test_dropping_and_taking_back_twice_does_it_once() -> None:
    action = Action("measure_drop", 2, 3, item="11")
    twice = pressed(context(plans=(plan(measure(status="dropped")),)), action)
    assert (deeds(twice), of_kind(twice, Say)) == ([], [])
    again = pressed(context(plans=(plan(measure()),)), replace(action, value="undo"))
    assert (deeds(again), of_kind(again, Say)) == ([], [])


def test_a_principal_of_two_schools_is_asked_which() -> None:
    me = Me(7, "Rut Rektor", "sv", (Duty("principal", 3), Duty("principal", 4)))
    of = context(me=me, schools=(view(), view(school=BJORK)))
    asked = answer(pressed(of, Action("action_plan")))
    assert [each.action.school for each in buttons(asked)] == [3, 4]
    assert "Handlingsplan för Björkskolan" in str(answer(pressed(of, buttons(asked)[1].action)))


def test_the_plan_is_made_from_the_newest_yearly_result() -> None:
    pulse = replace(view(3), round=replace(view(3).round, kind="pulse"))
    of = context(schools=(view(1, 2026), view(), pulse))
    assert "Skattningen 2027" in str(answer(pressed(of, Action("action_plan"))))
    old = pressed(of, replace(CHOOSE, round=1))
    assert deeds(old) == []
    assert "nyare resultat" in str(answer(old))


def test_without_a_result_there_is_nothing_to_plan_from() -> None:
    assert "inte klart än" in str(answer(pressed(context(schools=()), Action("action_plan"))))
    open_round = replace(view(), snapshot=None)
    assert "inte klart än" in str(answer(pressed(context(schools=(open_round,)), Action("action_plan"))))


LAST = plan(
    measure(1, status="done", outcome="Alla klasser har prövat"),
    measure(2, wording="Boka en dag", status="stuck"),
    measure(3, wording="Struken", status="dropped"),
    round_id=1,
    year=2026,
)


def test_the_plan_and_the_next_round_open_with_what_became_of_the_last() -> None:
    of = context(plans=(LAST,), schools=(view(), view(1, 2026)))
    for shown in (str(answer(pressed(of, Action("action_plan")))), str(looking_back(of, view()))):
        assert "Skattningen 2026: 1 av 2 klara" in shown
        assert "Pröva robotarna – Alla klasser har prövat" in shown
        assert "('Boka en dag', 'Kört fast')" in shown
        assert "Struken" not in shown


def test_there_is_nothing_to_look_back_on_without_an_earlier_plan() -> None:
    later = replace(LAST, made_on=date(2027, 6, 1))
    for plans in ((), (plan(measure()),), (later,), (replace(LAST, school=BJORK),)):
        assert looking_back(context(plans=plans), view()) == ()


def test_a_plan_with_something_in_it_is_a_document() -> None:
    for plans, names in (((), []), ((plan(measure()),), ["plan/2/3/pdf", "plan/2/3/docx"])):
        shown = answer(pressed(context(plans=plans), Action("action_plan")))
        assert [part.name for part in shown.parts if isinstance(part, Document)] == names


def test_the_result_leads_to_the_plan_and_stays() -> None:
    (way,) = plan_button(context(), view())
    turn = pressed(context(), way.action)
    assert [type(each) for each in turn.effects] == [Say]
    pulse = replace(view(), round=replace(view().round, kind="pulse"))
    assert plan_button(context(), pulse) == plan_button(context(), replace(view(), snapshot=None)) == ()


def test_a_full_plan_takes_nothing_more() -> None:
    full = plan(*(measure(number, wording=f"Insats {number}") for number in range(1, 41)))
    for turn in (pressed(context(plans=(full,)), CHOOSE), sent(context(plans=(full,)), OWN, FILLED)):
        assert deeds(turn) == []
        assert "redan 40 insatser" in str(answer(turn))


def test_nobody_at_the_school_learns_of_another_school_s_plan() -> None:
    other = plan(measure(wording="Hemligt"), school=BJORK)
    assert "Hemligt" not in str(answer(pressed(context(plans=(other,)), Action("action_plan"))))
