"""A wave of invitations that leaves, and what is told of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks._figures import Goal, reported
from benchmarks._processes import Bot

RATIO_GOAL, MEMORY_GOAL = 1.15, 30.0


@dataclass(frozen=True, slots=True)
class Wave:
    """So many ``people`` for whom the platform's limit alone takes ``own_time`` seconds."""

    people: int
    own_time: float

    def memory(self, bot: Bot) -> tuple[float, float, float]:
        """The bot's memory in MB at the beginning, in the middle and at the end."""
        beginning = self._once(bot, lambda left: left < self.people * 0.9)
        middle = self._once(bot, lambda left: left < self.people / 2)
        return beginning, middle, self._once(bot, lambda left: left == 0)

    def _once(self, bot: Bot, is_reached: Callable[[int], bool]) -> float:
        last = time.monotonic() + self.own_time * 4
        while not is_reached(bot.waiting()):
            if time.monotonic() > last:
                raise TimeoutError(f"{bot.waiting()} messages do not leave")
            time.sleep(0.5)
        return bot.resident()

    def reported(self, title: str, told: dict[str, Any], memory: Sequence[float]) -> int:
        """Print what the platform tells of the wave; gives 1 when a goal is missed."""
        seconds = told["last"] - told["first"]
        figures = (
            ("the limit's own time", f"{self.own_time:.1f} s"),
            ("the wave", f"{seconds:.1f} s"),
            ("messages", f"{told['said']}"),
            ("memory", ", ".join(f"{each:.0f}" for each in memory) + " MB"),
            *((f"calls of {name}", str(times)) for name, times in sorted(told["methods"].items())),
            *(("what the platform objects to", each) for each in told["violations"]),
        )
        goals = (
            Goal("the wave : the limit's own time", seconds / self.own_time, RATIO_GOAL, "x"),
            Goal("refused with 429", sum(told["refused"].values()), 0, ""),
            Goal("memory's growth", memory[-1] - memory[0], MEMORY_GOAL, " MB"),
            Goal("messages doubled", told["said"] - told["different"], 0, ""),
            Goal("messages lost", self.people - told["different"], 0, ""),
        )
        return reported(title, figures, goals)
