"""Every table: people, rounds and results here; certification, chat and delivery on pages of their own.

The classes are used through Core on a ``Connection`` (``select(School.name)``, ``insert(School)``), never
through an ORM session. Every row belongs to one authority. Instants are UTC, days local to its zone.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import LASTING, ORDERLESS, Base, Folded, Numbered, Owned, belongs_to, one_of, refers_to
from storage.tables_certification import (
    ActionPlan,
    Application,
    Attendance,
    Certificate,
    Cohort,
    LearningSession,
    Measure,
    Visit,
)
from storage.tables_chat import Channel, Stranger
from storage.tables_delivery import (
    Audit,
    Inbox,
    Installation,
    Lease,
    Outbox,
    RateBucket,
    Scheduled,
    Signet,
)

__all__ = [
    "Account",
    "ActionPlan",
    "Application",
    "Attendance",
    "Audit",
    "Authority",
    "Ballot",
    "Base",
    "Certificate",
    "Channel",
    "Cohort",
    "Discussion",
    "Framework",
    "Inbox",
    "Installation",
    "LearningSession",
    "Lease",
    "Measure",
    "Membership",
    "Outbox",
    "Participation",
    "Person",
    "RateBucket",
    "Round",
    "Scheduled",
    "School",
    "SchoolCode",
    "Signet",
    "Snapshot",
    "Stranger",
    "Visit",
    "Window",
    "WorkTeam",
]

RESPONDENTS = ("person", "team", "leadership", "school")


class Authority(Numbered, Base):
    """A school authority: one per Slack workspace or Teams tenant. ``breaks`` are pairs of ISO days.

    ``tend_at`` is when its day is looked after next, empty for at once.
    """

    __tablename__ = "authority"
    __table_args__ = (
        Unique("platform", "workspace"),
        CheckConstraint("smallest_group >= 5", name="smallest_group"),
        LASTING,
    )

    platform: Mapped[str]
    workspace: Mapped[str]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="sv")
    zone: Mapped[str] = mapped_column(default="Europe/Stockholm")
    contact: Mapped[str] = mapped_column(Text, default="")
    breaks: Mapped[list[Any]] = mapped_column(default=list)
    smallest_group: Mapped[int] = mapped_column(default=5)
    tend_at: Mapped[datetime | None]


class School(Numbered, Owned, Base):
    """A school under our own number; its official codes come and go.

    ``may_be_named`` says that its principal lets others hear of it by name.
    """

    __tablename__ = "school"
    __table_args__ = (Unique("authority_id", "name"), LASTING)

    name: Mapped[str]
    may_be_named: Mapped[bool] = mapped_column(default=False)


class SchoolCode(Numbered, Owned, Base):
    """A school unit's code while it is in force; local days, both included."""

    __tablename__ = "school_code"
    __table_args__ = (Unique("authority_id", "code", "since"), LASTING)

    school_id: Mapped[int] = belongs_to("school")
    code: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]


class WorkTeam(Numbered, Owned, Base):
    """A work team at a school; ``conversation`` is the address of its channel, where it has one."""

    __tablename__ = "work_team"
    __table_args__ = (Unique("school_id", "name"), LASTING)

    school_id: Mapped[int] = belongs_to("school")
    name: Mapped[str]
    conversation: Mapped[dict[str, Any] | None]
    closed_on: Mapped[date | None]


class Person(Numbered, Owned, Base):
    """Somebody on the roster; the address is kept case-folded."""

    __tablename__ = "person"
    __table_args__ = (Unique("authority_id", "email"), LASTING)

    name: Mapped[str]
    email: Mapped[str] = mapped_column(Folded)
    language: Mapped[str] = mapped_column(default="sv")
    left_on: Mapped[date | None]


class Membership(Numbered, Owned, Base):
    """One role of one person, at a school and in a team where the role is tied to them."""

    __tablename__ = "membership"
    __table_args__ = (
        one_of("role", "staff", "team_leader", "principal", "representative", "coordinator", "researcher"),
        Index(None, "authority_id", "role"),
        Index(None, "person_id"),
        Index(None, "school_id", "role"),
        Index(None, "team_id"),
        LASTING,
    )

    person_id: Mapped[int] = belongs_to("person")
    school_id: Mapped[int | None] = belongs_to("school")
    team_id: Mapped[int | None] = refers_to("work_team")
    role: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]


