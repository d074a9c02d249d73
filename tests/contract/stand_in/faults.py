"""What goes wrong on demand: the next calls, or at random with a seed."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from random import Random
from typing import ClassVar

from aiohttp import web

WORK_DONE = ("lost", "lost_reset")
ANYWHERE = ("timeout", "reset", *WORK_DONE, "ratelimited")


@dataclass
class Fault:
    """One thing that goes wrong, in one `place` (a channel or a conversation) or in any.

    `kind`: "500", "503" or another status before anything happened; "timeout" never answers; "reset" closes
    the connection; "lost" and "lost_reset" do the work and then answer 5xx or close; "ratelimited" is a 429;
    anything else is an error that the platform answers by name.
    """

    kind: str
    retry_after: int = 1
    place: str = ""

    @property
    def at_once(self) -> bool:
        """Nothing has been done when it goes wrong."""
        return self.kind not in WORK_DONE


@dataclass
class Faults:
    """The faults to come; `happened` counts those that did.

    A platform says what a `fault` is, the `kinds` that come at random, and the status of what is `lost`.
    """

    fault: ClassVar[type[Fault]] = Fault
    kinds: ClassVar[tuple[str, ...]] = ANYWHERE
    lost: ClassVar[int] = 500

    timeout: float = 60.0
    retry_after: int = 1
    happened: Counter[str] = field(default_factory=Counter)
    _next: dict[str, deque[Fault]] = field(default_factory=dict)
    _random: Random | None = None
    _rate: float = 0.0
    _calls: tuple[str, ...] = ()

    def next(self, call: str, kind: str, times: int = 1, **more: object) -> None:
        """The next calls of a name go wrong; "*" for whichever."""
        self._next.setdefault(call, deque()).extend([self.fault(kind, **more)] * times)

    def at_random(self, seed: int, rate: float, calls: tuple[str, ...] = ()) -> None:
        """From now on this share of calls goes wrong (of these calls; all when empty)."""
        self._random, self._rate, self._calls = Random(seed), rate, calls

    def none(self) -> None:
        """Everything works again."""
        self._next.clear()
        self._random = None

    def take(self, call: str, place: str = "") -> Fault | None:
        """What happens to this call."""
        fault = self._planned(call, place) or self._planned("*", place) or self._chance(call)
        if fault:
            self.happened[fault.kind] += 1
        return fault

    def _planned(self, call: str, place: str) -> Fault | None:
        waiting = self._next.get(call)
        for fault in waiting or ():
            if not fault.place or fault.place == place:
                waiting.remove(fault)
                return fault
        return None

    def _chance(self, call: str) -> Fault | None:
        if not self._random or (self._calls and call not in self._calls):
            return None
        if self._random.random() >= self._rate:
            return None
        return self.fault(self._random.choice(self.kinds), self.retry_after)

    async def broken(self, request: web.Request, fault: Fault) -> web.Response | None:
        """The answer where the way to the platform is broken; None where the platform words it itself."""
        if fault.kind == "timeout":
            await asyncio.sleep(self.timeout)
        if fault.kind in ("timeout", "reset", "lost_reset"):
            if request.transport:
                request.transport.abort()
            return web.Response(status=self.lost)
        if fault.kind.isdecimal() or fault.kind == "lost":
            status = self.lost if fault.kind == "lost" else int(fault.kind)
            return web.Response(status=status, text="<html>upstream error</html>", content_type="text/html")
        return None
