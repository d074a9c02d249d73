"""A round in a town where things go wrong: what is planned there, and what must be true in the end."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import select

from conversations.context import Need
from storage import roster
from storage.database import Database
from storage.keys import Keys
from storage.tables import Outbox
from tests.storage.authorities import Authority, Line, lines

OPENS = datetime(2026, 1, 19, 9, tzinfo=UTC)
LEASES_OVER = timedelta(minutes=3)
ON_THE_WAY = ("Ja, vi har pratat", "Börja", "Fortsätt")
_QUESTION = re.compile(r"Fråga (\d+) av")


class Place(Protocol):
    """A town on some chat platform."""

    url: str
    folder: Path
    authority: int
    now: datetime

    def live_until(self, instant: datetime) -> None:
        """Let time pass."""


@contextmanager
def remembered(town: Place) -> Iterator[Authority]:
    """What the bot remembers, seen from beside it."""
    with closing(Database(town.url)) as database:
        yield Authority(database, Keys(town.folder / "keys"), town.authority)


def imported(town: Place, *new: Line) -> None:
    """Put people on the roster besides those who are there."""
    with remembered(town) as authority, authority.database.writing() as connection:
        roster.import_rows(connection, town.authority, [*lines(), *new], town.now)


def crowded(crowd: int) -> list[Line]:
    """So many more people at the second school."""
    return [Line("Södra", f"Person {number:02}", school_code="22222222") for number in range(crowd)]


def pass_time(town: Place, length: timedelta = LEASES_OVER) -> None:
    town.live_until(town.now + length)


def states(town: Place) -> Counter[str]:
    """How many messages there are in each state."""
    with remembered(town) as authority, authority.database.reading() as connection:
        rows = connection.execute(select(Outbox.state).where(Outbox.authority_id == town.authority))
        return Counter(row.state for row in rows)


def asked(words: str) -> int:
    """The number of the question in some words, 0 for none."""
    found = _QUESTION.search(words)
    return int(found[1]) if found else 0


def assert_kept(town: Place, name: str, given: dict[int, int]) -> None:
    """Whatever was acknowledged is saved: the levels by the number of the question."""
    with remembered(town) as authority:
        arrived = authority.arrived(name)
        (desk,) = authority.context(arrived, Need.DESKS, now=town.now).desks
    kept = dict(enumerate((desk.answers[number] for number in desk.asked), 1))
    assert given.items() <= kept.items()
