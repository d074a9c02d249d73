"""The words that stand around the conversations, and a moment in words."""

from datetime import datetime

from conversations.texts import clock, day, say, short_day, variants


def word(language: str, key: str, /, **values: object) -> str:
    """A sentence of the page, by ``section.key``."""
    return say(language, f"page.{key}", **values)


def suggestions(language: str, role: str) -> tuple[str, ...]:
    """What is worth writing to Skolsteg in a pane."""
    return variants(language, f"page.write.{role}")


def moment(language: str, local: datetime) -> str:
    """When something was said, such as mån 12 jan kl. 08.15."""
    return f"{short_day(language, local.date())} {clock(language, local)}"


def today(language: str, local: datetime) -> str:
    """A day with its year, such as måndag 12 januari 2026."""
    return f"{day(language, local.date())} {local.year}"
