"""Whose day is to be looked after, and when: once every school day for each authority."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select, update

from storage.tables import Authority

_AT_ONCE = Authority.tend_at.is_(None)
_DUE = (
    select(Authority.id, Authority.tend_at)
    .where(or_(_AT_ONCE, Authority.tend_at <= bindparam("now")))
    .order_by(_AT_ONCE.desc(), Authority.tend_at, Authority.id)
    .limit(1)
    # Weaker than FOR UPDATE: what refers to the authority is written meanwhile by everybody else.
    .with_for_update(skip_locked=True, key_share=True)
)
_DONE = update(Authority).where(Authority.id == bindparam("authority")).values(tend_at=bindparam("later"))
_NEXT = select(func.min(Authority.tend_at), func.count().filter(_AT_ONCE))


def due(connection: Connection, now: datetime) -> int | None:
    """An authority whose day is to be looked after, held by this transaction alone until it ends."""
    found: int | None = connection.execute(_DUE, {"now": now}).scalar()
    return found


def done(connection: Connection, authority: int, next_at: datetime) -> None:
    """An authority's day has been looked after, or waits for a better moment: next time then."""
    connection.execute(_DONE, {"authority": authority, "later": next_at})


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """When a day is to be looked after next: ``now`` for an authority that never was, None where none is."""
    earliest, at_once = connection.execute(_NEXT).one()
    return now if at_once else earliest
