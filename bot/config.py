"""What an authority's operator may set: ``SKOLSTEG_…`` in the environment, read here and nowhere else."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import NoDecode, SettingsConfigDict

from bot import slack_settings, teams_settings
from bot.slack_settings import SlackSettings
from bot.teams_settings import TeamsSettings

PREFIX = "SKOLSTEG_"

_MENDING = {
    "database_url": "Give an address such as sqlite:///skolsteg.db or postgresql://user:password@host/skolsteg.",
    "keys_dir": "Give the folder where the rounds' keys are kept, outside the database and its backups.",
    "host": "Give the address to listen on, such as 127.0.0.1.",
    "port": "Give a whole number from 1 to 65535, such as 8765.",
    "zone": "Give a time zone's name, such as Europe/Stockholm.",
    "log_format": "Give console or json.",
    "breaks": "Give first day/last day and a name, several with commas: 2026-02-16/2026-02-20 Sportlov.",
    "local_holidays": "Give days, several with commas: 2026-05-15, 2026-11-02.",
    **slack_settings.MENDING,
    **teams_settings.MENDING,
}


class ConfigurationError(Exception):
    """A value that the product cannot work with: which key, what is wrong, how to mend it."""

    def __init__(self, key: str, wrong: str, mending: str) -> None:
        super().__init__(f"{key} {wrong}. {mending}")
        self.key = key
        self.wrong = wrong
        self.mending = mending


@dataclass(frozen=True, slots=True)
class SchoolBreak:
    """Local days without school, both included, such as sportlov."""

    first: date
    last: date
    name: str = ""


def _listed(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = value.replace(";", ",").replace("\n", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"holds {text!r}, which is not a day like 2026-02-16") from None


def _break(value: object) -> object:
    if not isinstance(value, str):
        return value
    days, _, name = value.strip().partition(" ")
    first, slash, last = days.partition("/")
    if not slash:
        raise ValueError(f"holds {value!r}, which lacks a last day")
    found = SchoolBreak(_day(first), _day(last), name.strip())
    if found.first > found.last:
        raise ValueError(f"holds {value!r}, which ends before it begins")
    return found


def _holiday(value: object) -> object:
    return _day(value) if isinstance(value, str) else value


def _known_zone(value: object) -> object:
    try:
        ZoneInfo(str(value))
    except (ValueError, OSError, KeyError):
        raise ValueError(f"is {value!r}, which is not a time zone") from None
    return value


def _database(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    if not text.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise ValueError("is neither a SQLite nor a PostgreSQL address")
    return value


def _folder(value: object) -> object:
    if not str(value).strip():
        raise ValueError("is empty")
    return value


class Settings(SlackSettings, TeamsSettings):
    """Everything that can be set, with defaults that make the demo work untouched.

    Days are local days in ``zone``. ``database_url`` is a secret, for it may hold a password.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    database_url: Annotated[SecretStr, BeforeValidator(_database)] = SecretStr("sqlite:///skolsteg.db")
    keys_dir: Annotated[Path, BeforeValidator(_folder)] = Path("keys")
    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=1, le=65535)
    zone: Annotated[str, BeforeValidator(_known_zone)] = "Europe/Stockholm"
    log_format: Literal["console", "json"] = "console"
    breaks: Annotated[
        tuple[Annotated[SchoolBreak, BeforeValidator(_break)], ...], NoDecode, BeforeValidator(_listed)
    ] = ()
    local_holidays: Annotated[
        tuple[Annotated[date, BeforeValidator(_holiday)], ...], NoDecode, BeforeValidator(_listed)
    ] = ()


def settings() -> Settings:
    """Read the environment; raises ConfigurationError for the first wrong value or unknown key."""
    _refuse_unknown(os.environ)
    try:
        return Settings()
    except ValidationError as error:
        raise _explained(error.errors(include_url=False, include_input=False)[0]) from None


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for key in sorted(environment):
        if key.upper().startswith(PREFIX) and key.upper() not in known:
            near = difflib.get_close_matches(key.upper(), known, n=1)
            mending = f"Did you mean {near[0]}?" if near else f"The keys are {', '.join(sorted(known))}."
            raise ConfigurationError(key, "is not a key that Skolsteg knows", mending)


def _explained(found: ErrorDetails) -> ConfigurationError:
    name = str(found["loc"][0])
    # Our own sentences begin with a verb; the library's are about types and need one.
    own = found["type"] == "value_error"
    wrong = found["msg"].removeprefix("Value error, ") if own else f"is wrong: {found['msg'].lower()}"
    return ConfigurationError(f"{PREFIX}{name}".upper(), wrong, _MENDING[name])
