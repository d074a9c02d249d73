"""How often the connector and Graph may be called before they say 429.

After "Optimize your bot with rate limiting in Teams": 50 requests a second per app and tenant, and in each
conversation the windows below, all of them at once.
"""

import math
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

Windows = tuple[tuple[int, float], ...]
SENDING: Windows = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
READING: Windows = ((14, 1.0), (16, 2.0), (120, 30.0), (3600, 3600.0))
SENDS = frozenset(("activities.post", "activities.put", "activities.delete"))
READS = frozenset(("members.list", "members.get", "members.paged", "team.get", "team.channels"))


@dataclass
class Limits:
    """Which limits hold; `enforced=False` lets all through, `tolerance` seconds shorten each window."""

    enforced: bool = True
    per_second: int = 50
    sending: Windows = SENDING
    reading: Windows = READING
    graph: Windows = ()
    tolerance: float = 0.0
    refused: Counter[str] = field(default_factory=Counter)
    _calls: dict[tuple[str, ...], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def retry_after(self, tenant: str, call: str, conversation: str, now: float) -> int:
        """The seconds to wait, 0 when the call may be made (and is then counted)."""
        if not self.enforced:
            return 0
        windows = list(self._windows(tenant, call, conversation))
        wait = max((self._wait(name, each, now) for name, found in windows for each in found), default=0.0)
        if wait > 0:
            self.refused[call] += 1
            return math.ceil(wait)
        for name, _ in windows:
            self._calls[name].append(now)
        return 0

    def _windows(self, tenant: str, call: str, conversation: str) -> list[tuple[tuple[str, ...], Windows]]:
        if call.startswith("graph."):
            return [(("graph", tenant), self.graph)]
        found = [(("app", tenant), ((self.per_second, 1.0),))]
        if call in SENDS:
            found.append((("send", tenant, conversation), self.sending))
        if call in READS:
            found.append((("read", tenant, conversation), self.reading))
        return found

    def _wait(self, name: tuple[str, ...], window: tuple[int, float], now: float) -> float:
        """How long until a call fits into the window."""
        most, seconds = window
        calls = self._calls[name]
        while calls and calls[0] <= now - 3600:
            calls.popleft()
        if len(calls) < most:
            return 0.0
        return calls[len(calls) - most] + seconds - self.tolerance - now
