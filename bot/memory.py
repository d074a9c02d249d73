"""What every part of the bot that remembers something shares."""

from dataclasses import dataclass

from bot.clock import Now
from bot.occasions import Calendars
from storage.database import Database
from storage.keys import Keys


@dataclass(frozen=True, slots=True)
class Memory:
    """What the spine remembers with, how it tells time, and where it is reached from outside.

    ``address`` is such as ``https://skolsteg.kommun.example``, or empty where nobody reaches it.
    """

    database: Database
    keys: Keys
    now: Now
    calendars: Calendars
    address: str = ""
