import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.database import Database
from storage.inbox import first_time, purge
from storage.keys import Poll

Dying = Callable[[], AbstractContextManager[Connection]]


def test_an_event_has_its_effect_once(database: Database, poll: Poll, now: datetime) -> None:
    found = []
    for _ in range(3):
        with database.writing() as connection:
            found.append(first_time(connection, poll.authority, "event-1", now))
    assert found == [True, False, False]


def test_an_event_whose_effect_was_undone_may_come_again(
    database: Database, poll: Poll, now: datetime, dying: Dying
) -> None:
    with dying() as connection:
        first_time(connection, poll.authority, "event-1", now)
    with database.writing() as connection:
        assert first_time(connection, poll.authority, "event-1", now)


def test_authorities_have_inboxes_of_their_own(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        assert first_time(connection, poll.authority, "event-1", now)
        assert first_time(connection, other_poll.authority, "event-1", now)


def test_of_two_deliveries_at_once_one_has_the_effect(database: Database, poll: Poll, now: datetime) -> None:
    found: list[bool] = []
    together = threading.Barrier(6)

    def deliver() -> None:
        together.wait()
        with database.writing() as connection:
            found.append(first_time(connection, poll.authority, "event-1", now))

    deliveries = [threading.Thread(target=deliver) for _ in range(6)]
    for delivery in deliveries:
        delivery.start()
    for delivery in deliveries:
        delivery.join()
    assert sorted(found) == [False] * 5 + [True]


def test_old_keys_are_forgotten(database: Database, poll: Poll, now: datetime) -> None:
    with database.writing() as connection:
        first_time(connection, poll.authority, "old", now - timedelta(days=31))
        first_time(connection, poll.authority, "new", now - timedelta(days=29))
        assert purge(connection, now) == 1
        assert not first_time(connection, poll.authority, "new", now)
