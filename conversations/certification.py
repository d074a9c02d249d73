"""The road from a result to a certificate as plain facts: applications, cohorts, visits, certificates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from conversations.facts import Listener, SchoolFacts
from conversations.framework.schema import Framework

ApplicationStatus = Literal["draft", "sent", "returned", "accepted", "declined", "withdrawn"]
VisitStatus = Literal["proposed", "agreed", "made", "cancelled"]
SessionReply = Literal["none", "yes", "no"]

CERTIFICATION = "certification"
"""The theme of a cohort's last learning session; the others have an area's id."""


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody to tell: a school's principal or representative, or with ``school`` 0 a coordinator."""

    role: Literal["principal", "representative", "coordinator"]
    school: int
    listener: Listener


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at a school and may be named for something there."""

    id: int
    name: str
    school: int
    language: str = "sv"


@dataclass(frozen=True, slots=True)
class TeamNote:
    """What a work team wrote down of its talk about an area."""

    school: int
    team: str
    area: str
    note: str


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """A school's application after one round.

    ``form`` holds ``why``, ``learn``, ``share``, ``example:<area>``, ``represents`` (a person's number) and
    ``heard``; empty where nothing has been filled in. ``reason`` belongs to the newest decision. With an
    ``exception`` (the coordinator's reason) a school may apply without qualifying. ``waived`` maps a
    requirement's name to the reason why it need not be met.
    """

    id: int
    round: int
    round_title: str
    school: SchoolFacts
    status: ApplicationStatus
    at: datetime
    by: str = ""
    reason: str = ""
    exception: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    waived: Mapping[str, str] = field(default_factory=dict)
    cohort: int = 0


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


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate; local days, ``valid_until`` included. ``reason`` is why it was withdrawn."""

    id: int
    school: SchoolFacts
    number: str
    issued_on: date
    valid_until: date
    framework: Framework
    cohort: int = 0
    withdrawn_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A line of the decision log: when, who (a name, "" for the clock), what, and why."""

    at: datetime
    by: str
    what: str
    school: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Certification:
    """All of an authority's certification that somebody may see (``rules.certification_sight``).

    ``deadlines`` maps a round to its last day to apply, where the coordinator has set one. ``may_be_named``
    are the schools whose principal lets others hear of them by name.
    """

    applications: tuple[ApplicationFacts, ...] = ()
    cohorts: tuple[CohortFacts, ...] = ()
    certificates: tuple[CertificateFacts, ...] = ()
    leaders: tuple[Leader, ...] = ()
    deadlines: Mapping[int, date] = field(default_factory=dict)
    may_be_named: frozenset[int] = frozenset()

    def application(self, round_id: int, school: int) -> ApplicationFacts | None:
        """A school's application after a round."""
        return next(
            (each for each in self.applications if (each.round, each.school.id) == (round_id, school)), None
        )

    def session(self, number: int) -> tuple[CohortFacts, SessionFacts] | None:
        """A learning session by its id, with its cohort."""
        found = ((cohort, each) for cohort in self.cohorts for each in cohort.sessions if each.id == number)
        return next(found, None)

    def visit(self, number: int) -> tuple[CohortFacts, VisitFacts] | None:
        """A visit by its id, with its cohort."""
        found = ((cohort, each) for cohort in self.cohorts for each in cohort.visits if each.id == number)
        return next(found, None)

    def leading(self, school: int) -> tuple[Listener, ...]:
        """Whom to tell at a school, its principals and representatives, each once; 0 for the coordinators."""
        return tuple(dict.fromkeys(each.listener for each in self.leaders if each.school == school))

    def principals(self, school: int) -> tuple[Listener, ...]:
        """A school's principals."""
        return tuple(
            each.listener for each in self.leaders if each.school == school and each.role == "principal"
        )
