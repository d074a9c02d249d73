"""What passes between a chat platform and the dispatcher, the same for every platform."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from conversations.events import Event
from conversations.messages import Action, Message
from conversations.turn import To
from storage.buckets import Pace
from storage.effects import Standing
from storage.sending import Delivery


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that happened on a platform.

    ``key`` is the event's own id there and makes it count once. ``person`` acts (0 for an account that nobody
    knows) in ``place``. ``message`` is the outbox row of the card that was pressed, 0 when words were typed.
    Where the platform's own answer to a press brings the changed card back, the outbox waits for ``grace``.
    """

    key: str
    authority: int
    person: int
    place: To
    event: Event
    message: int = 0
    grace: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes straight back: ``shown`` to be kept nowhere, ``replaced`` what the pressed card became.

    ``card`` is where the latter is kept. After typed words, ``again`` is the action that shows it, for where
    nothing can be shown without a press.
    """

    shown: Message | None = field(default=None, repr=False)
    replaced: Message | None = field(default=None, repr=False)
    card: Standing | None = None
    again: Action | None = field(default=None, repr=False)


class Slower(Exception):  # noqa: N818  -- what the platform says
    """Nothing has arrived: the platform wants patience until an instant, or with this message ``only``."""

    def __init__(self, until: datetime, *, only: bool = False) -> None:
        super().__init__("the platform asks for patience")
        self.until = until
        self.only = only


class Rejected(Exception):  # noqa: N818  -- what the platform has done
    """The platform does not take it: ``lastingly``, or until something is mended, such as a revoked token."""

    def __init__(self, *, lastingly: bool) -> None:
        super().__init__("the platform does not take it")
        self.lastingly = lastingly


class Sender(Protocol):
    """A platform's way out."""

    def send(self, delivery: Delivery) -> str:
        """Send a message, or change the one already sent, and return its id in the chat.

        May raise Slower or Rejected; after any other exception nobody knows whether it arrived.
        """


@runtime_checkable
class Finder(Protocol):
    """What a platform's way out may offer besides: to look whether something has arrived."""

    def find(self, delivery: Delivery) -> str | None:
        """The id of a message that stands in the chat already."""


@runtime_checkable
class Paced(Protocol):
    """What a platform's way out may say besides: how fast it lets new messages through."""

    def pace(self, authority: int) -> Pace | None:
        """An authority's pace for new messages, None where there is no limit."""
