"""Messages leave while others arrive: several at once, so that a slow conversation holds up nobody else."""

import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.delivering import Courier
from bot.examination.place import missing_file
from bot.log import logger
from bot.memory import Memory
from storage.sending import Delivery

WIDTH = 8
"""How many messages of one authority are in flight at most."""
_PULSE_SECONDS = 0.5
# A slow workspace keeps its own few busy; there are enough for the others.
_MOST_THREADS = 128

_log = logger()


class Postman:
    """Keeps the courier busy from its own threads; ``wake`` it when there is something new."""

    def __init__(self, courier: Courier, memory: Memory) -> None:
        self._courier = courier
        self._memory = memory
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._busy: Counter[int] = Counter()
        self._lock = threading.Lock()
        self._turns: defaultdict[int, threading.Lock] = defaultdict(threading.Lock)
        self._pool = ThreadPoolExecutor(_MOST_THREADS, "courier")
        self._rounds = threading.Thread(target=self._walk, name="postman", daemon=True)

    def start(self) -> None:
        """Begin the rounds."""
        self._rounds.start()

    def wake(self) -> None:
        """Look at once whether there is something to send."""
        self._awake.set()

    def stop(self) -> None:
        """Finish what is in flight and stop; another replica may go on at once."""
        self._stopping.set()
        self._awake.set()
        self._rounds.join()
        self._pool.shutdown()
        if missing_file(self._memory.database.url):
            return
        # Without the database, the lease ends by itself.
        with suppress(SQLAlchemyError):
            for authority in self._busy:
                self._courier.rest(authority)

    def _walk(self) -> None:
        trouble = ""
        while not self._stopping.is_set():
            self._awake.wait(_PULSE_SECONDS)
            self._awake.clear()
            try:
                self._set_out()
                trouble = ""
            except Exception as error:  # noqa: BLE001  # nothing is sent any more without these rounds
                # Once, when it begins; the rounds go on until the database is back.
                if trouble != type(error).__name__:
                    _log.exception("the postman could not look")
                trouble = type(error).__name__

    def _set_out(self) -> None:
        if missing_file(self._memory.database.url):
            return
        for authority, waiting in self._courier.waiting().items():
            with self._lock:
                wanted = min(WIDTH, waiting) - self._busy[authority]
                self._busy[authority] += max(0, wanted)
            for _ in range(wanted):
                self._pool.submit(self._carry, authority)

    def _carry(self, authority: int) -> None:
        try:
            while (taken := self._taken(authority)) is not None:
                if self._courier.bring(taken).pause is not None:
                    return
        except Exception:  # noqa: BLE001  # the pool would swallow it without a word
            _log.exception("a message could not be carried")
        finally:
            with self._lock:
                self._busy[authority] -= 1

    def _taken(self, authority: int) -> Delivery | None:
        """The next message; waits for the pace's next free place when that is soon."""
        # One at a time, or all of them would ask for the same free place.
        with self._turns[authority]:
            while not self._stopping.is_set():
                taken = self._courier.take(authority)
                if not isinstance(taken, datetime):
                    return taken
                seconds = (taken - self._memory.now()).total_seconds()
                if seconds > _PULSE_SECONDS or self._stopping.wait(max(0.0, seconds)):
                    return None
        return None
