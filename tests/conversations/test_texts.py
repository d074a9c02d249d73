"""Both languages say the same things, and say them well."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from conversations.framework import load, packaged, packaged_names
from conversations.framework.words import Words
from conversations.texts import languages
from conversations.texts.loader import catalogue
from conversations.texts.sentences import Entry, Plural, Sentence

# What people type, not what the bot says: as many ways as each language needs, and as they write it.
TYPED = "words."

INTERNAL = re.compile(
    r"\b(respondent|snapshot|ballot|outbox|dispatcher|payload|enum)|\b(?-i:None)\b", re.IGNORECASE
)
FIELD = re.compile(r"\{\w+\}")
SLIPS = {
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "a straight quotation mark": re.compile(r'"'),
    "a hyphen for a dash": re.compile(r"\s-\s|--"),
    "two spaces": re.compile(r"  "),
    "a space at the edge": re.compile(r"^\s|\s$"),
    "a space before a mark": re.compile(r"\s[,;!?]"),
    "nothing at all": re.compile(r"^$"),
}
SWEDISH_SLIPS = {
    "a quotation mark of another language": re.compile(
        "[\N{LEFT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}]"
    ),
    "a straight apostrophe": re.compile("'"),
    "per cent without a space": re.compile(r"[0-9]%"),
}


def sentences_of(entry: Entry) -> Iterator[Sentence]:
    if isinstance(entry, Sentence):
        yield entry
    elif isinstance(entry, Plural):
        yield from (entry.one, entry.other)
    else:
        for variant in entry:
            yield from sentences_of(variant)


def shape_of(key: str, entry: Entry) -> object:
    if isinstance(entry, tuple):
        return "words" if key.startswith(TYPED) else [shape_of(key, variant) for variant in entry]
    return type(entry).__name__, sorted(entry.fields)


def fields_of(entry: Entry) -> frozenset[str]:
    if isinstance(entry, tuple):
        return frozenset().union(*map(fields_of, entry))
    return entry.fields


def framework_sentences(words: Words) -> Iterator[str]:
    yield from (words.name, words.award, words.summary)
    for level in words.levels:
        yield from (level.name, level.meaning)
    for area in words.areas.values():
        yield from (area.name, area.introduction)
    for criterion in words.criteria.values():
        yield from (
            criterion.title,
            criterion.question,
            criterion.help,
            *criterion.levels,
            *criterion.prompts,
        )
        for step in criterion.measures:
            yield from step


def everything_said(language: str) -> Iterator[tuple[str, str]]:
    for key, entry in catalogue(language).items():
        # The marks of numbers are single characters, a space among them.
        if not key.startswith((TYPED, "dates.number.")):
            yield from ((key, FIELD.sub("0", sentence.source)) for sentence in sentences_of(entry))
    for name in packaged_names():
        framework = load(packaged(name))
        if language in framework.languages:
            yield from ((name, sentence) for sentence in framework_sentences(framework.words(language)))


def test_both_languages_have_the_same_files() -> None:
    folders = [files("conversations.texts").joinpath(language) for language in ("sv", "en")]
    swedish, english = ({file.name for file in folder.iterdir()} for folder in folders)
    assert swedish == english


def test_both_languages_have_the_same_keys() -> None:
    swedish, english = catalogue("sv").keys(), catalogue("en").keys()
    assert sorted(swedish - english) == [], "only in Swedish"
    assert sorted(english - swedish) == [], "only in English"


def test_both_languages_need_the_same_values_and_have_the_same_plurals() -> None:
    swedish, english = catalogue("sv"), catalogue("en")
    both = swedish.keys() & english.keys()
    different = {key for key in both if shape_of(key, swedish[key]) != shape_of(key, english[key])}
    assert sorted(different) == []


@pytest.mark.parametrize("language", languages())
def test_nothing_is_written_carelessly(language: str) -> None:
    slips = SLIPS | (SWEDISH_SLIPS if language == "sv" else {})
    found = [
        f"{key}: {slip}: {text}"
        for key, text in everything_said(language)
        for slip, pattern in slips.items()
        if pattern.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("language", languages())
def test_no_word_of_the_house_reaches_a_person(language: str) -> None:
    assert [f"{key}: {text}" for key, text in everything_said(language) if INTERNAL.search(text)] == []
