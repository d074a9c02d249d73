"""What a reader can work out by subtracting shown groups from each other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.rules.display import slack


@dataclass(frozen=True, slots=True)
class Shown:
    """A group whose area index is shown: its members (places in the list of sheets), and what it tells.

    `low` and `high` bound the sum of the members' means, in parts of 1/unit of the area.
    """

    team: int
    members: frozenset[int]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What an area's figures must hold to; sums of means are counted in parts of 1/`unit` of a level."""

    criteria: int
    levels: int
    smallest: int
    insiders: int
    unit: int


@dataclass(frozen=True, slots=True)
class Sum:
    """A known interval for the sum of some atoms."""

    atoms: tuple[int, ...]
    low: int
    high: int


def atoms(shown: Sequence[Shown]) -> dict[tuple[int, ...], int]:
    """How many people stand in exactly these of the shown groups, for every combination that somebody has."""
    places: dict[int, list[int]] = {}
    for place, group in enumerate(shown):
        for person in group.members:
            places.setdefault(person, []).append(place)
    return Counter(map(tuple, places.values()))


def propagate(bounds: Sequence[tuple[int, int]], sums: Sequence[Sum]) -> list[tuple[int, int]]:
    """Narrow every atom's interval with every known sum until stable; low > high tells a contradiction."""
    narrowed = list(bounds)
    moving = True
    while moving:
        before = list(narrowed)
        for known in sums:
            _narrow(narrowed, known)
        empty = any(low > high for low, high in narrowed)
        moving = narrowed != before and not empty
    return narrowed


def holds(shown: Sequence[Shown], terms: Terms) -> bool:
    """Tell whether these groups may stand side by side: no atom small, none nearly known to be unanimous."""
    sizes = atoms(shown)
    if any(size < terms.smallest for size in sizes.values()):
        return False
    keys = list(sizes)
    sums = [
        Sum(tuple(at for at, key in enumerate(keys) if place in key), group.low, group.high)
        for place, group in enumerate(shown)
    ]
    start = [(size * terms.unit, size * terms.unit * terms.levels) for size in sizes.values()]
    return all(_open(here, full, terms) for here, full in zip(propagate(start, sums), start, strict=True))


def _narrow(bounds: list[tuple[int, int]], known: Sum) -> None:
    lowest = sum(bounds[atom][0] for atom in known.atoms)
    highest = sum(bounds[atom][1] for atom in known.atoms)
    for atom in known.atoms:
        low, high = bounds[atom]
        bounds[atom] = (max(low, known.low - (highest - high)), min(high, known.high - (lowest - low)))
        lowest += bounds[atom][0] - low
        highest += bounds[atom][1] - high


def _open(here: tuple[int, int], full: tuple[int, int], terms: Terms) -> bool:
    if here[0] > here[1]:
        return False
    needed = slack(terms.criteria, terms.levels, terms.insiders) * terms.unit
    return terms.criteria * min(here[1] - full[0], full[1] - here[0]) >= needed
