"""The road from a result to a certificate as plain facts: applications, cohorts, visits, certificates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from conversations.cohorts import CohortFacts, SessionFacts, VisitFacts
from conversations.facts import Listener, SchoolFacts
from conversations.framework.schema import Framework

ApplicationStatus = Literal["draft", "sent", "returned", "accepted", "declined", "withdrawn"]


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
