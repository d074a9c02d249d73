import pytest

from tests.bot.commands.certified import ASA, KARIN, KULL, MAKE, OXIE, kept, log, told
from tests.bot.commands.desk import Desk

DAYS = MAKE[3:]
SESSIONS = 6


@pytest.fixture
def accepted(applied: Desk) -> Desk:
    for name in (OXIE, ASA):
        applied.done("application", "decide", name, "accepted")
    return applied


def test_before_anybody_is_accepted_the_list_says_what_a_cohort_waits_for(applied: Desk) -> None:
    assert "antagit" in applied.done("cohort", "list")
    before = kept(applied)
    assert "antagit" in applied.refused(*MAKE, "--yes")
    assert kept(applied) == before


def test_the_proposal_is_shown_before_anything_is_made(accepted: Desk) -> None:
    before = kept(accepted)
    said = accepted.type(*MAKE, answer="n\n")
    assert (said.code, said.err.strip()) == (1, "Nothing was changed.")
    assert ["1", "Ledarskap och planering", "tis 14 sep kl. 13.00–16.00"] in said.lines
    assert [OXIE, ASA] in said.lines
    assert "nedanför" not in said.out
    assert kept(accepted) == before


def test_a_cohort_is_made_as_it_was_proposed_and_the_schools_hear(accepted: Desk) -> None:
    before = told(accepted, "Ö. Rektor 10000001")
    said = accepted.done(*MAKE, "--time", "8.30", "--hours", "2,5", "--place", "Rådhuset", answer="y\n")
    assert "Kull 2027 är klar" in said
    assert accepted.type("cohort", "list").lines[1:] == [[KULL, "2027-08-23", "2028-05-26", "2", "6"]]
    assert "kl. 08.30–11.00" in accepted.done("session", "list", KULL)
    assert told(accepted, "Ö. Rektor 10000001") == before + 1
    assert log(accepted)[-3] == ("cohort made", KARIN, KULL)


def test_a_cohort_is_made_once(together: Desk) -> None:
    before = kept(together)
    together.refused(*MAKE, "--yes")
    assert kept(together) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--last", "2027-08-24"), "Sista dag:"),
        (("--first", "2026-08-23"), "Första dag:"),
        (("--time", "25"), "När börjar"),
        (("--hours", "många"), "Hur många timmar"),
    ],
)
def test_what_is_wrong_with_a_cohort_is_said_field_by_field(
    accepted: Desk, words: tuple[str, ...], said: str
) -> None:
    before = kept(accepted)
    told = accepted.type(*MAKE, *words, "--yes")
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith(said), told.err
    assert kept(accepted) == before


def test_a_day_that_is_none_is_misuse(accepted: Desk) -> None:
    said = accepted.refused("cohort", "make", KULL, "--first", "2027-02-30", "--last", "2028-05-26", code=2)
    assert "2027-02-30" in said


def test_a_cohort_is_shown_as_on_its_card(together: Desk) -> None:
    said = together.type("cohort", "show", "kull 2027")
    assert said.lines[0] == [KULL]
    assert [OXIE, "0 av 6", "Med"] in said.lines
    assert [OXIE, ASA, "Ingen dag än"] in said.lines


def test_a_cohort_that_is_not_there_has_a_likely_name(together: Desk) -> None:
    for words in (("cohort", "show"), ("session", "list"), ("visit", "list")):
        assert together.refused(*words, "Kul 2027").strip().endswith(f"Did you mean {KULL}?")


def test_no_cohort_at_all_is_a_sentence(applied: Desk) -> None:
    assert applied.refused("session", "list", KULL).strip() == "There is no cohort yet."


def test_the_visits_are_listed(together: Desk) -> None:
    heading, *rows = together.type("visit", "list", KULL).lines
    assert heading == ["Värd", "Gäster", "Läge"]
    assert sorted(rows) == [[OXIE, ASA, "Ingen dag än"], [ASA, OXIE, "Ingen dag än"]]


def test_the_sessions_are_listed(together: Desk) -> None:
    rows = together.type("session", "list", KULL).lines[1:]
    assert len(rows) == SESSIONS
    assert rows[2] == [
        "Lärtillfälle 3: Professionell fortbildning",
        "mån 13 dec kl. 13.00–16.00",
        "0 av 2 kommer",
    ]


def test_a_session_is_moved_and_keeps_what_is_not_mentioned(together: Desk) -> None:
    before = told(together, "Ö. Rektor 10000002")
    said = together.done("session", "change", KULL, "3", "--day", "2027-11-18", "--time", "8.30")
    assert "När: torsdag 18 november kl. 08.30–11.30" in said
    assert "Plats: Rådhuset" in said
    assert "tors 18 nov kl. 08.30–11.30" in together.done("session", "list", KULL)
    assert log(together)[-1][:2] == ("session changed", KARIN)
    assert told(together, "Ö. Rektor 10000002") == before + 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("3", "--day", "2027-11-20"), "Dag: Den dagen är ingen skoldag"),
        (("3", "--time", "25.00"), "06.00"),
        (("3", "--place", "Rådhuset"), "Inget var ändrat"),
        (("9", "--place", "Här"), "There is 1, 2, 3, 4, 5, 6."),
    ],
)
def test_a_session_that_cannot_be_moved_stays(together: Desk, words: tuple[str, ...], said: str) -> None:
    before = kept(together)
    assert said in together.refused("session", "change", KULL, *words)
    assert kept(together) == before


def test_a_change_without_a_change_is_misuse(together: Desk) -> None:
    assert "--place" in together.refused("session", "change", KULL, "3", code=2)


def test_a_session_is_called_off_once_with_a_reason(together: Desk) -> None:
    before = kept(together)
    assert "Skriv varför" in together.refused("session", "cancel", KULL, "2", "--reason", "x")
    assert kept(together) == before
    assert "inställt" in together.done("session", "cancel", KULL, "2", "--reason", "Storm")
    assert log(together)[-1] == ("session cancelled", KARIN, "Storm")
    before = kept(together)
    again = together.refused("session", "cancel", KULL, "2", "--reason", "Storm")
    assert len(again.splitlines()) == 1
    assert "redan inställt" in again
    assert kept(together) == before
