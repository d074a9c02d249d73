"""A process that is killed on purpose: for each job a child is forked that dies at its nth step.

Reads jobs as lines of JSON and answers each with a line: how many steps there were, whether the child came
to its end, where it died, and whether what it did had been acknowledged. Started once: imports cost once.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.dispatcher import Dispatcher
from conversations.events import Pressed, Submitted
from conversations.messages import Action
from storage.database import Database
from storage.prepared import Prepared
from storage.sending import Delivery
from tests.faults.town import ASTA, BO, KARIN, OTHERS, Town, memory, reopened

PRESS_KEY = "the press"
PLAN_KEY = "the plan"
CIA = OTHERS[0]
PLAN_FIELDS = {
    "title": "Självskattning 2026",
    "opens_on": "2026-01-19",
    "closes_on": "2026-01-30",
    "framework": "malmo-2022-2025",
    "mode": "individual",
    "decision": "GRF-2025-1234",
}
_TOUCHING_FILES = ("open", "write", "fsync", "link", "unlink", "close")
_append, _open, _close = os.write, os.open, os.close


@dataclass(frozen=True)
class Job:
    """What to do in which town, and at which step to die (0: never, and without a child)."""

    scenario: str
    url: str
    folder: str
    chat: str
    now: str
    authority: int
    round: int
    card: int = 0
    looks: bool = True
    dies_at: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of a child."""

    steps: int
    finished: bool
    died_at: str = ""
    acknowledged: bool = False


@dataclass
class FileChat:
    """A chat that outlives the process; one that ``looks`` is asked before what is in doubt is sent again."""

    path: Path
    looks: bool = True
    step: Callable[[str], None] = lambda _name: None

    def send(self, delivery: Delivery) -> str:
        said = (delivery.id, delivery.revision)
        if not (self.looks and delivery.in_doubt and said in self.arrived()):
            self.step("before send")
            handle = _open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            _append(handle, json.dumps(said).encode() + b"\n")
            _close(handle)
            self.step("after send")
        return f"chat-{delivery.id}"

    def arrived(self) -> list[tuple[int, int]]:
        """The message and its revision, in the order in which they arrived."""
        if not self.path.exists():
            return []
        return [(row[0], row[1]) for row in map(json.loads, self.path.read_text().splitlines())]


class Steps:
    """Counts every statement, commit, file operation and sending, and dies at the one it was told."""

    def __init__(self, dies_at: int, report: int) -> None:
        self._dies_at = dies_at
        self._report = report
        self._taken = 0

    def __call__(self, name: str) -> None:
        self._taken += 1
        if self._taken == self._dies_at:
            self.tell(died_at=name)
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(self, **what: object) -> None:
        _append(self._report, json.dumps({"steps": self._taken, **what}).encode() + b"\n")

    def watch_database(self, database: Database) -> None:
        engine = database.engine
        # To die after a statement is to die before what comes next; only a commit is more than that.
        event.listen(engine, "before_cursor_execute", lambda *given: self(given[2][:60]))
        Prepared.all = self._before("a prepared statement", Prepared.all)  # type: ignore[method-assign]
        Prepared.count = self._before("a prepared write", Prepared.count)  # type: ignore[method-assign]
        engine.dialect.do_commit = self._before("commit", engine.dialect.do_commit, "committed")

    def watch_files(self) -> None:
        for name in _TOUCHING_FILES:
            setattr(os, name, self._before(name, getattr(os, name)))

    def _before(self, name: str, function: Callable[..., Any], afterwards: str = "") -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:  # noqa: ANN401  -- whatever the watched one takes
            self(name)
            result = function(*given, **named)
            if afterwards:
                self(afterwards)
            return result

        return watched


def press(town: Town, job: Job, steps: Steps) -> None:
    incoming = town.incoming(ASTA, Pressed(town.action("answer", "plants", "3")), PRESS_KEY)
    town.dispatcher.handle(replace(incoming, message=job.card))
    steps.tell(acknowledged=True)
    town.dispatcher.deliver()


def presses(town: Town, job: Job, steps: Steps) -> None:
    """Three people at the same time; one card is pressed by its owner, the two others bring new ones."""
    pressed = Pressed(town.action("answer", "plants", "3"))
    several = ((ASTA, PRESS_KEY, job.card), (BO, "another press", 0), (CIA, "a third press", 0))
    incoming = [replace(town.incoming(name, pressed, key), message=card) for name, key, card in several]
    replies = town.dispatcher.handle_all(incoming)
    if any(isinstance(reply, Exception) for reply in replies):
        raise RuntimeError("a press was not saved")
    steps.tell(acknowledged=True)


def tick(town: Town, _job: Job, _steps: Steps) -> None:
    town.dispatcher.tick()


def plan(town: Town, _job: Job, steps: Steps) -> None:
    event_ = Submitted(Action("plan", value="yearly"), PLAN_FIELDS)
    town.dispatcher.handle(town.incoming(KARIN, event_, PLAN_KEY))
    steps.tell(acknowledged=True)
    town.dispatcher.deliver()


def deliver(town: Town, _job: Job, _steps: Steps) -> None:
    town.dispatcher.deliver()


SCENARIOS: dict[str, Callable[[Town, Job, Steps], None]] = {
    "press": press,
    "presses": presses,
    "tick": tick,
    "plan": plan,
    "deliver": deliver,
}


@cache
def _database(url: str) -> Database:
    """One for each place: it remembers its statements, so that a start costs little."""
    return Database(url)


def town_of(job: Job, step: Callable[[str], None] = lambda _name: None) -> Town:
    """The job's town after a start of the process."""
    town = reopened(
        _database(job.url), Path(job.folder), datetime.fromisoformat(job.now), job.authority, job.round
    )
    chat = FileChat(Path(job.chat), job.looks, step)
    town.dispatcher = Dispatcher(memory(town.database, town.keys, town.clock), chat)
    return town


def _child(job: Job, report: int) -> None:
    steps = Steps(job.dies_at, report)
    town = town_of(job, steps)
    steps.watch_database(town.database)
    steps.watch_files()
    SCENARIOS[job.scenario](town, job, steps)
    steps.tell(finished=True)


def _rehearsed(job: Job) -> Outcome:
    """Do the job once in this process, so that its children have all that can be remembered."""
    town = town_of(job)
    SCENARIOS[job.scenario](town, job, Steps(0, os.open(os.devnull, os.O_WRONLY)))
    town.database.close()
    return Outcome(0, finished=True)


def _outcome(job: Job) -> Outcome:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _child(job, writing)
            code = 0
        finally:
            # No clean end: what a killed process would not do is not done here either.
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as lines:
        told = [json.loads(line) for line in lines]
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status):
        raise RuntimeError("the child failed by itself")
    merged: dict[str, Any] = {"steps": 0, "finished": False}
    for each in told:
        merged |= each
    return Outcome(**merged)


def _done(job: Job) -> Outcome:
    return _outcome(job) if job.dies_at else _rehearsed(job)


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(asdict(_done(Job(**json.loads(line))))), flush=True)  # noqa: T201  -- it answers so


if __name__ == "__main__":
    main()
