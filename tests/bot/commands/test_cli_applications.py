import pytest

from tests.bot.commands.certified import ASA, OXIE, kept, log, told
from tests.bot.commands.desk import Desk

RECTOR = "Ö. Rektor 10000001"


def test_the_list_says_where_each_application_stands(applied: Desk) -> None:
    rows = applied.type("application", "list").lines
    assert rows[0] == ["Skola", "Läge", "Senast ändrad", "Grund"]
    assert [row[:2] for row in rows[1:]] == [[OXIE, "Inskickad"], [ASA, "Inskickad"]]
    assert applied.type("application", "list", "--round", "självskattningen 2027").lines == rows


def test_before_any_round_has_closed_there_is_a_sentence(desk: Desk) -> None:
    lines = (";;;Karin;karin@skola.example;processledare;", "Norr;;;Bo;bo@skola.example;rektor;")
    desk.done("authority", "create", "Malmö", "--contact", "d@m.example")
    desk.done("roster", "import", desk.file("staff.csv", *lines))
    said = desk.done("application", "list")
    assert len(said.splitlines()) == 1
    assert desk.refused("application", "decide", "Norr", "accepted") == said


def test_an_application_is_accepted_with_a_reason_and_the_school_hears(applied: Desk) -> None:
    before = told(applied, RECTOR)
    said = applied.done("application", "decide", "oxievångsskolan", "accepted", "--reason", "Ni är redo")
    assert "Motivering: Ni är redo" in said
    assert log(applied)[-1] == ("application accepted", "Karin Samordnare", "Ni är redo")
    assert told(applied, RECTOR) == before + 1


def test_an_acceptance_without_words_of_ones_own_says_on_what_ground(applied: Desk) -> None:
    applied.done("application", "decide", OXIE, "accepted", "--round", "1")
    assert "kvalificerade sig" in log(applied)[-1][2]


@pytest.mark.parametrize("decision", ["returned", "declined"])
def test_a_school_is_told_why_it_is_not_accepted(applied: Desk, decision: str) -> None:
    before = kept(applied)
    assert "Skriv varför" in applied.refused("application", "decide", OXIE, decision)
    assert kept(applied) == before
    applied.done("application", "decide", OXIE, decision, "--reason", "Berätta mer")
    assert log(applied)[-1][::2] == (f"application {decision}", "Berätta mer")


def test_the_same_decision_again_changes_nothing(applied: Desk) -> None:
    applied.done("application", "decide", OXIE, "accepted")
    before = kept(applied)
    assert "redan" in applied.refused("application", "decide", OXIE, "accepted")
    assert kept(applied) == before


def test_a_school_in_a_cohort_is_not_declined(together: Desk) -> None:
    before = kept(together)
    together.refused("application", "decide", OXIE, "declined", "--reason", "Nej")
    assert kept(together) == before


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("Oxievångskolan", "accepted"), f"Did you mean {OXIE}?", 1),
        (("Lilla skolan", "accepted"), "inte skickat någon ansökan", 1),
        ((OXIE, "accepted", "--round", "Självskattningen 2028"), "Did you mean Självskattningen 2027?", 1),
        ((OXIE, "maybe"), "accepted", 2),
    ],
)
def test_what_cannot_be_decided_is_a_sentence(
    applied: Desk, words: tuple[str, ...], said: str, code: int
) -> None:
    before = kept(applied)
    assert said in applied.refused("application", "decide", *words, code=code)
    assert kept(applied) == before
