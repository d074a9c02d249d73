from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.cohorts import SessionPart
from conversations.decisions import Attend, FillSession
from conversations.messages import Action, Facts, Heading
from conversations.turn import Show
from tests.conversations.dialogs.certification.cohorts import (
    BEGINS,
    COHORT,
    FIRST,
    NOW,
    buttons,
    context,
    deeds,
    errors,
    fields,
    pressed,
    sent,
    shown,
    told,
    with_parts,
    with_session,
)

DAY_AFTER = datetime(2027, 9, 16, 8, tzinfo=UTC)
PREPARE = Action("session_prepare", school=3, item="11")
MAKE_UP = Action("session_make_up", school=3, item="11")
PAGE = {"challenges": "Tid.", "target_picture": "Alla vågar prova."}


def test_the_first_session_asks_for_more_than_the_others() -> None:
    first = shown(pressed(context("principal"), "session_prepare", 11, school=3))
    assert list(fields(first)) == ["challenges", "target_picture", "activities", "lessons_learned"]
    other = shown(pressed(context("principal"), "session_prepare", 12, school=3))
    assert list(fields(other)) == ["bring", "ask"]


def test_what_is_written_is_saved_and_can_be_changed_again() -> None:
    filled = {"challenges": "  Tid.\nOch pengar. ", "target_picture": "", "unknown": "bort"}
    effects = sent(context("principal"), PREPARE, **filled)
    assert deeds(effects) == [FillSession(11, 3, "preparation", {"challenges": "Tid.\nOch pengar."})]
    assert "förberedelsen är sparad" in str(shown(effects))
    again = context("principal", with_parts(SessionPart(3, preparation=PAGE)))
    assert fields(shown(pressed(again, "session_prepare", 11, school=3)))["challenges"].value == "Tid."


def test_an_empty_page_is_not_saved() -> None:
    effects = sent(context("principal"), PREPARE, challenges=" ", activities="")
    assert list(errors(effects)) == ["challenges"]
    assert deeds(effects) == []


def test_too_much_is_cut_and_not_refused() -> None:
    (filled,) = deeds(sent(context("principal"), PREPARE, challenges="a" * 3000))
    assert isinstance(filled, FillSession)
    assert len(filled.form["challenges"]) == 1000


def test_a_page_is_not_written_after_the_session_nor_a_reflection_before_it() -> None:
    after, before = context("principal", now=DAY_AFTER), context("principal")
    assert deeds(sent(after, PREPARE, **PAGE)) == []
    assert deeds(sent(before, replace(PREPARE, verb="session_reflect"), take_home="Mod.")) == []
    cancelled = context("principal", with_session(replace(FIRST, cancelled_at=NOW)))
    assert "inställt" in shown(sent(cancelled, PREPARE, **PAGE)).summary


@pytest.mark.parametrize("now", [BEGINS, DAY_AFTER])
def test_a_school_looks_back_on_the_day_itself_and_after_it(now: datetime) -> None:
    of = context("principal", with_parts(SessionPart(3, attended=True)), now=now)
    effects = sent(
        of, Action("session_reflect", school=3, item="11"), take_home="Mod.", try_next="Kamratbesök."
    )
    assert deeds(effects) == [
        FillSession(11, 3, "reflection", {"take_home": "Mod.", "try_next": "Kamratbesök."})
    ]


def test_nobody_writes_for_a_school_that_is_not_theirs() -> None:
    for who in ("other", "coordinator", "colleague"):
        assert deeds(sent(context(who), PREPARE, **PAGE)) == []
    assert deeds(sent(context("principal"), replace(PREPARE, school=4), **PAGE)) == []


def test_the_pages_of_all_schools_are_shown_and_kept_nowhere() -> None:
    cohort = with_parts(
        SessionPart(3, preparation=PAGE), SessionPart(4, preparation={"activities": "Studiecirkel."})
    )
    (effect,) = pressed(context("principal", cohort), "session_pages", 11)
    assert isinstance(effect, Show)
    headings = [part.text for part in effect.message.parts if isinstance(part, Heading)]
    assert headings[1:] == ["Almskolan", "Bokskolan"]
    rows = [part.rows for part in effect.message.parts if isinstance(part, Facts)]
    assert rows[0] == (("Vilka utmaningar har ni?", "Tid."), ("Vilken är er målbild?", "Alla vågar prova."))
    assert "Har inte skrivit än: Ekskolan." in str(effect.message)


def test_many_pages_are_read_one_by_one() -> None:
    schools = tuple(
        replace(
            COHORT.schools[0], school=replace(COHORT.schools[0].school, id=number, name=f"Skola {number}")
        )
        for number in range(3, 11)
    )
    parts = tuple(SessionPart(number, preparation=PAGE) for number in range(3, 11))
    of = context("principal", replace(with_parts(*parts), schools=schools))
    listed = shown(pressed(of, "session_pages", 11))
    assert len(fields(listed)["school"].options) == 8
    read = shown(sent(of, Action("session_pages", item="11"), school="9"))
    assert [part.text for part in read.parts if isinstance(part, Heading)][1:] == ["Skola 9"]


def test_a_missed_session_is_caught_up_with_once_the_coordinator_accepts() -> None:
    missed = context("principal", with_parts(SessionPart(3, attended=False)), now=DAY_AFTER)
    effects = sent(missed, MAKE_UP, made_up="Vi läste allas sidor.")
    assert deeds(effects) == [FillSession(11, 3, "made_up", {"made_up": "Vi läste allas sidor."})]
    (said,) = told(effects)
    assert said.to.id == 9
    assert "Vi läste allas sidor." in str(said.message)
    written = with_parts(SessionPart(3, attended=False, made_up="Vi läste allas sidor."))
    accept = buttons(said.message)["Godkänn"].action
    of = context("coordinator", written, now=DAY_AFTER)
    accepted = pressed(of, accept.verb, accept.item, accept.value, accept.school)
    assert deeds(accepted) == [Attend(11, 3, attended=True)]
    assert sorted(each.to.id for each in told(accepted)) == [30, 31]


def test_accepting_twice_changes_nothing_and_a_school_accepts_nothing_itself() -> None:
    accepted = with_parts(SessionPart(3, attended=True, made_up="Vi läste."))
    waiting = with_parts(SessionPart(3, attended=False, made_up="Vi läste."))
    assert deeds(pressed(context("coordinator", accepted), "session_accept_make_up", 11, school=3)) == []
    assert deeds(pressed(context("coordinator"), "session_accept_make_up", 11, school=3)) == []
    refused = pressed(context("principal", waiting), "session_accept_make_up", 11, school=3)
    assert not any(isinstance(each, Attend) for each in refused)


def test_there_is_nothing_to_catch_up_with_before_the_session_or_for_those_who_were_there() -> None:
    assert deeds(sent(context("principal"), MAKE_UP, made_up="Vi läste.")) == []
    there = context("principal", with_parts(SessionPart(3, attended=True)), now=DAY_AFTER)
    assert deeds(sent(there, MAKE_UP, made_up="Vi läste.")) == []
