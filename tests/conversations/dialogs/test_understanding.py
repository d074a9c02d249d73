import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dialogs.understanding import level_in, number_in, tidied, verb_in
from conversations.framework import load, packaged
from conversations.texts import languages, variants

FRAMEWORK = load(packaged("malmo-2022-2025"))
AT_ONCE = ("not_applicable", "prefer_not", "mute", "erase", "apply")
NOES = {"inte", "ej", "inga", "not", "don", "t", "no", "cannot", "can"}


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
        ("välutvecklat", "4"),
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
        "otrygg",
        "inte trygg",
        "inaktiverad",
        "immature",
        "not confident",
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
        ("stöd", "support"),
        ("Vem behöver stöd?", "support"),
        ("who needs support", "support"),
        ("support", "support"),
        ("Undantag", "exception"),
        ("undantagen", "exception"),
        ("exceptions", "exception"),
        ("extension", "extend"),
        ("export", "export"),
    ],
)
def test_what_can_always_be_asked_is_understood_in_both_languages(written: str, verb: str) -> None:
    assert verb_in(written) == verb


@pytest.mark.parametrize(
    "written",
    [
        "vill svara",
        "jag vill svara",
        "kan bedöma",
        "vet",
        "vill svara inte",
        "prefer to say",
        "prefer to answer",
        "rather say",
        "can judge",
        "i know",
        "applicable",
        "påminn mig",
        "påminnelser",
        "remind me",
        "do remind me",
        "reminders",
        "radera inte",
        "delete nothing",
        "glöm inte mig",
        "ship",
        "vi vill inte ansöka",
        "vi ansöker inte",
    ],
)
def test_the_opposite_is_never_understood_as_a_mark_a_silence_an_erasure_or_a_wish(written: str) -> None:
    assert verb_in(written) not in AT_ONCE


@pytest.mark.parametrize(
    ("written", "verb"),
    [
        ("vill inte svarra", "prefer_not"),
        ("kan inte bedömma", "not_applicable"),
        ("I can't judge this.", "not_applicable"),
        ("prefer not to anser", "prefer_not"),
        ("påminn mig inte!", "mute"),
        ("påmin mig inte", "mute"),
        ("don't remind me", "mute"),
        ("raderra", "erase"),
        ("vi vill ansöka", "apply"),
    ],
)
def test_what_is_taken_down_at_once_may_be_one_letter_off(written: str, verb: str) -> None:
    assert verb_in(written) == verb


PHRASES = [
    (tidied(phrase), verb)
    for language in languages()
    for verb in AT_ONCE
    for phrase in variants(language, f"words.verbs.{verb}")
]


@given(st.sampled_from(PHRASES), st.data())
def test_a_phrase_that_lacks_one_of_its_words_is_never_understood_as_itself(
    meant: tuple[str, str], data: st.DataObject
) -> None:
    phrase, verb = meant
    words = phrase.split()
    left_out = data.draw(st.integers(0, len(words) - 1))
    lacking = " ".join(words[:left_out] + words[left_out + 1 :])
    assert verb_in(lacking) != verb or lacking in {known for known, _ in PHRASES}


@given(st.sampled_from(PHRASES), st.data())
def test_a_phrase_without_its_no_is_never_a_mark_a_silence_or_an_erasure(
    meant: tuple[str, str], data: st.DataObject
) -> None:
    words = meant[0].split()
    kept = [word for word in words if word not in NOES]
    other = data.draw(st.permutations(kept))
    if len(kept) < len(words):
        assert verb_in(" ".join(other)) not in AT_ONCE


@given(st.text())
def test_any_text_can_be_tidied_and_tidying_twice_changes_nothing(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)


@given(st.text(alphabet=st.characters(categories=["Nd", "Nl", "No"]), min_size=1))
def test_only_the_digits_one_to_six_are_numbers(text: str) -> None:
    assert (number_in(text) is not None) == (text in {"1", "2", "3", "4", "5", "6"})
