"""The words that people write in a roster, and what they mean; every cell's text is cleaned here first."""

import re
import unicodedata

from bot.rosters.rows import Language
from conversations.facts import Role

COLUMNS = ("school", "school_code", "work_team", "name", "email", "roles", "language")

_HEADINGS = {
    "school": ("school", "skola", "skolnamn", "skolansnamn", "schoolname"),
    "school_code": ("schoolcode", "skolenhetskod", "skolkod", "schoolunitcode"),
    "work_team": ("workteam", "arbetslag", "team"),
    "name": ("name", "namn", "förochefternamn", "fullname"),
    "email": ("email", "epost", "epostadress", "mejl", "mejladress", "mail", "emailaddress"),
    "roles": ("roles", "role", "roller", "roll"),
    "language": ("language", "språk"),
}
_ROLES: dict[Role, tuple[str, ...]] = {
    "staff": ("staff", "teacher", "personal", "lärare", "pedagog", "medarbetare"),
    "team_leader": ("team leader", "arbetslagsledare", "arbetslagledare"),
    "principal": ("principal", "head teacher", "rektor"),
    "representative": (
        "representative",
        "school representative",
        "digitaliseringspedagog",
        "ikt pedagog",
        "ikt",
        "representant",
        "skolrepresentant",
    ),
    "coordinator": ("coordinator", "processledare", "utvecklingssekreterare", "samordnare"),
    "researcher": ("researcher", "forskare", "vetenskaplig utvecklingsledare"),
}
_LANGUAGES: dict[Language, tuple[str, ...]] = {
    "sv": ("", "sv", "svenska", "swedish"),
    "en": ("en", "engelska", "english"),
}

_HEADING_OF = {word: column for column, words in _HEADINGS.items() for word in words}
_ROLE_OF: dict[str, Role] = {word: role for role, words in _ROLES.items() for word in words}
_LANGUAGE_OF: dict[str, Language] = {word: tongue for tongue, words in _LANGUAGES.items() for word in words}
_BETWEEN_ROLES = re.compile(r"[,;/&+]|\boch\b|\band\b")
_HYPHENS = re.compile("[-\u2010-\u2015_]")


def cleaned(text: str) -> str:
    """Compose letters (NFC), make every run of white space one space, drop what cannot be seen.

    Control, bidirectional and zero-width characters go; å, ä and ö stay, however they were put together.
    """
    spaced = " ".join(text.split())
    seen = "".join(letter for letter in spaced if not unicodedata.category(letter).startswith("C"))
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def column_named(heading: str) -> str | None:
    """Tell which column a heading means, whatever its case, spaces and hyphens; None for an unknown one."""
    return _HEADING_OF.get(_HYPHENS.sub("", cleaned(heading)).replace(" ", "").casefold())


def roles_in(text: str) -> tuple[tuple[Role, ...], tuple[str, ...]]:
    """Read roles parted by commas, slashes or "och"; an empty text means staff.

    Gives the roles in the order written, each once, and the words that are no role.
    """
    words = [" ".join(word.split()) for word in _BETWEEN_ROLES.split(_HYPHENS.sub(" ", text.casefold()))]
    written = [word for word in words if word] or ["staff"]
    known = dict.fromkeys(_ROLE_OF[word] for word in written if word in _ROLE_OF)
    return tuple(known), tuple(word for word in written if word not in _ROLE_OF)


def language_in(text: str) -> Language | None:
    """Read a language; an empty text means Swedish, None means that the word is not known."""
    return _LANGUAGE_OF.get(text.casefold())
