"""A press through the whole Slack path against a bare listener that verifies it and acknowledges."""

import json
import sys
import tempfile
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from benchmarks._figures import Goal, reported
from benchmarks._load import SECRET
from benchmarks._processes import bot, listening, process
from benchmarks._sink import TEAM
from benchmarks._slack_presses import InSlack
from benchmarks._ways import BEGINS, Bench, Way, check, prepared, sent
from benchmarks.press import postgresql

SQLITE_GOAL, POSTGRESQL_GOAL, P99_GOAL = 0.6, 0.4, 300.0


def settings(url: str, folder: Path, sink: str) -> dict[str, str]:
    return {
        "SKOLSTEG_DATABASE_URL": url,
        "SKOLSTEG_KEYS_DIR": str(folder / "keys"),
        "SKOLSTEG_SLACK_API_URL": f"{sink}/api/",
        "SKOLSTEG_SLACK_BOT_TOKEN": "xoxb-bench",
        "SKOLSTEG_SLACK_SIGNING_SECRET": SECRET,
    }


def measured(folder: Path, stack: ExitStack) -> list[Way]:
    sink = f"http://127.0.0.1:{stack.enter_context(listening('benchmarks._sink'))}"
    places = {name: folder / name for name in ("sqlite", "postgresql")}
    for place in places.values():
        place.mkdir()
    urls = {
        "sqlite": f"sqlite:///{places['sqlite'] / 'bench.db'}",
        "postgresql": stack.enter_context(postgresql(folder / "server")),
    }
    files = {name: prepared(urls[name], place, InSlack(sink), TEAM) for name, place in places.items()}
    given = {name: settings(urls[name], place, sink) for name, place in places.items()}
    lite, *grown = (
        stack.enter_context(bot(BEGINS, given[name])).port for name in ("sqlite", "postgresql", "postgresql")
    )
    ways = [
        Way("bare bolt", files["sqlite"], [stack.enter_context(listening("benchmarks._bolt"))]),
        Way("SQLite", files["sqlite"], [lite]),
        Way("PostgreSQL", files["postgresql"], grown[:1]),
        Way("PostgreSQL, two", files["postgresql"], grown),
    ]
    generator = stack.enter_context(process("benchmarks._load"))
    Bench(generator, {"as": "slack"}, lambda: last_card(sink)).in_turn(ways)
    for name, url in urls.items():
        check(url, "slack", sent([way for way in ways[1:] if way.file == files[name]]))
    return ways


def last_card(sink: str) -> float:
    with urllib.request.urlopen(f"{sink}/") as page:  # noqa: S310  # our own loopback
        return float(json.load(page)["last"])


def main() -> int:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        ways = measured(Path(name), stack)
    figures = [each for way in ways for each in way.figures()]
    bare, lite, grown, two = (way.rate for way in ways)
    figures.append(("PostgreSQL, two processes : one", f"{two / grown:.2f}x"))
    goals = [
        Goal("SQLite : bare bolt", lite / bare, SQLITE_GOAL, "x", at_least=True),
        Goal("PostgreSQL : bare bolt", grown / bare, POSTGRESQL_GOAL, "x", at_least=True),
    ]
    goals += [Goal(f"{way.name}, p99", way.p99 * 1000, P99_GOAL, " ms") for way in ways[1:]]
    return reported("Presses from Slack, 32 in flight", figures, goals)


if __name__ == "__main__":
    sys.exit(main())
