from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.certification import ApplicationStatus
from conversations.cohorts import CohortFacts, CohortSchool
from conversations.context import Context
from conversations.decisions import DecideApplication, SaveApplication
from conversations.events import Pressed, Wrote
from conversations.messages import Action, Message, Text
from conversations.step import step
from conversations.texts import day
from conversations.turn import Refused, Replace, Say
from tests.conversations.dialogs.certification.applicants import (
    ALM,
    AREAS,
    BJORK,
    FRAMEWORK,
    FULL,
    LAST_DAY,
    answer,
    application,
    at,
    buttons,
    context,
    deeds,
    form,
    pressed,
    sent,
    told,
    values,
    verbs,
    view,
    words,
)

AFTER = datetime(2027, 4, 5, 9, tzinfo=UTC)
EXAMPLE = f"example:{AREAS[0]}"


def card(of: Context) -> Message:
    return answer(pressed(of, "apply"))


def test_the_first_press_opens_a_form_that_asks_for_an_example_in_every_area() -> None:
    opened = card(context("principal"))
    assert [field.name for field in form(opened).fields] == [
        *("why", "learn", "share"),
        *(f"example:{area}" for area in AREAS),
        *("represents", "heard"),
    ]
    assert not any(field.required for field in form(opened).fields)
    assert all(field.can_wait for field in form(opened).fields)
    assert day("sv", LAST_DAY) in words(opened)


def test_nothing_can_wait_in_what_has_been_sent() -> None:
    opened = answer(pressed(context("principal", application("sent")), "application_fill"))
    assert all(field.required and not field.can_wait for field in form(opened).fields)


def test_the_result_that_was_pressed_stays_to_be_read() -> None:
    turn = pressed(context("principal"), "apply")
    assert [type(each) for each in turn.effects] == [Say]


def test_typed_words_lead_to_the_same_form() -> None:
    turn = step(context("principal"), Wrote("vi vill ansöka"))
    assert form(answer(turn)).action.verb == "application_fill"


def test_whoever_leads_two_schools_is_asked_which() -> None:
    of = context("principal")
    assert of.me is not None
    duties = (*of.me.duties, replace(of.me.duties[0], school=4))
    both = replace(of, me=replace(of.me, duties=duties), schools=(*of.schools, view(BJORK)))
    asked = answer(step(both, Pressed(Action("apply"))))
    assert [each.action.school for each in buttons(asked)] == [ALM.id, BJORK.id]


def test_the_leaders_of_the_school_come_first_among_those_who_may_represent_it() -> None:
    represents = next(
        field for field in form(card(context("principal"))).fields if field.name == "represents"
    )
    assert represents.options == (("7", "Rut Rektor"), ("8", "Rita Representant"), ("30", "Asta Alm"))


def test_half_a_form_is_saved_as_a_draft_and_the_card_says_what_is_missing() -> None:
    turn = sent(context("principal"), "application_fill", {"why": "  För eleverna. ", "represents": "30"})
    form_saved = {"why": "För eleverna.", "represents": "30", "represents_name": "Asta Alm"}
    assert deeds(turn) == [SaveApplication(5, 3, form_saved)]
    shown = answer(turn)
    assert "vad skolan vill lära sig" in words(shown)
    assert "att personalen har fått säga sitt" in words(shown)
    assert "varför ni vill vara med" not in words(shown)
    assert "application_send" not in verbs(shown)


def test_what_is_too_long_is_cut_and_nothing_is_refused() -> None:
    (saved,) = deeds(sent(context("principal"), "application_fill", {"why": "a" * 5000, "heard": "maybe"}))
    assert isinstance(saved, SaveApplication)
    assert len(saved.form["why"]) == 1000
    assert "heard" not in saved.form


def test_somebody_from_another_school_cannot_represent_it_and_what_was_written_is_kept() -> None:
    turn = sent(context("principal"), "application_fill", {"why": "För eleverna.", "represents": "31"})
    assert deeds(turn) == []
    assert values(answer(turn))["why"] == "För eleverna."
    assert [field.name for field in form(answer(turn)).fields if field.error] == ["represents"]


