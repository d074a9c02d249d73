"""Which events have had their effect, so that a platform may deliver one as often as it likes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete

from storage.tables import Inbox
from storage.writes import insert_ignore

_FIRST = insert_ignore(Inbox)
_PURGE = delete(Inbox).where(Inbox.at < bindparam("before"))


def first_time(connection: Connection, authority: int, key: str, now: datetime) -> bool:
    """Note an event's key; False when it has been noted before and the event must have no effect."""
    return _FIRST.prepared(connection, {"authority_id": authority, "key": key, "at": now}) == 1


def purge(connection: Connection, now: datetime, days: int = 30) -> int:
    """Forget keys older than so many days, long after any platform has stopped trying; gives how many."""
    return connection.execute(_PURGE, {"before": now - timedelta(days=days)}).rowcount
