"""Meetings in Teams: in the calendar of whoever invites, with an address to join at. For any thread."""

import asyncio

from bot.platforms.teams.graph import graph
from bot.platforms.teams.meeting import Booked, Meeting
from bot.teams_settings import Registration, TeamsSettings


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
