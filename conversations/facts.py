"""The plain facts that a context is made of: who somebody is, and what a round, a window and a school are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from conversations.framework.schema import Criterion, Framework
from conversations.rules.calendar import Calendar

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
    """The authority: its name, its calendar and whom to ask about personal data.

    ``strangers`` is how many have written without being on the roster; only coordinators are told.
    """

    id: int
    name: str
    calendar: Calendar
    contact: str
    frameworks: tuple[tuple[str, str], ...] = ()
    schools: int = 0
    strangers: int = 0


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
class Counts:
    """Participation as numbers, never names; whoever is ``unreachable`` did not get the newest message."""

    invited: int
    begun: int
    finished: int
    unreachable: int = 0


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody the clock may speak to."""

    id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What the clock will do next: an occasion's kind, its local day, and at how many schools of a round."""

    kind: str
    day: date
    round: str
    schools: int


@dataclass(frozen=True, slots=True)
class Work:
    """What the clock will do, and what waits.

    ``unsent`` messages are on their way, ``parked`` ones wait until somebody has mended the way out, and
    ``stuck`` occasions were tried in vain.
    """

    upcoming: tuple[Upcoming, ...] = ()
    unsent: int = 0
    parked: int = 0
    stuck: int = 0


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A channel of the chat and its user ``group``; where the bot is no ``member`` it must be let in."""

    id: str
    name: str
    member: bool = True
    group: str = ""


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """A work team, its school, and its channel's id, empty where it has none."""

    team: int
    name: str
    school: SchoolFacts
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Channels:
    """Every channel of the chat and every work team of the authority, by school and name.

    ``principals`` is the id of the channel where the principals meet, empty where there is none.
    """

    known: tuple[ChannelFacts, ...] = ()
    teams: tuple[TeamPlace, ...] = ()
    principals: str = ""

    @property
    def for_teams(self) -> tuple[ChannelFacts, ...]:
        """Every channel but the principals'."""
        return tuple(each for each in self.known if each.id != self.principals)
