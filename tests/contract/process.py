"""The bot as its own process, for tests that talk to it through a platform."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.bot.processes import REPOSITORY, status

# To start and to end take seconds of work, and several times that where others want the same processors.
_PATIENCE_SECONDS = 90


@dataclass
class Bot:
    """A running bot: where it answers, and how to let time pass for it."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def live_until(self, instant: datetime, patience: float = 20.0) -> None:
        """Let time pass; what comes due on the way happens at its own moment, and mostly leaves by then."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{instant.isoformat()} {patience}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline().strip() == "done", self.log.read_text("utf-8")

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()


def _awaited(process: subprocess.Popen[str], address: str, log: Path) -> None:
    """Wait until a process answers that it is ready, however busy the machine is; fails when it ends."""
    last = time.monotonic() + _PATIENCE_SECONDS
    while status(f"{address}/ready") != 200:
        assert process.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < last, f"not ready within {_PATIENCE_SECONDS} s: {log.read_text('utf-8')}"
        time.sleep(0.1)


@contextmanager
def running(environment: Mapping[str, str], begins: datetime, folder: Path) -> Iterator[Bot]:
    """Start a bot, wait until it answers, and end it; ``{address}`` in a setting is where it answers."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    settings = {"SKOLSTEG_PORT": str(port), "SKOLSTEG_LOG_FORMAT": "json"}
    address, log = f"http://127.0.0.1:{port}", folder / "bot.log"
    settings |= {name: value.replace("{address}", address) for name, value in environment.items()}
    command = [sys.executable, "-m", "tests.contract.working", begins.isoformat()]
    with (
        log.open("a", encoding="utf-8") as written,
        subprocess.Popen(  # noqa: S603  -- this very interpreter
            command,
            cwd=REPOSITORY,
            env=os.environ | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
        ) as process,
    ):
        try:
            _awaited(process, address, log)
            yield Bot(process, address, log)
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE_SECONDS)
            finally:
                process.kill()
