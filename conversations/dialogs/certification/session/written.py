"""What is filled in about a session's time and links, read word by word."""

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from conversations.rules.calendar import Calendar

LONGEST_PLACE = 120
LONGEST_LINKS = 1500

_EARLIEST, _LATEST = time(6), time(20)
_TIME = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})")
_HOURS = re.compile(r"[0-9]{1,2}([.,][0-9]{1,2})?")
_SHORTEST_HOURS, _LONGEST_HOURS = Fraction(1, 2), 8
# No names or passwords before the host, nothing that ends an address, and a host with a dot.
_ADDRESS = re.compile(r"https://[\w-]+(\.[\w-]+)+(:[0-9]{1,5})?([/?#][^\s<>\"|\\]*)?")
_LONGEST_LABEL = 80
_LONGEST_ADDRESS = 500
_MOST_LINKS = 10


def line(text: str, longest: int) -> str:
    """A text as one line, cut where it is too long."""
    return " ".join(text.split())[:longest].strip()


def written_time(text: str) -> time | None:
    """The time of day that was filled in as hours and minutes, between 6 and 20; else nothing."""
    read = _TIME.fullmatch(text.strip())
    if not read or int(read[1]) > _LATEST.hour or int(read[2]) > 59:  # noqa: PLR2004 - minutes of an hour
        return None
    at = time(int(read[1]), int(read[2]))
    return at if _EARLIEST <= at <= _LATEST else None


def written_length(text: str) -> timedelta | None:
    """How long something is, filled in as hours between a half and eight; else nothing."""
    if not _HOURS.fullmatch(text.strip()):
        return None
    hours = Fraction(text.strip().replace(",", "."))
    return timedelta(minutes=round(hours * 60)) if _SHORTEST_HOURS <= hours <= _LONGEST_HOURS else None


def span(calendar: Calendar, day: date, at: time, length: timedelta) -> tuple[datetime, datetime] | None:
    """The UTC instants of a meeting, or nothing where it would not end on the same local day."""
    begins_at = calendar.instant(day, at)
    ends_at = begins_at + length
    return (begins_at, ends_at) if calendar.local_date(ends_at) == day else None


def written_links(text: str) -> tuple[tuple[str, str], ...] | None:
    """Label and address of each line; nothing where a line is no https address or there are more than ten."""
    lines = [each.split() for each in text.splitlines() if each.strip()]
    read = tuple((" ".join(words[:-1])[:_LONGEST_LABEL] or _host(words[-1]), words[-1]) for words in lines)
    good = all(len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address) for _, address in read)
    return read if good and len(read) <= _MOST_LINKS else None


def links_written(links: tuple[tuple[str, str], ...]) -> str:
    """The same links as they were filled in."""
    return "\n".join(f"{label} {address}" for label, address in links)


def hours_written(length: timedelta, decimal: str) -> str:
    """A length in hours, as ``written_length`` reads it."""
    return f"{length / timedelta(hours=1):.2f}".rstrip("0").rstrip(".").replace(".", decimal)


def _host(address: str) -> str:
    return re.split(r"[/?#]", address.removeprefix("https://"), maxsplit=1)[0][:_LONGEST_LABEL]
