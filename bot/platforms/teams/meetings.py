"""Meetings in Teams: in the calendar of whoever invites, with an address to join at. For any thread."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.platforms.teams.graph import graph
from bot.teams_settings import Registration, TeamsSettings


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


class Meetings:
    """A tenant's calendars; ``organiser`` is the address of the mailbox that invites.

    Everything may be asked for twice. Raises Refused, NotLetIn or Unclear.
    """

    def __init__(self, settings: TeamsSettings, registration: Registration) -> None:
        self._settings = settings
        self._registration = registration

    def book(self, organiser: str, meeting: Meeting) -> Booked:
        """Invite to a meeting; with the same key it is the same meeting, as it was invited to first."""
        return asyncio.run(self._book(organiser, meeting))

    def change(self, organiser: str, booked: str, meeting: Meeting) -> Booked:
        """Let a booked meeting be another time, place or circle; Refused with 404 when it is gone."""
        return asyncio.run(self._change(organiser, booked, meeting))

    def cancel(self, organiser: str, booked: str, comment: str = "") -> None:
        """Call a booked meeting off; one that is gone already stays so."""
        asyncio.run(self._cancel(organiser, booked, comment))

    async def _book(self, organiser: str, meeting: Meeting) -> Booked:
        async with graph(self._settings, self._registration) as found:
            return await found.events.create(organiser, meeting)

    async def _change(self, organiser: str, booked: str, meeting: Meeting) -> Booked:
        async with graph(self._settings, self._registration) as found:
            return await found.events.update(organiser, booked, meeting)

    async def _cancel(self, organiser: str, booked: str, comment: str) -> None:
        async with graph(self._settings, self._registration) as found:
            await found.events.cancel(organiser, booked, comment)
