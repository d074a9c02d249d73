"""What people are invited to, and what the calendar makes of it."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """Something that people are invited to, between two aware instants.

    ``key`` is ours and stays the same when the same meeting is asked for again. ``invited`` are addresses.
    """

    key: str
    subject: str
    text: str
    starts_at: datetime
    ends_at: datetime
    invited: tuple[str, ...] = field(default=(), repr=False)
    place: str = ""
    online: bool = True

    def __post_init__(self) -> None:
        if self.starts_at.utcoffset() is None or self.ends_at.utcoffset() is None:
            raise ValueError("a meeting's instants need a time zone")
        if self.starts_at >= self.ends_at:
            raise ValueError("a meeting ends after it begins")


@dataclass(frozen=True, slots=True)
class Booked:
    """A meeting as the calendar has it: its id there, and the address to join at, "" for none."""

    id: str
    join_url: str
