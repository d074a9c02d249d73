"""Read every sentence that the bot utters from its language's files."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

from conversations.texts.sentences import Entry, Plural, Sentence, sentence

FALLBACK = "sv"
PLURAL_FORMS = {"one", "other"}


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages that the bot speaks, Swedish first."""
    folders = [
        folder.name for folder in files(__package__).iterdir() if folder.joinpath("dates.toml").is_file()
    ]
    return tuple(sorted(folders, key=lambda name: (name != FALLBACK, name)))


def say(language: str, key: str, /, **values: object) -> str:
    """Return the sentence called `file.section.key` with its values filled in.

    A plural is chosen by the value `n`. An unknown language speaks Swedish. Raises KeyError for an
    unknown key, for a list of variants and for a missing value: those are bugs.
    """
    entry = _entry(language, key)
    if isinstance(entry, tuple):
        raise KeyError(f"{key} is a list of variants, not one sentence")
    return _filled(entry, key, values)


def variants(language: str, key: str, /, **values: object) -> tuple[str, ...]:
    """Return the list of sentences called `file.section.key`, each with the values filled in.

    Raises KeyError as `say` does, and for a single sentence.
    """
    entry = _entry(language, key)
    if not isinstance(entry, tuple):
        raise KeyError(f"{key} is one sentence, not a list of variants")
    return tuple(_filled(variant, key, values) for variant in entry)


@lru_cache(maxsize=16)
def catalogue(language: str) -> Mapping[str, Entry]:
    """Return all entries of a language by key; raises ValueError with file and key for a bad text."""
    folder = files(__package__).joinpath(language)
    tables = (
        (file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8")))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    )
    return {key: entry for name, table in tables for key, entry in entries(name, table)}


def entries(key: str, value: object) -> Iterator[tuple[str, Entry]]:
    """Go through a parsed file's tables and give each text with its dotted key."""
    if isinstance(value, dict) and value.keys() != PLURAL_FORMS:
        for name, inner in value.items():
            yield from entries(f"{key}.{name}", inner)
    elif isinstance(value, list):
        yield key, tuple(_text(key, item) for item in value)
    else:
        yield key, _text(key, value)


def _text(key: str, value: object) -> Sentence | Plural:
    try:
        if isinstance(value, str):
            return sentence(value)
        if isinstance(value, dict) and value.keys() == PLURAL_FORMS:
            return Plural(sentence(value["one"]), sentence(value["other"]))
    except (ValueError, TypeError) as error:
        raise ValueError(f"{key}: {error}") from error
    raise ValueError(f"{key}: a text, a list of texts or one and other is needed here")


def _entry(language: str, key: str) -> Entry:
    try:
        return catalogue(language if language in languages() else FALLBACK)[key]
    except KeyError:
        raise KeyError(f"there is no text called {key}") from None


def _filled(entry: Sentence | Plural, key: str, values: Mapping[str, object]) -> str:
    try:
        return entry.filled(values)
    except KeyError as missing:
        raise KeyError(f"{key} needs a value for {{{missing.args[0]}}}") from None
