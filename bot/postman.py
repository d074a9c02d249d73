"""Messages leave while others arrive: several at once, so that a slow conversation holds up nobody else."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.delivering import Courier
from bot.examination.place import missing_file
from bot.log import logger
from bot.memory import Memory

WIDTH = 8
"""How many messages of one authority are in flight at most."""
_PULSE_SECONDS = 0.5
_MOST_THREADS = 32

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
        self._pool = ThreadPoolExecutor(_MOST_THREADS, "courier")
        self._rounds = threading.Thread(target=self._walk, name="postman", daemon=True)

    def start(self) -> None:
        """Begin the rounds."""
        self._rounds.start()

    def wake(self) -> None:
        """Look at once whether there is something to send."""
        self._awake.set()

    def stop(self) -> None:
        """Finish what is in flight and stop."""
        self._stopping.set()
        self._awake.set()
        self._rounds.join()
        self._pool.shutdown()

    def _walk(self) -> None:
        trouble = ""
        while not self._stopping.is_set():
            self._awake.wait(_PULSE_SECONDS)
            self._awake.clear()
            try:
                self._set_out()
                trouble = ""
            except SQLAlchemyError as error:
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
            while not self._stopping.is_set():
                carried = self._courier.carry(authority)
                if not carried.more and not self._paused(carried.at):
                    return
        except SQLAlchemyError:
            _log.exception("a message could not be carried")
        finally:
            with self._lock:
                self._busy[authority] -= 1

    def _paused(self, at: datetime | None) -> bool:
        """Wait for a pace's next free place when that is soon; whether to go on."""
        seconds = (at - self._memory.now()).total_seconds() if at else _PULSE_SECONDS
        return seconds < _PULSE_SECONDS and not self._stopping.wait(max(0.0, seconds))
