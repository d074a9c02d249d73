"""What the local chat needs from the school it shows, and nothing more."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, get_args, runtime_checkable

from bot.platforms.envelope import Incoming, Reply
from conversations.messages import Message
from conversations.turn import To

Leap = Literal["day", "week", "deadline", "close", "next", "certification"]
Language = Literal["sv", "en"]
Hint = Literal[
    "open",
    "discuss",
    "wait",
    "answer",
    "remind",
    "others",
    "close",
    "plan",
    "apply",
    "fill",
    "send",
    "rivals",
    "accept",
    "cohort",
    "reply",
    "prepare",
    "session",
    "here",
    "reflect",
    "agree",
    "propose",
    "visit",
    "protocol",
    "certification",
    "certify",
    "checklist",
    "elsewhere",
    "done",
]

LEAPS: tuple[Leap, ...] = get_args(Leap)
LANGUAGES: tuple[Language, ...] = get_args(Language)
CHAPTERS: tuple[tuple[Hint, ...], ...] = (
    ("discuss", "wait", "answer", "remind", "others", "close"),
    ("plan", "apply", "fill", "send", "rivals", "accept", "cohort"),
    ("reply", "prepare", "session", "here", "reflect", "agree", "visit", "protocol"),
    ("certification", "certify", "done"),
)
"""The steps of the story, chapter by chapter; a school may skip some of them."""


@dataclass(frozen=True, slots=True)
class Step:
    """Where in the story a hint stands: chapter and step, each with how many there are."""

    chapter: int
    step: int
    steps: int
    chapters: int = len(CHAPTERS)


def step_of(hint: Hint) -> Step | None:
    """The place of a hint in the story, nothing for one that stands beside it."""
    for number, chapter in enumerate(CHAPTERS, start=1):
        if hint in chapter:
            return Step(number, chapter.index(hint) + 1, len(chapter))
    return None


@dataclass(frozen=True, slots=True)
class Team:
    """A work team with a channel of its own."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody to act as; ``team`` is the work team of a staff member."""

    id: int
    name: str
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class School:
    """A school with those to act as there; ``staff`` is never empty."""

    id: int
    name: str
    staff: tuple[Player, ...]
    principal: Player | None
    coordinator: Player | None


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody on the page, and the language that the page itself speaks."""

    authority: int
    language: Language
    schools: tuple[School, ...]

    @property
    def players(self) -> tuple[Player, ...]:
        """Everybody to act as, at whichever school."""
        return tuple(
            player
            for school in self.schools
            for player in (*school.staff, school.principal, school.coordinator)
            if player
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands in a conversation; ``at`` is local time."""

    id: int
    revision: int
    message: Message = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file for somebody who may have it."""

    content: bytes = field(repr=False)
    media_type: str
    filename: str


class Stage(Protocol):
    """Schools at work; every call is synchronous and may come from any thread."""

    def people(self) -> Cast:
        """Everybody on the page."""

    def handle(self, incoming: Incoming) -> Reply:
        """Let something happen, and have it saved before this returns."""

    def conversation(self, to: To) -> tuple[Shown, ...]:
        """The messages in a conversation, oldest first."""

    def now(self) -> datetime:
        """The time on the stage, in the authority's own zone."""

    def file(self, person: int, name: str) -> Fetched | None:
        """A document by its name, or nothing where there is none that this person may have."""


@runtime_checkable
class PlayStage(Stage, Protocol):
    """A stage with made-up people, where time can be moved."""

    def next_step(self, school: int) -> Hint:
        """What to do next at a school."""

    def leaps(self, school: int) -> tuple[Leap, ...]:
        """How time can be moved now, as seen from a school."""

    def advance(self, leap: Leap, school: int) -> None:
        """Move time forward; a leap leads to the school's own days, and the others live on meanwhile."""

    def let_others(self, school: int, but: int) -> None:
        """Let everybody else do what there is to do: answer while a round is open, later their schools' part.

        Neither the teacher ``but`` nor the school's own principal is played.
        """

    def reset(self) -> None:
        """Begin again from the first day; ids of people and messages may change."""

    def set_language(self, language: Language) -> None:
        """Let the page and everybody on it speak this language."""
