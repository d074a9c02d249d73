"""What an authority's operator may set for Microsoft Teams and Graph; part of ``config.Settings``."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo
from pydantic_settings import BaseSettings, NoDecode

LOGIN = "https://login.microsoftonline.com/"
CONNECTOR = "https://smba.trafficmanager.net/teams/"
GRAPH = "https://graph.microsoft.com/"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_CONNECTORS = ("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com")

MENDING = {
    "teams_app_id": "Give the Microsoft App ID of the bot's registration, from Azure Bot, Configuration.",
    "teams_app_secret": "Give a client secret of the registration, from Certificates & secrets.",
    "teams_tenant": "Give the tenant's id, from Entra, Overview.",
    "teams_registrations": (
        "Give the path of a TOML file with a [[registration]] for each authority: app_id, secret, tenant."
    ),
    "teams_login_url": f"Leave it out for Microsoft itself, {LOGIN}; only one on this machine has another.",
    "teams_connector_urls": f"Leave it out for Microsoft itself, {CONNECTOR}; several with commas.",
    "teams_messages_per_minute": "Give how many new messages a minute a tenant is sent, such as 2820.",
    "teams_organiser": "Give the address of the mailbox in whose calendar the learning sessions stand.",
    "graph_url": f"Leave it out for Microsoft itself, {GRAPH}; only one on this machine has another.",
}


@dataclass(frozen=True, slots=True)
class Registration:
    """One authority's own bot: its application id, its client secret, and the tenant that it works in."""

    app_id: str
    secret: str = field(repr=False)
    tenant: str


def _guid(value: str) -> str:
    if not value:
        return value
    try:
        return str(UUID(value))
    except ValueError:
        raise ValueError("is not an id like 01234567-89ab-cdef-0123-456789abcdef") from None


def _with_app_id(value: object, info: ValidationInfo) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    if info.data.get("teams_app_id") and not text:
        raise ValueError("is missing, and the registration cannot be used without it")
    return value


def _file(path: Path | None) -> Path | None:
    if path is not None:
        read(path)
    return path


def _microsofts(own: str) -> BeforeValidator:
    def checked(value: object) -> object:
        text = str(value)
        if text != own and urlsplit(text).hostname not in _LOOPBACK:
            raise ValueError("is neither Microsoft's nor on this machine")
        return text if text.endswith("/") else f"{text}/"

    return BeforeValidator(checked)


def _connectors(value: object) -> object:
    texts = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not texts:
        raise ValueError("holds no address")
    for text in texts:
        found = urlsplit(str(text))
        known = found.scheme == "https" and found.hostname in _CONNECTORS
        if not known and found.hostname not in _LOOPBACK:
            raise ValueError(f"holds {text!r}, which is neither Microsoft's nor on this machine")
    return tuple(text if text.endswith("/") else f"{text}/" for text in texts)


class TeamsSettings(BaseSettings):
    """Microsoft Teams: one registration, or a file with several; nothing set means no Teams."""

    teams_app_id: Annotated[str, AfterValidator(_guid)] = ""
    teams_app_secret: Annotated[SecretStr, AfterValidator(_with_app_id)] = Field(
        default=SecretStr(""), validate_default=True
    )
    teams_tenant: Annotated[str, AfterValidator(_guid), AfterValidator(_with_app_id)] = Field(
        default="", validate_default=True
    )
    teams_registrations: Annotated[Path | None, AfterValidator(_file)] = None
    teams_login_url: Annotated[str, _microsofts(LOGIN)] = LOGIN
    teams_connector_urls: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_connectors)] = (CONNECTOR,)
    teams_messages_per_minute: int = Field(default=2_820, ge=1, le=60_000)
    teams_organiser: str = ""
    graph_url: Annotated[str, _microsofts(GRAPH)] = GRAPH

    @property
    def on_teams(self) -> bool:
        """Whether the bot is to work in Microsoft Teams at all."""
        return bool(self.teams_app_id or self.teams_registrations)

    @property
    def registrations(self) -> tuple[Registration, ...]:
        """Every authority's bot, at most one for each tenant."""
        own = Registration(self.teams_app_id, self.teams_app_secret.get_secret_value(), self.teams_tenant)
        several = read(self.teams_registrations) if self.teams_registrations else ()
        return ((own,) if own.app_id else ()) + tuple(
            each for each in several if own.app_id != each.app_id and own.tenant != each.tenant
        )


def read(path: Path) -> tuple[Registration, ...]:
    """The registrations in a file; ValueError says what is wrong with it, never what a secret is."""
    try:
        found = tomllib.loads(path.read_text("utf-8")).get("registration")
    except OSError:
        raise ValueError(f"names {path}, which cannot be read") from None
    except ValueError:
        raise ValueError(f"names {path}, which is not TOML") from None
    if not isinstance(found, list) or not found:
        raise ValueError(f"names {path}, which holds no [[registration]]")
    several = tuple(_registration(each, place) for place, each in enumerate(found, 1))
    for name in ("app_id", "tenant"):
        if len({getattr(each, name) for each in several}) < len(several):
            raise ValueError(f"names {path}, where two registrations have the same {name}")
    return several


def _registration(found: object, place: int) -> Registration:
    kept = found if isinstance(found, dict) else {}
    lacking = [name for name in ("app_id", "secret", "tenant") if not isinstance(kept.get(name), str)]
    if lacking or not all(kept.values()):
        raise ValueError(
            f"has a registration, number {place}, without {lacking[0] if lacking else 'a value'}"
        )
    try:
        return Registration(_guid(kept["app_id"]), kept["secret"], _guid(kept["tenant"]))
    except ValueError as wrong:
        raise ValueError(f"has a registration, number {place}, whose app_id or tenant {wrong}") from None
