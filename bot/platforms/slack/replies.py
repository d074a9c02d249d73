"""The changed card back to where it was pressed, through the press's own address: no limit is spent on it."""

import asyncio
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.examination.place import missing_file
from bot.log import logger
from bot.memory import Memory
from bot.platforms.slack import render
from bot.platforms.slack.trouble import UNREACHABLE
from bot.platforms.slack.wire import Refused, Wire
from conversations.messages import Message
from storage import outbox

GRACE = timedelta(seconds=10)
"""How long the outbox leaves it to us; then it changes the card itself."""
_SECONDS = 8.0
# One fewer than Slack lets an address be used: each of these may have arrived without our knowing.
_PAUSES = (0.2, 0.5, 1.5, 3.0)
_SETTLE_SECONDS = 0.25
_AT_ONCE = 16

_log = logger()


@dataclass(frozen=True, slots=True)
class Card:
    """What a pressed card has become: its row and ``revision``, and the ``url`` that came with the press."""

    authority: int
    row: int
    revision: int
    url: str = field(repr=False)
    message: Message = field(repr=False)
    pictures: dict[int, str] = field(default_factory=dict)


class Replies:
    """Brings cards back, each card's newest state last; writes down together which have arrived."""

    def __init__(self, memory: Memory, wire: Wire) -> None:
        self._memory = memory
        self._wire = wire
        self._lock = threading.Lock()
        self._newest: dict[tuple[int, int], Card] = {}
        self._home = threading.Condition(self._lock)
        self._carried: set[tuple[int, int]] = set()
        self._called: list[tuple[int, int]] = []
        # The loop itself would let go of them.
        self._on_the_way: set[asyncio.Task[None]] = set()
        self._arrived: dict[int, dict[int, int]] = {}
        self._stopping = threading.Event()
        self._doors = asyncio.Semaphore(_AT_ONCE)
        self._settling = threading.Thread(target=self._settle, name="replies-settled", daemon=True)
        self._settling.start()

    def bring(self, card: Card) -> None:
        """Bring a card back soon; only its newest state matters."""
        key = card.authority, card.row
        with self._lock:
            waiting = self._newest.get(key)
            if waiting is None or waiting.revision < card.revision:
                self._newest[key] = card
            # One at a time for each card, or an older state could arrive after a newer one.
            if key in self._carried:
                return
            self._carried.add(key)
            self._called.append(key)
            # Those that are called together set out together.
            if len(self._called) == 1:
                self._wire.soon(self._set_out())

    def close(self) -> None:
        """Bring what is on its way and write it down."""
        with self._home:
            self._home.wait_for(lambda: not self._carried)
        self._stopping.set()
        self._settling.join()

    async def _set_out(self) -> None:
        with self._lock:
            called, self._called = self._called, []
        for key in called:
            task = asyncio.create_task(self._carry(key))
            self._on_the_way.add(task)
            task.add_done_callback(self._on_the_way.discard)

    async def _carry(self, key: tuple[int, int]) -> None:
        while True:
            with self._lock:
                card = self._newest.pop(key, None)
                if card is None:
                    self._carried.discard(key)
                    self._home.notify_all()
                    return
            try:
                brought = await self._brought(card)
            except Exception:  # noqa: BLE001  # whatever it was, the card's next state must not wait for it
                _log.exception("a card was not brought back", authority=card.authority, delivery=card.row)
                continue
            if brought:
                with self._lock:
                    self._arrived.setdefault(card.authority, {})[card.row] = card.revision

    async def _brought(self, card: Card) -> bool:
        shown = render.message(card.message, card.row, card.revision, card.pictures)
        payload = {"replace_original": True, "text": shown.text, "blocks": shown.blocks}
        last = time.monotonic() + _SECONDS
        for pause in (*_PAUSES, _SECONDS):
            patience = pause
            try:
                async with self._doors:
                    await self._wire.posted(card.url, payload)
            except Refused as problem:
                if problem.error != "ratelimited":
                    break
                patience = max(pause, problem.retry_after)
            except UNREACHABLE:
                pass
            else:
                return True
            if time.monotonic() + patience > last or self._is_old(card):
                break
            await asyncio.sleep(patience)
        # The outbox brings it when the grace is over.
        _log.warning("a card was not brought back", authority=card.authority, delivery=card.row)
        return False

    def _is_old(self, card: Card) -> bool:
        # What it has become since is the next to be brought.
        with self._lock:
            return (card.authority, card.row) in self._newest

    def _settle(self) -> None:
        while not self._stopping.wait(_SETTLE_SECONDS):
            self._write_down()
        self._write_down()

    def _write_down(self) -> None:
        if missing_file(self._memory.database.url):
            return
        with self._lock:
            arrived, self._arrived = self._arrived, {}
        if not arrived:
            return
        try:
            with self._memory.database.writing() as connection:
                for authority, revisions in arrived.items():
                    outbox.brought(connection, authority, revisions)
        except SQLAlchemyError:
            # They are brought once more, which nobody sees.
            _log.exception("cards brought back were not written down")
