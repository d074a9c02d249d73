"""What a test sees of any stand-in, what it can break in it, and how it waits for the program under test."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.contract.stand_in.delivery import Manners
from tests.contract.stand_in.faults import Faults
from tests.contract.stand_in.limits import Limits
from tests.contract.stand_in.server import Server
from tests.contract.stand_in.world import Json


class StandIn(Server):
    """A platform on this machine: the real protocol over real sockets, kept in memory."""

    @property
    def violations(self) -> list[str]:
        return self.world.violations

    @property
    def undelivered(self) -> list[str]:
        return self.delivery.undelivered

    @property
    def rate_limited(self) -> Counter[str]:
        """How often each call was refused because it came too often."""
        return self.limits.refused

    @property
    def limits(self) -> Limits:
        return self.world.limits

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def manners(self) -> Manners:
        return self.delivery.manners

    @property
    def calls(self) -> list[tuple[str, Json]]:
        """Every call: its name and what came with it."""
        return self.world.calls

    def fails(self, call: str, kind: str, times: int = 1, **more: object) -> None:
        """The next calls of a name go wrong: a kind of `faults.Fault`, or an error's name."""
        self.faults.next(call, kind, times, **more)

    def passes(self, seconds: float) -> None:
        """Time passes for limits and stamps (not for what is signed)."""
        self.world.offset += seconds

    def until(self, happened: Callable[[], object], within: float = 10.0) -> Any:  # noqa: ANN401 -- whatever it is that happened
        """Wait for something, and give it."""
        last = time.monotonic() + within
        while not (found := happened()):
            assert time.monotonic() < last, f"it did not happen within {within} s; {self.violations=}"
            time.sleep(0.01)
        return found

    def settle(self, quiet: float = 0.25, within: float = 10.0) -> None:
        """Wait until the program under test has done nothing for a while."""
        self.until(
            lambda: not self.delivery.under_way and time.monotonic() - self.world.touched > quiet, within
        )
