from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.certification import Colleague
from conversations.cohorts import SessionPart
from conversations.context import Context
from conversations.decisions import Attend, ReplyToSession
from conversations.messages import Action, Facts, Table
from conversations.turn import Refused
from tests.conversations.dialogs.certification.cohorts import (
    BEGINS,
    COHORT,
    EK,
    FIRST,
    NOW,
    buttons,
    context,
    deeds,
    documents,
    errors,
    fields,
    form,
    pressed,
    sent,
    shown,
    told,
    with_parts,
    with_session,
)

THE_DAY = BEGINS.replace(hour=8)
DAY_AFTER = datetime(2027, 9, 16, 8, tzinfo=UTC)
CANCELLED = replace(FIRST, cancelled_at=NOW)
COMING = SessionPart(3, 30, "Alva Lind", "yes")


def test_the_sessions_are_listed_with_a_way_to_each() -> None:
    listed = shown(pressed(context("principal"), "sessions"))
    assert [label for _, label in fields(listed)["session"].options] == [
        "Lärtillfälle 1: Ledarskap och planering",
        "Lärtillfälle 2: Certifieringen, Digital skola",
    ]
    opened = shown(sent(context("principal"), form(listed).action, session="12"))
    assert opened.summary == "Lärtillfälle 2: Certifieringen, Digital skola"


def test_a_card_says_when_and_where_and_offers_a_calendar_file() -> None:
    linked = replace(
        FIRST, links=(("Underlaget", "https://skola.example/a"),), join_url="https://meet.example/1"
    )
    card = shown(pressed(context("principal", with_session(linked)), "session", 11))
    facts = dict(next(part for part in card.parts if isinstance(part, Facts)).rows)
    assert facts["När"] == "onsdag 15 september kl. 13.00–16.00"
    assert facts["Plats"] == "Stadshuset"
    assert facts["Underlaget"] == "https://skola.example/a"
    assert facts["Möte på nätet"] == "https://meet.example/1"
    assert facts["Almskolan"] == "Har inte svarat"
    assert documents(card) == ["session/11/ics"]


@pytest.mark.parametrize("item", ["99", "", "x", "1" * 30])
def test_a_session_that_is_not_mine_is_not_shown(item: str) -> None:
    assert "går inte att göra här" in shown(pressed(context("principal"), "session", item)).summary


def test_whoever_says_yes_is_who_comes() -> None:
    effects = pressed(context("representative"), "session_reply", 11, "yes", 3)
    assert deeds(effects) == [ReplyToSession(11, 3, "yes", 31)]
    assert "Rut Ask kommer från Almskolan" in shown(effects).summary
    assert "Vi kommer" not in buttons(shown(effects))


def test_saying_yes_again_does_not_take_the_place_of_whoever_is_named() -> None:
    named = with_parts(SessionPart(3, 33, "Kim Gran", "yes"))
    effects = pressed(context("principal", named), "session_reply", 11, "yes", 3)
    assert deeds(effects) == [ReplyToSession(11, 3, "yes", 33)]


def test_saying_no_tells_that_it_can_be_caught_up_with() -> None:
    effects = pressed(context("principal", with_parts(COMING)), "session_reply", 11, "no", 3)
    assert deeds(effects) == [ReplyToSession(11, 3, "no", 0)]
    assert "går att ta igen" in shown(effects).summary
    assert "Vi kommer" in buttons(shown(effects))


def test_whoever_leads_two_schools_is_asked_which() -> None:
    which = shown(pressed(context("both"), "session_reply", 11, "yes"))
    assert {label: each.action.school for label, each in buttons(which).items()} == {
        "Almskolan": 3,
        "Bokskolan": 4,
    }
    picked = buttons(which)["Bokskolan"].action
    assert picked.value == "yes"
    assert deeds(pressed(context("both"), picked.verb, picked.item, picked.value, picked.school)) == [
        ReplyToSession(11, 4, "yes", 30)
    ]


def test_nobody_replies_for_a_school_that_is_not_theirs() -> None:
    for who, school in (("principal", 4), ("other", 0), ("coordinator", 3), ("colleague", 3)):
        effects = pressed(context(who), "session_reply", 11, "yes", school)
        assert not any(isinstance(each, ReplyToSession) for each in effects), who


def test_a_school_that_has_left_is_told_why_nothing_can_be_changed() -> None:
    gone = replace(COHORT, schools=tuple(replace(each, left=each.school.id == 3) for each in COHORT.schools))
    effects = pressed(context("principal", gone), "session_reply", 11, "yes", 3)
    assert "har lämnat kullen" in shown(effects).summary
    assert deeds(effects) == []


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (context("principal", now=DAY_AFTER), "har redan varit"),
        (context("principal", with_session(CANCELLED)), "är inställt"),
    ],
)
def test_an_old_button_says_what_has_become_of_the_session(of: Context, words: str) -> None:
    effects = pressed(of, "session_reply", 11, "yes", 3)
    assert words in shown(effects).summary
    assert deeds(effects) == []


