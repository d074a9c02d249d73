"""Those who write to the bot without being on the roster: how many, and whether they have been told."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select

from storage.tables import Stranger
from storage.writes import upsert

_TOLD = upsert(
    Stranger,
    ("authority_id", "platform", "user_id"),
    ("last_at",),
    where=Stranger.last_at <= bindparam("yesterday", type_=Stranger.last_at.type),
)
_COUNT = select(func.count()).select_from(Stranger).where(Stranger.authority_id == bindparam("authority"))
_PURGE = delete(Stranger).where(Stranger.last_at < bindparam("before", type_=Stranger.last_at.type))

AGAIN = timedelta(days=1)
"""So long a stranger has been told and hears it no second time."""


def met(connection: Connection, authority: int, platform: str, user: str, now: datetime) -> bool:
    """Note that a stranger has written; True when it has not been told within the last day, and is now."""
    row = {
        "authority_id": authority,
        "platform": platform,
        "user_id": user,
        "first_at": now,
        "last_at": now,
    }
    return _TOLD.run(connection, {**row, "yesterday": now - AGAIN}) == 1


def count(connection: Connection, authority: int) -> int:
    """How many strangers have written and are still not on the roster."""
    return int(connection.execute(_COUNT, {"authority": authority}).scalar_one())


def purge(connection: Connection, now: datetime, days: int = 365) -> int:
    """Forget those who have not written for so many days, in every authority; gives how many."""
    return connection.execute(_PURGE, {"before": now - timedelta(days=days)}).rowcount