def test_the_teams_notes_become_examples_with_one_press_and_nothing_written_is_lost() -> None:
    filled = values(answer(pressed(context("principal"), "application_examples")))
    assert filled[EXAMPLE] == "Lag Gran: Vi filmar våra genomgångar.\nLag Tall: Vi delar planeringar."
    assert "Någon annans" not in str(filled)
    of = context("principal", application("draft", {EXAMPLE: "Vårt eget.", "why": "Därför."}))
    kept = values(answer(pressed(of, "application_examples")))
    assert (kept[EXAMPLE], kept["why"]) == ("Vårt eget.", "Därför.")


def test_long_notes_are_cut_between_words() -> None:
    of = context("principal")
    long = replace(of, notes=(replace(of.notes[0], note="ord " * 500),))
    filled = values(answer(pressed(long, "application_examples")))[EXAMPLE]
    assert len(filled) <= 700
    assert filled.endswith("ord…")


def test_where_no_team_has_written_anything_there_is_nothing_to_fetch() -> None:
    none = replace(context("principal"), notes=())
    assert "application_examples" not in verbs(card(none))
    assert "inga anteckningar" in words(answer(pressed(none, "application_examples")))


def test_a_complete_draft_can_be_sent_and_the_coordinator_hears_of_it_in_her_own_language() -> None:
    of = context("principal", application("draft"))
    assert verbs(card(of))[0] == "application_send"
    turn = pressed(of, "application_send")
    assert deeds(turn) == [DecideApplication(5, 3, "sent")]
    assert "inskickad" in words(answer(turn))
    assert "application_send" not in verbs(answer(turn))
    (heard,) = told(turn, 20)
    assert heard.summary == "Almskolan har ansökt"
    assert verbs(heard) == ["application"]


@pytest.mark.parametrize("lacking", [name for name in FULL if name != "represents_name"])
def test_an_application_that_lacks_anything_is_not_sent(lacking: str) -> None:
    part = {name: value for name, value in FULL.items() if name != lacking}
    turn = pressed(context("principal", application("draft", part)), "application_send")
    assert deeds(turn) == []
    assert "innan ni kan skicka" in words(answer(turn))


def test_a_representative_who_has_left_must_be_replaced_before_sending() -> None:
    gone = {**FULL, "represents": "99", "represents_name": "Lea Lämnat"}
    turn = pressed(context("principal", application("draft", gone)), "application_send")
    assert deeds(turn) == []
    assert "någon som företräder skolan och arbetar där" in words(answer(turn))


def test_sending_twice_is_answered_kindly_and_done_once() -> None:
    turn = pressed(context("principal", application("sent")), "application_send")
    assert deeds(turn) == []
    assert "redan inskickad" in words(answer(turn))


def test_the_same_press_twice_tells_the_coordinator_once() -> None:
    of = context("principal", application("draft"))
    keys = {
        each.key
        for _ in range(2)
        for each in pressed(of, "application_send").effects
        if isinstance(each, Say)
    }
    assert len(keys) == 1


def test_what_has_been_sent_can_be_changed_until_the_last_day_but_not_emptied() -> None:
    of = context("principal", application("sent"))
    assert deeds(sent(of, "application_fill", {**FULL, "why": "Nytt skäl."})) != []
    emptied = sent(of, "application_fill", {**FULL, "why": ""})
    assert deeds(emptied) == []
    assert [field.name for field in form(answer(emptied)).fields if field.error] == ["why"]
    assert deeds(sent(at(of, AFTER), "application_fill", {**FULL, "why": "För sent."})) == []


def test_after_the_last_day_a_draft_is_kept_and_not_sent() -> None:
    of = at(context("principal", application("draft")), AFTER)
    assert "Sista dag att ansöka var" in words(card(of))
    turn = pressed(of, "application_send")
    assert deeds(turn) == []
    assert "Sista dag att ansöka var" in words(answer(turn))
    assert deeds(sent(of, "application_fill", dict(FULL))) == [SaveApplication(5, 3, FULL)]


def test_after_the_last_day_no_application_is_begun() -> None:
    late = card(at(context("principal"), AFTER))
    assert "Sista dag att ansöka var" in words(late)
    assert "application_fill" not in words(late)


def test_a_completion_is_sent_after_the_last_day_too_and_said_to_be_one() -> None:
    asked = replace(application("returned"), reason="Berätta mer om kulturen.")
    of = at(context("principal", asked), AFTER)
    assert "Berätta mer om kulturen." in words(card(of))
    turn = pressed(of, "application_send")
    assert deeds(turn) == [DecideApplication(5, 3, "sent")]
    assert told(turn, 20)[0].summary == "Almskolan har kompletterat sin ansökan"


