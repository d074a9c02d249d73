from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from conversations.certification import ApplicationFacts, ApplicationStatus, Decision
from conversations.cohorts import CohortFacts, CohortSchool
from conversations.context import Context
from conversations.decisions import (
    DecideApplication,
    GrantException,
    SaveApplication,
    SetDeadline,
    TakeBackException,
)
from conversations.dialogs.certification.application import log
from conversations.events import Pressed, Submitted
from conversations.messages import Document, Form, Table
from conversations.step import step
from conversations.texts import day
from conversations.texts.loader import catalogue
from conversations.turn import Refused, Replace, Say, Show, Turn
from tests.conversations.dialogs.certification.applicants import (
    ALM,
    BJORK,
    FRAMEWORK,
    FULL,
    LAST_DAY,
    NOW,
    STIG,
    action,
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


def coordinating(*found: ApplicationFacts) -> Context:
    return context("coordinator", *found)


def table(of: Context, verb: str) -> Table:
    return next(part for part in answer(pressed(of, verb, school=0)).parts if isinstance(part, Table))


def test_the_list_has_a_row_for_each_application_and_a_way_to_those_that_were_sent() -> None:
    of = coordinating(application("sent"), replace(application("draft", {}, BJORK), exception="Ny skola."))
    assert [row[:2] for row in table(of, "applications").rows] == [
        ("Almskolan", "Inskickad"),
        ("Björkskolan", "Får ansöka"),
    ]
    shown = answer(pressed(of, "applications", school=0))
    assert "En skola har ansökt." in words(shown)
    assert verbs(shown) == ["application", "exception", "exception_undo", "deadline", "decisions"]
    assert day("sv", LAST_DAY) in words(shown)


@pytest.mark.parametrize(
    ("form", "state"), [({}, "Får ansöka"), ({"why": "  "}, "Får ansöka"), ({"why": "Jo."}, "Påbörjad")]
)
def test_an_exception_alone_is_no_application_that_has_been_begun(form: dict[str, str], state: str) -> None:
    (row,) = table(coordinating(excepted(form=form)), "applications").rows
    assert row[1] == state


def test_a_form_with_nothing_in_it_is_not_listed() -> None:
    shown = answer(pressed(coordinating(application("draft", {"why": " "})), "applications", school=0))
    assert not any(isinstance(part, Table) for part in shown.parts)


def test_where_no_school_has_applied_it_is_said_in_words() -> None:
    shown = answer(pressed(coordinating(), "applications", school=0))
    assert "Ingen skola har ansökt än." in words(shown)
    assert "0 skolor" not in words(shown)


def test_many_applications_are_chosen_from_a_list() -> None:
    of = coordinating()
    views = tuple(view(replace(ALM, id=100 + n, name=f"Skola {n:03}")) for n in range(30))
    found = tuple(application("sent", school=each.school) for each in views)
    many = replace(of, schools=views, certification=replace(of.certification, applications=found))
    listed = answer(pressed(many, "applications", school=0))
    assert len(form(listed).fields[0].options) == 30
    read = answer(sent(many, "application", {"school": "107"}))
    assert read.summary == "Ansökan från Skola 007"


def test_before_any_result_there_is_nothing_to_apply_for() -> None:
    nothing = replace(coordinating(), schools=())
    for verb in ("applications", "exception", "deadline"):
        assert "Ingen skola har fått sitt resultat" in words(answer(pressed(nothing, verb, school=0)))


def test_one_application_is_read_with_the_schools_frozen_result() -> None:
    shown = answer(pressed(coordinating(application("sent")), "application"))
    assert "För eleverna." in words(shown)
    assert "Rita Representant" in words(shown)
    assert "Ledarskap och planering" in words(shown)
    assert verbs(shown)[-4:] == [*["application_decide"] * 3, "decisions"]


def test_a_draft_is_the_schools_own() -> None:
    shown = answer(pressed(coordinating(application("draft")), "application"))
    assert "För eleverna." not in words(shown)
    assert "inte skickat" in words(shown)


@pytest.mark.parametrize("value", ["accepted", "returned", "declined"])
def test_every_decision_has_a_written_reason_and_reaches_the_schools_leaders(value: str) -> None:
    of = coordinating(application("sent"))
    empty = sent(of, "application_decide", {"reason": "  "}, value)
    assert deeds(empty) == []
    assert form(answer(empty)).fields[0].error
    turn = sent(of, "application_decide", {"reason": "Därför."}, value)
    assert deeds(turn) == [DecideApplication(5, 3, value, "Därför.")]  # type: ignore[arg-type]
    assert any(isinstance(each, Replace) for each in turn.effects)
    assert "Därför." in words(answer(turn))
    (rut,), (rita,) = told(turn, 7), told(turn, 8)
    assert "Därför." in words(rut)
    assert (rut.language, rita.language) == ("sv", "en")
    assert (verbs(rut), verbs(rita)) == (["apply"], ["application"])
    assert told(turn, 9) == []


def test_accepting_has_a_reason_ready_and_the_others_do_not() -> None:
    of = coordinating(application("sent"))
    assert values(answer(pressed(of, "application_decide", "accepted")))["reason"]
    assert values(answer(pressed(of, "application_decide", "declined")))["reason"] == ""


def test_the_card_shows_the_new_state_and_only_what_can_be_decided_next() -> None:
    turn = sent(coordinating(application("sent")), "application_decide", {"reason": "Därför."}, "accepted")
    shown = answer(turn)
    assert "Antagen" in words(shown)
    values_left = [
        each.action.value
        for part in shown.parts
        if part.kind == "buttons"
        for each in part.buttons
        if each.action.verb == "application_decide"
    ]
    assert values_left == ["returned", "declined"]


@pytest.mark.parametrize("value", ["accepted", "returned", "declined", "sent", "withdrawn", "nonsense", ""])
def test_what_has_not_been_sent_is_not_decided_about(value: str) -> None:
    turn = sent(coordinating(application("draft")), "application_decide", {"reason": "Därför."}, value)
    assert deeds(turn) == []


def test_the_same_decision_twice_is_made_once() -> None:
    turn = sent(coordinating(application("accepted")), "application_decide", {"reason": "Igen."}, "accepted")
    assert deeds(turn) == []
    assert "Inget har ändrats" in words(answer(turn))


def test_a_school_in_a_cohort_leaves_it_before_the_decision_is_made_anew() -> None:
    of = coordinating(replace(application("accepted"), cohort=2))
    cohort = CohortFacts(2, "Kullen", LAST_DAY, LAST_DAY, FRAMEWORK, (CohortSchool(ALM, 11),))
    inside = replace(of, certification=replace(of.certification, cohorts=(cohort,)))
    turn = sent(inside, "application_decide", {"reason": "Därför."}, "declined")
    assert deeds(turn) == []
    assert "kull" in words(answer(turn))


def test_an_exception_needs_a_school_that_does_not_qualify_and_a_reason() -> None:
    of = coordinating()
    asked = answer(pressed(of, "exception", school=0))
    assert form(asked).fields[0].options == (("4", "Björkskolan"),)
    wrong = answer(sent(of, "exception", {"school": "3", "reason": ""}))
    assert all(field.error for field in form(wrong).fields)
    turn = sent(of, "exception", {"school": "4", "reason": "Ny skola."})
    assert deeds(turn) == [GrantException(5, 4, "Ny skola.")]
    (stig,) = told(turn, 9)
    assert "Ny skola." in words(stig)
    assert verbs(stig) == ["apply"]
    assert verbs(answer(turn)) == ["exception_undo", "applications"]


def test_an_exception_that_was_granted_or_taken_back_leads_on_to_the_applications() -> None:
    granted = answer(sent(coordinating(), "exception", {"school": "4", "reason": "Ny skola."}))
    taken = answer(undone(coordinating(excepted()), {"reason": "Fel skola."}))
    for each in (granted, taken):
        last = buttons(each)[-1]
        assert (last.label, last.action.verb, last.action.round) == ("Ansökningar", "applications", 5)


@pytest.mark.parametrize(
    ("verb", "school", "label"),
    [("exception_undo", 4, "Nej, behåll det"), ("exception", 0, "Tillbaka till ansökningarna")],
)
def test_a_form_about_an_exception_has_a_way_out_that_changes_nothing(
    verb: str, school: int, label: str
) -> None:
    of = coordinating(excepted()) if verb == "exception_undo" else coordinating()
    shown = answer(pressed(of, verb, school=school))
    assert isinstance(shown.parts[-2], Form)
    (way,) = buttons(shown)
    assert way.label == label
    left = step(of, Pressed(way.action))
    assert deeds(left) == []
    (effect,) = left.effects
    assert isinstance(effect, Replace)
    assert effect.message.summary == "Ansökningar efter Skattningen 2027"


def excepted(
    status: ApplicationStatus = "draft", form: Mapping[str, str] = FULL, reason: str = "Ny skola."
) -> ApplicationFacts:
    return replace(application(status, form, BJORK), exception=reason)


def undone(of: Context, fields: dict[str, str], school: int = 4) -> Turn:
    return step(of, Submitted(action("exception_undo", school=school), fields))


def test_an_exception_is_taken_back_with_a_reason_that_the_principal_hears() -> None:
    of = coordinating(excepted())
    assert form(answer(pressed(of, "exception_undo", school=4))).fields[0].required
    empty = undone(of, {"reason": "  "})
    assert deeds(empty) == []
    assert form(answer(empty)).fields[0].error
    turn = undone(of, {"reason": "Fel skola."})
    assert deeds(turn) == [TakeBackException(5, 4, "Fel skola.")]
    assert "Fel skola." in words(answer(turn))
    (stig,) = told(turn, 9)
    assert "får inte längre ansöka" in words(stig)
    assert "Fel skola." in words(stig)
    assert verbs(stig) == ["apply"]
    assert told(turn, 7) == []


def test_whoever_has_written_nothing_gets_no_way_to_an_empty_draft() -> None:
    (stig,) = told(undone(coordinating(excepted(form={})), {"reason": "Fel skola."}), 9)
    assert verbs(stig) == []


def test_the_principal_hears_in_their_own_language() -> None:
    of = coordinating(excepted())
    english = replace(STIG, listener=replace(STIG.listener, language="en"))
    heard = replace(of, certification=replace(of.certification, leaders=(english,)))
    (stig,) = told(undone(heard, {"reason": "Fel skola."}), 9)
    assert (stig.language, stig.summary) == ("en", "Björkskolan may no longer apply")


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_the_list_has_a_way_to_take_back_what_has_not_been_sent(status: ApplicationStatus) -> None:
    of = coordinating(excepted(status))
    assert "exception_undo" in verbs(answer(pressed(of, "applications", school=0)))
    assert "exception_undo" in verbs(answer(pressed(of, "application", school=4)))
    turn = undone(of, {"reason": "Fel skola."}, school=0)
    assert deeds(turn) == [TakeBackException(5, 4, "Fel skola.")]


def test_of_several_exceptions_one_is_chosen() -> None:
    also = replace(application("draft"), exception="Särskilda skäl.")
    of = coordinating(excepted(), also)
    many = replace(of, schools=tuple(view(each.school, qualifies=False) for each in of.schools))
    asked = answer(pressed(many, "exception_undo", school=0))
    assert form(asked).fields[0].options == (("3", "Almskolan"), ("4", "Björkskolan"))
    wrong = undone(many, {"school": "", "reason": "Fel skola."}, school=0)
    assert deeds(wrong) == []
    assert form(answer(wrong)).fields[0].error
    assert values(answer(wrong))["reason"] == "Fel skola."
    turn = undone(many, {"school": "3", "reason": "Fel skola."}, school=0)
    assert deeds(turn) == [TakeBackException(5, 3, "Fel skola.")]
    assert (len(told(turn, 7)), told(turn, 9)) == (1, [])


def test_a_school_that_has_sent_in_the_meantime_is_not_mistaken_for_the_only_other_one() -> None:
    also = replace(application("draft"), exception="Särskilda skäl.")
    of = coordinating(excepted("sent"), also)
    turn = undone(of, {"school": "4", "reason": "Fel skola."}, school=0)
    assert deeds(turn) == []
    assert "redan skickat" in words(answer(turn))


@pytest.mark.parametrize(
    ("status", "instead"),
    [
        ("sent", "Avslå ansökan eller be om komplettering"),
        ("returned", "Avslå ansökan i stället"),
        ("accepted", "Avslå ansökan eller be om komplettering"),
        ("declined", "Du behöver inte göra något"),
    ],
)
def test_what_has_been_sent_is_decided_about_instead(status: ApplicationStatus, instead: str) -> None:
    of = coordinating(excepted(status))
    turn = undone(of, {"reason": "Fel skola."})
    assert deeds(turn) == []
    assert told(turn, 9) == []
    assert instead in words(answer(turn))
    assert verbs(answer(turn)) == ["application"]
    assert "exception_undo" not in verbs(answer(pressed(of, "application", school=4)))
    assert "exception_undo" not in verbs(answer(pressed(of, "applications", school=0)))


def test_a_school_in_a_cohort_keeps_its_exception() -> None:
    of = coordinating(replace(excepted("accepted"), cohort=2))
    cohort = CohortFacts(2, "Kullen", LAST_DAY, LAST_DAY, FRAMEWORK, (CohortSchool(BJORK, 11),))
    inside = replace(of, certification=replace(of.certification, cohorts=(cohort,)))
    turn = undone(inside, {"reason": "Fel skola."})
    assert deeds(turn) == []
    assert "lämna kullen" in words(answer(turn))


def test_taking_back_twice_is_harmless() -> None:
    of = coordinating(excepted(reason=""))
    turn = undone(of, {"reason": "Fel skola."})
    assert deeds(turn) == []
    assert "Inget har ändrats" in words(answer(turn))
    assert "inget undantag att ta tillbaka" in words(answer(undone(of, {"reason": "Fel."}, school=0)))


def test_an_exception_is_granted_and_told_again_once_it_was_taken_back() -> None:
    def key(turn: Turn) -> str:
        return next(each.key for each in turn.effects if isinstance(each, Say))

    first = sent(coordinating(), "exception", {"school": "4", "reason": "Ny skola."})
    left = coordinating(replace(excepted(reason=""), at=AFTER))
    again = sent(left, "exception", {"school": "4", "reason": "Ändå."})
    assert deeds(again) == [GrantException(5, 4, "Ändå.")]
    assert key(first) != key(again)
    back = undone(coordinating(excepted()), {"reason": "Fel."})
    back_again = undone(coordinating(replace(excepted(), at=AFTER)), {"reason": "Fel."})
    assert key(back) != key(back_again)


def test_an_empty_draft_without_an_exception_is_no_application() -> None:
    of = coordinating(excepted(form={}, reason=""))
    assert not any(isinstance(part, Table) for part in answer(pressed(of, "applications", school=0)).parts)
    written = coordinating(excepted(reason=""))
    assert table(written, "applications").rows[0][3] == "Kvalificerar sig inte"


def test_a_school_whose_exception_was_taken_back_reads_its_draft_and_hears_why_it_cannot_apply() -> None:
    barred = context("principal", application("draft"), qualifies=False)
    shown = answer(pressed(barred, "apply"))
    assert "får inte ansöka just nu" in words(shown)
    assert "För eleverna." in words(shown)
    assert "Sista dag" not in words(shown)
    assert not {"application_send", "application_fill"} & set(verbs(shown))
    empty = context("principal", application("draft", {}), qualifies=False)
    assert "kan inte ansöka än" in words(answer(pressed(empty, "apply")))


def test_a_school_with_an_exception_does_not_get_another() -> None:
    granted = replace(application("draft", {}, BJORK), exception="Ny skola.")
    assert "ingen skola som behöver undantag" in words(
        answer(pressed(coordinating(granted), "exception", school=0))
    )


def test_after_the_last_day_it_is_moved_before_an_exception_is_granted() -> None:
    turn = sent(at(coordinating(), AFTER), "exception", {"school": "4", "reason": "Ny skola."})
    assert deeds(turn) == []
    assert verbs(answer(turn)) == ["deadline"]


def test_a_new_last_day_is_told_to_those_who_may_apply_and_have_not() -> None:
    turn = sent(coordinating(), "deadline", {"day": "2027-04-16"})
    assert deeds(turn) == [SetDeadline(5, date(2027, 4, 16))]
    assert day("sv", date(2027, 4, 16)) in words(told(turn, 7)[0])
    assert told(turn, 9) == []
    assert told(sent(coordinating(application("sent")), "deadline", {"day": "2027-04-16"}), 7) == []


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("", "Skriv ett datum"),
        ("i maj", "Skriv ett datum"),
        ("2027-02-05", "har redan varit"),
        ("2027-04-17", "ingen skoldag"),
        (LAST_DAY.isoformat(), "redan"),
    ],
)
def test_a_last_day_that_is_none_is_explained_and_kept_in_the_form(written: str, error: str) -> None:
    turn = sent(coordinating(), "deadline", {"day": written})
    assert deeds(turn) == []
    (field,) = form(answer(turn)).fields
    assert error in field.error
    assert field.value == written


