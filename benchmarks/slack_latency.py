"""Fifty presses a second on cards in a workspace: how soon each is acknowledged, and whether all come back.

The workspace answers what is sent to a press's own address after 50 to 150 ms, as Slack does.
"""

import sys
import tempfile
from datetime import UTC, datetime
from datetime import time as at
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks._figures import Goal, milliseconds, reported
from benchmarks._in_slack import at_work, have_accounts, workspace
from benchmarks._school import WINDOW, authority, memory, planned_round

RATE, SECONDS, PEOPLE = 50, 20, 200
SCHOOLS, WORK_TEAMS = 4, (10, 10, 10, 10, 10)
P99_GOAL = 300.0
BEGINS = datetime.combine(WINDOW.opens_on, at(10), UTC)


def pressed(folder: Path) -> dict[str, Any]:
    with workspace(folder) as place:
        with memory(place.url, place.keys) as (remembered, clock):
            number = authority(remembered, SCHOOLS, WORK_TEAMS, ("slack", place.workspace))
            round_id = planned_round(remembered, number)
            clock.move_to(BEGINS)
            have_accounts(place, remembered, number, round_id, PEOPLE)
        with at_work(place, BEGINS) as bot:
            bot.rests()
            found: dict[str, Any] = place.ask("presses", rate=RATE, seconds=SECONDS)
            return {**found, **place.ask("told")}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        told = pressed(Path(folder))
    hundredths = quantiles(told["waited"], n=100)
    figures = (
        ("presses", f"{len(told['waited'])}, {RATE} a second"),
        ("acknowledged, p50", milliseconds(hundredths[49])),
        ("the slowest", milliseconds(max(told["waited"]))),
        *(("what the workspace objects to", each) for each in told["violations"]),
    )
    goals = (
        Goal("acknowledged, p99", hundredths[98] * 1000, P99_GOAL, " ms"),
        Goal("not acknowledged", told["refused presses"], 0, ""),
        Goal("cards not brought back", told["not back"], 0, ""),
        Goal("calls of chat.update", told["methods"].get("chat.update", 0), 0, ""),
    )
    return reported("Presses in Slack", figures, goals)


if __name__ == "__main__":
    sys.exit(main())
