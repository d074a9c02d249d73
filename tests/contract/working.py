"""The real bot in a process of its own, with a clock that is told what time it is.

Run as ``python -m tests.contract.working``: an instant on standard input moves the clock, lets everything
that has come due on the way happen, and is answered on standard output when what was to be said has left, or
when the seconds of patience that are given with it have passed.
"""

import os
import sys
import threading
import time
import traceback
from contextlib import closing
from datetime import datetime

from starlette.applications import Starlette

from bot import log
from bot.app import installation
from bot.clock import utc_now
from bot.config import settings
from bot.dispatcher import Dispatcher
from bot.platforms.web.host import bound, serve
from bot.play.travel import next_moment
from bot.serve import application
from storage import authorities, outbox
from storage.database import Database


class MovableClock:
    """A clock that goes as time does, from wherever it has been moved to, and is only moved forward."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - utc_now()

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    def move_to(self, instant: datetime) -> None:
        self._ahead = max(self._ahead, instant - utc_now())


def main(begins: datetime) -> None:
    found = settings()
    log.configure(found.log_format)
    clock = MovableClock(begins)
    with closing(installation(found, clock)) as installed, bound(found.host, found.port) as listening:
        app = application(installed)
        threading.Thread(target=_listen, args=(app, clock), daemon=True).start()
        serve(app, listening)


def _listen(app: Starlette, clock: MovableClock) -> None:
    try:
        for line in sys.stdin:
            instant, patience = line.split()
            _live_until(app, clock, datetime.fromisoformat(instant), float(patience))
            print("done", flush=True)  # noqa: T201  -- the answer
    except BaseException:  # noqa: BLE001  -- it is printed, and ends the process
        # Whoever waits for an answer must not wait for ever.
        traceback.print_exc()
        os._exit(1)


def _live_until(app: Starlette, clock: MovableClock, instant: datetime, patience: float) -> None:
    dispatcher: Dispatcher = app.state.dispatcher
    database = app.state.installed.memory.database
    while True:
        due = next_moment(database, clock())
        if due is None or due > instant:
            break
        clock.move_to(due)
        dispatcher.tick()
    clock.move_to(instant)
    last = time.monotonic() + patience
    while _on_its_way(database) and time.monotonic() < last:
        time.sleep(0.05)


def _on_its_way(database: Database) -> int:
    with database.reading() as connection:
        states = [outbox.counts(connection, authority) for authority in authorities.everyone(connection)]
    return sum(each.get("queued", 0) + each.get("sending", 0) for each in states)


if __name__ == "__main__":
    main(datetime.fromisoformat(sys.argv[1]))