def test_a_colleague_comes_instead_and_hears_it() -> None:
    of = context("principal")
    asked = shown(pressed(of, "session_instead", 11, school=3))
    assert [name for _, name in fields(asked)["person"].options] == ["Kim Gran", "Lo Gran"]
    effects = sent(of, form(asked).action, person="33")
    assert deeds(effects) == [ReplyToSession(11, 3, "yes", 33)]
    (said,) = told(effects)
    assert said.to.id == 33
    assert said.key == "session-invite:11:0:33"
    assert "Alva Lind har anmält att du kommer från Almskolan" in str(said.message)
    assert "Vi kommer" not in buttons(said.message)


def test_somebody_from_another_school_cannot_come_instead() -> None:
    effects = sent(context("principal"), Action("session_instead", school=3, item="11"), person="44")
    assert list(errors(effects)) == ["person"]
    assert deeds(effects) == []


def test_where_colleagues_are_many_a_name_is_written() -> None:
    many = tuple(Colleague(200 + number, f"Person {number}", 3) for number in range(101))
    of = replace(context("principal"), colleagues=many)
    asked = shown(pressed(of, "session_instead", 11, school=3))
    assert fields(asked)["person"].type == "text"
    assert deeds(sent(of, form(asked).action, person="person 7")) == [ReplyToSession(11, 3, "yes", 207)]
    assert list(errors(sent(of, form(asked).action, person="Person"))) == ["person"]


def test_being_there_is_one_press_on_the_day_itself_and_can_be_undone() -> None:
    of = context("principal", with_parts(COMING), now=THE_DAY)
    effects = pressed(of, "session_here", 11, "yes", 3)
    assert deeds(effects) == [Attend(11, 3, attended=True)]
    undo = buttons(shown(effects))["Ångra"].action
    assert deeds(pressed(of, undo.verb, undo.item, undo.value, undo.school)) == [Attend(11, 3, attended=None)]


def test_a_colleague_who_is_named_presses_for_the_school() -> None:
    of = context("colleague", with_parts(SessionPart(3, 33, "Kim Gran", "yes")), now=THE_DAY)
    assert deeds(pressed(of, "session_here", 11, "yes")) == [Attend(11, 3, attended=True)]
    unnamed = context("colleague", with_parts(COMING), now=THE_DAY)
    assert deeds(pressed(unnamed, "session_here", 11, "yes", 3)) == []


@pytest.mark.parametrize(("now", "words"), [(NOW, "inte dags än"), (DAY_AFTER, "processledaren")])
def test_nobody_is_there_on_another_day(now: datetime, words: str) -> None:
    effects = pressed(context("principal", now=now), "session_here", 11, "yes", 3)
    assert words in shown(effects).summary
    assert deeds(effects) == []


def test_the_coordinator_takes_all_who_said_yes_at_once_and_corrects_one() -> None:
    cohort = with_parts(COMING, SessionPart(4, 40, "Bo Ek", "yes", attended=False), SessionPart(5))
    of = context("coordinator", cohort, now=DAY_AFTER)
    listed = shown(pressed(of, "session_attendance", 11))
    everybody = buttons(listed)["Alla som sa ja var med"].action
    effects = pressed(of, everybody.verb, everybody.item, everybody.value)
    assert deeds(effects) == [Attend(11, 3, attended=True)]
    table = next(part for part in shown(effects).parts if isinstance(part, Table))
    assert [row[2] for row in table.rows] == ["Var med", "Var inte med", "Inte noterat"]
    assert deeds(sent(of, form(listed).action, school="4", there="unknown")) == [Attend(11, 4, attended=None)]
    assert deeds(sent(of, form(listed).action, school="9", there="yes")) == []
    assert deeds(sent(of, form(listed).action, school="4", there="maybe")) == []


def test_attendance_is_not_noted_ahead_nor_by_a_school() -> None:
    assert (
        "från och med samma dag" in shown(pressed(context("coordinator"), "session_attendance", 11)).summary
    )
    effects = pressed(context("principal", now=DAY_AFTER), "session_attendance", 11, "all")
    assert not any(isinstance(each, Attend) for each in effects)
    assert any(isinstance(each, Refused) for each in effects)


def test_the_coordinators_card_shows_every_school() -> None:
    card = shown(pressed(context("coordinator", with_parts(COMING)), "session", 11))
    table = next(part for part in card.parts if isinstance(part, Table))
    assert table.rows[0] == ("Almskolan", "Alva Lind kommer", "Inte än", "Inte noterat")
    assert table.rows[2][:2] == (EK.name, "Har inte svarat")
    assert {"Ändra", "Ställ in"} <= set(buttons(card))
