"""How a made-up member of staff answers: schools differ, and hardly anybody is alone in an opinion."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from conversations.framework import Framework
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT

Kind = Literal["yearly", "pulse"]

_MARKED = 0.03
_STEPS = (-1, 0, 1)
_OPINIONS = (0.17, 0.66, 0.17)


@dataclass(frozen=True, slots=True)
class Leaning:
    """How far a school has come: its usual level, and how many criteria lag a step behind."""

    level: float
    lagging: int


_AREAS = (0.0, 0.2, -0.1, 0.3, 0.1)
"""How much further than its usual level a school is in each area, so that a picture has something to show."""

LEANINGS = (Leaning(3.3, 0), Leaning(3.2, 2), Leaning(2.6, 9))
"""A school that qualifies, one that is near, one that is on its way."""


def expected(framework: Framework, kind: Kind, leaning: Leaning, seed: int) -> tuple[int, ...]:
    """The level that most at such a school would choose, per criterion of a round."""
    criteria, chance = framework.selection(kind), Random(seed)  # noqa: S311  # repeatable, not secret
    highest = len(framework.levels)
    behind = set(chance.sample(range(len(criteria)), min(leaning.lagging, len(criteria))))
    offsets = {area.id: _AREAS[place % len(_AREAS)] for place, area in enumerate(framework.areas)}
    levels = [leaning.level + offsets[each.area] + chance.uniform(-0.25, 0.35) for each in criteria]
    return tuple(max(1, min(highest, round(level) - (place in behind))) for place, level in enumerate(levels))


def one_sheet(usual: tuple[int, ...], highest: int, chance: Random) -> dict[int, int]:
    """One person's answers around what is usual, a few of them without a level."""
    sheet = {}
    for place, level in enumerate(usual):
        if chance.random() < _MARKED:
            sheet[place] = chance.choice((NOT_APPLICABLE, PREFER_NOT))
        else:
            step = chance.choices(_STEPS, _OPINIONS)[0]
            sheet[place] = max(1, min(highest, level + step))
    return sheet
