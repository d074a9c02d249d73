from datetime import datetime, timedelta

from sqlalchemy import insert

from storage import accounts, strangers
from storage.accounts import Seen
from storage.database import Database
from storage.keys import Poll
from storage.tables import Person

HOUR = timedelta(hours=1)


def test_a_stranger_is_told_once_a_day_however_often_they_write(
    database: Database, poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        told = [
            hours
            for hours in (0, 1, 23, 24, 25, 47, 48)
            if strangers.met(connection, poll.authority, "slack", "U1", now + hours * HOUR)
        ]
        assert told == [0, 24, 48]
        assert strangers.count(connection, poll.authority) == 1


def test_strangers_are_counted_in_their_own_authority(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        for user in ("U1", "U2", "U1"):
            strangers.met(connection, poll.authority, "slack", user, now)
        assert strangers.met(connection, other_poll.authority, "slack", "U1", now)
        assert strangers.count(connection, poll.authority) == 2
        assert strangers.count(connection, other_poll.authority) == 1


def test_who_comes_to_be_known_is_a_stranger_no_more(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        connection.execute(
            insert(Person).values(authority_id=poll.authority, name="Asta Berg", email="asta@skola.example")
        )
        for authority in (poll.authority, other_poll.authority):
            for user in ("U1", "U2"):
                strangers.met(connection, authority, "slack", user, now)
        accounts.take(connection, poll.authority, "slack", [Seen("U1", "asta@skola.example", active=True)])
        assert strangers.count(connection, poll.authority) == 1
        assert strangers.count(connection, other_poll.authority) == 2


def test_whoever_has_not_written_for_a_year_is_forgotten(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        for authority, user in ((poll.authority, "U1"), (poll.authority, "U2"), (other_poll.authority, "U1")):
            strangers.met(connection, authority, "slack", user, now)
        strangers.met(connection, poll.authority, "slack", "U2", now + 30 * 24 * HOUR)
        assert strangers.purge(connection, now + 365 * 24 * HOUR) == 0
        assert strangers.purge(connection, now + 365 * 24 * HOUR + HOUR) == 2
        assert strangers.count(connection, poll.authority) == 1
        assert strangers.count(connection, other_poll.authority) == 0
