"""The tables of certification and action plans; import them from ``tables``."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import LASTING, Base, Numbered, Owned, belongs_to, one_of, refers_to


class Cohort(Numbered, Owned, Base):
    """The schools that go through the learning sessions of one school year together."""

    __tablename__ = "cohort"
    __table_args__ = (Unique("authority_id", "name"), LASTING)

    name: Mapped[str]
    begins_on: Mapped[date]
    ends_on: Mapped[date]


class Application(Numbered, Owned, Base):
    """A school's way into certification and through it, with what the form holds.

    ``waived`` maps a requirement to the reason why the school need not meet it; ``left_at`` is when it left
    its cohort.
    """

    __tablename__ = "application"
    __table_args__ = (
        Unique("round_id", "school_id"),
        one_of("status", "draft", "sent", "returned", "accepted", "declined", "withdrawn"),
        LASTING,
    )

    round_id: Mapped[int] = belongs_to("round")
    school_id: Mapped[int] = belongs_to("school")
    cohort_id: Mapped[int | None] = refers_to("cohort")
    status: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = refers_to("person")
    reason: Mapped[str] = mapped_column(Text, default="")
    form: Mapped[dict[str, Any]] = mapped_column(default=dict)
    exception: Mapped[str] = mapped_column(Text, default="")
    waived: Mapped[dict[str, Any]] = mapped_column(default=dict)
    left_at: Mapped[datetime | None]


class LearningSession(Numbered, Owned, Base):
    """One of a cohort's sessions; ``revision`` counts changes for calendar invitations.

    ``links`` are pairs of label and address. ``meeting`` is the connected calendar's own id, as it was told
    of ``meeting_revision``.
    """

    __tablename__ = "learning_session"
    __table_args__ = (Unique("cohort_id", "number"), LASTING)

    cohort_id: Mapped[int] = belongs_to("cohort")
    number: Mapped[int]
    theme: Mapped[str]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    links: Mapped[list[Any]] = mapped_column(default=list)
    join_url: Mapped[str] = mapped_column(Text, default="")
    meeting: Mapped[str] = mapped_column(Text, default="")
    meeting_revision: Mapped[int] = mapped_column(default=-1)


class Attendance(Numbered, Owned, Base):
    """A school's part in a learning session: who comes, being there, and what was prepared and learned."""

    __tablename__ = "attendance"
    __table_args__ = (
        Unique("session_id", "school_id"),
        one_of("reply", "none", "yes", "no"),
        LASTING,
    )

    session_id: Mapped[int] = belongs_to("learning_session")
    school_id: Mapped[int] = belongs_to("school")
    person_id: Mapped[int | None] = refers_to("person")
    reply: Mapped[str] = mapped_column(default="none")
    attended: Mapped[bool | None]
    preparation: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reflection: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_up: Mapped[str] = mapped_column(Text, default="")


class Visit(Numbered, Owned, Base):
    """A school visits another; ``protocol`` and ``ratings`` (area → level) are the guests' own.

    ``proposed_by`` is the school whose proposed day waits for the other's word.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Unique("cohort_id", "host_id", "guest_id"),
        one_of("status", "proposed", "agreed", "made", "cancelled"),
        CheckConstraint("host_id <> guest_id", name="two_schools"),
        LASTING,
    )

    cohort_id: Mapped[int] = belongs_to("cohort")
    host_id: Mapped[int] = belongs_to("school")
    guest_id: Mapped[int] = belongs_to("school")
    status: Mapped[str] = mapped_column(default="proposed")
    takes_place_on: Mapped[date | None]
    proposed_by: Mapped[int | None] = refers_to("school")
    protocol: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ratings: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Certificate(Numbered, Owned, Base):
    """A certified school; ``number`` is what the public page is asked for."""

    __tablename__ = "certificate"
    __table_args__ = (Unique("number"), Index(None, "school_id"), LASTING)

    school_id: Mapped[int] = belongs_to("school")
    cohort_id: Mapped[int | None] = refers_to("cohort")
    number: Mapped[str]
    framework_hash: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date]
    valid_until: Mapped[date]
    withdrawn_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class ActionPlan(Numbered, Owned, Base):
    """What a school does with its result."""

    __tablename__ = "action_plan"
    __table_args__ = (Unique("round_id", "school_id"), LASTING)

    round_id: Mapped[int] = belongs_to("round")
    school_id: Mapped[int] = belongs_to("school")
    made_at: Mapped[datetime]


class Measure(Numbered, Owned, Base):
    """One thing that a plan says shall be done; ``criterion`` is "" where it belongs to no question."""

    __tablename__ = "measure"
    __table_args__ = (
        Index(None, "plan_id"),
        Index(None, "person_id"),
        one_of("status", "planned", "on_the_way", "stuck", "done", "dropped"),
        LASTING,
    )

    plan_id: Mapped[int] = belongs_to("action_plan")
    criterion: Mapped[str]
    wording: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = refers_to("person")
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="planned")
    outcome: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime | None]
