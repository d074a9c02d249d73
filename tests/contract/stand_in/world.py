"""What every stand-in keeps: its clock, the calls it got and what it holds against the program under test."""

import time
from typing import Any

from tests.contract.stand_in.faults import Faults
from tests.contract.stand_in.limits import Limits

Json = dict[str, Any]


class World:
    """Everything that is kept, changed from the server's thread only."""

    def __init__(self, limits: Limits, faults: Faults) -> None:
        self.limits, self.faults = limits, faults
        self.offset = 0.0
        self.violations: list[str] = []
        self.calls: list[tuple[str, Json]] = []
        self.keep_calls = True
        self.base = ""
        self.touched = 0.0

    def now(self) -> float:
        return time.time() + self.offset

    def touch(self) -> None:
        """The program under test has just done something."""
        self.touched = time.monotonic()

    def violates(self, sentence: str) -> None:
        self.violations.append(sentence)

    def listens_at(self, base: str) -> None:
        """The address of every service."""
        self.base = base
