"""Wiring: the only place where things are constructed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Connection

from bot import school_year
from bot.clock import Now, utc_now
from bot.config import SchoolBreak, Settings
from bot.memory import Memory
from conversations.rules.calendar import Calendar
from storage import authorities
from storage.authorities import Breaks
from storage.database import Database
from storage.keys import Keys


@dataclass(frozen=True, slots=True)
class Installation:
    """One installed Skolsteg: its settings, and the memory that every command and process shares."""

    settings: Settings
    memory: Memory

    def close(self) -> None:
        """Let go of the database."""
        self.memory.database.close()


def installation(settings: Settings, now: Now = utc_now) -> Installation:
    """Open the database and the keys that the settings name; nothing is created in the database."""
    database = Database(settings.database_url.get_secret_value())
    keys, known = Keys(settings.keys_dir), calendars(settings, now)
    return Installation(settings, Memory(database, keys, now, known, settings.public_url))


def calendars(settings: Settings, now: Now) -> Callable[[Connection, int], Calendar]:
    """Where the spine gets an authority's calendar: its own zone and breaks on the country's holidays."""

    @cache
    def built(year: int, zone: str, breaks: Breaks) -> Calendar:
        own = (SchoolBreak(first, last) for first, last in breaks)
        return school_year.calendar(settings, date(year, 1, 1), zone, own)

    def of(connection: Connection, authority: int) -> Calendar:
        return built(now().year, *authorities.calendar_of(connection, authority))

    return of
