"""The exact attacker: for whom does every table of answers that fits all figures say the same level?

She reads every figure that any role ever sees, in every release, knows the rules of rounding, who answered,
and also who left which criterion blank. The last is more than she could know. It makes the weight of every
answer in "the mean of the persons' means" a known number, so that sums of integer counts are exact and
nothing is relaxed. People with the same groups, releases and weight can change places; a table is therefore
how many of each such kind chose each level on each criterion. Areas share no figure, so each area is attacked
by itself. With one insider every respondent is tried, with her own answers taken as known.
"""

from collections import Counter
from collections.abc import Sequence

from conversations.rules.sheets import Layout, Sheet
from tests.conversations.rules.published import Counts, Release
from tests.conversations.rules.search import Insider, Search, Target


def determined(sheets: Sequence[Sheet], layout: Layout, releases: Sequence[Release], *, insiders: int) -> int:
    """How many answers can be determined, with 0 or 1 insiders."""
    return sum(
        Attack(sheets, layout, releases, place).determined(insiders) for place in range(len(layout.areas))
    )


class Attack(Search):
    def __init__(
        self, sheets: Sequence[Sheet], layout: Layout, releases: Sequence[Release], place: int
    ) -> None:
        super().__init__(sheets, layout, releases, place)
        self.pool: list[Counts] = [self.truth]

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
