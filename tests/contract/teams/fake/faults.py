"""What goes wrong on demand: the next calls, or at random with a seed."""

from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random

BROKEN = ("500", "502", "503", "504", "412", "timeout", "reset", "lost", "lost_reset", "ratelimited")


@dataclass
class Fault:
    """One thing that goes wrong.

    `kind`: "500", "503", "412" or another status before anything happened; "timeout" never answers; "reset"
    closes the connection; "lost" and "lost_reset" do the work and then answer 502 or close; "ratelimited" is
    a 429; anything else is an error of that name, with `status`.
    """

    kind: str
    retry_after: int = 1
    conversation: str = ""
    status: int = 403


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
    _calls: tuple[str, ...] = ()

    def next(self, call: str, fault: Fault, times: int = 1) -> None:
        """The next calls of a kind go wrong; "*" for whichever."""
        self._next.setdefault(call, deque()).extend([fault] * times)

    def at_random(
        self, seed: int, rate: float, kinds: tuple[str, ...] = BROKEN, calls: tuple[str, ...] = ()
    ) -> None:
        """From now on this share of calls goes wrong (of these calls; all when empty)."""
        self._random, self._rate, self._kinds, self._calls = Random(seed), rate, kinds, calls

    def none(self) -> None:
        """Everything works again."""
        self._next.clear()
        self._random = None

    def take(self, call: str, conversation: str = "") -> Fault | None:
        """What happens to this call."""
        fault = self._planned(call, conversation) or self._planned("*", conversation) or self._chance(call)
        if fault:
            self.happened[fault.kind] += 1
        return fault

    def _planned(self, call: str, conversation: str) -> Fault | None:
        waiting = self._next.get(call)
        for fault in waiting or ():
            if not fault.conversation or fault.conversation == conversation:
                waiting.remove(fault)
                return fault
        return None

    def _chance(self, call: str) -> Fault | None:
        if not self._random or (self._calls and call not in self._calls):
            return None
        if self._random.random() >= self._rate:
            return None
        return Fault(self._random.choice(self._kinds), self.retry_after)
