"""Bring a database's tables to the shape that this version of the bot expects, and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database, begin, connected

_FOLDER = Path(__file__).parent / "migrations"
# Any number, the same in all replicas.
_LOCK = 7_305_418


def upgrade(database: Database, to: str = "head") -> None:
    """Go up to a revision; replicas that start together wait for the first, and a failure changes nothing."""
    with _migrating(database) as connection:
        command.upgrade(_config(connection), to)


def downgrade(database: Database, to: str = "base") -> None:
    """Go down to a revision; what only the newer tables held is lost."""
    with _migrating(database) as connection:
        command.downgrade(_config(connection), to)


def current(database: Database) -> str | None:
    """The revision that the database is at, None when it is empty."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def pending(database: Database) -> bool:
    """Whether the database is not at this version's newest revision."""
    return current(database) != ScriptDirectory(str(_FOLDER)).get_current_head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _migrating(database: Database) -> Iterator[Connection]:
    """One transaction for all steps, on SQLite without the foreign keys that would empty altered tables."""
    engine = connected(database.url, migrating=True)
    try:
        with engine.begin() as connection:
            if database.is_sqlite:
                begin(connection, "BEGIN IMMEDIATE")
            else:
                _wait_for_turn(connection)
            yield connection
            if database.is_sqlite:
                _check_references(connection)
    finally:
        engine.dispose()


def _wait_for_turn(connection: Connection) -> None:
    connection.execute(text("SET LOCAL lock_timeout = '10min'"))
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _check_references(connection: Connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        tables = ", ".join(sorted({row[0] for row in lost}))
        raise RuntimeError(f"the migration would leave rows without their parents in {tables}")
