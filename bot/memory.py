"""What every part of the bot that remembers something shares."""

from dataclasses import dataclass

from bot.clock import Now
from bot.occasions import Calendars
from storage.database import Database
from storage.keys import Keys


@dataclass(frozen=True, slots=True)
class Memory:
    """What the spine remembers with, and how it tells time."""

    database: Database
    keys: Keys
    now: Now
    calendars: Calendars
