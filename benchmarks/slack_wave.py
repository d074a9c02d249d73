"""5 000 invitations to a workspace that keeps to Slack's limits, and how much longer they take than those.

Both the workspace and the bot are set to 6 000 messages a minute instead of some hundreds, so that a wave
takes a minute instead of a quarter of an hour; every other limit is Slack's own. Nobody's account is known
beforehand.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._figures import Goal, reported
from benchmarks._in_slack import Bot, at_work, invited, workspace
from benchmarks._school import PLANNED, authority, memory

PEOPLE, PER_MINUTE = 5000, 6000
SCHOOLS, WORK_TEAMS = 100, (10, 10, 10, 10, 10)
RATIO_GOAL, MEMORY_GOAL = 1.15, 30.0


@dataclass(frozen=True, slots=True)
class Wave:
    told: dict[str, Any]
    beginning: float
    middle: float
    end: float

    @property
    def seconds(self) -> float:
        return float(self.told["last"] - self.told["first"])


def own_time() -> float:
    """The seconds that the limit alone takes."""
    return PEOPLE / PER_MINUTE * 60


def lived(folder: Path) -> Wave:
    with workspace(folder) as place:
        with memory(place.url, place.keys) as (remembered, _):
            number = authority(remembered, SCHOOLS, WORK_TEAMS, ("slack", place.workspace))
            place.ask("people", people=invited(remembered, number, 1, PEOPLE))
        with at_work(place, PLANNED, PER_MINUTE) as bot:
            beginning = _once(bot, lambda left: left < PEOPLE * 0.9)
            middle = _once(bot, lambda left: left < PEOPLE / 2)
            end = _once(bot, lambda left: left == 0)
            return Wave(place.ask("told"), beginning, middle, end)


def _once(bot: Bot, is_reached: Callable[[int], bool]) -> float:
    """The bot's memory in MB when so many messages are left."""
    last = time.monotonic() + own_time() * 4
    while not is_reached(bot.waiting()):
        if time.monotonic() > last:
            raise TimeoutError(f"{bot.waiting()} messages do not leave")
        time.sleep(0.5)
    return bot.resident()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        wave = lived(Path(folder))
    told = wave.told
    figures = (
        ("the limit's own time", f"{own_time():.1f} s"),
        ("the wave", f"{wave.seconds:.1f} s"),
        ("messages", f"{told['said']}"),
        ("memory", f"{wave.beginning:.0f}, {wave.middle:.0f}, {wave.end:.0f} MB"),
        *((f"calls of {name}", str(times)) for name, times in sorted(told["methods"].items())),
        *(("what the workspace objects to", each) for each in told["violations"]),
    )
    goals = (
        Goal("the wave : the limit's own time", wave.seconds / own_time(), RATIO_GOAL, "x"),
        Goal("refused with 429", sum(told["refused"].values()), 0, ""),
        Goal("memory's growth", wave.end - wave.beginning, MEMORY_GOAL, " MB"),
        Goal("messages doubled", told["said"] - told["different"], 0, ""),
        Goal("messages lost", PEOPLE - told["different"], 0, ""),
    )
    return reported("A wave of invitations in Slack", figures, goals)


if __name__ == "__main__":
    sys.exit(main())
