"""What a step decides: effects by name, carried out elsewhere in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from conversations.decisions import Decided
from conversations.messages import Action, Message
from conversations.rules.timetable import Occasion

Status = Literal["invited", "begun", "finished"]


@dataclass(frozen=True, slots=True)
class To:
    """Where a message goes: a person's own conversation, a work team's channel or all principals' own."""

    kind: Literal["person", "team", "principals"]
    id: int


PRINCIPALS = To("principals", 0)
"""The channel where an authority's principals meet; there is one at most."""


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who answers: one person, or jointly a work team, a school's leadership, or a whole small school."""

    kind: Literal["person", "team", "leadership", "school"]
    id: int

    def encode(self) -> str:
        """The text a button carries."""
        return f"{self.kind}:{self.id}"


def nudge(kind: str, round_id: int, school: int, respondent: Respondent) -> str:
    """How the keys of all invitations or reminders of one kind to a respondent begin, so as to find them."""
    return f"{kind}:{round_id}:{school}:{respondent.encode()}:"


@dataclass(frozen=True, slots=True)
class Say:
    """A new message. ``key`` makes it be said once; empty means once for this event."""

    to: To
    message: Message = field(repr=False)
    key: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    """The message where the button was pressed becomes this one; after typed words it is a new message."""

    message: Message = field(repr=False)


@dataclass(frozen=True, slots=True)
class Show:
    """Shown to the one who asked, in a place that leaves no history.

    After typed words, ``again`` is the action that shows it, for where nothing can be shown without a press.
    """

    message: Message = field(repr=False)
    again: Action | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Record:
    """Answers given: criterion's place in the round's selection → level or mark (see ``rules.sheets``)."""

    round: int
    school: int
    respondent: Respondent
    answers: Mapping[int, int] = field(repr=False)
    status: Status


@dataclass(frozen=True, slots=True)
class Erase:
    """All answers of one respondent are forgotten."""

    round: int
    school: int
    respondent: Respondent


@dataclass(frozen=True, slots=True)
class Discussed:
    """A work team has talked an area through, or takes that back; ``note`` is the team's."""

    round: int
    team: int
    area: str
    note: str = field(default="", repr=False)
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Mute:
    """No more reminders to me about this school's round."""

    round: int
    school: int


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """From now on, speak this language with me."""

    language: str


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round as the coordinator has decided it; dates are local days, both included."""

    title: str
    kind: Literal["yearly", "pulse"]
    framework: str
    mode: Literal["individual", "team"]
    leadership: bool
    opens_on: date
    closes_on: date
    decision: str


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Plan a round for every school of the authority, freeze its roster and make its keys."""

    plan: RoundPlan
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class Extend:
    """A school's own window gets a later last day; what is still to come is planned anew."""

    round: int
    school: int
    closes_on: date
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """Open the ballots, freeze the result, forget the ballots, destroy the key."""

    round: int
    school: int
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A work team or the principals get a channel, by its id in the chat; an empty one takes it away."""

    to: To
    channel: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Something was asked that this person may not do: a line for the security log."""

    verb: str
    reason: str


Effect = (
    Say
    | Replace
    | Show
    | Record
    | Erase
    | Discussed
    | Mute
    | SetLanguage
    | OpenRound
    | Extend
    | Close
    | Link
    | Refused
    | Decided
)


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one event leads to, in order."""

    effects: tuple[Effect, ...] = ()
