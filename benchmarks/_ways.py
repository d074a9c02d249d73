"""Ways that presses take, measured in turn."""

import pickle
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from datetime import time as at
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import func, select

from benchmarks._figures import milliseconds
from benchmarks._presses import Shape, bodies
from benchmarks._processes import asked
from benchmarks._school import WINDOW, authority, memory, planned_round
from storage.database import Database
from storage.tables import Inbox

SCHOOLS, WORK_TEAMS, QUESTIONS = 4, (10, 9, 9, 9, 9, 9, 8, 8, 5, 4), 28
WARM_UP, A_SLICE, SLICES = 400, 800, 5
BEGINS = datetime.combine(WINDOW.opens_on, at(10), UTC)
QUIET = 0.3


@dataclass
class Way:
    """A way that presses take: the file they are in, the ports they go to, and what was measured."""

    name: str
    file: Path
    ports: list[int]
    rates: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Presses a second."""
        return median(self.rates)

    @property
    def p99(self) -> float:
        """How long all but one of a hundred took at most, in seconds."""
        return quantiles(self.waited, n=100)[98]

    def figures(self) -> Iterator[tuple[str, str]]:
        waited = f"p50 {milliseconds(median(self.waited))}, p99 {milliseconds(self.p99)}"
        yield self.name, f"{self.rate:.0f} presses a second, {waited}"
        if any(self.late):
            yield f"{self.name}, last card", f"{milliseconds(max(self.late))} after the last answer"


@dataclass
class Bench:
    """The generator of presses; ``signing`` says as whom it sends them, ``last_card`` when one came back."""

    generator: subprocess.Popen[str]
    signing: dict[str, str]
    last_card: Callable[[], float] = lambda: 0.0
    next: dict[Path, int] = field(default_factory=dict)

    def in_turn(self, ways: Sequence[Way]) -> None:
        """All ways, slice by slice, so that what else the machine does befalls them alike."""
        for way in ways:
            self._run(way, WARM_UP)
            way.rates, way.waited, way.late = [], [], []
        for _ in range(SLICES):
            for way in ways:
                self._run(way, A_SLICE)

    def _run(self, way: Way, number: int) -> None:
        first = self.next.get(way.file, 0)
        self.next[way.file] = first + number
        task = {"file": str(way.file), "first": first, "last": first + number, "ports": way.ports}
        told = asked(self.generator, task | self.signing)
        way.rates.append(number / (told["ended"] - told["began"]))
        way.waited += told["seconds"]
        way.late.append(max(0.0, self._settled() - told["ended"]))

    def _settled(self) -> float:
        """Wait until nothing comes back any more; gives when the last card did."""
        before, now = -1.0, self.last_card()
        while before != now:
            time.sleep(QUIET)
            before, now = now, self.last_card()
        return now


def prepared(url: str, folder: Path, shape: Shape, workspace: str) -> Path:
    """A database with an open round, and a file with everybody's presses; gives the file."""
    with memory(url, folder / "keys") as (remembered, clock):
        number = authority(remembered, SCHOOLS, WORK_TEAMS, (shape.platform, workspace))
        round_id = planned_round(remembered, number)
        clock.move_to(BEGINS)
        pressed = bodies(remembered, number, round_id, QUESTIONS, shape)
    file = folder / "presses"
    file.write_bytes(pickle.dumps(pressed))
    return file


def sent(ways: Sequence[Way]) -> int:
    """How many presses have taken these ways."""
    return len(ways) * (WARM_UP + SLICES * A_SLICE)


def check(url: str, platform: str, acknowledged: int) -> None:
    """Acknowledged means saved."""
    database = Database(url)
    with database.reading() as connection:
        pressed = Inbox.key.startswith(f"{platform}-")
        saved = connection.scalar(select(func.count()).select_from(Inbox).where(pressed))
    database.close()
    if saved != acknowledged:
        raise RuntimeError(f"{acknowledged} presses were acknowledged, {saved} are saved")
