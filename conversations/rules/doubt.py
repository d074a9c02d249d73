"""The last lock: for every answer there must be another table of answers that looks exactly the same.

An answer is safe when two people whom the figures cannot tell apart disagree on it, even after the insiders
have left their own answers out: they could have answered the other way round. Where people agree, a witness
is sought: one of them answers differently, or changes places with somebody elsewhere, and no figure moves.
The reader is taken to know who left what blank.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conversations.rules.bounds import Shown

Look = Callable[[int, tuple[int, ...]], Hashable]
"""All that the school is shown of a criterion, from its place on a sheet and its answers per level."""


@dataclass(frozen=True, slots=True)
class Table:
    """An area's answers: per person the levels by criterion, 0 for none, and a step's weight in the sums.

    A person whose mean is not counted in the area weighs 0.
    """

    rows: tuple[Mapping[int, int], ...]
    weights: tuple[int, ...]
    levels: int
    insiders: int

    def total(self, members: frozenset[int]) -> int:
        """The sum of the members' means, in parts of 1/unit."""
        return sum(self.weights[person] * sum(self.rows[person].values()) for person in members)

    def counts(self, criterion: int) -> tuple[int, ...]:
        """How many people chose each level, the lowest first."""
        chosen = Counter(row[criterion] for row in self.rows)
        return tuple(chosen[level] for level in range(1, self.levels + 1))


@dataclass(frozen=True, slots=True)
class Kind:
    """People whom the figures cannot tell apart: the same shown groups, and the same weight in them."""

    groups: tuple[int, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion as it is shown: who answered what, and how much room the shown indexes leave."""

    table: Table
    criterion: int
    look: Look
    room: tuple[tuple[int, int], ...]
    people: Mapping[Kind, Counter[int]]


def without_doubt(table: Table, shown: Sequence[Shown], look: Look) -> tuple[int, ...]:
    """The criteria on which somebody's answer could not be proved to stay open with these figures shown."""
    totals = [table.total(group.members) for group in shown]
    room = tuple((group.low - total, group.high - total) for group, total in zip(shown, totals, strict=True))
    kinds = [_kind(table, shown, person) for person in range(len(table.rows))]
    criteria = table.rows[0] if table.rows else {}
    questions = (
        Question(table, criterion, look, room, _people(table, kinds, criterion)) for criterion in criteria
    )
    return tuple(question.criterion for question in questions if not _in_doubt(question))


def _kind(table: Table, shown: Sequence[Shown], person: int) -> Kind:
    groups = tuple(place for place, group in enumerate(shown) if person in group.members)
    return Kind(groups, table.weights[person] if groups else 0)


def _people(table: Table, kinds: Sequence[Kind], criterion: int) -> Mapping[Kind, Counter[int]]:
    people: dict[Kind, Counter[int]] = {}
    for kind, row in zip(kinds, table.rows, strict=True):
        if row[criterion]:
            people.setdefault(kind, Counter())[row[criterion]] += 1
    return people


def _in_doubt(question: Question) -> bool:
    return all(
        _could_differ(question, kind, level) or _could_change_places(question, kind, level)
        for kind, level in _agreeing(question)
    )


def _agreeing(question: Question) -> Iterator[tuple[Kind, int]]:
    for kind, chosen in question.people.items():
        for level, people in chosen.items():
            if chosen.total() - people <= question.table.insiders:
                yield kind, level


def _could_differ(question: Question, kind: Kind, level: int) -> bool:
    counts = question.table.counts(question.criterion)
    seen = question.look(question.criterion, counts)
    return any(
        _fits(question, dict.fromkeys(kind.groups, (other - level) * kind.weight))
        and question.look(question.criterion, _moved(counts, level, other)) == seen
        for other in range(1, question.table.levels + 1)
        if other != level
    )


def _could_change_places(question: Question, kind: Kind, level: int) -> bool:
    partners = 0
    for there, chosen in question.people.items():
        for other, people in chosen.items():
            if other == level or there == kind:
                continue
            moves = Counter(dict.fromkeys(kind.groups, (other - level) * kind.weight))
            moves.update(dict.fromkeys(there.groups, (level - other) * there.weight))
            partners += people if _fits(question, moves) else 0
    return partners > question.table.insiders


def _fits(question: Question, moves: Mapping[int, int]) -> bool:
    return all(question.room[group][0] <= move <= question.room[group][1] for group, move in moves.items())


def _moved(counts: tuple[int, ...], level: int, other: int) -> tuple[int, ...]:
    moved = list(counts)
    moved[level - 1] -= 1
    moved[other - 1] += 1
    return tuple(moved)
