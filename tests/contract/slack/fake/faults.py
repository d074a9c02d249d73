"""What goes wrong on demand: the next calls, or at random with a seed."""

from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random

BROKEN = ("500", "503", "timeout", "reset", "lost", "lost_reset", "ratelimited")


@dataclass
class Fault:
    """One thing that goes wrong.

    `kind`: "500", "503" or another status before anything happened; "timeout" never answers; "reset" closes
    the connection;
    "lost" and "lost_reset" do the work and then answer 500 or close; "ratelimited" is a 429; anything else is
    an error that Slack answers by name.
    """

    kind: str
    retry_after: int = 1
    channel: str = ""
    user: str = ""
    needed: str = ""


@dataclass
class Faults:
    """The faults to come; `happened` counts those that did."""

    timeout: float = 60.0
    retry_after: int = 1
    happened: Counter[str] = field(default_factory=Counter)
    _next: dict[str, deque[Fault]] = field(default_factory=dict)
    _random: Random | None = None
    _rate: float = 0.0
    _kinds: tuple[str, ...] = BROKEN
    _methods: tuple[str, ...] = ()

    def next(self, method: str, fault: Fault, times: int = 1) -> None:
        """The next calls of a method go wrong, "*" for any; "response_url" and "upload" are methods too."""
        self._next.setdefault(method, deque()).extend([fault] * times)

    def at_random(
        self, seed: int, rate: float, kinds: tuple[str, ...] = BROKEN, methods: tuple[str, ...] = ()
    ) -> None:
        """From now on this share of calls goes wrong (of these methods; all when empty)."""
        self._random, self._rate, self._kinds, self._methods = Random(seed), rate, kinds, methods

    def none(self) -> None:
        """Everything works again."""
        self._next.clear()
        self._random = None

    def take(self, method: str, channel: str = "") -> Fault | None:
        """What happens to this call."""
        fault = self._planned(method, channel) or self._planned("*", channel) or self._chance(method)
        if fault:
            self.happened[fault.kind] += 1
        return fault

    def _planned(self, method: str, channel: str) -> Fault | None:
        waiting = self._next.get(method)
        for fault in waiting or ():
            if not fault.channel or fault.channel == channel:
                waiting.remove(fault)
                return fault
        return None

    def _chance(self, method: str) -> Fault | None:
        if not self._random or (self._methods and method not in self._methods):
            return None
        if self._random.random() >= self._rate:
            return None
        return Fault(self._random.choice(self._kinds), self.retry_after)
