from dataclasses import replace
from datetime import datetime, timedelta

from storage.database import Database
from storage.keys import Poll
from storage.leases import Task, give_back, take

MINUTE = timedelta(minutes=1)


def test_one_holder_at_a_time(database: Database, poll: Poll, now: datetime) -> None:
    mine = Task(poll.authority, "send", "one")
    theirs = replace(mine, holder="two")
    with database.writing() as connection:
        assert take(connection, mine, now, MINUTE)
        assert not take(connection, theirs, now, MINUTE)
        assert take(connection, mine, now + MINUTE / 2, MINUTE)
        assert not take(connection, theirs, now + MINUTE, MINUTE)
        assert take(connection, theirs, now + 2 * MINUTE, MINUTE)
        assert not take(connection, mine, now + 2 * MINUTE, MINUTE)


def test_what_is_given_back_is_free_at_once(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    mine = Task(poll.authority, "send", "one")
    theirs = replace(mine, holder="two")
    with database.writing() as connection:
        take(connection, mine, now, MINUTE)
        give_back(connection, theirs)
        assert not take(connection, theirs, now, MINUTE)
        assert take(connection, replace(theirs, authority=other_poll.authority), now, MINUTE)
        give_back(connection, mine)
        assert take(connection, theirs, now, MINUTE)
