"""Who visits whom in a cohort, as pairs of host and guest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

Pair = tuple[int, int]


def pairs(schools: Sequence[int], each: int = 2) -> tuple[Pair, ...]:
    """Pair schools as hosts and guests, so that each hosts and visits equally often and no pair comes twice.

    Each hosts and visits ``each`` times, or every other school where there are fewer. Nobody meets the same
    school in both directions as long as there is somebody it does not meet at all.
    """
    ring = tuple(dict.fromkeys(schools))
    steps = range(1, min(each, len(ring) - 1) + 1)
    # Steps forward and the same steps back are different schools until the ring has been gone all round.
    return tuple(
        (host, ring[(place + step) % len(ring)]) for step in steps for place, host in enumerate(ring)
    )


def repaired(
    schools: Sequence[int], made: Sequence[Pair], planned: Sequence[Pair], each: int = 2
) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Mend the visits after somebody left or came: what to add, and which planned ones to call off.

    ``schools`` are those that are there now. Visits that were made stay and count, also with schools that
    have left; planned ones between schools that are there stay too.
    """
    present = tuple(dict.fromkeys(schools))
    kept = tuple(pair for pair in planned if set(pair) <= set(present))
    cancelled = tuple(pair for pair in planned if pair not in kept)
    if not made and not kept:
        return pairs(present, each), cancelled
    mending = _Mending(present, min(each, len(present) - 1), [*made, *kept])
    mending.match()
    mending.fill()
    return tuple(mending.added), cancelled


@dataclass(slots=True)
class _Mending:
    """Visits as they are, and how often everybody shall host and visit at least."""

    present: tuple[int, ...]
    wanted: int
    known: list[Pair]
    added: list[Pair] = field(default_factory=list)

    def match(self) -> None:
        """Let those who shall host more have those who shall visit more, as many as can be."""
        for host in self.present:
            while self._lacks(host, 0) and self._find_guest(host, set()):
                pass

    def fill(self) -> None:
        """Give whoever still lacks a visit one with somebody who has enough already."""
        for school in self.present:
            while self._lacks(school, 0):
                self.added.append((school, self._freest(school, 0)))
            while self._lacks(school, 1):
                self.added.append((self._freest(school, 1), school))

    def _find_guest(self, host: int, tried: set[int]) -> bool:
        """Find the host a guest, if need be by letting another host of that guest have somebody else."""
        for guest in sorted(self._possible(host, 0), key=lambda guest: self._met(host, guest)):
            if guest in tried:
                continue
            tried.add(guest)
            if self._lacks(guest, 1) or self._let_go(guest, tried):
                self.added.append((host, guest))
                return True
        return False

    def _let_go(self, guest: int, tried: set[int]) -> bool:
        for pair in [pair for pair in self.added if pair[1] == guest]:
            self.added.remove(pair)
            if self._find_guest(pair[0], tried):
                return True
            self.added.append(pair)
        return False

    def _freest(self, school: int, side: int) -> int:
        """Whom it burdens least to meet a school that is the host (side 0) or the guest (1)."""
        times = Counter(pair[1 - side] for pair in self._all)
        possible = self._possible(school, side)
        return min(possible, key=lambda other: (times[other], self._met(school, other)))

    def _possible(self, school: int, side: int) -> list[int]:
        taken = {pair[1 - side] for pair in self._all if pair[side] == school}
        return [other for other in self.present if other != school and other not in taken]

    def _lacks(self, school: int, side: int) -> bool:
        return sum(pair[side] == school for pair in self._all) < self.wanted

    def _met(self, one: int, other: int) -> int:
        return sum({one, other} == set(pair) for pair in self._all)

    @property
    def _all(self) -> list[Pair]:
        return [*self.known, *self.added]
