"""What typed words mean: a button on the card in view, or one of the things one can always ask for."""

import unicodedata
from difflib import get_close_matches
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
    "mute",
    "apply",
    "not_applicable",
    "prefer_not",
)
NUMBERS = ("1", "2", "3", "4", "5", "6")

_SHORTEST_MISSPELT = 4
_CLOSE_COMMAND = 0.8
# Near enough for "tryg" and "confidant", not for "nature" where "mature" is a level.
_CLOSE_LEVEL = 0.85


def tidied(text: str) -> str:
    """The words without case, punctuation and extra spaces; letters that merely look alike stay different."""
    composed = unicodedata.normalize("NFC", text).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in composed)
    return " ".join(kept.split())


def verb_in(text: str) -> str | None:
    """The verb that typed words name in any language, small misspellings forgiven, or nothing."""
    return _closest(tidied(text), _vocabulary("verbs", ASK_ANY_TIME), _CLOSE_COMMAND)


def number_in(text: str) -> str | None:
    """The digit ``1`` to ``6`` that typed words name; only plain digits and whole words count."""
    return _vocabulary("numbers", NUMBERS).get(tidied(text))


def level_in(text: str, framework: Framework) -> str | None:
    """The level that typed words name, by its number or its name in any of the framework's languages.

    A name may be misspelt a little; a number may not, for "there" is not three.
    """
    number = number_in(text)
    if number:
        return number if int(number) <= len(framework.levels) else None
    names = {
        tidied(framework.words(language).level(level.number).name): str(level.number)
        for language in framework.languages
        for level in framework.levels
    }
    return _closest(tidied(text), names, _CLOSE_LEVEL)


@cache
def _vocabulary(section: str, entries: tuple[str, ...]) -> dict[str, str]:
    return {
        tidied(word): entry
        for language in languages()
        for entry in entries
        for word in variants(language, f"words.{section}.{entry}")
    }


def _closest(words: str, meanings: dict[str, str], closeness: float) -> str | None:
    if words in meanings:
        return meanings[words]
    if len(words) < _SHORTEST_MISSPELT:
        return None
    near = get_close_matches(words, meanings, n=1, cutoff=closeness)
    return meanings[near[0]] if near else None
