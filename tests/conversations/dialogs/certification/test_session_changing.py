from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.cohorts import SessionPart
from conversations.context import Context
from conversations.decisions import CancelSession, ChangeSession
from conversations.dialogs.certification.session.written import (
    hours_written,
    links_written,
    written_length,
    written_links,
    written_time,
)
from conversations.messages import Action
from tests.conversations.dialogs.certification.cohorts import (
    BEGINS,
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

CANCELLED = replace(FIRST, cancelled_at=NOW, revision=1)
DAY_AFTER = datetime(2027, 9, 16, 8, tzinfo=UTC)
AS_IT_IS = {"day": "2027-09-15", "begins": "13.00", "length": "3", "place": "Stadshuset", "links": ""}
CHANGE = Action("session_change", item="11")
CANCEL = Action("session_cancel", item="11")


def test_the_form_shows_the_session_as_it_is() -> None:
    asked = shown(pressed(context("coordinator"), "session_change", 11))
    assert {name: each.value for name, each in fields(asked).items()} == AS_IT_IS


def test_everybody_hears_the_old_and_the_new_time_with_a_new_calendar_file() -> None:
    effects = sent(context("coordinator"), CHANGE, **(AS_IT_IS | {"day": "2027-09-20", "begins": "9:30"}))
    begins = datetime(2027, 9, 20, 7, 30, tzinfo=UTC)
    assert deeds(effects) == [ChangeSession(11, begins, begins.replace(hour=10), "Stadshuset")]
    said = told(effects)
    assert sorted(each.to.id for each in said) == [30, 31, 40, 50]
    swedish = str(next(each.message for each in said if each.to.id == 30))
    assert "Förut: onsdag 15 september kl. 13.00–16.00" in swedish
    assert "Nu: måndag 20 september kl. 09.30–12.30" in swedish
    assert all(documents(each.message) == ["session/11/ics"] for each in said)
    # The next day's invitations would have the same keys, and so are not said again.
    assert {each.key for each in said} == {f"session-invite:11:1:{each.to.id}" for each in said}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"day": "2027-08-31"}, "Den dagen har redan varit"),
        ({"day": "2027-09-18"}, "ingen skoldag"),
        ({"day": "2027-11-03"}, "ingen skoldag"),
        ({"day": "2097-09-18"}, "två år bort"),
        ({"day": "onsdag"}, "Skriv ett datum"),
        ({"begins": "13"}, "Skriv en tid"),
        ({"begins": "13.60"}, "Skriv en tid"),
        ({"length": "0"}, "antalet timmar"),
        ({"length": "8", "begins": "18.00"}, "antalet timmar"),
        ({"links": "Underlag http://skola.example"}, "https://"),
        ({"links": "Underlag javascript:alert(1)"}, "https://"),
        ({"links": "Underlag https://bank.example@evil.example/"}, "https://"),
        ({"links": "\n".join(["https://skola.example"] * 11)}, "https://"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_changes(change: dict[str, str], wrong: str) -> None:
    effects = sent(context("coordinator"), CHANGE, **(AS_IT_IS | change))
    assert next(iter(errors(effects))) in change
    assert wrong in " ".join(errors(effects).values())
    assert deeds(effects) == []
    assert {name: each.value for name, each in fields(shown(effects)).items()} == AS_IT_IS | change


def test_documents_can_be_added_after_the_session() -> None:
    links = "Underlaget till dagen https://skola.example/a?b=1\nhttps://skola.example/film"
    effects = sent(context("coordinator", now=DAY_AFTER), CHANGE, **(AS_IT_IS | {"links": links}))
    (change,) = deeds(effects)
    assert isinstance(change, ChangeSession)
    assert change.links == (
        ("Underlaget till dagen", "https://skola.example/a?b=1"),
        ("skola.example", "https://skola.example/film"),
    )
    assert "nya länkar" in told(effects)[0].message.summary


def test_a_form_sent_as_it_was_changes_nothing_and_tells_nobody() -> None:
    effects = sent(context("coordinator"), CHANGE, **AS_IT_IS)
    assert deeds(effects) == []
    assert told(effects) == []


def test_calling_off_is_explained_to_those_who_said_yes_or_nothing() -> None:
    cohort = with_parts(SessionPart(3, 30, "Alva Lind", "yes"), SessionPart(4, reply="no"))
    effects = sent(context("coordinator", cohort), CANCEL, reason="Föreläsaren är sjuk.")
    assert deeds(effects) == [CancelSession(11, "Föreläsaren är sjuk.")]
    heard = {each.to.id: each.message for each in told(effects)}
    assert sorted(heard) == [30, 31, 50]
    assert "Föreläsaren är sjuk." in str(heard[30])
    assert "Ni hade sagt ja" in str(heard[30])
    assert "There is no need to reply" in str(heard[50])
    assert "Det blir av ändå" in buttons(shown(effects))
    assert documents(shown(effects)) == []


def test_calling_off_needs_a_reason() -> None:
    effects = sent(context("coordinator"), CANCEL, reason="  ")
    assert list(errors(effects)) == ["reason"]
    assert deeds(effects) == []


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (context("coordinator", with_session(CANCELLED)), "redan inställt"),
        (context("coordinator", now=DAY_AFTER), "har redan varit"),
    ],
)
def test_a_session_is_called_off_once_and_in_time(of: Context, words: str) -> None:
    effects = sent(of, CANCEL, reason="Föreläsaren är sjuk.")
    assert words in shown(effects).summary
    assert deeds(effects) == []


