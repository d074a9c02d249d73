"""Moving time forward, so that everything that comes due on the way happens at its own moment."""

from datetime import datetime

from bot.clock import MovableClock
from bot.dispatcher import Dispatcher
from storage import schedule
from storage.database import Database


def travel(database: Database, dispatcher: Dispatcher, clock: MovableClock, until: datetime) -> None:
    """Let time pass to an instant; what is due on the way is done and delivered in its order."""
    while True:
        with database.reading() as connection:
            due = schedule.next_due(connection)
        if due is None or due > until:
            break
        clock.move_to(due)
        dispatcher.tick()
        # What is said on the way must arrive before it has lost its occasion.
        dispatcher.deliver()
    clock.move_to(until)
    dispatcher.deliver()
