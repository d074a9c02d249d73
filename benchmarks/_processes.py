"""What takes part in a benchmark in processes of its own."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.startup import free_port

PATIENCE = 30


@contextmanager
def process(module: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A module that runs until it is no longer used."""
    command = [sys.executable, "-m", module, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603  # this Python, our words
        command, env={**os.environ, **environment}, stdin=pipe, stdout=pipe, text=True
    ) as running:
        try:
            yield running
        finally:
            running.terminate()


@contextmanager
def listening(module: str, *arguments: str) -> Iterator[int]:
    """A module that prints the port where it listens."""
    with process(module, *arguments) as running:
        yield int(read(running))


@dataclass
class Bot:
    """A running bot."""

    process: subprocess.Popen[str]
    port: int

    def resident(self) -> float:
        """Its memory in MB."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * 4096 / 1e6

    def waiting(self) -> int:
        """How many messages have not left yet."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=PATIENCE) as page:
            told = page.read().decode()
        line = next(each for each in told.splitlines() if each.startswith("skolsteg_outbox_waiting"))
        return int(float(line.split()[1]))

    def rests(self) -> None:
        """Wait until everything has left."""
        last = time.monotonic() + PATIENCE
        while self.waiting():
            if time.monotonic() > last:
                raise TimeoutError("messages do not leave")
            time.sleep(0.2)


@contextmanager
def bot(begins: datetime, settings: Mapping[str, str], port: int = 0) -> Iterator[Bot]:
    """The whole bot, for which it is a certain instant, once it answers."""
    port = port or free_port()
    environment = {**settings, "SKOLSTEG_PORT": str(port), "SKOLSTEG_LOG_FORMAT": "json"}
    with process("tests.contract.working", begins.isoformat(), **environment) as running:
        last = time.monotonic() + PATIENCE
        while not _ready(port):
            if running.poll() is not None or time.monotonic() > last:
                raise TimeoutError("the bot does not start")
            time.sleep(0.05)
        yield Bot(running, port)


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=PATIENCE) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def asked(running: subprocess.Popen[str], task: Mapping[str, object]) -> Any:  # noqa: ANN401  # whatever it says
    """Give a process a task as a line of JSON and wait for its answer."""
    if running.stdin is None:
        raise ValueError("nobody listens")
    running.stdin.write(json.dumps(task) + "\n")
    running.stdin.flush()
    return json.loads(read(running))


def read(running: subprocess.Popen[str]) -> str:
    return running.stdout.readline() if running.stdout else ""
