"""Which letters a paper can carry."""

import re
from collections.abc import Mapping

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# What the fonts that Typst brings along can write: Latin, Greek, Cyrillic, and the signs of print.
_FOREIGN = re.compile(
    "[^\n\x20-\x7e\xa0-\u024f\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f\u2010-\u2014\u2018-\u201e\u2026\u20ac\u2212]"
)
_UNKNOWN = "\N{WHITE SQUARE}"


def clean(words: str) -> str:
    """The words without what is no letter: every control character but the line break becomes a space."""
    return _UNPRINTABLE.sub(" ", words.replace("\r\n", "\n"))


def printable(value: object, *, foreign: bool = False) -> object:
    """A layout's data with every text clean; where ``foreign``, letters of other scripts become squares."""
    match value:
        case str():
            words = clean(value)
            return _FOREIGN.sub(_UNKNOWN, words) if foreign else words
        case Mapping():
            return {key: printable(each, foreign=foreign) for key, each in value.items()}
        case list() | tuple():
            return [printable(each, foreign=foreign) for each in value]
        case _:
            return value
