"""Which authority a Microsoft 365 tenant is, and with which registration the bot speaks there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.memory import Memory
from bot.teams_settings import Registration
from storage import accounts, people, reports

PLATFORM: Final = "teams"


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation's address: at which ``service`` an authority's bot finds it."""

    authority: int
    service: str
    conversation: str


class Tenants:
    """Looks tenants up, remembering what it has found; ``connectors`` are where conversations may be."""

    def __init__(
        self, memory: Memory, registrations: Sequence[Registration], connectors: Sequence[str]
    ) -> None:
        self._memory = memory
        self.registrations = tuple(registrations)
        self._by_tenant = {each.tenant: each for each in registrations}
        self._connectors = tuple(connectors)
        self._authorities: dict[str, int] = {}
        self._registered: dict[int, Registration] = {}
        self._services: dict[int, str] = {}

    def authority(self, tenant: str) -> int:
        """The authority whose tenant this is, 0 when there is none."""
        known = self._authorities.get(tenant)
        if known is not None:
            return known
        with self._memory.database.reading() as connection:
            found = people.find_authority(connection, PLATFORM, tenant) or 0
        if found:
            self._authorities[tenant] = found
        return found

    def remembered(self, tenant: str) -> int:
        """The authority whose tenant this is as far as it has been asked for, 0 where it has not."""
        return self._authorities.get(tenant, 0)

    def registration(self, authority: int) -> Registration | None:
        """With which registration the bot speaks for an authority; None where it has none here."""
        if authority not in self._registered:
            self.everyone()
        return self._registered.get(authority)

    def everyone(self) -> list[int]:
        """Every authority that works in Teams and has a registration here."""
        with self._memory.database.reading() as connection:
            rows = [row for row in reports.authorities(connection) if row.platform == PLATFORM]
        self._registered = {
            row.id: self._by_tenant[row.workspace] for row in rows if row.workspace in self._by_tenant
        }
        return list(self._registered)

    def allows(self, service: str) -> bool:
        """Whether a service url is one of those that conversations may be at."""
        return _origin(service) in {_origin(each) for each in self._connectors} - {None}

    def service(self, authority: int) -> str:
        """Where an authority's conversations are: as it last said, else as anybody there ever did."""
        known = self._services.get(authority)
        if known is None:
            with self._memory.database.reading() as connection:
                found = accounts.any_service(connection, authority, PLATFORM)
            known = self._services[authority] = found or self._connectors[0]
        return known

    def keep_service(self, authority: int, service: str) -> None:
        """Remember where an authority's conversations are, from an activity whose token has been checked."""
        self._services[authority] = service


def _origin(url: str) -> tuple[str, str | None, int | None] | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.username is not None or parts.query or parts.fragment or "\\" in url or ".." in parts.path:
        return None
    return parts.scheme, parts.hostname, port
