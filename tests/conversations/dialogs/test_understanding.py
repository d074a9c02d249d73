import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogs.understanding import level_in, number_in, tidied, verb_in
from conversations.framework import load, packaged

FRAMEWORK = load(packaged("malmo-2022-2025"))


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("3", "3"),
        (" 3. ", "3"),
        ("tre", "3"),
        ("Tre!", "3"),
        ("three", "3"),
        ("trygg", "3"),
        ("TRYGG", "3"),
        ("tryg", "3"),
        ("confident", "3"),
        ("confidant", "3"),
        ("välutveklad", "4"),
        ("påbörjad", "1"),
        ("mature", "4"),
    ],
)
def test_a_level_is_understood_by_number_and_by_name_with_small_misspellings(
    written: str, level: str
) -> None:
    assert level_in(written, FRAMEWORK) == level


@pytest.mark.parametrize(
    "written",
    [
        "5",
        "0",
        "9",
        "\uff11",
        "1_0",
        "③",
        "\u0663",
        "33",
        "3 eller 4",
        "nature",
        "there",
        "tror inte det",
        "",
    ],
)
def test_what_might_mean_something_else_is_never_taken_for_a_level(written: str) -> None:
    assert level_in(written, FRAMEWORK) is None


@pytest.mark.parametrize(
    ("written", "verb"),
    [
        ("tillbaka", "back"),
        ("tillbacka", "back"),
        ("Paus", "pause"),
        ("hjälp!", "help"),
        ("hjalp", "help"),
        ("mina svar", "review"),
        ("Vem ser vad?", "who"),
        ("vet inte", "not_applicable"),
        ("radera", "erase"),
        ("språk", "language"),
        ("back", "back"),
        ("my answers", "review"),
        ("läget", "participation"),
    ],
)
def test_what_can_always_be_asked_is_understood_in_both_languages(written: str, verb: str) -> None:
    assert verb_in(written) == verb


@given(st.text())
def test_any_text_can_be_tidied_and_tidying_twice_changes_nothing(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)


@given(st.text(alphabet=st.characters(categories=["Nd", "Nl", "No"]), min_size=1))
def test_only_the_digits_one_to_six_are_numbers(text: str) -> None:
    assert (number_in(text) is not None) == (text in {"1", "2", "3", "4", "5", "6"})
