"""Moving time forward, so that everything that comes due on the way happens at its own moment."""

from collections.abc import Callable
from datetime import datetime

from bot.clock import MovableClock
from bot.dispatcher import Dispatcher
from storage import schedule, tending
from storage.database import Database


def travel(
    database: Database,
    dispatcher: Dispatcher,
    clock: MovableClock,
    until: datetime,
    meanwhile: Callable[[], object] = lambda: None,
) -> None:
    """Let time pass to an instant; what is due on the way is done and delivered in its order.

    ``meanwhile`` is what people do by themselves, once at each stop.
    """
    while (due := next_moment(database, clock())) is not None and due <= until:
        clock.move_to(due)
        dispatcher.tick()
        meanwhile()
        # What is said on the way must arrive before it has lost its occasion.
        dispatcher.deliver()
    clock.move_to(until)
    dispatcher.deliver()


def next_moment(database: Database, now: datetime) -> datetime | None:
    """When the clock has something to do next; ``now`` or before where it has it already."""
    with database.reading() as connection:
        moments = (schedule.next_due(connection), tending.next_due(connection, now))
    return min((each for each in moments if each is not None), default=None)
