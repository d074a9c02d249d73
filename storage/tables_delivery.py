"""The tables of what comes in, what goes out and what is due; import them from ``tables``."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import LASTING, ORDERLESS, Base, Numbered, Owned, belongs_to, one_of, owner, refers_to

WAITING = "fired_at IS NULL AND parked_at IS NULL"
QUEUED = "state = 'queued'"
IN_FLIGHT = "state = 'sending'"


class Scheduled(Numbered, Owned, Base):
    """Something the clock will do; the local day and zone say what the instant was meant to be."""

    __tablename__ = "scheduled"
    __table_args__ = (
        Unique("authority_id", "round_id", "school_id", "kind"),
        Index("ix_scheduled_waiting", "due_at", sqlite_where=sql(WAITING), postgresql_where=sql(WAITING)),
        LASTING,
    )

    round_id: Mapped[int] = belongs_to("round")
    school_id: Mapped[int] = belongs_to("school")
    kind: Mapped[str]
    due_at: Mapped[datetime]
    local_day: Mapped[date]
    zone: Mapped[str]
    fired_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    parked_at: Mapped[datetime | None]


class Inbox(Base):
    """Events that have had their effect."""

    __tablename__ = "inbox"
    __table_args__ = (ORDERLESS,)

    authority_id: Mapped[int] = owner()
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Outbox(Numbered, Owned, Base):
    """One row per visible message; ``revision`` counts what it has become.

    ``in_doubt`` says that a try ended without anybody knowing whether the message arrived.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Unique("authority_id", "dedupe_key"),
        one_of("to_kind", "person", "team", "principals"),
        one_of("state", "queued", "sending", "sent", "failed", "dropped", "parked"),
        one_of("policy", "look", "resend", "drop"),
        Index(None, "authority_id", "to_kind", "to_id"),
        Index(
            "ix_outbox_queued",
            *("authority_id", "due_at"),
            sqlite_where=sql(QUEUED),
            postgresql_where=sql(QUEUED),
        ),
        Index(
            "uq_outbox_one_in_flight",
            *("authority_id", "to_kind", "to_id"),
            unique=True,
            sqlite_where=sql(IN_FLIGHT),
            postgresql_where=sql(IN_FLIGHT),
        ),
        LASTING,
    )

    dedupe_key: Mapped[str]
    to_kind: Mapped[str]
    to_id: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    policy: Mapped[str] = mapped_column(default="look")
    state: Mapped[str] = mapped_column(default="queued")
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    in_doubt: Mapped[bool] = mapped_column(default=False)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    platform_message_id: Mapped[str | None]
    created_at: Mapped[datetime]


class Lease(Base):
    """A task that one replica at a time may do, such as sending for an authority."""

    __tablename__ = "lease"

    authority_id: Mapped[int] = owner()
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]


class RateBucket(Base):
    """How many calls a workspace or a conversation may still make, shared by all replicas."""

    __tablename__ = "rate_bucket"

    authority_id: Mapped[int] = owner()
    name: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float]
    filled_at: Mapped[datetime]
    paused_until: Mapped[datetime | None]


class Installation(Numbered, Owned, Base):
    """An authority's tokens for a platform, encrypted with a key that is not in the database."""

    __tablename__ = "installation"
    __table_args__ = (Unique("authority_id", "platform"), LASTING)

    platform: Mapped[str]
    tokens: Mapped[bytes]
    installed_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Signet(Base):
    """This database's own mark, one row: the folder of keys bears it too, so that no other sweeps there."""

    __tablename__ = "signet"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mark: Mapped[str]


class Audit(Numbered, Owned, Base):
    """Who decided what, and when; never an answer. ``person_id`` is empty for the clock."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "authority_id", "at"), LASTING)

    at: Mapped[datetime]
    person_id: Mapped[int | None] = refers_to("person")
    what: Mapped[str]
    round_id: Mapped[int | None] = refers_to("round")
    school_id: Mapped[int | None] = refers_to("school")
    detail: Mapped[str] = mapped_column(Text, default="")
