"""What passes between a chat platform and the dispatcher, the same for every platform."""

from dataclasses import dataclass, field
from typing import Protocol

from conversations.events import Event
from conversations.messages import Message
from conversations.turn import To
from storage.sending import Delivery


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that happened on a platform.

    ``key`` is the event's own id there and makes it count once. ``person`` acts (0 for an account that nobody
    knows) in ``place``. ``message`` is the outbox row of the card that was pressed, 0 when words were typed.
    """

    key: str
    authority: int
    person: int
    place: To
    event: Event
    message: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes straight back: ``shown`` to be kept nowhere, ``replaced`` what the pressed card became."""

    shown: Message | None = field(default=None, repr=False)
    replaced: Message | None = field(default=None, repr=False)


class Sender(Protocol):
    """A platform's way out."""

    def send(self, delivery: Delivery) -> str:
        """Send a message, or change the one already sent, and return its id in the chat."""
