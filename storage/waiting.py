"""What waits in the outbox: taken back, dropped, tried again, counted (import it from ``outbox``)."""

from datetime import datetime

from sqlalchemy import Connection, String, bindparam, cast, func, literal_column, or_, select, update

from conversations.turn import To
from storage.sending import TRIES
from storage.tables import Outbox

ADDRESS = (
    Outbox.authority_id == bindparam("authority"),
    Outbox.to_kind == bindparam("kind"),
    Outbox.to_id == bindparam("to"),
)
_QUEUED = Outbox.state == literal_column("'queued'")
_WITHDRAW = (
    update(Outbox)
    .where(
        _QUEUED,
        Outbox.authority_id == bindparam("authority"),
        Outbox.dedupe_key.startswith(bindparam("beginning"), autoescape=False),
    )
    .values(state="dropped")
)
_FORGET = update(Outbox).where(*ADDRESS, Outbox.state.in_(("queued", "parked"))).values(state="dropped")
_EXPIRED = update(Outbox).where(_QUEUED, Outbox.expires_at <= bindparam("now")).values(state="dropped")
_ARRIVE = (
    update(Outbox)
    .where(
        _QUEUED,
        Outbox.authority_id == bindparam("authority"),
        Outbox.due_at <= bindparam("now"),
        or_(Outbox.expires_at.is_(None), Outbox.expires_at > bindparam("now")),
    )
    .values(state="sent", platform_message_id=cast(Outbox.id, String))
)
_RESUMED = {"state": "queued", "attempts": 0, "due_at": bindparam("now")}
_RESUME = (
    update(Outbox)
    .where(Outbox.authority_id == bindparam("authority"), Outbox.state == "parked")
    .values(_RESUMED)
)
_RESUME_GIVEN_UP = _RESUME.where(Outbox.attempts >= TRIES)
_REACHED = update(Outbox).where(*ADDRESS, Outbox.state.in_(("failed", "parked"))).values(_RESUMED)
_COUNTS = (
    select(Outbox.state, func.count())
    .where(Outbox.authority_id == bindparam("authority"))
    .group_by(Outbox.state)
)


def withdraw(connection: Connection, authority: int, beginning: str) -> int:
    """Take back what has not left yet and whose key begins so, because it has lost its occasion; how many."""
    return connection.execute(_WITHDRAW, {"authority": authority, "beginning": beginning}).rowcount


def forget(connection: Connection, authority: int, to: To) -> int:
    """Drop all that waits for one conversation, also for it to be reached; gives how many."""
    return connection.execute(_FORGET, address(authority, to)).rowcount


def arrive(connection: Connection, authority: int, now: datetime) -> int:
    """All that is due has arrived, in a chat that nobody looks at yet; gives how many messages."""
    return connection.execute(_ARRIVE, {"authority": authority, "now": now}).rowcount


def drop_expired(connection: Connection, now: datetime) -> int:
    """Drop what has lost its occasion while it waited; gives how many."""
    return connection.execute(_EXPIRED, {"now": now}).rowcount


def resume(connection: Connection, authority: int, now: datetime, *, given_up: bool = False) -> int:
    """Try again what was parked, after the cause has been mended; gives how many.

    ``given_up``: only what was parked after its tries, none of which the platform has answered.
    """
    statement = _RESUME_GIVEN_UP if given_up else _RESUME
    return connection.execute(statement, {"authority": authority, "now": now}).rowcount


def reached(connection: Connection, authority: int, to: To, now: datetime) -> int:
    """Somebody, or a team, can be reached again: what has not lost its occasion goes out; gives how many."""
    return connection.execute(_REACHED, {**address(authority, to), "now": now}).rowcount


def counts(connection: Connection, authority: int) -> dict[str, int]:
    """How many messages there are in each state."""
    rows = connection.execute(_COUNTS, {"authority": authority})
    return {row[0]: row[1] for row in rows}


def address(authority: int, to: To) -> dict[str, object]:
    """What `ADDRESS` asks for: one conversation."""
    return {"authority": authority, "kind": to.kind, "to": to.id}