def test_a_changed_last_day_holds_for_the_school_too() -> None:
    of = context("principal", application("draft"))
    later = replace(of, certification=replace(of.certification, deadlines={5: date(2027, 4, 16)}))
    assert deeds(pressed(at(later, AFTER), "application_send")) == [DecideApplication(5, 3, "sent")]


LOG = (
    Decision(NOW, "Karin Kord", "application accepted", "Almskolan", "Skolan når det som krävs."),
    Decision(NOW.replace(day=9), "", "application deadline", "", "2027-04-16"),
    Decision(NOW.replace(day=10), "Karin Kord", "visit teleported", "Björkskolan"),
)


def test_the_log_says_who_when_what_and_why_in_plain_words_and_can_be_printed() -> None:
    turn = pressed(replace(coordinating(), log=LOG), "decisions", school=0)
    (shown,) = turn.effects
    assert isinstance(shown, Show)
    rows = next(part for part in shown.message.parts if isinstance(part, Table)).rows
    assert [row[1:] for row in rows] == [
        ("Björkskolan", "Beslut om ett besök", "Karin Kord", ""),
        ("Alla", "Sista dag att ansöka ändrad", "Skolsteg", day("sv", date(2027, 4, 16))),
        ("Almskolan", "Ansökan antagen", "Karin Kord", "Skolan når det som krävs."),
    ]
    assert rows[2][0] == "mån 8 feb 2027"
    files = [part.name for part in shown.message.parts if isinstance(part, Document)]
    assert files == ["decisions/0/pdf"]


