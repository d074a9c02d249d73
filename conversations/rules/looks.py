"""What the whole school is shown of one criterion: which figures, and what they look like."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from conversations.rules.display import Figure, band_of, share_bands

SHARES_FROM = 10
FINE_SHARES_FROM = 20

Outcome = Callable[[int, tuple[int, ...]], Hashable]
"""All words shown of a criterion (level, spread ...), from its place on a sheet and its counts per level."""


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """What the school may see of a criterion; shares in per cent, the distribution from the lowest level up.

    `share` is the share at the qualifying level or higher. Without `level_shown` nothing is shown of it, in
    words either.
    """

    level_shown: bool = False
    share: Figure | None = None
    distribution: tuple[Figure, ...] | None = None
    spread_shown: bool = False


def shown_criterion(counts: tuple[int, ...], qualifying_level: int, floor: int) -> ShownCriterion:
    """Decide what may be shown of a criterion with so many answers per level, the lowest level first."""
    people = sum(counts)
    if people < floor:
        return ShownCriterion()
    return ShownCriterion(
        level_shown=True,
        share=_share(sum(counts[qualifying_level - 1 :]), people, floor),
        distribution=_distribution(counts, people, floor),
        spread_shown=people >= max(SHARES_FROM, floor),
    )


def _share(reaching: int, people: int, floor: int) -> Figure | None:
    if people < max(SHARES_FROM, floor):
        return None
    step = 5 if people >= FINE_SHARES_FROM else 10
    return band_of(share_bands(people, step), reaching).figure


def _distribution(counts: tuple[int, ...], people: int, floor: int) -> tuple[Figure, ...] | None:
    if people < max(FINE_SHARES_FROM, floor):
        return None
    bands = share_bands(people, 10)
    return tuple(band_of(bands, count).figure for count in counts)
