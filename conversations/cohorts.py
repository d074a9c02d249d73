"""Cohorts as plain facts: the schools that go together, their learning sessions and their visits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from conversations.facts import SchoolFacts
from conversations.framework.schema import Framework

VisitStatus = Literal["proposed", "agreed", "made", "cancelled"]
SessionReply = Literal["none", "yes", "no"]

CERTIFICATION = "certification"
"""The theme of a cohort's last learning session; the others have an area's id."""


@dataclass(frozen=True, slots=True)
class SessionPart:
    """A school's part in a learning session; ``person`` is who comes, 0 where nobody is named or has left.

    ``preparation`` and ``reflection`` hold a form's fields. ``made_up`` is how a missed session was caught up
    with, in the school's own words; it counts once ``attended`` is true.
    """

    school: int
    person: int = 0
    person_name: str = ""
    reply: SessionReply = "none"
    attended: bool | None = None
    preparation: Mapping[str, str] = field(default_factory=dict)
    reflection: Mapping[str, str] = field(default_factory=dict)
    made_up: str = ""
    person_language: str = "sv"


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One of a cohort's learning sessions; ``links`` are label and address.

    ``revision`` counts its changes, for calendar invitations.
    """

    id: int
    cohort: int
    number: int
    theme: str
    begins_at: datetime
    ends_at: datetime
    place: str = ""
    revision: int = 0
    cancelled_at: datetime | None = None
    links: tuple[tuple[str, str], ...] = ()
    join_url: str = ""
    parts: tuple[SessionPart, ...] = ()

    def part(self, school: int) -> SessionPart:
        """A school's part, empty where it has not done anything yet."""
        return next((part for part in self.parts if part.school == school), SessionPart(school))


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A school visits another; the guests write ``protocol`` (``saw``, ``take_home``) and rate each area.

    ``proposed_by`` is the school whose proposed day waits for the other's word, 0 where none does.
    """

    id: int
    cohort: int
    host: SchoolFacts
    guest: SchoolFacts
    status: VisitStatus = "proposed"
    day: date | None = None
    proposed_by: int = 0
    protocol: Mapping[str, str] = field(default_factory=dict)
    ratings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CohortSchool:
    """A school in a cohort with what it needs not meet; one that ``left`` keeps what was done."""

    school: SchoolFacts
    application: int
    waived: Mapping[str, str] = field(default_factory=dict)
    left: bool = False


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """The schools that go through the learning sessions of one school year together; local days, included."""

    id: int
    name: str
    begins_on: date
    ends_on: date
    framework: Framework
    schools: tuple[CohortSchool, ...] = ()
    sessions: tuple[SessionFacts, ...] = ()
    visits: tuple[VisitFacts, ...] = ()

    @property
    def present(self) -> tuple[CohortSchool, ...]:
        """The schools that have not left."""
        return tuple(each for each in self.schools if not each.left)
