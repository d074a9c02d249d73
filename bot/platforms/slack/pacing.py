"""When a call may be made, so that Slack need never ask for patience: places in time, given out in order."""

import time
from collections.abc import Callable, Hashable
from threading import Lock

_LATE_SECONDS = 2.0
"""Whoever comes later than that has lost the place, or all who were late would come at once."""


class Pacing:
    """Some ``at_once`` after a rest, then one every ``apart`` seconds; each line has its own.

    Call it from any thread. One replica at a time sends for an authority, so that no other has to know.
    """

    def __init__(self, apart: float, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._apart = apart
        self._ahead = (at_once - 1) * apart
        self._clock = clock
        self._taken_until: dict[Hashable, float] = {}
        self._kept: dict[tuple[Hashable, int], float] = {}
        self._tidied = clock()
        self._lock = Lock()

    def wait(self, line: Hashable, who: int) -> float:
        """How many seconds ``who`` waits in a line: 0 is a place taken, any other is kept for them."""
        now = self._clock()
        with self._lock:
            self._tidy(now)
            place = self._kept.pop((line, who), None)
            if place is None or now - place > _LATE_SECONDS:
                place = self._next(line, now)
            if place <= now:
                return 0.0
            self._kept[line, who] = place
            return place - now

    def _next(self, line: Hashable, now: float) -> float:
        free = max(self._taken_until.get(line, now), now)
        self._taken_until[line] = free + self._apart
        return max(now, free - self._ahead)

    def _tidy(self, now: float) -> None:
        if now - self._tidied < _LATE_SECONDS:
            return
        self._tidied = now
        self._taken_until = {line: until for line, until in self._taken_until.items() if until > now}
        self._kept = {key: place for key, place in self._kept.items() if now - place <= _LATE_SECONDS}
