"""What people decide on the road to a certificate and in an action plan, by name; storage carries it out.

Each goes into the decision log with who and when; ``reason`` is why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from conversations.certification import ApplicationStatus
from conversations.cohorts import SessionReply, VisitStatus
from conversations.plans import MeasureStatus


@dataclass(frozen=True, slots=True)
class SaveApplication:
    """What a school has filled in, as a draft where it has not applied yet; else its status stays."""

    round: int
    school: int
    form: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DecideApplication:
    """An application is sent, returned, accepted, declined or withdrawn."""

    round: int
    school: int
    status: ApplicationStatus
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GrantException:
    """A school that does not qualify may apply."""

    round: int
    school: int
    reason: str


@dataclass(frozen=True, slots=True)
class TakeBackException:
    """A school that does not qualify may no longer apply; only while it has not sent anything."""

    round: int
    school: int
    reason: str


@dataclass(frozen=True, slots=True)
class SetDeadline:
    """The last local day to apply after a round."""

    round: int
    day: date


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A learning session that is to be."""

    number: int
    theme: str
    begins_at: datetime
    ends_at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class MakeCohort:
    """A cohort of accepted applications, by their ids; ``visits`` are pairs of host and guest school."""

    name: str
    begins_on: date
    ends_on: date
    applications: tuple[int, ...]
    sessions: tuple[SessionPlan, ...]
    visits: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class JoinCohort:
    """A school comes into a cohort or back into it; ``left`` takes it out, and what was done stays."""

    cohort: int
    school: int
    reason: str
    left: bool = False


@dataclass(frozen=True, slots=True)
class ChangeSession:
    """A learning session is at another time or place, or has other links; the invitation's revision grows."""

    session: int
    begins_at: datetime
    ends_at: datetime
    place: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CancelSession:
    """A learning session is called off, or with ``undone`` takes place after all."""

    session: int
    reason: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class ReplyToSession:
    """Whether a school comes to a learning session, and who."""

    session: int
    school: int
    reply: SessionReply
    person: int = 0


@dataclass(frozen=True, slots=True)
class FillSession:
    """A school's preparation for a session, its reflection after it, or how it made up for missing it."""

    session: int
    school: int
    what: Literal["preparation", "reflection", "made_up"]
    form: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attend:
    """A school was at a learning session, was not, or (None) that is not known."""

    session: int
    school: int
    attended: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanVisits:
    """New visits of a cohort as pairs of host and guest, and the ids of those that are called off."""

    cohort: int
    added: tuple[tuple[int, int], ...] = ()
    cancelled: tuple[int, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetVisit:
    """A visit's day is proposed by a school, agreed, taken back, or the visit is made or called off."""

    visit: int
    status: VisitStatus
    day: date | None = None
    proposed_by: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SaveProtocol:
    """What the guests saw and take home, and their own rating per area; the visit has then been made."""

    visit: int
    protocol: Mapping[str, str] = field(repr=False)
    ratings: Mapping[str, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waive:
    """A requirement need not be met by a school of a cohort; with ``undone`` it must after all."""

    cohort: int
    school: int
    requirement: str
    reason: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Certify:
    """A school is certified; its number is made when this is carried out. Local days, both included."""

    school: int
    cohort: int
    issued_on: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class WithdrawCertificate:
    """A certificate no longer holds from this local day; with ``undone`` it does again."""

    certificate: int
    day: date
    reason: str
    undone: bool = False


@dataclass(frozen=True, slots=True)
class PutMeasure:
    """A measure comes into a school's plan (``measure`` 0) or is changed; the plan is made with its first."""

    round: int
    school: int
    criterion: str
    wording: str
    measure: int = 0
    person: int = 0
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReportMeasure:
    """How a measure is getting on; ``dropped`` takes it out of the plan, ``planned`` brings it back."""

    measure: int
    status: MeasureStatus
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class LetBeNamed:
    """A school's principal lets others hear of it by name, or no longer."""

    school: int
    named: bool


Decided = (
    SaveApplication
    | DecideApplication
    | GrantException
    | TakeBackException
    | SetDeadline
    | MakeCohort
    | JoinCohort
    | ChangeSession
    | CancelSession
    | ReplyToSession
    | FillSession
    | Attend
    | PlanVisits
    | SetVisit
    | SaveProtocol
    | Waive
    | Certify
    | WithdrawCertificate
    | PutMeasure
    | ReportMeasure
    | LetBeNamed
)
