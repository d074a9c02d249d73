"""The database: SQLite beside the bot, or PostgreSQL for several replicas."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

_BUSY_SECONDS = 10
# A server that is away may not answer at all, and whoever presses waits for this.
_CONNECT_SECONDS = 5
_SQLITE = (
    f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
)
# A replica that freezes in the middle of a transaction must not hold the others for longer than this.
_POSTGRESQL = (
    "-c timezone=UTC -c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=30s"
)


class Database:
    """A database by its URL, ``sqlite:///path`` or ``postgresql+psycopg://…``; safe to share between threads.

    Go through ``writing`` and ``reading``: on SQLite ``engine`` alone keeps every statement at once. Raises
    ValueError for any other engine.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = make_url(url)
        self.engine = connected(self.url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reader = self.engine if self.is_sqlite else _frozen_in_time(self.engine)
        # SQLite has one writer; threads that queue here do not poll the file for their turn.
        self._turn: AbstractContextManager[object] = threading.RLock() if self.is_sqlite else nullcontext()

    @property
    def writers(self) -> int:
        """How many threads may write at once: PostgreSQL takes several, each with a commit of its own."""
        return 1 if self.is_sqlite else 2

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that is kept as a whole when the block ends, and undone when it raises."""
        with self._turn, self.engine.begin() as connection:
            if self.is_sqlite:
                begin(connection, "BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the data; nothing written in it is kept."""
        with self._reader.connect() as connection, connection.begin() as view:
            if self.is_sqlite:
                begin(connection, "BEGIN")
            yield connection
            view.rollback()

    def healthy(self) -> bool:
        """Whether the database answers."""
        try:
            with self.reading() as connection:
                return connection.scalar(select(1)) == 1
        except SQLAlchemyError:
            return False

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def connected(url: URL, *, migrating: bool = False) -> Engine:
    """An engine as this house uses it; ``migrating`` leaves SQLite's foreign keys off."""
    name = url.get_backend_name()
    if name == "sqlite":
        return _sqlite(url, migrating=migrating)
    if name == "postgresql":
        options = {
            "options": _POSTGRESQL,
            "application_name": "skolsteg",
            "connect_timeout": _CONNECT_SECONDS,
        }
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=10,
            connect_args=options,
            hide_parameters=True,
        )
    raise ValueError(f"the database is SQLite or PostgreSQL, not {name}")


def begin(connection: Connection, words: str) -> None:
    """Begin on SQLite, where the driver has been told not to."""
    # An event on the engine would do the same and make every statement a tenth slower.
    connection.connection.cursor().execute(words)


def _frozen_in_time(engine: Engine) -> Engine:
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite(url: URL, *, migrating: bool) -> Engine:
    # An error's words hold no parameters: a sealed ballot and who it is from would be among them.
    engine = (
        create_engine(url, poolclass=NullPool, hide_parameters=True)
        if migrating
        else create_engine(url, pool_size=10, hide_parameters=True)
    )
    keys = f"PRAGMA foreign_keys={'OFF' if migrating else 'ON'}"

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        # Without this, the driver begins by itself, too late and never for reading.
        connection.isolation_level = None
        for pragma in (*_SQLITE, keys):
            connection.execute(pragma)
        _log_ahead(connection)

    return engine


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Turn the file to write-ahead logging; the one step for which SQLite does not wait by itself."""
    last = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(0.02)
        else:
            return
