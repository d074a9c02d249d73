"""Made-up schools on a database, with a round that is open."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.app import installation
from bot.clock import MovableClock
from bot.config import Settings
from bot.memory import Memory
from bot.play.people import Size, roster
from bot.play.world import FRAMEWORK
from conversations.rules.timetable import Window, timetable
from conversations.turn import OpenRound, RoundPlan
from storage import migrate, people, rounds
from storage import roster as rosters

PLANNED = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
WINDOW = Window(date(2027, 1, 18), date(2027, 1, 29))


@contextmanager
def memory(url: str, keys: Path) -> Iterator[tuple[Memory, MovableClock]]:
    """An installation on this database, made new."""
    clock = MovableClock(PLANNED)
    installed = installation(Settings(database_url=SecretStr(url), keys_dir=keys), clock)
    try:
        migrate.upgrade(installed.memory.database)
        yield installed.memory, clock
    finally:
        installed.close()


def authority(
    remembered: Memory, schools: int, teams: tuple[int, ...], place: tuple[str, str] = ("local", "bench")
) -> int:
    """An authority with everybody on its roster; its ``place`` is a platform and a workspace there."""
    names = tuple(f"Skola {number}" for number in range(1, schools + 1))
    with remembered.database.writing() as connection:
        number = people.create_authority(connection, people.NewAuthority(*place, "Bench"))
        rosters.import_rows(connection, number, roster(Size(names, teams)), remembered.now())
    return number


def planned_round(remembered: Memory, number: int) -> int:
    """A yearly round at every school, of which only the close is on the timetable."""
    plan = RoundPlan(
        title="Självskattningen 2027",
        kind="yearly",
        framework=FRAMEWORK,
        mode="individual",
        leadership=False,
        opens_on=WINDOW.opens_on,
        closes_on=WINDOW.closes_on,
        decision="GRF-2026-1234",
    )
    with remembered.database.writing() as connection:
        calendar = remembered.calendars(connection, number)
        occasions = tuple(
            occasion for occasion in timetable(WINDOW, calendar, remembered.now()) if occasion.kind == "close"
        )
        return rounds.plan_round(
            connection, remembered.keys, number, OpenRound(plan, occasions), calendar, remembered.now()
        )
