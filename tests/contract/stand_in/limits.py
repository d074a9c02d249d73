"""How often something may be called before a stand-in says 429."""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

HOUR = 3600.0


@dataclass
class Limits:
    """Which limits hold; `enforced=False` lets everything through, `refused` counts by call."""

    enforced: bool = True
    refused: Counter[str] = field(default_factory=Counter)
    _calls: dict[tuple[str, ...], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, name: tuple[str, ...], most: int, seconds: float, now: float) -> float:
        """How long until one more of these calls fits into any so many seconds, an hour at most."""
        calls = self._calls[name]
        while calls and calls[0] <= now - HOUR:
            calls.popleft()
        return max(0.0, calls[len(calls) - most] + seconds - now) if len(calls) >= most else 0.0
