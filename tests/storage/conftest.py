from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from storage.database import Database
from storage.keys import Poll
from storage.migrate import upgrade
from storage.tables import Authority, Framework, Round, School

Dying = Callable[[], AbstractContextManager[Connection]]
NOW = datetime(2026, 1, 15, 7, 15, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


def plant(database: Database, workspace: str) -> Poll:
    """An authority with one school and one round."""
    days = {"opens_on": date(2026, 1, 12), "closes_on": date(2026, 1, 30)}
    with database.writing() as connection:
        authority = connection.execute(
            insert(Authority)
            .values(platform="web", workspace=workspace, name="Malmö stad")
            .returning(Authority.id)
        ).scalar_one()
        school = connection.execute(
            insert(School).values(authority_id=authority, name="Oxievångsskolan").returning(School.id)
        ).scalar_one()
        framework = {"authority_id": authority, "hash": "f" * 64, "name": "malmo", "sources": {}}
        connection.execute(insert(Framework).values(**framework))
        round_id = connection.execute(
            insert(Round)
            .values(
                authority_id=authority,
                title="2026",
                kind="yearly",
                mode="individual",
                leadership=False,
                framework_hash="f" * 64,
                decision="GRF-2025-1234",
                planned_at=NOW,
                **days,
            )
            .returning(Round.id)
        ).scalar_one()
    return Poll(authority, round_id, school)


@pytest.fixture
def poll(database: Database) -> Poll:
    return plant(database, "one")


@pytest.fixture
def dying(database: Database) -> Dying:
    """A transaction of a process that dies just before its end."""

    @contextmanager
    def transaction() -> Iterator[Connection]:
        with suppress(KeyboardInterrupt), database.writing() as connection:
            yield connection
            raise KeyboardInterrupt

    return transaction


@pytest.fixture
def other_poll(database: Database, poll: Poll) -> Poll:
    """The same in another authority of the same installation."""
    other = plant(database, "two")
    assert other.authority != poll.authority
    return other


@pytest.fixture
def other_database(tmp_path: Path) -> Iterator[Database]:
    """The database of another installation."""
    with closing(Database(f"sqlite:///{tmp_path / 'other.sqlite3'}")) as other:
        upgrade(other)
        yield other
