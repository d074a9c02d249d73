"""Out to the local chat: tell every open page which conversation has changed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from threading import Lock

from conversations.turn import To
from storage.sending import Delivery

Change = tuple[str, str]
STAGE: Change = ("stage", "")


@dataclass(eq=False, slots=True)
class Subscription:
    """One open page: the changes it has not heard of yet, each at most once."""

    loop: asyncio.AbstractEventLoop
    waiting: dict[Change, None] = field(default_factory=dict)
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    def hear(self, change: Change) -> None:
        """Remember a change and wake up whoever listens; only in the subscription's own loop."""
        self.waiting[change] = None
        self.awake.set()

    def end(self) -> None:
        """Let whoever listens finish; only in the subscription's own loop."""
        self.ended = True
        self.awake.set()

    async def changes(self) -> AsyncIterator[Change]:
        """Every change as it comes, until the end; the same change twice before it is read counts once."""
        while not self.ended:
            await self.awake.wait()
            self.awake.clear()
            waiting, self.waiting = self.waiting, {}
            for change in waiting:
                yield change


class Hub:
    """Carries changes from worker threads to the pages that are open."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._subscriptions: set[Subscription] = set()

    def subscribe(self) -> Subscription:
        """Start to listen in the running event loop."""
        subscription = Subscription(asyncio.get_running_loop())
        with self._lock:
            self._subscriptions.add(subscription)
        return subscription

    def leave(self, subscription: Subscription) -> None:
        """Stop listening."""
        with self._lock:
            self._subscriptions.discard(subscription)

    def changed(self, to: To) -> None:
        """Say that a conversation has changed."""
        self.announce(("conversation", f"{to.kind}/{to.id}"))

    def announce(self, change: Change) -> None:
        """Say something to every page; safe from any thread."""
        with self._lock:
            for subscription in tuple(self._subscriptions):
                self._tell(subscription, change)

    def _tell(self, subscription: Subscription, change: Change) -> None:
        try:
            subscription.loop.call_soon_threadsafe(subscription.hear, change)
        except RuntimeError:  # its event loop has closed: nobody listens there any more
            self._subscriptions.discard(subscription)


class WebSender:
    """The local chat reads its messages where they are stored, so sending is saying where to look."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def send(self, delivery: Delivery) -> str:
        """Tell the open pages, and return the message's id on the page."""
        self._hub.changed(delivery.to)
        return f"web-{delivery.id}"
