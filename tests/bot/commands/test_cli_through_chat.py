"""Who decides when a command goes through the chat, and what is printed of the chat's answers."""

import pytest

from bot.commands.mistakes import NotPossibleError
from bot.commands.through_chat import Chat, chat_of
from bot.commands.told import objection, plain, tell
from conversations.events import Submitted
from conversations.messages import Action, Button, Buttons, Facts, Field, Form, Heading, Message, Table, Text
from tests.bot.commands.certified import ASA, KARIN, OXIE, STEN, coordinator, kept, log, set_up, told
from tests.bot.commands.desk import Desk, people


def joined_by(desk: Desk, *lines: str) -> None:
    everybody = [*people(), coordinator(KARIN), *lines]
    desk.done("roster", "import", desk.file("more.csv", *everybody), "--yes")


def test_without_a_coordinator_it_is_said_how_to_add_one(desk: Desk) -> None:
    set_up(desk)
    said = desk.refused("cohort", "list")
    assert "Nobody coordinates" in said
    assert "roster import" in said


def test_an_authority_is_needed_first(desk: Desk) -> None:
    assert "authority create" in desk.refused("cohort", "list")


def test_the_only_coordinator_need_not_be_named(applied: Desk) -> None:
    applied.done("application", "decide", OXIE, "accepted")
    assert log(applied)[-1][:2] == ("application accepted", KARIN)


def test_with_several_somebody_must_be_named_and_nothing_is_done_before(applied: Desk) -> None:
    joined_by(applied, coordinator(STEN))
    before = kept(applied)
    said = applied.refused("application", "decide", OXIE, "accepted")
    assert "--as" in said
    assert f"{KARIN} (karin@skola.example), {STEN} (sten@skola.example)" in said
    assert kept(applied) == before


@pytest.mark.parametrize("wanted", [STEN, "sten  samordnare", "Sten@Skola.example"])
def test_somebody_is_named_by_name_or_address(applied: Desk, wanted: str) -> None:
    joined_by(applied, coordinator(STEN))
    applied.done("application", "decide", OXIE, "accepted", "--as", wanted)
    assert log(applied)[-1][:2] == ("application accepted", STEN)


def test_a_name_that_nearly_fits_is_suggested(applied: Desk) -> None:
    joined_by(applied, coordinator(STEN))
    before = kept(applied)
    said = applied.refused("application", "decide", OXIE, "accepted", "--as", "Sten Samordnar")
    assert f"Did you mean {STEN}?" in said
    assert kept(applied) == before


def test_nobody_decides_who_does_not_coordinate(applied: Desk) -> None:
    said = applied.refused("application", "list", "--as", "asa0.10000001@skola.example")
    assert "There is no coordinator called" in said


def test_two_of_the_same_name_are_told_apart_by_their_address(applied: Desk) -> None:
    joined_by(applied, f";;;{KARIN};karin2@skola.example;processledare;")
    assert "Give an e-mail address" in applied.refused("cohort", "list", "--as", KARIN)
    assert applied.type("cohort", "list", "--as", "karin2@skola.example").code == 0


def test_looking_leaves_nothing_behind(together: Desk) -> None:
    before = kept(together)
    for words in (
        ("application", "list"),
        ("cohort", "list"),
        ("cohort", "show", "Kull 2027"),
        ("session", "list", "Kull 2027"),
        ("visit", "list", "Kull 2027"),
        ("certificate", "list"),
    ):
        together.done(*words)
    assert kept(together) == before


def test_those_concerned_hear_of_it_and_the_coordinator_gets_the_card(applied: Desk) -> None:
    rector = "Ö. Rektor 10000002"
    before, own = told(applied, rector), told(applied, KARIN)
    applied.done("application", "decide", ASA, "accepted")
    assert told(applied, rector) == before + 1
    assert told(applied, KARIN) == own + 1


def test_whoever_comes_second_is_told_so(applied: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    applied.done("application", "decide", ASA, "accepted")
    before = log(applied)
    # Between the look and the decision somebody else has decided the same.
    monkeypatch.setattr(Chat, "check", lambda *_: None)
    installed = applied.installed()
    accepted = Action("application_decide", 1, applied.polls()[ASA].school, value="accepted")
    with pytest.raises(NotPossibleError, match="quicker"):
        chat_of(installed, "", "").decide(Submitted(accepted, {"reason": "Välkomna"}))
    installed.close()
    assert log(applied) == before


def test_what_people_have_written_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    rows = (("Lag\t1", "a\x1b[31m\nb"),)
    parts = (
        Heading("Rubrik\x07"),
        Text("ett\x1b]0;x\ntvå"),
        Facts((("Namn", "\u202eB\u00a0o"),)),
        Table(("x", "y"), rows, "Tabell"),
    )
    tell(Message("kort", parts, "sv"))
    assert capsys.readouterr().out.splitlines() == [
        "Rubrik",
        "ett]0;x",
        "två",
        "Namn: B o",
        "x\ty",
        "Lag 1\ta[31m b",
    ]
    assert plain("smörgås\r\n") == "smörgås\n"


def test_only_what_makes_sense_without_a_form_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    form = Form(Action("x"), "Skicka", (Field("day", "Dag"),))
    buttons = Buttons((Button("Ja", Action("y")),))
    tell(Message("kort", (Text("Lugnt", "quiet"), Text("Fyll i", "quiet"), form, buttons), "sv"))
    assert capsys.readouterr().out == "Lugnt\n"


def test_a_no_is_the_forms_errors_or_else_the_answers_words() -> None:
    fields = (Field("day", "Dag", error="Fel dag."), Field("why", "Varför?", error="Skriv."), Field("a", "A"))
    parts = (Text("Fyll i"), Form(Action("x"), "Skicka", fields))
    assert objection(Message("kort", parts, "sv")) == "Dag: Fel dag.\nVarför? Skriv."
    card = (Heading("Kort"), Text("Redan inställt."), Text("Mer"))
    assert objection(Message("Redan inställt.", card, "sv")) == "Redan inställt."
    assert objection(Message("Kort", card, "sv")) == "Kort\nRedan inställt.\nMer"
    assert objection(Message("Bara så", (buttons_only(),), "sv")) == "Bara så"


def buttons_only() -> Buttons:
    return Buttons((Button("Ja", Action("y")),))