def test_calling_off_can_be_undone_and_everybody_is_asked_again() -> None:
    effects = pressed(context("coordinator", with_session(CANCELLED)), "session_restore", 11)
    assert deeds(effects) == [CancelSession(11, "", undone=True)]
    assert {each.key for each in told(effects)} == {f"session-invite:11:2:{id_}" for id_ in (30, 31, 40, 50)}
    assert "blir av" in told(effects)[0].message.summary


def test_what_is_not_called_off_cannot_be_restored_nor_a_day_that_has_been() -> None:
    for of in (context("coordinator"), context("coordinator", with_session(CANCELLED), now=DAY_AFTER)):
        assert deeds(pressed(of, "session_restore", 11)) == []


def test_a_new_day_brings_back_what_was_called_off() -> None:
    of = context("coordinator", with_session(CANCELLED), now=DAY_AFTER)
    effects = sent(of, CHANGE, **(AS_IT_IS | {"day": "2027-09-20"}))
    begins = BEGINS.replace(day=20)
    assert deeds(effects) == [
        ChangeSession(11, begins, begins.replace(hour=14), "Stadshuset"),
        CancelSession(11, "", undone=True),
    ]
    assert {each.key for each in told(effects)} == {f"session-invite:11:3:{id_}" for id_ in (30, 31, 40, 50)}


def test_only_a_coordinator_changes_a_session() -> None:
    for action, filled in (
        (CHANGE, AS_IT_IS | {"day": "2027-09-20"}),
        (CANCEL, {"reason": "Vi hinner inte."}),
    ):
        effects = sent(context("principal"), action, **filled)
        assert not any(isinstance(each, ChangeSession | CancelSession) for each in effects)
        assert told(effects) == []


@pytest.mark.parametrize("text", ["9.5", "9.555", "24.00", "20.01", "5.59", "13.00 idag", "-1.00", "٩.٣٠"])
def test_what_is_no_time_of_day_is_nothing(text: str) -> None:
    assert written_time(text) is None


@pytest.mark.parametrize("hours", ["0,5", "1", "2.25", "8"])
def test_a_length_is_written_as_it_was_read(hours: str) -> None:
    length = written_length(hours)
    assert length is not None
    assert written_length(hours_written(length, ",")) == length


@pytest.mark.parametrize("hours", ["", "0", "0,49", "8,01", "tre", "1e1", "-2", "nan"])
def test_what_is_no_length_is_nothing(hours: str) -> None:
    assert written_length(hours) is None


def test_links_are_written_as_they_were_read() -> None:
    read = written_links("Film om källkritik https://skola.example/film\n\n  https://åäö.example/a#b ")
    assert read == (
        ("Film om källkritik", "https://skola.example/film"),
        ("åäö.example", "https://åäö.example/a#b"),
    )
    assert written_links(links_written(read)) == read


@pytest.mark.parametrize(
    "address",
    ["https://", "https://skola", "https://skola.example/<b>", "https://skola.example/a|b", "HTTPS"],
)
def test_what_is_no_safe_address_is_no_link(address: str) -> None:
    assert written_links(f"Underlag {address}") is None


def test_a_form_for_a_session_that_is_gone_says_so() -> None:
    assert (
        "går inte att göra här"
        in shown(sent(context("coordinator"), Action("session_change", item="99"), **AS_IT_IS)).summary
    )
    assert form(shown(pressed(context("coordinator"), "session_cancel", 11))).action == CANCEL
