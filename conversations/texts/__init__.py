"""Every sentence that the bot utters, and the way each language writes days and numbers."""

from conversations.texts.dates import clock, day, joined, number, percent, short_day
from conversations.texts.loader import languages, say, variants

__all__ = ["clock", "day", "joined", "languages", "number", "percent", "say", "short_day", "variants"]
