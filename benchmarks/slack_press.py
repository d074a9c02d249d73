"""A press through the whole Slack path against a bare listener that verifies it and acknowledges."""

import json
import pickle
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from datetime import time as at
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import func, select

from benchmarks._figures import Goal, milliseconds, reported
from benchmarks._load import SECRET
from benchmarks._presses import PLATFORM, bodies
from benchmarks._processes import asked, bot, listening, process
from benchmarks._school import WINDOW, authority, memory, planned_round
from benchmarks._sink import TEAM
from benchmarks.press import postgresql
from storage.database import Database
from storage.tables import Inbox

SCHOOLS, WORK_TEAMS, QUESTIONS = 4, (10, 9, 9, 9, 9, 9, 8, 8, 5, 4), 28
WARM_UP, A_SLICE, SLICES = 400, 800, 5
SQLITE_GOAL, POSTGRESQL_GOAL, P99_GOAL = 0.6, 0.4, 300.0
BEGINS = datetime.combine(WINDOW.opens_on, at(10), UTC)
QUIET = 0.3
BARE = "bare bolt"


@dataclass
class Way:
    """A way that presses take: the file they are in, the ports they go to, and what was measured."""

    name: str
    file: Path
    ports: list[int]
    rates: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    def figures(self) -> Iterator[tuple[str, str]]:
        hundredths = quantiles(self.waited, n=100)
        waited = f"p50 {milliseconds(hundredths[49])}, p99 {milliseconds(hundredths[98])}"
        yield self.name, f"{median(self.rates):.0f} presses a second, {waited}"
        if self.name != BARE:
            yield f"{self.name}, last card", f"{milliseconds(max(self.late))} after the last answer"


@dataclass
class Bench:
    """The generator of presses, and the sink where the cards come back."""

    generator: subprocess.Popen[str]
    sink: int
    next: dict[Path, int] = field(default_factory=dict)

    def run(self, way: Way, number: int) -> None:
        """Let so many presses take a way, and wait until nothing comes back any more."""
        first = self.next.get(way.file, 0)
        self.next[way.file] = first + number
        task = {"file": str(way.file), "first": first, "last": first + number, "ports": way.ports}
        told = asked(self.generator, task)
        way.rates.append(number / (told["ended"] - told["began"]))
        way.waited += told["seconds"]
        way.late.append(max(0.0, self._last_card() - told["ended"]))

    def _last_card(self) -> float:
        before: dict[str, float] = {}
        now = {"last": 0.0}
        while before != now:
            time.sleep(QUIET)
            with urllib.request.urlopen(f"http://127.0.0.1:{self.sink}/") as page:
                before, now = now, json.load(page)
        return float(now["last"])


def prepared(url: str, folder: Path, sink: str) -> Path:
    """A database with an open round, and a file with everybody's presses; gives the file."""
    with memory(url, folder / "keys") as (remembered, clock):
        number = authority(remembered, SCHOOLS, WORK_TEAMS, (PLATFORM, TEAM))
        round_id = planned_round(remembered, number)
        clock.move_to(BEGINS)
        pressed = bodies(remembered, number, round_id, QUESTIONS, sink)
    file = folder / "presses"
    file.write_bytes(pickle.dumps(pressed))
    return file


def settings(url: str, folder: Path, sink: str) -> dict[str, str]:
    return {
        "SKOLSTEG_DATABASE_URL": url,
        "SKOLSTEG_KEYS_DIR": str(folder / "keys"),
        "SKOLSTEG_SLACK_API_URL": f"{sink}/api/",
        "SKOLSTEG_SLACK_BOT_TOKEN": "xoxb-bench",
        "SKOLSTEG_SLACK_SIGNING_SECRET": SECRET,
    }


def measured(folder: Path, stack: ExitStack) -> list[Way]:
    """All ways in turn, slice by slice, so that what else the machine does befalls them alike."""
    port = stack.enter_context(listening("benchmarks._sink"))
    sink = f"http://127.0.0.1:{port}"
    places = {name: folder / name for name in ("sqlite", "postgresql")}
    for place in places.values():
        place.mkdir()
    urls = {
        "sqlite": f"sqlite:///{places['sqlite'] / 'bench.db'}",
        "postgresql": stack.enter_context(postgresql(folder / "server")),
    }
    files = {name: prepared(urls[name], place, sink) for name, place in places.items()}
    given = {name: settings(urls[name], place, sink) for name, place in places.items()}
    begins = BEGINS.isoformat()
    lite, *grown = (
        stack.enter_context(bot(begins, given[name])) for name in ("sqlite", "postgresql", "postgresql")
    )
    ways = [
        Way(BARE, files["sqlite"], [stack.enter_context(listening("benchmarks._bolt"))]),
        Way("SQLite", files["sqlite"], [lite]),
        Way("PostgreSQL", files["postgresql"], grown[:1]),
        Way("PostgreSQL, two", files["postgresql"], grown),
    ]
    bench = Bench(stack.enter_context(process("benchmarks._load")), port)
    for way in ways:
        bench.run(way, WARM_UP)
        way.rates, way.waited, way.late = [], [], []
    for _ in range(SLICES):
        for way in ways:
            bench.run(way, A_SLICE)
    for name, url in urls.items():
        sent = sum(WARM_UP + SLICES * A_SLICE for way in ways[1:] if way.file == files[name])
        check(url, sent)
    return ways


def check(url: str, sent: int) -> None:
    """Acknowledged means saved."""
    database = Database(url)
    with database.reading() as connection:
        pressed = Inbox.key.startswith("slack-")
        saved = connection.scalar(select(func.count()).select_from(Inbox).where(pressed))
    database.close()
    if saved != sent:
        raise RuntimeError(f"{sent} presses were acknowledged, {saved} are saved")


def main() -> int:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        ways = measured(Path(name), stack)
    figures = [each for way in ways for each in way.figures()]
    bare, lite, grown, two = (median(way.rates) for way in ways)
    figures.append(("PostgreSQL, two processes : one", f"{two / grown:.2f}x"))
    goals = [
        Goal("SQLite : bare bolt", lite / bare, SQLITE_GOAL, "x", at_least=True),
        Goal("PostgreSQL : bare bolt", grown / bare, POSTGRESQL_GOAL, "x", at_least=True),
    ]
    goals += [
        Goal(f"{way.name}, p99", quantiles(way.waited, n=100)[98] * 1000, P99_GOAL, " ms") for way in ways[1:]
    ]
    return reported("Presses from Slack, 32 in flight", figures, goals)


if __name__ == "__main__":
    sys.exit(main())
