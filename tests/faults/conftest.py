import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.faults.crashing import Job, Outcome

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def killed() -> Iterator[Callable[[Job], Outcome]]:
    """Does a job in a child that dies where the job says."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.crashing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        written, answered = process.stdin, process.stdout

        def do(job: Job) -> Outcome:
            written.write(json.dumps(asdict(job)) + "\n")
            written.flush()
            line = answered.readline()
            assert line, "the process that forks has ended; its error is above"
            return Outcome(**json.loads(line))

        yield do
        written.close()
