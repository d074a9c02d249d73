"""How fast Teams takes what is sent: in each conversation, and from one bot in one tenant.

The limits are those of "Optimize your bot with rate limiting in Teams". A call counts from its turn until a
window after it has been answered: whenever within that time it arrives, no window holds too many.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

Windows = tuple[tuple[int, float], ...]
Key = tuple[int, str]

_CONVERSATION: Windows = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
# Teams takes 50; what is asked beside the outbox, such as who somebody is, finds room too.
_TENANT: Windows = ((48, 1.0),)
_MARGIN_SECONDS = 0.02
_A_MOMENT = 0.05
"""After so many seconds another look is worth while, where all that may be under way is."""
_LONGEST = 3600.0 + _MARGIN_SECONDS
_MOST_REMEMBERED = 20_000


@dataclass(slots=True)
class _Calls:
    """How many calls are under way, and when those before them were answered, oldest first."""

    ended: deque[float]
    under_way: int = field(default=0)

    def wait(self, windows: Windows, now: float) -> float:
        """How long until one more call leaves every window with no more than it may hold."""
        return max(self._wait(most - self.under_way, seconds, now) for most, seconds in windows)

    def _wait(self, room: int, seconds: float, now: float) -> float:
        if room <= 0:
            return _A_MOMENT
        return self.ended[-room] + seconds + _MARGIN_SECONDS - now if len(self.ended) >= room else 0.0


class Pacing:
    """When the next call may be made; ``clock`` gives seconds and never goes back. For any thread.

    An empty conversation stands for a call that is in none yet.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._calls: dict[Key, _Calls] = {}
        self._lock = Lock()

    def turn(self, authority: int, conversation: str) -> float:
        """Take a turn and give 0, or take none and give the seconds to wait; a turn ends with `done`."""
        with self._lock:
            now = self._clock()
            wanted = [(self._kept(key), windows) for key, windows in _wanted(authority, conversation)]
            wait = max(calls.wait(windows, now) for calls, windows in wanted)
            if wait <= 0:
                for calls, _ in wanted:
                    calls.under_way += 1
            return max(0.0, wait)

    def done(self, authority: int, conversation: str) -> None:
        """The call has been answered, or will not be."""
        with self._lock:
            now = self._clock()
            for key, _ in _wanted(authority, conversation):
                calls = self._kept(key)
                calls.under_way -= 1
                calls.ended.append(now)

    def _kept(self, key: Key) -> _Calls:
        found = self._calls.get(key)
        if found is None:
            if len(self._calls) >= _MOST_REMEMBERED:
                self._forget()
            most, _ = (_CONVERSATION if key[1] else _TENANT)[-1]
            found = self._calls[key] = _Calls(deque(maxlen=most))
        return found

    def _forget(self) -> None:
        before = self._clock() - _LONGEST
        self._calls = {
            key: calls
            for key, calls in self._calls.items()
            if calls.under_way or (calls.ended and calls.ended[-1] > before)
        }


def _wanted(authority: int, conversation: str) -> list[tuple[Key, Windows]]:
    """What a call counts in."""
    tenant: tuple[Key, Windows] = ((authority, ""), _TENANT)
    return [tenant, ((authority, conversation), _CONVERSATION)] if conversation else [tenant]