def test_a_principal_prints_the_own_schools_decisions_and_nobody_elses() -> None:
    of = replace(context("principal"), log=LOG[:1])
    files = [part.name for part in answer(pressed(of, "decisions")).parts if isinstance(part, Document)]
    assert files == ["decisions/3/pdf"]
    other = pressed(of, "decisions", school=4)
    assert not any(part.kind in {"table", "document"} for part in answer(other).parts)


def test_a_long_log_is_cut_and_the_rest_is_in_the_document() -> None:
    many = tuple(replace(LOG[0], why=f"Skäl {number}.") for number in range(60))
    shown = answer(pressed(replace(coordinating(), log=many), "decisions", school=0))
    assert len(next(part for part in shown.parts if isinstance(part, Table)).rows) == 30
    assert "30 äldre beslut" in words(shown)


def test_the_same_decision_several_times_over_is_one_row() -> None:
    shown = answer(pressed(replace(coordinating(), log=LOG[2:] * 3), "decisions", school=0))
    (row,) = next(part for part in shown.parts if isinstance(part, Table)).rows
    assert row[2] == "Beslut om ett besök (3)"


def session_moved(*schools: str) -> tuple[Decision, ...]:
    return tuple(Decision(NOW, "Karin Kord", "session changed", each, "") for each in schools)


