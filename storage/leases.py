"""What one replica at a time may do, such as sending for an authority."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, or_

from storage.tables import Lease
from storage.writes import upsert

_TAKE = upsert(
    Lease,
    ("authority_id", "name"),
    ("holder", "until"),
    where=or_(Lease.holder == bindparam("asker"), Lease.until <= bindparam("now", type_=Lease.until.type)),
)
_GIVE_BACK = delete(Lease).where(
    Lease.authority_id == bindparam("authority"),
    Lease.name == bindparam("task"),
    Lease.holder == bindparam("asker"),
)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that one holder at a time may do for an authority."""

    authority: int
    name: str
    holder: str


def take(connection: Connection, task: Task, now: datetime, lease: timedelta) -> bool:
    """Take or prolong a lease; False while another holder has it."""
    row = {
        "authority_id": task.authority,
        "name": task.name,
        "holder": task.holder,
        "until": now + lease,
    }
    return _TAKE.run(connection, {**row, "asker": task.holder, "now": now}) == 1


def give_back(connection: Connection, task: Task) -> None:
    """Let others have it at once."""
    connection.execute(_GIVE_BACK, {"authority": task.authority, "task": task.name, "asker": task.holder})
