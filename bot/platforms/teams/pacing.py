"""How fast Teams takes what is sent: in each conversation, and from one bot in one tenant.

The limits are those of "Optimize your bot with rate limiting in Teams", each kept a little within, because
what leaves evenly does not arrive evenly.
"""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

_CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
_TENANT = ((48, 1.0),)
_MARGIN_SECONDS = 0.1
_LONGEST = 3600.0 + _MARGIN_SECONDS
_MOST_REMEMBERED = 20_000

Key = tuple[int, str]


class Pacing:
    """When the next call may be made; ``clock`` gives seconds and never goes back. For any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._calls: dict[Key, deque[float]] = {}
        self._lock = Lock()

    def turn(self, authority: int, conversation: str) -> float:
        """Take a turn in a conversation and give 0, or take none and give the seconds to wait."""
        return self._turn(((authority, conversation), _CONVERSATION), ((authority, ""), _TENANT))

    def of_tenant(self, authority: int) -> float:
        """The same for a call that is in no conversation yet."""
        return self._turn(((authority, ""), _TENANT))

    def _turn(self, *wanted: tuple[Key, tuple[tuple[int, float], ...]]) -> float:
        with self._lock:
            now = self._clock()
            wait = max(_wait(self._kept(key), windows, now) for key, windows in wanted)
            if wait <= 0:
                for key, _ in wanted:
                    self._kept(key).append(now)
            return max(0.0, wait)

    def _kept(self, key: Key) -> deque[float]:
        found = self._calls.get(key)
        if found is None:
            if len(self._calls) >= _MOST_REMEMBERED:
                self._forget()
            most = (_CONVERSATION if key[1] else _TENANT)[-1][0]
            found = self._calls[key] = deque(maxlen=most)
        return found

    def _forget(self) -> None:
        before = self._clock() - _LONGEST
        self._calls = {key: calls for key, calls in self._calls.items() if calls and calls[-1] > before}


def _wait(calls: deque[float], windows: tuple[tuple[int, float], ...], now: float) -> float:
    """How long until one more call leaves every window with no more than it may hold."""
    ends = (calls[-most] + seconds + _MARGIN_SECONDS - now for most, seconds in windows if len(calls) >= most)
    return max(ends, default=0.0)
