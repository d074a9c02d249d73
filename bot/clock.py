"""What time it is, and when to tick; nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

TICK_SECONDS = 10
SWEEP_SECONDS = 5

Now = Callable[[], datetime]


def utc_now() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


class MovableClock:
    """A clock that stands still until it is moved, always forward; for the local chat and for simulations."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """The instant it has been moved to, in UTC."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Let it be that instant, unless it is later already."""
        self._now = max(self._now, instant)


def metronome(*beats: tuple[Callable[[], object], float]) -> BackgroundScheduler:
    """A scheduler that calls each at its pace in seconds, never twice at once; start and stop it."""
    # Memory only: an APScheduler 3 job store must never be shared between processes.
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    )
    for job, seconds in beats:
        scheduler.add_job(job, "interval", seconds=seconds)
    return scheduler
