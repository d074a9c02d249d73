"""Every authority's messages go the way of its own platform."""

from collections.abc import Mapping

from bot.memory import Memory
from bot.platforms.envelope import Finder, Paced, Rejected, Sender
from storage import authorities
from storage.buckets import Pace
from storage.sending import Delivery


class Senders:
    """The platforms' ways out, by name; what has none here waits until it has."""

    def __init__(self, memory: Memory, by_platform: Mapping[str, Sender]) -> None:
        self._memory = memory
        self._by_platform = by_platform
        self._of: dict[int, str] = {}

    def send(self, delivery: Delivery) -> str:
        """Send or change a message; Rejected while its platform is not set up here."""
        sender = self._sender(delivery.authority)
        if sender is None:
            raise Rejected(lastingly=False)
        return sender.send(delivery)

    def find(self, delivery: Delivery) -> str | None:
        """Look whether a message has arrived, where the platform can."""
        sender = self._sender(delivery.authority)
        if not isinstance(sender, Finder):
            return None
        return sender.find(delivery)

    def pace(self, authority: int) -> Pace | None:
        """How fast an authority's platform lets new messages through."""
        sender = self._sender(authority)
        if not isinstance(sender, Paced):
            return None
        return sender.pace(authority)

    def _sender(self, authority: int) -> Sender | None:
        if authority not in self._of:
            with self._memory.database.reading() as connection:
                self._of[authority] = authorities.platform_of(connection, authority)
        return self._by_platform.get(self._of[authority])
