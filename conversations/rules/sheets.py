"""One respondent's answers as the close reads them, and the shape they have."""

from dataclasses import dataclass, field

UNANSWERED = 0
NOT_APPLICABLE = 14
PREFER_NOT = 15


@dataclass(frozen=True, slots=True)
class Sheet:
    """One respondent's answers, opened only inside the close; its repr never shows an answer.

    `team` is the work team's id, 0 for none. `answers` has one number per criterion in the framework's
    order: 1 up to the framework's highest level, or `UNANSWERED`, `NOT_APPLICABLE`, `PREFER_NOT`.
    """

    team: int
    answers: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Layout:
    """The framework's shape: the criteria of each area by their place on a sheet, and the ladder's levels."""

    areas: tuple[tuple[int, ...], ...]
    levels: int = 4
    qualifying_level: int = 3

    @property
    def criteria(self) -> int:
        """How many criteria a sheet holds."""
        return sum(len(area) for area in self.areas)
