"""Other tables of answers that would look the same, found or ruled out by a constraint solver."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ortools.sat.python import cp_model

from conversations.rules import display
from conversations.rules.looks import shown_criterion
from tests.conversations.rules.published import Counts, Key, Kind, Published


@dataclass(frozen=True)
class Target:
    kind: Kind
    criterion: int
    level: int


@dataclass(frozen=True)
class Insider:
    kind: Kind
    marks: tuple[tuple[int, int], ...]


class Search(Published):
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