@pytest.mark.parametrize(
    ("status", "told", "tone"),
    [
        ("returned", "Att komplettera: Mer om kulturen.", "warning"),
        ("declined", "Motivering: Mer om kulturen.", "plain"),
    ],
)
def test_what_is_to_be_completed_stands_out(status: ApplicationStatus, told: str, tone: str) -> None:
    shown = card(context("principal", replace(application(status), reason="Mer om kulturen.")))
    assert Text(told, tone) in shown.parts  # type: ignore[arg-type]


def test_a_school_that_does_not_qualify_is_told_exactly_what_is_missing() -> None:
    text = words(card(context("principal", qualifies=False)))
    assert FRAMEWORK.words("sv").criterion(FRAMEWORK.criteria[0].id).title in text
    assert "undantag" in text


def test_with_an_exception_it_may_apply_and_is_told_why() -> None:
    allowed = replace(application("draft", {}), exception="Ny skola.")
    of = context("principal", allowed, qualifies=False)
    assert form(card(of)).action.verb == "application_fill"
    filled = context("principal", replace(allowed, form=FULL), qualifies=False)
    assert "Ny skola." in words(card(filled))
    assert deeds(pressed(filled, "application_send")) == [DecideApplication(5, 3, "sent")]


def test_withdrawing_is_asked_about_once_more() -> None:
    of = context("principal", application("sent"))
    asked = pressed(of, "application_withdraw")
    assert deeds(asked) == []
    assert verbs(answer(asked)) == ["application_withdraw_yes", "apply"]
    done = pressed(of, "application_withdraw_yes")
    assert deeds(done) == [DecideApplication(5, 3, "withdrawn")]
    assert "finns kvar" in words(answer(done))
    assert told(done, 20)[0].summary == "Almskolan har dragit tillbaka sin ansökan"


def test_keeping_it_puts_the_card_back_where_the_question_stood() -> None:
    turn = pressed(context("principal", application("sent")), "apply", "card")
    assert [type(each) for each in turn.effects] == [Replace]


def test_what_was_withdrawn_can_be_sent_again() -> None:
    of = context("principal", application("withdrawn"))
    assert "application_send" in verbs(card(of))
    assert "utkast" in words(answer(sent(of, "application_fill", dict(FULL))))


@pytest.mark.parametrize("status", ["draft", "withdrawn", "declined"])
def test_there_is_nothing_to_withdraw_unless_it_lies_with_the_coordinator(status: ApplicationStatus) -> None:
    turn = pressed(context("principal", application(status)), "application_withdraw_yes")
    assert deeds(turn) == []
    assert "inskickad ansökan" in words(answer(turn))


def test_a_school_in_a_cohort_does_not_withdraw_its_application() -> None:
    of = context("principal", replace(application("accepted"), cohort=2))
    cohort = CohortFacts(2, "Kullen", LAST_DAY, LAST_DAY, FRAMEWORK, schools=(CohortSchool(ALM, 11),))
    inside = replace(of, certification=replace(of.certification, cohorts=(cohort,)))
    assert "application_withdraw" not in verbs(card(inside))
    turn = pressed(inside, "application_withdraw_yes")
    assert deeds(turn) == []
    assert "kull" in words(answer(turn))


def test_the_representative_reads_and_only_the_principal_sends() -> None:
    of = context("representative", application("draft"))
    read = answer(pressed(of, "application"))
    assert "För eleverna." in words(read)
    assert verbs(read) == []
    for verb in ("apply", "application_fill", "application_send", "application_withdraw_yes"):
        turn = pressed(of, verb)
        assert [each.verb for each in turn.effects if isinstance(each, Refused)] == [verb]


@pytest.mark.parametrize(
    "verb", ["apply", "application_fill", "application_examples", "application_send", "application_withdraw"]
)
def test_nobody_applies_for_another_school(verb: str) -> None:
    of = context("principal")
    other = replace(of, schools=(view(BJORK),), certification=replace(of.certification))
    turn = pressed(other, verb, school=4)
    assert "application_send" not in words(answer(turn))
    assert not any(isinstance(each, SaveApplication | DecideApplication) for each in turn.effects)
    assert not any(part.kind == "form" for part in answer(turn).parts)