@pytest.mark.parametrize(
    ("schools", "told"),
    [
        (("Björkskolan", "Almskolan"), ["Almskolan och Björkskolan"]),
        (("Almskolan", "Björkskolan", "Ceder", "Ek"), ["4 skolor"]),
        (("Almskolan", "Björkskolan", "Almskolan", "Björkskolan"), ["Almskolan och Björkskolan"]),
        (("",), ["Alla"]),
    ],
)
def test_what_was_written_down_for_each_school_of_a_cohort_is_one_row(
    schools: tuple[str, ...], told: list[str]
) -> None:
    lines = log.rows(coordinating(), session_moved(*schools))
    assert [row[1] for row in lines] == told
    assert lines[0][2] == (
        "Lärtillfälle ändrat (2)" if len(set(schools)) < len(schools) else "Lärtillfälle ändrat"
    )


def test_other_decisions_about_several_schools_stay_a_row_each() -> None:
    made = [replace(each, what="visit agreed") for each in session_moved("Almskolan", "Björkskolan")]
    other = session_moved("Almskolan")[0], replace(session_moved("Björkskolan")[0], why="Storm")
    assert len(log.rows(coordinating(), (*made, *other))) == 4


def test_every_word_of_the_log_has_words_in_both_languages() -> None:
    for language in ("sv", "en"):
        keys = catalogue(language)
        assert all(f"application.log.{known}" in keys for known in log._KNOWN)
        assert all(f"application.log.kind_{kind}" in keys for kind in log._KINDS)


@pytest.mark.parametrize(
    "verb", ["applications", "application_decide", "exception", "exception_undo", "deadline"]
)
def test_only_a_coordinator_decides(verb: str) -> None:
    turn = pressed(context("principal", application("sent")), verb, "accepted")
    assert [each.verb for each in turn.effects if isinstance(each, Refused)] == [verb]


def test_what_was_written_while_the_exception_was_taken_back_is_kept() -> None:
    taken_back = excepted(reason="")
    of = replace(context("principal", taken_back, qualifies=False))
    mine = replace(taken_back, school=ALM)
    of = replace(of, certification=replace(of.certification, applications=(mine,)))
    turn = sent(of, "application_fill", {**FULL, "why": "Vi vill lära tillsammans."})
    (saved,) = deeds(turn)
    assert isinstance(saved, SaveApplication)
    assert "får inte ansöka just nu" in words(answer(turn))
    assert deeds(sent(of, "application_send", {})) == []
