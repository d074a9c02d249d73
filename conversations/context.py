"""Everything a step may look at; storage fills in what ``step.needs`` asks for and leaves the rest empty."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum, auto
from typing import Literal, Self

from conversations.framework.schema import Criterion, Framework
from conversations.messages import Action
from conversations.rules.calendar import Calendar
from conversations.snapshot import Snapshot
from conversations.turn import Respondent, Status, To


class Need(Enum):
    """A part of the context that costs something to load."""

    DESKS = auto()  # where I answer, with my own answers
    TEAM = auto()  # the work team whose channel this is, or the teams I am in
    SCHOOLS = auto()  # the schools I answer for: counts and frozen results
    WAITING = auto()  # for the clock: who has not finished, and whom to tell


Role = Literal["staff", "team_leader", "principal", "representative", "coordinator", "researcher"]


@dataclass(frozen=True, slots=True)
class Duty:
    """One role somebody has; ``school`` and ``team`` are 0 where the role is not tied to one."""

    role: Role
    school: int = 0
    team: int = 0


@dataclass(frozen=True, slots=True)
class Me:
    """The person who acts, as the signed envelope says, with today's duties."""

    id: int
    name: str
    language: str
    duties: tuple[Duty, ...] = ()

    def is_(self, role: Role, school: int = 0) -> bool:
        """Whether I have the role, at that school where one is named."""
        return any(duty.role == role and school in (0, duty.school) for duty in self.duties)


@dataclass(frozen=True, slots=True)
class AuthorityFacts:
    """The authority: its name, its calendar and whom to ask about personal data."""

    id: int
    name: str
    calendar: Calendar
    contact: str
    frameworks: tuple[tuple[str, str], ...] = ()
    schools: int = 0


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round, pinned to one framework."""

    id: int
    title: str
    kind: Literal["yearly", "pulse"]
    mode: Literal["individual", "team"]
    leadership: bool
    framework: Framework

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What is rated, in order; an answer's place in a ballot is its place here."""
        return self.framework.selection(self.kind)


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """One school's window in a round: local days, both included, and the UTC instants they mean."""

    opens_on: date
    closes_on: date
    opens_at: datetime
    closes_at: datetime
    frozen: bool = False

    def state(self, now: datetime) -> Literal["planned", "open", "closing", "closed"]:
        """Where the window stands; ``closing`` is after the deadline, before the result is frozen."""
        if self.frozen:
            return "closed"
        if now >= self.closes_at:
            return "closing"
        return "open" if now >= self.opens_at else "planned"


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school by name; ``staff`` is how many were on the roster when the round was planned."""

    id: int
    name: str
    staff: int = 0


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A work team in a round, as counts; ``notes`` are the team's own words per discussed area.

    Unless it is ``counted``, how many have finished is told to nobody, and ``finished`` is 0.
    """

    id: int
    name: str
    members: int
    finished: int = 0
    discussed: frozenset[str] = frozenset()
    notes: Mapping[str, str] = field(default_factory=dict)
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """A place where I answer: one respondent of one school in one round, with its own answers."""

    round: RoundFacts
    school: SchoolFacts
    window: WindowFacts
    respondent: Respondent
    status: Status
    answers: tuple[int, ...] = field(repr=False)
    team: TeamFacts | None = None
    muted: bool = False

    @property
    def asked(self) -> tuple[int, ...]:
        """The places of the criteria that this respondent is asked, in order."""
        audience = "leadership" if self.respondent.kind == "leadership" else "staff"
        return tuple(
            place
            for place, criterion in enumerate(self.round.criteria)
            if self.respondent.kind == "school" or audience in criterion.seen_by
        )

    @property
    def open_questions(self) -> tuple[int, ...]:
        """The places of the asked criteria that have neither an answer nor a mark yet."""
        return tuple(place for place in self.asked if not self.answers[place])

    def changed(self, answers: tuple[int, ...], status: Status) -> Self:
        """The same desk with other answers."""
        return replace(self, answers=answers, status=status)


@dataclass(frozen=True, slots=True)
class TeamView:
    """A work team's channel in a round."""

    round: RoundFacts
    school: SchoolFacts
    window: WindowFacts
    team: TeamFacts


@dataclass(frozen=True, slots=True)
class Counts:
    """Participation as numbers, never names."""

    invited: int
    begun: int
    finished: int


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
    interest: bool = False


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody the clock may speak to."""

    id: int
    name: str
    language: str


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
    card: tuple[Action, ...] = ()

    @property
    def language(self) -> str:
        """The language to speak here: my own, or the place's."""
        return self.me.language if self.me else self.audience.school_language
