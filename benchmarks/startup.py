"""How long somebody waits: for the help, and for the local chat's first page."""

import os
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from subprocess import DEVNULL, Popen, run

from benchmarks._figures import Goal, milliseconds, reported, seconds

RUNS = 7
HELP_GOAL, DEMO_GOAL = 0.5, 2.0
PATIENCE = 60


def main() -> int:
    with tempfile.TemporaryDirectory() as compiled:
        # An installed program has been compiled; this measures that, wherever it runs.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def python(*arguments: str) -> None:
            command = [sys.executable, *arguments]
            run(command, env=environment, stdout=DEVNULL, check=True)  # noqa: S603  # this Python, our words

        python("-m", "bot", "--help")
        first_page(environment)
        rounds = [
            (
                seconds(lambda: python("-c", "pass")),
                seconds(lambda: python("-m", "bot", "--help")),
                first_page(environment),
            )
            for _ in range(RUNS)
        ]
    # The fastest, since what else the machine does only ever adds.
    floor, asked, demo = (min(column) for column in zip(*rounds, strict=True))
    figures = (
        ("python -c pass", milliseconds(floor)),
        ("--help", f"{milliseconds(asked)} ({asked / floor:.1f}x)"),
        ("demo's first page", f"{milliseconds(demo)} ({demo / floor:.1f}x)"),
    )
    goals = (Goal("--help", asked, HELP_GOAL, " s"), Goal("demo's first page", demo, DEMO_GOAL, " s"))
    return reported("From a command to its answer", figures, goals)


def first_page(environment: dict[str, str]) -> float:
    """From the start of the local chat to its first page."""
    port = free_port()
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--no-browser"]
    began = time.perf_counter()
    with Popen(command, env=environment, stdout=DEVNULL, stderr=DEVNULL) as demo:  # noqa: S603  # as above
        try:
            while not answers(f"http://127.0.0.1:{port}/"):
                if time.perf_counter() - began > PATIENCE or demo.poll() is not None:
                    raise TimeoutError("the local chat does not start")
                time.sleep(0.01)
            return time.perf_counter() - began
        finally:
            demo.terminate()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as page:  # noqa: S310  # our own loopback
            return bool(page.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
