"""Seeded schools made up for the attack: small teams, low response, a third of them nearly of one mind."""

from dataclasses import dataclass
from random import Random

from conversations.rules.areas import respondents
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT, UNANSWERED, Layout, Sheet

SHAPES = ((2,), (2,), (3,), (1, 2), (2, 2), (4,), (3, 3), (2, 4))


@dataclass(frozen=True)
class School:
    sheets: tuple[Sheet, ...]
    layout: Layout
    eligible: int


def school(seed: int) -> School:
    chance = Random(seed)
    layout = layout_of(chance.choice(SHAPES))
    sizes = [chance.randint(1, 12) for _ in range(chance.randint(1, 7))]
    response = chance.uniform(0.4, 1)
    blank = chance.choice((0, 0, 0.04, 0.15))
    mind = Mind(chance, layout.criteria, len(sizes))
    sheets = [
        Sheet(team, tuple(mark(chance, mind.level(team, place), blank) for place in range(layout.criteria)))
        for team, size in enumerate(sizes, 1)
        for _ in range(size)
        if chance.random() < response
    ]
    chance.shuffle(sheets)
    return School(respondents(sheets), layout, sum(sizes))


def layout_of(shape: tuple[int, ...]) -> Layout:
    starts = [sum(shape[:place]) for place in range(len(shape))]
    return Layout(tuple(tuple(range(at, at + size)) for at, size in zip(starts, shape, strict=True)))


def mark(chance: Random, level: int, blank: float) -> int:
    if chance.random() < blank:
        return chance.choice((UNANSWERED, NOT_APPLICABLE, PREFER_NOT))
    return level


class Mind:
    """What people tend to answer: a third nearly unanimous, a third by team, a third all over the ladder."""

    def __init__(self, chance: Random, criteria: int, teams: int) -> None:
        self.chance = chance
        self.kind = chance.choice(("one mind", "team by team", "all over"))
        common = chance.choice((1, 2, 3, 4, 4, 1))
        drift = chance.choice((0, 0.3))
        self.common = [self.other(common, drift) for _ in range(criteria)]
        self.by_team = {team: chance.choice((1, 2, 3, 4, 4, 1)) for team in range(1, teams + 1)}
        self.stray = chance.choice((0, 0.02, 0.08))

    def other(self, level: int, probability: float) -> int:
        return self.chance.randint(1, 4) if self.chance.random() < probability else level

    def level(self, team: int, place: int) -> int:
        if self.kind == "one mind":
            return self.other(self.common[place], self.stray)
        if self.kind == "team by team":
            return self.other(self.by_team[team], self.stray)
        return self.chance.choices((1, 2, 3, 4), (1, 3, 4, 2))[0]