class Account(Numbered, Owned, Base):
    """A person on a platform; ``conversation`` is the address of the one-to-one conversation."""

    __tablename__ = "account"
    __table_args__ = (
        Unique("authority_id", "platform", "user_id"),
        Index(None, "person_id"),
        one_of("state", "active", "blocked"),
        LASTING,
    )

    person_id: Mapped[int] = belongs_to("person")
    platform: Mapped[str]
    user_id: Mapped[str]
    conversation: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(default="active")


class Framework(Numbered, Owned, Base):
    """A framework's files as they were when a round was pinned to them: file name → text."""

    __tablename__ = "framework"
    __table_args__ = (Unique("authority_id", "hash"), LASTING)

    hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str]
    sources: Mapped[dict[str, Any]]


class Round(Numbered, Owned, Base):
    """A round of self-assessment. ``decision`` refers to the authority's decision on destroying ballots.

    ``applications_until`` is its last local day to apply, where the coordinator has set one.
    """

    __tablename__ = "round"
    __table_args__ = (
        ForeignKeyConstraint(
            ["authority_id", "framework_hash"], ["framework.authority_id", "framework.hash"]
        ),
        one_of("kind", "yearly", "pulse"),
        one_of("mode", "individual", "team"),
        CheckConstraint("length(trim(decision)) > 0", name="decision"),
        CheckConstraint("opens_on <= closes_on", name="days"),
        Index(None, "authority_id", "opens_on"),
        LASTING,
    )

    title: Mapped[str]
    kind: Mapped[str]
    mode: Mapped[str]
    leadership: Mapped[bool]
    framework_hash: Mapped[str] = mapped_column(String(64))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    decision: Mapped[str] = mapped_column(Text)
    planned_at: Mapped[datetime]
    applications_until: Mapped[date | None]


class Window(Numbered, Owned, Base):
    """One school's time in a round; ``staff`` is how many are eligible, counted anew when it opens."""

    __tablename__ = "school_window"
    __table_args__ = (
        Unique("round_id", "school_id"),
        CheckConstraint("opens_on <= closes_on", name="days"),
        Index(None, "authority_id", "school_id"),
        LASTING,
    )

    round_id: Mapped[int] = belongs_to("round")
    school_id: Mapped[int] = belongs_to("school")
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    staff: Mapped[int]
    frozen_at: Mapped[datetime | None]


class Participation(Numbered, Owned, Base):
    """That a respondent is invited, has begun or has finished; never when, never what."""

    __tablename__ = "participation"
    __table_args__ = (
        Unique("round_id", "school_id", "respondent_kind", "respondent_id"),
        # Without the authority: where nothing is known of the rows, SQLite would take that for a good start.
        Index(None, "respondent_kind", "respondent_id"),
        Index(None, "team_id", "round_id"),
        one_of("respondent_kind", *RESPONDENTS),
        one_of("status", "invited", "begun", "finished"),
        LASTING,
    )

    round_id: Mapped[int] = belongs_to("round")
    school_id: Mapped[int] = belongs_to("school")
    respondent_kind: Mapped[str]
    respondent_id: Mapped[int]
    team_id: Mapped[int | None] = refers_to("work_team")
    status: Mapped[str] = mapped_column(default="invited")
    muted: Mapped[bool] = mapped_column(default=False)


class Ballot(Owned, Base):
    """A sealed ballot. Round, school, team and time are deliberately not beside it (see ``ballots``)."""

    __tablename__ = "ballot"
    __table_args__ = (ORDERLESS,)

    ref: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    version: Mapped[int]
    blob: Mapped[bytes]


class Discussion(Numbered, Owned, Base):
    """A work team has talked an area through; the note is the team's."""

    __tablename__ = "discussion"
    __table_args__ = (Unique("round_id", "team_id", "area"), LASTING)

    round_id: Mapped[int] = belongs_to("round")
    team_id: Mapped[int] = belongs_to("work_team")
    area: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")


class Snapshot(Numbered, Owned, Base):
    """A frozen result as JSON text; the newest of a school's snapshots in a round counts."""

    __tablename__ = "snapshot"
    __table_args__ = (Index(None, "round_id", "school_id"), Index(None, "authority_id", "school_id"), LASTING)

    round_id: Mapped[int] = belongs_to("round")
    school_id: Mapped[int] = belongs_to("school")
    content: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
