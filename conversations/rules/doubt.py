"""The last lock: for every answer there must be another table of answers that looks exactly the same.

An answer is safe when two people whom the figures cannot tell apart disagree on it, even after the insiders
have left their own answers out: they could have answered the other way round. Where people agree, a witness
is sought: one of them answers differently, or changes places with somebody elsewhere, and no figure moves.
The reader is taken to know who left what blank.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

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
    room: tuple[tuple[int, int], ...]
    people: Mapping[Kind, Counter[int]]
    unseen: Callable[[int], Sequence[int]]


def without_doubt(table: Table, shown: Sequence[Shown], look: Look) -> tuple[int, ...]:
    """The criteria on which somebody's answer could not be proved to stay open with these figures shown."""
    totals = [table.total(group.members) for group in shown]
    room = tuple((group.low - total, group.high - total) for group, total in zip(shown, totals, strict=True))
    rows: dict[Kind, list[Mapping[int, int]]] = {}
    for person, row in enumerate(table.rows):
        rows.setdefault(_kind(table, shown, person), []).append(row)
    criteria = table.rows[0] if table.rows else {}
    questions = [
        Question(table, criterion, room, _people(rows, criterion), _unseen(table, criterion, look))
        for criterion in criteria
    ]
    return tuple(question.criterion for question in questions if not _in_doubt(question, questions))


def _kind(table: Table, shown: Sequence[Shown], person: int) -> Kind:
    groups = tuple(place for place, group in enumerate(shown) if person in group.members)
    return Kind(groups, table.weights[person] if groups else 0)


def _people(rows: Mapping[Kind, list[Mapping[int, int]]], criterion: int) -> Mapping[Kind, Counter[int]]:
    return {
        kind: Counter([row[criterion] for row in alike if row[criterion]]) for kind, alike in rows.items()
    }


def _in_doubt(question: Question, questions: Sequence[Question]) -> bool:
    return all(
        _could_change_places(question, kind, level)
        or _could_differ(question, kind, level)
        or _could_be_made_up_for(question, questions, (kind, level))
        for kind, level in _agreeing(question)
    )


def _agreeing(question: Question) -> Iterator[tuple[Kind, int]]:
    for kind, chosen in question.people.items():
        everybody = chosen.total()
        for level, people in chosen.items():
            if everybody - people <= question.table.insiders:
                yield kind, level


def _could_differ(question: Question, kind: Kind, level: int) -> bool:
    return any(_fits(question, kind, other - level) for other in question.unseen(level))


def _could_be_made_up_for(
    question: Question, questions: Sequence[Question], answer: tuple[Kind, int]
) -> bool:
    """One of them answers differently, and somebody else differs on another criterion to make up for it."""
    kind, level = answer
    steps = [other - level for other in question.unseen(level)]
    return any(
        _fit_together(question, (kind, step), (there, second - first))
        for elsewhere in questions
        if elsewhere is not question and steps
        for there, first in _crowds(elsewhere)
        if not set(there.groups).isdisjoint(kind.groups)
        for second in elsewhere.unseen(first)
        for step in steps
    )


def _crowds(question: Question) -> Iterator[tuple[Kind, int]]:
    # With more people than insiders, one of them is somebody whose answer nobody else knows.
    for kind, chosen in question.people.items():
        for level, people in chosen.items():
            if people > question.table.insiders:
                yield kind, level


def _unseen(table: Table, criterion: int, look: Look) -> Callable[[int], Sequence[int]]:
    """The levels that one person at a level could have chosen instead without a trace in the criterion."""
    counts = table.counts(criterion)

    @cache
    def unseen(level: int) -> Sequence[int]:
        seen = look(criterion, counts)
        return [
            other
            for other in range(1, table.levels + 1)
            if other != level and look(criterion, _moved(counts, level, other)) == seen
        ]

    return unseen


def _could_change_places(question: Question, kind: Kind, level: int) -> bool:
    partners = 0
    for there, chosen in question.people.items():
        if there == kind:
            continue
        for other, people in chosen.items():
            if other != level and _fit_together(question, (kind, other - level), (there, level - other)):
                partners += people
        # An insider can rule out herself as a partner.
        if partners > question.table.insiders:
            return True
    return False


def _fits(question: Question, kind: Kind, step: int) -> bool:
    """Whether one of this kind can move by so many levels without any shown index moving."""
    move = step * kind.weight
    return all(question.room[group][0] <= move <= question.room[group][1] for group in kind.groups)


def _fit_together(question: Question, one: tuple[Kind, int], other: tuple[Kind, int]) -> bool:
    """The same for one of each kind who move together; where both stand in a group, their moves add up."""
    (kind, step), (there, back) = one, other
    first, second, room = step * kind.weight, back * there.weight, question.room
    for group in kind.groups:
        low, high = room[group]
        if not low <= (first + second if group in there.groups else first) <= high:
            return False
    return all(
        room[group][0] <= second <= room[group][1] for group in there.groups if group not in kind.groups
    )


def _moved(counts: tuple[int, ...], level: int, other: int) -> tuple[int, ...]:
    moved = list(counts)
    moved[level - 1] -= 1
    moved[other - 1] += 1
    return tuple(moved)
