"""What the releases of a round tell of one area, and whether another table of answers would look the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

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


class Published:
    """One area, as every role together sees it; `truth` is how many of each kind chose each level."""

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
