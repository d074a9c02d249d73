"""Everything a step may look at; storage fills in what ``step.needs`` asks for and leaves the rest empty."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum, auto
from functools import lru_cache
from typing import Self

from conversations.certification import ApplicationStatus, Certification, Colleague, Decision, TeamNote
from conversations.facts import (
    AuthorityFacts,
    Channels,
    Counts,
    Listener,
    Me,
    RoundFacts,
    SchoolFacts,
    TeamFacts,
    WindowFacts,
    Work,
)
from conversations.framework import Framework
from conversations.messages import Action
from conversations.plans import PlanFacts
from conversations.snapshot import Snapshot
from conversations.turn import Respondent, Status, To

APPLIED: frozenset[ApplicationStatus] = frozenset({"sent", "returned", "accepted"})
"""An application that lies with the coordinator or has been accepted; its school's shares are shown there."""


class Need(Enum):
    """A part of the context that costs something to load."""

    DESKS = auto()  # where I answer, with my own answers
    TEAM = auto()  # the work team whose channel this is, or the teams I am in
    SCHOOLS = auto()  # the schools I answer for: counts and frozen results
    WAITING = auto()  # for the clock: who has not finished, and whom to tell
    WORK = auto()  # for a coordinator: what the clock will do next, and what waits
    CHANNELS = auto()  # for a coordinator: the work teams and their channels
    CERTIFICATION = auto()  # applications, cohorts and certificates, as far as I may see them
    PLANS = auto()  # the action plans of the schools I answer for, or my own measures
    COLLEAGUES = auto()  # who works at the schools I lead
    NOTES = auto()  # what the work teams of the schools I lead have written down
    LOG = auto()  # what has been decided about the schools I answer for
    YEARS = auto()  # every frozen yearly result of the schools I answer for


@dataclass(frozen=True, slots=True)
class Desk:
    """A place where I answer: one respondent of one school in one round, with its own answers.

    ``version`` says which state of the ballot they were read from, 0 where none was.
    """

    round: RoundFacts
    school: SchoolFacts
    window: WindowFacts
    respondent: Respondent
    status: Status
    answers: tuple[int, ...] = field(repr=False)
    team: TeamFacts | None = None
    muted: bool = False
    version: int = 0

    @property
    def asked(self) -> tuple[int, ...]:
        """The places of the criteria that this respondent is asked, in order."""
        return _asked(self.round.framework, self.round.kind, self.respondent.kind)

    @property
    def open_questions(self) -> tuple[int, ...]:
        """The places of the asked criteria that have neither an answer nor a mark yet."""
        return tuple(place for place in self.asked if not self.answers[place])

    def changed(self, answers: tuple[int, ...], status: Status) -> Self:
        """The same desk with other answers."""
        return replace(self, answers=answers, status=status)


@lru_cache(maxsize=64)
def _asked(framework: Framework, kind: str, respondent: str) -> tuple[int, ...]:
    audience = "leadership" if respondent == "leadership" else "staff"
    return tuple(
        place
        for place, criterion in enumerate(framework.selection(kind))
        if respondent == "school" or audience in criterion.seen_by
    )


@dataclass(frozen=True, slots=True)
class TeamView:
    """A work team's channel in a round."""

    round: RoundFacts
    school: SchoolFacts
    window: WindowFacts
    team: TeamFacts


@dataclass(frozen=True, slots=True)
class SchoolView:
    """A school in a round as a principal or a coordinator may follow it."""

    round: RoundFacts
    school: SchoolFacts
    window: WindowFacts
    counts: Counts
    teams: tuple[TeamFacts, ...] = ()
    snapshot: Snapshot | None = None
    previous: Snapshot | None = None
    application: ApplicationStatus | None = None

    @property
    def applied(self) -> bool:
        """Whether the school's application lies with the coordinator or has been accepted."""
        return self.application in APPLIED


@dataclass(frozen=True, slots=True)
class YearResult:
    """One school's frozen result in one of the yearly rounds, whose first local day is ``opens_on``."""

    round: RoundFacts
    opens_on: date
    school: SchoolFacts
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has not finished: ``remaining`` is a count of criteria, never which.

    A joint respondent waits once for each place where it is spoken to.
    """

    to: To
    name: str
    language: str
    respondent: Respondent
    remaining: int
    status: Status
    team: TeamFacts | None = None
    muted: bool = False


def blank_desk(view: SchoolView, waiting: Waiting) -> Desk:
    """The desk of somebody who has not finished, without their answers."""
    blank = (0,) * len(view.round.criteria)
    return Desk(view.round, view.school, view.window, waiting.respondent, waiting.status, blank, waiting.team)


@dataclass(frozen=True, slots=True)
class Audience:
    """For the clock: whom an occasion concerns at one school; ``all_closed`` says that none is left open."""

    waiting: tuple[Waiting, ...] = ()
    teams: tuple[TeamView, ...] = ()
    principals: tuple[Listener, ...] = ()
    coordinators: tuple[Listener, ...] = ()
    school_language: str = "sv"
    all_closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One moment, seen by one person (or by the clock), in one place.

    ``card`` holds the buttons of the newest message here, so that typed words mean what is on the screen.
    """

    now: datetime
    authority: AuthorityFacts
    place: To
    me: Me | None = None
    desks: tuple[Desk, ...] = ()
    teams: tuple[TeamView, ...] = ()
    schools: tuple[SchoolView, ...] = ()
    audience: Audience = Audience()
    work: Work = field(default_factory=Work)
    channels: Channels = field(default_factory=Channels)
    card: tuple[Action, ...] = ()
    certification: Certification = field(default_factory=Certification)
    plans: tuple[PlanFacts, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    notes: tuple[TeamNote, ...] = field(default=(), repr=False)
    log: tuple[Decision, ...] = ()
    years: tuple[YearResult, ...] = ()

    @property
    def language(self) -> str:
        """The language to speak here: my own, or the place's."""
        return self.me.language if self.me else self.audience.school_language
