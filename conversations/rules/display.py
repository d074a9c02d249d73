"""How a figure looks when it is shown: rounded to a grid, with open ends that hide unanimity."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise

MERGED_END = 2
"""Share classes that at most so many people could fill are merged into the open end."""


class Mark(StrEnum):
    """How a shown value is to be read."""

    ABOUT = "about"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that may leave the gate, in tenths of a level (an index) or in per cent (a share)."""

    value: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Band:
    """All totals, from `low` up to and including `high`, that are shown as one and the same figure."""

    figure: Figure
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Span:
    """The possible totals, `first` to `last`; one step of a shown value is `scale` / `steps` of them."""

    first: int
    last: int
    scale: int
    steps: int


def slack(criteria: int, levels: int, insiders: int) -> int:
    """Summed answers that must stay open: all that the insiders know of themselves, and two steps more."""
    return (levels - 1) * insiders * criteria + 2


def grid_tenths(people: int) -> int:
    """The distance between two shown area indexes, in tenths of a level."""
    if people >= 30:  # noqa: PLR2004 - the steps of the rule stand here and nowhere else
        return 1
    return 2 if people >= 15 else 5  # noqa: PLR2004 - the same


def cap_tenths(people: int, criteria: int, levels: int, insiders: int) -> int:
    """How far from all-lowest or all-highest an index is cut off, in tenths of a level, rounded up."""
    return -(-10 * slack(criteria, levels, insiders) // (criteria * people))


def index_bands(people: int, unit: int, criteria: int, ladder: tuple[int, int]) -> tuple[Band, ...]:
    """The ways an area index may look for so many people; empty when the open ends would meet.

    Totals are sums of the persons' means in parts of 1/`unit`; `ladder` is (levels, insiders).
    """
    levels, insiders = ladder
    cap = cap_tenths(people, criteria, levels, insiders)
    low, high = 10 + cap, 10 * levels - cap
    inner = tuple(value for value in range(10, 10 * levels + 1, grid_tenths(people)) if low < value < high)
    return _bands(Span(people * unit, levels * people * unit, people * unit, 10), low, high, inner)


def share_bands(people: int, step: int) -> tuple[Band, ...]:
    """The ways a share may look, in per cent, among so many people with so many per cent between steps.

    Totals are numbers of people.
    """
    low = -(-100 * MERGED_END // (people * step)) * step
    inner = tuple(value for value in range(0, 101, step) if low < value < 100 - low)
    return _bands(Span(0, people, people, 100), low, 100 - low, inner)


def band_of(bands: Sequence[Band], total: int) -> Band:
    """The band that a total falls in; `ValueError` when the total is impossible."""
    for band in bands:
        if band.low <= total <= band.high:
            return band
    raise ValueError("no band holds this total")


@cache
def _bands(span: Span, low: int, high: int, inner: tuple[int, ...]) -> tuple[Band, ...]:
    # Without a value between them the two open ends would leave totals that look like nothing.
    if low >= high or not inner:
        return ()
    starts = [span.first, low * span.scale // span.steps + 1]
    starts += [-(-(left + right) * span.scale // (2 * span.steps)) for left, right in pairwise(inner)]
    starts += [-(-high * span.scale // span.steps), span.last + 1]
    figures = [Figure(low, Mark.AT_MOST), *(Figure(value, Mark.ABOUT) for value in inner)]
    figures.append(Figure(high, Mark.AT_LEAST))
    bands = (
        Band(figure, start, after - 1)
        for figure, (start, after) in zip(figures, pairwise(starts), strict=True)
    )
    return tuple(band for band in bands if band.low <= band.high)
