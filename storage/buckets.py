"""How many calls may still be made, shared by all replicas: a bucket that fills at a steady pace."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from sqlalchemy import Connection, bindparam, or_, select, update

from storage.tables import RateBucket
from storage.writes import insert_ignore, upsert

_THIS = (RateBucket.authority_id == bindparam("authority"), RateBucket.name == bindparam("bucket"))
_LOCKED = (
    select(RateBucket.tokens, RateBucket.filled_at, RateBucket.paused_until).where(*_THIS).with_for_update()
)
_NEW = insert_ignore(RateBucket)
_FILL = update(RateBucket).where(*_THIS).values(tokens=bindparam("left"), filled_at=bindparam("at"))
_PAUSE = upsert(
    RateBucket,
    ("authority_id", "name"),
    ("paused_until",),
    where=or_(
        RateBucket.paused_until.is_(None),
        RateBucket.paused_until < bindparam("until", type_=RateBucket.paused_until.type),
    ),
)

# A bucket that nobody has drawn from was filled long ago, and is full.
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# Replicas' clocks differ by less; what lies further ahead was written by a clock that has been put right.
_SKEW = timedelta(minutes=1)
# Sums of small parts come a hair short of a whole token.
_WHOLE = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Pace:
    """So many calls a minute in the long run, and so many at once after a rest; ValueError below one call."""

    per_minute: float
    burst: int

    def __post_init__(self) -> None:
        if self.per_minute <= 0 or self.burst < 1:
            raise ValueError("a pace lets at least one call through")


@dataclass(frozen=True, slots=True)
class _Level:
    tokens: float
    at: datetime


def take(connection: Connection, authority: int, name: str, pace: Pace, now: datetime) -> datetime:
    """Take a token and give ``now``, or take none and give the later instant to ask again.

    Never more than ``per_minute + burst`` pass within a minute, whatever the number of replicas. Needs a
    transaction that writes; on PostgreSQL the bucket is locked until its end.
    """
    which = {"authority": authority, "bucket": name}
    row = connection.execute(_LOCKED, which).one_or_none()
    if row is None:
        _NEW.run(connection, _fresh(authority, name))
        row = connection.execute(_LOCKED, which).one()
    if row.paused_until is not None and row.paused_until > now:
        paused_until: datetime = row.paused_until
        return paused_until
    level = _filled(_Level(row.tokens, row.filled_at), pace, now)
    enough = level.tokens >= _WHOLE
    left = max(0.0, level.tokens - 1) if enough else level.tokens
    connection.execute(_FILL, {**which, "left": left, "at": level.at})
    return now if enough else _ready(level, pace)


def pause(connection: Connection, authority: int, name: str, until: datetime) -> None:
    """Let nothing through before an instant: the platform asks for patience. The longest pause counts."""
    row = {**_fresh(authority, name), "paused_until": until}
    _PAUSE.run(connection, {**row, "until": until})


def _fresh(authority: int, name: str) -> dict[str, object]:
    return {
        "authority_id": authority,
        "name": name,
        "tokens": 0.0,
        "filled_at": _LONG_AGO,
        "paused_until": None,
    }


def _filled(level: _Level, pace: Pace, now: datetime) -> _Level:
    if level.at > now:
        # A clock that went back fills nothing, or every step back would be filled for twice.
        return level if level.at - now <= _SKEW else _Level(min(level.tokens, pace.burst), now)
    gained = (now - level.at).total_seconds() * pace.per_minute / 60
    return _Level(min(level.tokens + gained, pace.burst), now)


def _ready(level: _Level, pace: Pace) -> datetime:
    microseconds = (1 - level.tokens) * 60_000_000 / pace.per_minute
    return level.at + timedelta(microseconds=ceil(microseconds))
