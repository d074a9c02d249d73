"""What typed words mean: a button on the card in view, or one of the things one can always ask for."""

import unicodedata
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache

from conversations.framework.schema import Framework
from conversations.texts import languages, variants

LONGEST = 500

ASK_ANY_TIME = (
    "home",
    "begin",
    "back",
    "pause",
    "help",
    "terms",
    "review",
    "erase",
    "who",
    "language",
    "swedish",
    "english",
    "results",
    "participation",
    "extend",
    "plan",
    "pulse",
    "overview",
    "export",
    "channels",
    "mute",
    "apply",
    "applications",
    "road",
    "cohorts",
    "sessions",
    "visits",
    "exception",
    "support",
    "decisions",
    "checklist",
    "certificate",
    "action_plan",
    "measures",
    "year",
    "not_applicable",
    "prefer_not",
)
NUMBERS = ("1", "2", "3", "4", "5", "6")

# What is taken down at once, or cannot be taken back, is only understood when hardly anything is misspelt.
_STRICT = frozenset({"not_applicable", "prefer_not", "mute", "erase", "apply"})
# "inte" and "not" are short, so no word of a phrase that says no can be another word misspelt.
_SHORTEST_MISSPELT = 5
_SHORTEST_ALIKE = 4
_CLOSE = 0.8


def tidied(text: str) -> str:
    """The words without case, punctuation and extra spaces; letters that merely look alike stay different."""
    composed = unicodedata.normalize("NFC", text).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in composed)
    return " ".join(kept.split())


def verb_in(text: str) -> str | None:
    """The verb that typed words name in any language, small misspellings forgiven, or nothing.

    Words are compared one by one, so that none may be missing: "vill svara" is not "vill inte svara".
    """
    words, meanings = tidied(text), _vocabulary("verbs", ASK_ANY_TIME)
    if words in meanings:
        return meanings[words]
    strict = {phrase: verb for phrase, verb in meanings.items() if verb in _STRICT}
    return _nearest(words, strict, _one_letter_off) or _nearest(
        words, {phrase: verb for phrase, verb in meanings.items() if verb not in _STRICT}, _alike
    )


def number_in(text: str) -> str | None:
    """The digit ``1`` to ``6`` that typed words name; only plain digits and whole words count."""
    return _vocabulary("numbers", NUMBERS).get(tidied(text))


def level_in(text: str, framework: Framework) -> str | None:
    """The level that typed words name, by its number or its name in any of the framework's languages.

    A name may be one letter off, never the first: "otrygg" is not "trygg", nor "nature" "mature". A number
    may not, for "there" is not three.
    """
    number = number_in(text)
    if number:
        return number if int(number) <= len(framework.levels) else None
    names = {
        tidied(framework.words(language).level(level.number).name): str(level.number)
        for language in framework.languages
        for level in framework.levels
    }
    words = tidied(text)
    return names.get(words) or _nearest(words, names, _one_letter_off)


@cache
def _vocabulary(section: str, entries: tuple[str, ...]) -> dict[str, str]:
    return {
        tidied(word): entry
        for language in languages()
        for entry in entries
        for word in variants(language, f"words.{section}.{entry}")
    }


def _nearest(words: str, meanings: dict[str, str], near: Callable[[str, str], bool]) -> str | None:
    found = [phrase for phrase in meanings if near(words, phrase)]
    best = max(found, key=lambda phrase: SequenceMatcher(None, words, phrase).ratio(), default=None)
    return meanings[best] if best else None


def _one_letter_off(words: str, phrase: str) -> bool:
    """Whether one letter of one longer word, not its first, is missing, added or another."""
    pairs = _word_by_word(words, phrase)
    wrong = [(written, meant) for written, meant in pairs if written != meant]
    return len(wrong) == 1 and all(
        _long(written, meant) and written[0] == meant[0] and _one_edit(written, meant)
        for written, meant in wrong
    )


def _alike(words: str, phrase: str) -> bool:
    """Whether every longer word is nearly the phrase's, and every short one the same."""
    pairs = _word_by_word(words, phrase)
    return bool(pairs) and all(
        written == meant
        or (
            min(len(written), len(meant)) >= _SHORTEST_ALIKE
            and SequenceMatcher(None, written, meant).ratio() >= _CLOSE
        )
        for written, meant in pairs
    )


def _word_by_word(words: str, phrase: str) -> list[tuple[str, str]]:
    written, meant = words.split(), phrase.split()
    return list(zip(written, meant, strict=True)) if len(written) == len(meant) else []


def _long(written: str, meant: str) -> bool:
    return len(meant) >= _SHORTEST_MISSPELT and len(written) >= _SHORTEST_MISSPELT - 1


def _one_edit(written: str, meant: str) -> bool:
    shorter, longer = sorted((written, meant), key=len)
    pairs = zip(shorter, longer, strict=False)
    same = next((place for place, (one, other) in enumerate(pairs) if one != other), len(shorter))
    if len(shorter) == len(longer):
        return shorter[same + 1 :] == longer[same + 1 :]
    return len(longer) == len(shorter) + 1 and shorter[same:] == longer[same + 1 :]
