"""A press through the whole Teams path against Microsoft's bare SDK; then fifty presses a second."""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks._at_work import Place
from benchmarks._figures import Goal, milliseconds, reported
from benchmarks._in_teams import at_work, have_the_bot, tenant
from benchmarks._processes import listening, process
from benchmarks._school import authority, memory, planned_round
from benchmarks._teams_presses import InTeams
from benchmarks._ways import BEGINS, Bench, Way, check, prepared, sent

RATE, SECONDS, PEOPLE = 50, 15, 200
SCHOOLS, WORK_TEAMS = 4, (10, 10, 10, 10, 10)
RATIO_GOAL, P99_GOAL = 0.45, 1000.0


def measured(folder: Path) -> list[Way]:
    """The bare SDK and the whole bot, with as many presses in flight as fit."""
    with tenant(folder) as place, ExitStack() as stack:
        shape = InTeams(place.workspace, place.settings["SKOLSTEG_TEAMS_CONNECTOR_URLS"])
        file = prepared(place.url, folder, shape, place.workspace)
        place.ask("cards", users=shape.users)
        ways = [
            Way("bare SDK", file, [stack.enter_context(listening("benchmarks._sdk", *registered(place)))]),
            Way("SQLite", file, [stack.enter_context(at_work(place, BEGINS)).port]),
        ]
        generator = stack.enter_context(process("benchmarks._load"))
        Bench(generator, {"as": "teams", **place.ask("token")}).in_turn(ways)
        check(place.url, "teams", sent(ways[1:]))
        return ways


def registered(place: Place) -> tuple[str, str, str]:
    names = ("SKOLSTEG_TEAMS_APP_ID", "SKOLSTEG_TEAMS_TENANT", "SKOLSTEG_TEAMS_LOGIN_URL")
    app_id, belongs, login = (place.settings[name] for name in names)
    return app_id, belongs, login


def paced(folder: Path) -> dict[str, Any]:
    """So many presses a second on the cards in a tenant that keeps to Teams' limits."""
    with tenant(folder) as place:
        with memory(place.url, place.keys) as (remembered, clock):
            number = authority(remembered, SCHOOLS, WORK_TEAMS, ("teams", place.workspace))
            round_id = planned_round(remembered, number)
            clock.move_to(BEGINS)
            have_the_bot(place, remembered, number, round_id, PEOPLE)
        with at_work(place, BEGINS) as bot:
            bot.rests()
            found: dict[str, Any] = place.ask("presses", rate=RATE, seconds=SECONDS)
        check(place.url, "teams", len(found["waited"]) - found["refused presses"])
        return {**found, **place.ask("told")}


def main() -> int:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        ways, told = measured(Path(one)), paced(Path(other))
    bare, lite = ways
    p99 = quantiles(told["waited"], n=100)[98]
    waited = f"p50 {milliseconds(median(told['waited']))}, slowest {milliseconds(max(told['waited']))}"
    figures = (
        *(each for way in ways for each in way.figures()),
        (f"{RATE} a second, {len(told['waited'])} presses", waited),
        *(("what Teams objects to", each) for each in told["violations"]),
    )
    goals = (
        Goal("SQLite : bare SDK", lite.rate / bare.rate, RATIO_GOAL, "x", at_least=True),
        Goal(f"{RATE} a second, p99", p99 * 1000, P99_GOAL, " ms"),
        Goal("not acknowledged", told["refused presses"], 0, ""),
        Goal("stored cards not changed", told["not changed"], 0, ""),
        Goal("refused with 429", sum(told["refused"].values()), 0, ""),
    )
    return reported("Presses from Teams, 32 in flight", figures, goals)


if __name__ == "__main__":
    sys.exit(main())
