"""The confidentiality gate: which figures of a closed round may be shown at all, and what they look like.

Three locks, one after the other. No group under the floor, by subtraction either. No group whose figures,
subtracted from each other, come near unanimity. And no figure at all while somebody's answer has no other
table of answers that would look the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from conversations.rules.areas import SCHOOL, Area, Policy, areas, respondents
from conversations.rules.bounds import Shown, holds
from conversations.rules.display import Figure, band_of, index_bands
from conversations.rules.doubt import without_doubt
from conversations.rules.looks import Outcome, ShownCriterion, shown_criterion
from conversations.rules.sheets import Layout, Sheet


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A shown group: team id (`SCHOOL` for all), respondents, and per area an index or None."""

    team: int
    respondents: int
    indexes: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """All figures of a closed round that may leave the gate, for every role and for good.

    `groups` has the school first and then the shown teams by id; it is empty under the floor. The teams of
    `unshown` appear together as "övriga arbetslag", without figures of their own. Indexes are in tenths.
    """

    groups: tuple[ShownGroup, ...]
    criteria: tuple[ShownCriterion, ...]
    unshown: tuple[int, ...]


def disclose(sheets: Sequence[Sheet], layout: Layout, policy: Policy, outcome: Outcome) -> Disclosure:
    """Pass a closed round through the gate.

    `outcome` must tell everything in words that the school is shown of a criterion (level, reached, missing
    answers, certainty, spread), so that the gate sees whether the words give an answer away.
    """
    people = respondents(sheets)
    criteria: list[ShownCriterion] = [ShownCriterion()] * layout.criteria
    indexes: list[Mapping[int, Figure]] = []
    for area in areas(people, layout, policy):
        shown, looks = _kept(area, layout.qualifying_level, outcome)
        for place, figures in looks.items():
            criteria[place] = figures
        indexes.append({group.team: _figure(area, group) for group in shown})
    return _assembled(people, indexes, tuple(criteria), policy)


def passed(area: Area, already_shown: Sequence[Shown] = ()) -> tuple[Shown, ...]:
    """The groups whose index may be shown besides what is already shown, the school first, then by size.

    Members are places in the list of respondents; `already_shown` must number the same people alike.
    """
    shown: list[Shown] = []
    for team, members in area.groups:
        candidate = _shown(area, team, members) if len(members) >= area.terms.smallest else None
        if candidate and holds([*already_shown, *shown, candidate], area.terms):
            shown.append(candidate)
    return tuple(shown)


def compatible(old: Sequence[Shown], new: Sequence[Shown], area: Area) -> bool:
    """Tell whether a corrected release of an area may stand beside the one already published.

    Both number the same people alike. When it may not, the old release stands.
    """
    return holds([*old, *new], area.terms)


def _shown(area: Area, team: int, members: frozenset[int]) -> Shown | None:
    terms = area.terms
    bands = index_bands(len(members), terms.unit, terms.criteria, (terms.levels, terms.insiders))
    if not bands:
        return None
    band = band_of(bands, area.table.total(members))
    return Shown(team, members, band.low, band.high)


def _figure(area: Area, group: Shown) -> Figure:
    terms = area.terms
    bands = index_bands(len(group.members), terms.unit, terms.criteria, (terms.levels, terms.insiders))
    return band_of(bands, group.low).figure


def _kept(
    area: Area, qualifying_level: int, outcome: Outcome
) -> tuple[tuple[Shown, ...], Mapping[int, ShownCriterion]]:
    """Take figures away, the smallest group first and whole criteria last, until every answer is in doubt."""
    shown, silent = passed(area), frozenset[int]()
    nothing = (ShownCriterion(), None)

    @cache
    def look(place: int, counts: tuple[int, ...]) -> tuple[ShownCriterion, object]:
        figures = shown_criterion(counts, qualifying_level, area.terms.smallest)
        return (figures, outcome(place, counts)) if figures.level_shown else nothing

    def seen(place: int, counts: tuple[int, ...]) -> tuple[ShownCriterion, object]:
        return nothing if place in silent else look(place, counts)

    while certain := without_doubt(area.table, shown, seen):
        if shown:
            shown = shown[:-1]
        else:
            silent |= frozenset(certain)
    looks = {
        place: shown_criterion(area.table.counts(place), qualifying_level, area.terms.smallest)
        for place in area.criteria
    }
    return shown, {
        place: ShownCriterion() if place in silent else figures for place, figures in looks.items()
    }


def _assembled(
    people: Sequence[Sheet],
    indexes: Sequence[Mapping[int, Figure]],
    criteria: tuple[ShownCriterion, ...],
    policy: Policy,
) -> Disclosure:
    sizes = {SCHOOL: len(people)} if len(people) >= policy.floor else {}
    teams = sorted({person.team for person in people} - {SCHOOL})
    shown = [team for team in teams if any(team in area for area in indexes)]
    sizes |= {team: sum(1 for person in people if person.team == team) for team in shown}
    groups = tuple(
        ShownGroup(team, size, tuple(area.get(team) for area in indexes)) for team, size in sizes.items()
    )
    return Disclosure(groups, criteria, tuple(team for team in teams if team not in shown))
