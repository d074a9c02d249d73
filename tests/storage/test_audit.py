from datetime import datetime, timedelta

from storage.audit import Entry, entries, note
from storage.database import Database
from storage.keys import Poll


def test_decisions_are_read_newest_first(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    with database.writing() as connection:
        note(connection, poll.authority, Entry("planned", round=poll.round, detail="GRF-2025-1"), now)
        note(connection, poll.authority, Entry("closed", round=poll.round, school=poll.school), later)
        note(connection, other_poll.authority, Entry("planned"), now)
    with database.reading() as connection:
        assert entries(connection, poll.authority) == [
            Entry("closed", round=poll.round, school=poll.school, at=later),
            Entry("planned", round=poll.round, detail="GRF-2025-1", at=now),
        ]
        assert len(entries(connection, poll.authority, 1)) == 1
