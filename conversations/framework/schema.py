"""What a loaded framework is: immutable, and equal to another when every file says the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from conversations.framework.words import Words


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the scale; `number` counts from 1, the lowest."""

    id: str
    number: int


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the framework that holds criteria."""

    id: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is rated; `seen_by` names who is asked: `staff`, `leadership` or both."""

    id: str
    area: str
    seen_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What the rule preset measures against.

    The shares are exact, between 0 and 1: of those who answered, and of all eligible staff. `near`
    is the largest number of criteria that a school may be short of and still be called near.
    """

    share_of_answers: Fraction
    share_of_staff: Fraction
    near: int


@dataclass(frozen=True, slots=True, eq=False)
class Framework:
    """One authority's framework, as its files say it.

    `hash` is the SHA-256 in hexadecimal of `source`, the canonical JSON of all file texts; a round
    is pinned to it. `qualifying_level` is a level's number. The first language is the fallback.
    """

    id: str
    languages: tuple[str, ...]
    levels: tuple[Level, ...]
    areas: tuple[Area, ...]
    criteria: tuple[Criterion, ...]
    pulse: tuple[str, ...]
    qualifying_level: int
    rule: str
    thresholds: Thresholds
    smallest_group: int
    certificate_years: int
    minutes_per_criterion: Fraction
    all_words: Mapping[str, Words]
    positions: Mapping[str, int]
    source: str
    hash: str

    def __eq__(self, other: object) -> bool:
        return self.hash == other.hash if isinstance(other, Framework) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"Framework({self.id!r}, {self.hash[:12]})"

    def words(self, language: str) -> Words:
        """Return the texts in a language, or in the framework's first language when it lacks that one."""
        return self.all_words.get(language) or self.all_words[self.languages[0]]

    def criterion(self, criterion_id: str) -> Criterion:
        """Return a criterion by its id; raises KeyError for an unknown one."""
        return self.criteria[self.positions[criterion_id]]

    def criteria_of(self, area_id: str) -> tuple[Criterion, ...]:
        """Return an area's criteria in the file's order."""
        return tuple(criterion for criterion in self.criteria if criterion.area == area_id)

    def index(self, criterion_id: str) -> int:
        """Return a criterion's place among all criteria, from 0; raises KeyError for an unknown one."""
        return self.positions[criterion_id]

    def selection(self, kind: str) -> tuple[Criterion, ...]:
        """Return what a round asks: `yearly` every criterion, `pulse` the file's selection in its order.

        Raises ValueError for another kind.
        """
        if kind == "yearly":
            return self.criteria
        if kind == "pulse":
            return tuple(map(self.criterion, self.pulse))
        raise ValueError(f"a round is yearly or pulse, not {kind!r}")
