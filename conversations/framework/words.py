"""What a framework says in one language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level's name and what it means in one sentence."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class AreaWords:
    """An area's name and the sentence that introduces it."""

    name: str
    introduction: str


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """Everything that is said about one criterion.

    `levels` holds one descriptor for each level, lowest first. `measures` holds one pair for each
    step up, so the first pair leads to level 2.
    """

    title: str
    question: str
    levels: tuple[str, ...]
    help: str
    prompts: tuple[str, ...]
    measures: tuple[tuple[str, ...], ...]

    def measures_to(self, level: int) -> tuple[str, ...]:
        """Return the suggested measures that lead to a level: none for level 1 or outside the scale."""
        steps = len(self.measures)
        return self.measures[level - 2] if 0 <= level - 2 < steps else ()


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All of a framework's texts in one language; `levels` is in the order of the scale."""

    language: str
    name: str
    award: str
    summary: str
    levels: tuple[LevelWords, ...]
    areas: Mapping[str, AreaWords]
    criteria: Mapping[str, CriterionWords]

    def level(self, number: int) -> LevelWords:
        """Return the words of a level, counted from 1; raises IndexError outside the scale."""
        if not 1 <= number <= len(self.levels):
            raise IndexError(f"level {number} is not on a scale of {len(self.levels)}")
        return self.levels[number - 1]

    def area(self, area_id: str) -> AreaWords:
        """Return an area's words; raises KeyError for an unknown area."""
        return self.areas[area_id]

    def criterion(self, criterion_id: str) -> CriterionWords:
        """Return a criterion's words; raises KeyError for an unknown criterion."""
        return self.criteria[criterion_id]
