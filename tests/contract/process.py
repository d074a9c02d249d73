"""The bot as its own process, for tests that talk to it through a platform.

It is forked from a process that has loaded what bots need, which takes longer than most tests.
"""

import io
import multiprocessing
import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import TextIO

from tests.bot.processes import REPOSITORY, status

# To start and to end take seconds of work, and several times that where others want the same processors.
_PATIENCE_SECONDS = 90
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.contract.loaded"])


@dataclass
class Bot:
    """A running bot: where it answers, and how to let time pass for it."""

    process: ForkServerProcess
    talk: TextIO
    address: str
    log: Path

    @property
    def lives(self) -> bool:
        return self.process.is_alive()

    def begin_to_live_until(self, instant: datetime, patience: float = 20.0) -> None:
        """Let time pass, and wait for nothing."""
        self.talk.write(f"{instant.isoformat()} {patience}\n")
        self.talk.flush()

    def live_until(self, instant: datetime, patience: float = 20.0) -> None:
        """Let time pass; what comes due on the way happens at its own moment, and mostly leaves by then."""
        self.begin_to_live_until(instant, patience)
        assert self.talk.readline().strip() == "done", self.log.read_text("utf-8")

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self.process.terminate()
        self.process.join(_PATIENCE_SECONDS)
        assert self.process.exitcode == 0, self.log.read_text("utf-8")

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.process.kill()
        self.process.join()


def _awaited(process: ForkServerProcess, address: str, log: Path) -> None:
    """Wait until a process answers that it is ready, however busy the machine is; fails when it ends."""
    last = time.monotonic() + _PATIENCE_SECONDS
    while status(f"{address}/ready") != 200:
        assert process.is_alive(), log.read_text("utf-8")
        assert time.monotonic() < last, f"not ready within {_PATIENCE_SECONDS} s: {log.read_text('utf-8')}"
        time.sleep(0.05)


@contextmanager
def running(environment: Mapping[str, str], begins: datetime, folder: Path) -> Iterator[Bot]:
    """Start a bot, wait until it answers, and end it; ``{address}`` in a setting is where it answers."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    settings = {"SKOLSTEG_PORT": str(port), "SKOLSTEG_LOG_FORMAT": "json"}
    address, log = f"http://127.0.0.1:{port}", folder / "bot.log"
    settings |= {name: value.replace("{address}", address) for name, value in environment.items()}
    ours, theirs = _FORKING.Pipe()
    process = _FORKING.Process(target=_live, args=(os.environ | settings, begins, log, theirs))
    process.start()
    theirs.close()
    with ours, _text(ours) as talk:
        try:
            _awaited(process, address, log)
            yield Bot(process, talk, address, log)
        finally:
            process.terminate()
            process.join(_PATIENCE_SECONDS)
            process.kill()
            process.join()
            process.close()


def _live(environment: dict[str, str], begins: datetime, log: Path, theirs: Connection) -> None:
    """In the new process: be what `python -m tests.contract.working` is."""
    from tests.contract import working  # noqa: PLC0415  -- the test itself has no use for it

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(REPOSITORY)
    with log.open("a", encoding="utf-8") as written:
        os.dup2(written.fileno(), sys.stderr.fileno())
    # It stays open: a thread reads from it until the process ends.
    sys.stdin = sys.stdout = _text(theirs)
    working.main(begins)


def _text(connection: Connection) -> TextIO:
    ways = (os.fdopen(os.dup(connection.fileno()), mode, buffering=0) for mode in ("rb", "wb"))
    return io.TextIOWrapper(io.BufferedRWPair(*ways), "utf-8", line_buffering=True)
