"""A transcript as its author wrote it."""

from datetime import UTC, date, datetime
from re import Match
from zoneinfo import ZoneInfo

from conversations.texts import variants
from conversations.texts.dates import day
from tests.theatre.speech import ENGLISH, SWEDISH, Speech

ZONE = ZoneInfo("Europe/Stockholm")


def directions(text: str) -> list[str]:
    """What the author wrote, without what the theatre wrote."""
    blocks = [block.strip("\n") for block in text.split("\n\n")]
    echoes = tuple(f"*{speech.others}" for speech in (SWEDISH, ENGLISH))
    return [block for block in blocks if block and not block.startswith((">", *echoes))]


def instant(speech: Speech, found: Match[str]) -> datetime:
    *_, number, month, year = found["day"].split()
    months = variants(speech.code, "dates.long.months")
    local = date(int(year), months.index(month) + 1, int(number))
    assert found["day"] == f"{day(speech.code, local)} {year}", "the weekday is another"
    return datetime(
        local.year, local.month, local.day, int(found["hour"]), int(found["minute"]), tzinfo=ZONE
    ).astimezone(UTC)
