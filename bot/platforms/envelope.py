"""What passes between a chat platform and the dispatcher, the same for every platform."""

from dataclasses import dataclass, field
from typing import Protocol

from conversations.events import Event
from conversations.messages import Message
from conversations.turn import To


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
    """What goes straight back: ``shown`` where no history is kept, ``replaced`` what the pressed card became."""

    shown: Message | None = field(default=None, repr=False)
    replaced: Message | None = field(default=None, repr=False)


class Delivery(Protocol):
    """A message on its way out; ``platform_message_id`` is empty until it has been sent once."""

    @property
    def id(self) -> int:
        """The outbox row."""

    @property
    def authority(self) -> int:
        """The authority whose message it is."""

    @property
    def to(self) -> To:
        """The conversation it belongs in."""

    @property
    def message(self) -> Message:
        """What to show."""

    @property
    def revision(self) -> int:
        """How many times the message has become something else."""

    @property
    def platform_message_id(self) -> str:
        """The message's id in the chat, where it already stands there."""


class Sender(Protocol):
    """A platform's way out."""

    def send(self, delivery: Delivery) -> str:
        """Send a message, or change the one already sent, and return its id in the chat."""
