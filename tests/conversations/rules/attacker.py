"""The exact attacker: for whom does every table of answers that fits all figures say the same level?

She reads every figure that any role ever sees, in every release, knows the rules of rounding, who answered,
and also who left which criterion blank. The last is more than she could know. It makes the weight of every
answer in "the mean of the persons' means" a known number, so that sums of integer counts are exact and nothing
is relaxed. People with the same groups, releases and weight can change places; a table is therefore how many of
each such kind chose each level on each criterion. Areas share no figure, so each area is attacked by itself.
With one insider every respondent is tried, with her own answers taken as known.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from conversations.rules import display
from conversations.rules.areas import SCHOOL, Policy, areas
from conversations.rules.disclosure import Disclosure
from conversations.rules.looks import Outcome, shown_criterion
from conversations.rules.sheets import Layout, Sheet

Kind = tuple[object, ...]
Key = tuple[Kind, int, int]
Counts = dict[Key, int]


@dataclass(frozen=True)
class Release:
    """One publication: the places of those who had answered, what was published, and its words."""

    present: tuple[int, ...]
    disclosure: Disclosure
    outcome: Outcome


@dataclass(frozen=True)
class Target:
    kind: Kind
    criterion: int
    level: int


@dataclass(frozen=True)
class Insider:
    kind: Kind
    marks: tuple[tuple[int, int], ...]


def determined(sheets: Sequence[Sheet], layout: Layout, releases: Sequence[Release], *, insiders: int) -> int:
    """How many answers can be determined, with 0 or 1 insiders."""
    return sum(
        Attack(sheets, layout, releases, place).determined(insiders) for place in range(len(layout.areas))
    )


class Attack:
    def __init__(
        self, sheets: Sequence[Sheet], layout: Layout, releases: Sequence[Release], place: int
    ) -> None:
        self.layout, self.releases, self.place = layout, releases, place
        self.criteria = layout.areas[place]
        self.area = areas(sheets, layout, Policy())[place]
        self.teams = [sheet.team for sheet in sheets]
        self.rows = self.area.table.rows
        self.weights = self.area.table.weights
        self.sums = [self.sum_of(release, team) for release in releases for team in self.shown(release)]
        self.kinds = [self.kind(person) for person in range(len(sheets))]
        self.truth: Counts = Counter(
            (kind, criterion, level)
            for kind, row in zip(self.kinds, self.rows, strict=True)
            for criterion, level in row.items()
            if level
        )
        self.sizes = Counter[tuple[Kind, int]]()
        for (kind, criterion, _), people in self.truth.items():
            self.sizes[kind, criterion] += people
        self.pool: list[Counts] = [self.truth]

    def shown(self, release: Release) -> list[int]:
        groups = release.disclosure.groups
        return [group.team for group in groups if group.indexes[self.place] is not None]

    def sum_of(self, release: Release, team: int) -> tuple[frozenset[int], int, int]:
        members = frozenset(
            person
            for person in release.present
            if self.weights[person] and team in {SCHOOL, self.teams[person]}
        )
        terms = self.area.terms
        figure = next(g.indexes[self.place] for g in release.disclosure.groups if g.team == team)
        bands = display.index_bands(len(members), terms.unit, terms.criteria, (terms.levels, terms.insiders))
        low, high = next((band.low, band.high) for band in bands if band.figure == figure)
        return members, low, high

    def kind(self, person: int) -> Kind:
        groups = tuple(place for place, (members, _, _) in enumerate(self.sums) if person in members)
        here = tuple(place for place, release in enumerate(self.releases) if person in release.present)
        return groups, here, self.weights[person] if groups else 0

    def determined(self, insiders: int) -> int:
        found = set[Target]()
        for target in self.near_unanimous(insiders):
            if self.may_shift(target):
                continue
            self.pool += self.swapped(target)
            if any(self.forced(target, insider) for insider in self.insiders(insiders)):
                found.add(target)
        return sum(self.truth[t.kind, t.criterion, t.level] for t in found)

    def near_unanimous(self, insiders: int) -> list[Target]:
        """Where two others of a kind disagree, they could have answered the other way round."""
        return [
            Target(kind, criterion, level)
            for (kind, criterion, level), people in self.truth.items()
            if people and self.sizes[kind, criterion] - people <= insiders
        ]

    def insiders(self, insiders: int) -> list[Insider | None]:
        if not insiders:
            return [None]
        types = {
            Insider(kind, tuple((criterion, level) for criterion, level in row.items() if level))
            for kind, row in zip(self.kinds, self.rows, strict=True)
        }
        return [None, *sorted(types, key=repr)]

    def may_shift(self, target: Target) -> bool:
        """Cheap and common: one of them answers otherwise and no figure moves."""
        return any(
            self.fits(shifted)
            for level in range(1, self.layout.levels + 1)
            if level != target.level
            for shifted in [self.shift(target, level)]
        )

    def shift(self, target: Target, level: int) -> Counts:
        shifted = Counter(self.truth)
        shifted[target.kind, target.criterion, target.level] -= 1
        shifted[target.kind, target.criterion, level] += 1
        return shifted

    def swapped(self, target: Target) -> list[Counts]:
        """Also cheap: one of them changes answers with somebody of another kind."""
        swaps = []
        for kind, criterion, level in list(self.truth):
            if criterion == target.criterion and level != target.level and kind != target.kind:
                swap = self.shift(target, level)
                swap[kind, criterion, level] -= 1
                swap[kind, criterion, target.level] += 1
                swaps.append(swap)
        return [swap for swap in swaps if min(swap.values()) >= 0 and self.fits(swap)]

    def fits(self, table: Counts) -> bool:
        sums_fit = all(low <= self.total(table, at) <= high for at, (_, low, high) in enumerate(self.sums))
        return sums_fit and all(
            self.look(table, release, criterion) == self.look(self.truth, release, criterion)
            for release in range(len(self.releases))
            for criterion in self.criteria
        )

    def total(self, table: Counts, at: int) -> int:
        return sum(kind[2] * level * people for (kind, _, level), people in table.items() if at in kind[0])

    def column(self, table: Counts, release: int, criterion: int) -> tuple[int, ...]:
        column = [0] * self.layout.levels
        for (kind, there, level), people in table.items():
            if there == criterion and release in kind[1]:
                column[level - 1] += people
        return tuple(column)

    def look(self, table: Counts, release: int, criterion: int) -> object:
        shown = self.releases[release].disclosure.criteria[criterion]
        if not shown.level_shown:
            return None
        counts = self.column(table, release, criterion)
        figures = shown_criterion(counts, self.layout.qualifying_level, self.area.terms.smallest)
        return figures, self.releases[release].outcome(criterion, counts)

    def forced(self, target: Target, insider: Insider | None) -> bool:
        """Does every table that fits give all others of the kind this level?"""
        own = dict(insider.marks).get(target.criterion) if insider else None
        mine = int(own is not None and insider is not None and insider.kind == target.kind)
        others = self.sizes[target.kind, target.criterion] - mine
        agreeing = others - self.strangers(self.truth, target, insider)
        if not others or agreeing < others:
            return False
        if any(
            self.room_for(table, insider) and self.strangers(table, target, insider) for table in self.pool
        ):
            return False
        table = self.solve(target, insider)
        if table is None:
            return True
        self.pool.append(table)
        return False

    def strangers(self, table: Counts, target: Target, insider: Insider | None) -> int:
        """How many others of the kind have another level in this table."""
        same = table[target.kind, target.criterion, target.level]
        strangers = self.sizes[target.kind, target.criterion] - same
        if insider and insider.kind == target.kind:
            strangers -= dict(insider.marks).get(target.criterion, target.level) != target.level
        return strangers

    def room_for(self, table: Counts, insider: Insider | None) -> bool:
        return insider is None or all(table[insider.kind, c, level] for c, level in insider.marks)

    def solve(self, target: Target, insider: Insider | None) -> Counts | None:
        model = cp_model.CpModel()
        cells = self.cells(model)
        for at, (_, low, high) in enumerate(self.sums):
            model.add_linear_constraint(
                sum(kind[2] * level * cell for (kind, _, level), cell in cells.items() if at in kind[0]),
                low,
                high,
            )
        for release in range(len(self.releases)):
            for criterion in self.criteria:
                self.constrain(model, cells, release, criterion)
        if insider:
            for criterion, level in insider.marks:
                model.add(cells[insider.kind, criterion, level] >= 1)
        own = dict(insider.marks) if insider and insider.kind == target.kind else {}
        known = int(own.get(target.criterion, target.level) != target.level)
        same = cells[target.kind, target.criterion, target.level]
        model.add(same <= self.sizes[target.kind, target.criterion] - known - 1)
        for key, cell in cells.items():
            model.add_hint(cell, self.truth[key])
        return self.solution(model, cells)

    def cells(self, model: cp_model.CpModel) -> dict[Key, cp_model.IntVar]:
        cells = {}
        for (kind, criterion), size in self.sizes.items():
            here = [model.new_int_var(0, size, "") for _ in range(self.layout.levels)]
            model.add(sum(here) == size)
            cells |= {(kind, criterion, level): cell for level, cell in enumerate(here, 1)}
        return cells

    def solution(self, model: cp_model.CpModel, cells: dict[Key, cp_model.IntVar]) -> Counts | None:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        # Sums of counts are what a linear relaxation sees through; without it some proofs take minutes.
        solver.parameters.linearization_level = 2
        status = solver.solve(model)
        assert status in {cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE}
        if status == cp_model.INFEASIBLE:
            return None
        table = Counter({key: solver.value(cell) for key, cell in cells.items()})
        assert self.fits(table), "the model is laxer than the figures"
        return table

    def constrain(
        self, model: cp_model.CpModel, cells: dict[Key, cp_model.IntVar], release: int, criterion: int
    ) -> None:
        """What the school's figures and words say of a criterion, as constraints on its counts per level."""
        shown = self.releases[release].disclosure.criteria[criterion]
        if not shown.level_shown:
            return
        truth = self.column(self.truth, release, criterion)
        people = sum(truth)
        counts = [
            sum(c for (k, j, at), c in cells.items() if j == criterion and at == level and release in k[1])
            for level in range(1, self.layout.levels + 1)
        ]
        level = max(at for at in range(1, len(truth) + 1) if 2 * sum(truth[at - 1 :]) >= people)
        model.add(2 * sum(counts[level - 1 :]) >= people)
        if level < len(truth):
            model.add(2 * sum(counts[level:]) < people)
        high = sum(counts[self.layout.qualifying_level - 1 :])
        allowed = list(self.highs(truth, release, criterion))
        model.add_linear_expression_in_domain(high, cp_model.Domain.from_values(allowed))
        if shown.distribution:
            bands = display.share_bands(people, 10)
            for count, figure in zip(counts, shown.distribution, strict=True):
                band = next(band for band in bands if band.figure == figure)
                model.add_linear_constraint(count, band.low, band.high)
        if shown.spread_shown:
            self.constrain_spread(model, counts, truth)

    def highs(self, truth: tuple[int, ...], release: int, criterion: int) -> Iterator[int]:
        """How many may have the qualifying level or higher without a trace in share, keys or certainty."""
        outcome = self.releases[release].outcome
        at = self.layout.qualifying_level
        people = sum(truth)

        def seen(high: int) -> object:
            counts = tuple({1: people - high, at: high}.get(level, 0) for level in range(1, len(truth) + 1))
            share = shown_criterion(counts, at, self.area.terms.smallest).share
            return share, outcome(criterion, counts)[1:4]  # type: ignore[index]

        wanted = seen(sum(truth[at - 1 :]))
        return (high for high in range(people + 1) if seen(high) == wanted)

    def constrain_spread(
        self, model: cp_model.CpModel, counts: list[cp_model.LinearExprT], truth: tuple[int, ...]
    ) -> None:
        """The mean distance to the median is the smallest mean distance to any level."""
        people = sum(truth)

        def distances(of: Sequence[cp_model.LinearExprT]) -> list[cp_model.LinearExprT]:
            return [sum(abs(a - b) * n for b, n in enumerate(of)) for a in range(len(truth))]

        nearest = min(distances(truth))
        edges = [-1, people // 2, 9 * people // 10, 3 * people]
        low, high = next((a, b) for a, b in pairwise(edges) if a < nearest <= b)
        some = []
        for distance in distances(counts):
            model.add(distance > low)
            some.append(model.new_bool_var(""))
            model.add(distance <= high).only_enforce_if(some[-1])
        model.add_bool_or(some)


def smallest_atom(sheets: Sequence[Sheet], layout: Layout, releases: Sequence[Release]) -> int:
    """The fewest people that subtracting shown groups from each other can single out; 99 without groups."""
    attacks = [Attack(sheets, layout, releases, place) for place in range(len(layout.areas))]
    sizes = [
        size
        for attack in attacks
        for groups, size in Counter(kind[0] for kind in attack.kinds).items()
        if groups
    ]
    return min(sizes, default=99)
