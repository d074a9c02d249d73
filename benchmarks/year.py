"""A whole year of 80 schools x 60 staff: seconds and peak memory, beside as many bare commits."""

import resource
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from subprocess import DEVNULL, run

from benchmarks._figures import Goal, reported, seconds

SCHOOLS, STAFF = 80, 60
GOAL_SECONDS, GOAL_MEMORY = 180, 300
COMMITS = 500


def bare_commit() -> float:
    """The seconds that one row and its commit take with the driver alone."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "bare.db")) as bare:
        bare.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE message (body TEXT)"
        )
        bare.isolation_level = None

        def write() -> None:
            for _ in range(COMMITS):
                bare.execute("INSERT INTO message VALUES (?)", ("x" * 1000,))

        return seconds(write) / COMMITS


def lived(command: list[str]) -> None:
    run(command, stdout=DEVNULL, check=True)  # noqa: S603  # this Python, our words


def main() -> int:
    command = [sys.executable, "-m", "bot", "simulate", "--schools", str(SCHOOLS), "--staff", str(STAFF)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "year.db"
        before = bare_commit()
        ours = seconds(lambda: lived([*command, "--database", str(file)]))
        with closing(sqlite3.connect(file)) as kept:
            messages = kept.execute("SELECT count(*) FROM outbox").fetchone()[0]
            answers = kept.execute("SELECT count(*) FROM participation WHERE status = 'finished'").fetchone()[
                0
            ]
    # A message is put in, claimed and settled; an answer is written once.
    floor = (before + bare_commit()) / 2 * (3 * messages + answers)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    figures = (
        ("as many bare commits", f"{floor:.1f} s"),
        ("the year", f"{ours:.1f} s"),
        ("ratio", f"{ours / floor:.2f}x"),
        ("messages", str(messages)),
    )
    goals = (Goal("the year", ours, GOAL_SECONDS, " s"), Goal("peak memory", memory, GOAL_MEMORY, " MB"))
    return reported(f"A year of {SCHOOLS} schools x {STAFF} staff", figures, goals)


if __name__ == "__main__":
    sys.exit(main())
