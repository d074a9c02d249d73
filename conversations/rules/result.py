"""From one school's opened sheets to its frozen result: score, pass the gate, keep only what may be told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from conversations.rules import scoring
from conversations.rules.areas import SCHOOL, respondents
from conversations.rules.derivable import derivable, suggestions
from conversations.rules.disclosure import Disclosure, disclose
from conversations.rules.display import Figure
from conversations.rules.looks import ShownCriterion
from conversations.rules.material import Material
from conversations.rules.qualification import area_index, qualifies
from conversations.rules.sheets import Sheet
from conversations.rules.thresholds import Mode
from conversations.rules.words import words
from conversations.snapshot import (
    AreaResult,
    CriterionResult,
    Gap,
    Index,
    Share,
    Snapshot,
    TeamResult,
)

__all__ = ["Material", "freeze"]

GATE = "gate-1"

# Joint answers are no single person's, but two of them are two groups that know each other's.
_SMALLEST_TEAMS = 3
# A "joint" answer of one or two people is those people's answer.
_SMALLEST_JOINT = 3
_APART = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class _Scored:
    """The sheets that count, how they count, and what each criterion came to."""

    mode: Mode
    eligible: int
    sheets: tuple[Sheet, ...] = field(repr=False)
    results: tuple[scoring.CriterionResult, ...] = field(repr=False)


def freeze(material: Material) -> Snapshot:
    """Make the one result that is ever shown of a school's round."""
    scored = _scored(material)
    blank = Snapshot(
        framework_hash=material.framework.hash,
        kind=material.kind,
        basis="joint" if scored.mode is Mode.JOINT else material.mode,
        rules=(material.framework.rule, GATE),
        eligible=scored.eligible,
        answered=len(scored.sheets),
        shown=False,
    )
    gate = _gated(material, scored)
    return _told(blank, material, scored, gate) if gate else blank


def _scored(material: Material) -> _Scored:
    mode, eligible, opened = material.counting
    sheets, thresholds = respondents(opened), material.thresholds
    results = tuple(
        scoring.score(
            scoring.tally(sheets, place, thresholds.levels), eligible, thresholds, len(sheets), mode
        )
        for place in range(len(material.selection))
    )
    return _Scored(mode, eligible, sheets, results)


def _gated(material: Material, scored: _Scored) -> Disclosure | None:
    """What may be shown, or nothing at all."""
    if scored.mode is Mode.INDIVIDUAL:
        said = words(scored.sheets, material.layout, material.thresholds, scored.eligible)
        gate = disclose(scored.sheets, material.layout, material.policy, said)
        return gate if gate.groups else None
    if scored.mode is Mode.JOINT:
        enough = bool(scored.sheets) and material.eligible >= _SMALLEST_JOINT
    else:
        enough = len(scored.sheets) >= _SMALLEST_TEAMS
    looks = tuple(ShownCriterion(level_shown=True) for _ in material.selection)
    return Disclosure(groups=(), criteria=looks, unshown=()) if enough else None


def _told(blank: Snapshot, material: Material, scored: _Scored, gate: Disclosure) -> Snapshot:
    criteria = tuple(_criterion(material, scored, place, look) for place, look in enumerate(gate.criteria))
    areas = tuple(
        _area(material, scored, criteria, place, gate) for place in range(len(material.layout.areas))
    )
    public = derivable(material, scored.results, criteria, areas)
    verdict = qualifies(public, material.framework.rule, material.layout.areas, material.thresholds)
    return replace(
        blank,
        shown=True,
        outcome=verdict.outcome.value,
        qualifies=material.kind == "yearly" and verdict.qualifies,
        criteria=criteria,
        areas=areas,
        teams=_teams(material, gate),
        missing=tuple(material.selection[each.criterion].id for each in verdict.missing),
        suggestions=suggestions(material, public),
    )


def _criterion(material: Material, scored: _Scored, place: int, look: ShownCriterion) -> CriterionResult:
    identity, result = material.selection[place].id, scored.results[place]
    if not look.level_shown:
        return CriterionResult(identity, 0, reached=False, shown=False)
    return CriterionResult(
        id=identity,
        level=result.level,
        reached=result.reached,
        more_answers=result.more_answers_needed,
        certainty=result.certainty,
        spread=result.spread if look.spread_shown else None,
        share=_share(look.share) if look.share else None,
        distribution=tuple(_share(figure) for figure in look.distribution or ()),
    )


def _area(
    material: Material, scored: _Scored, criteria: Sequence[CriterionResult], place: int, gate: Disclosure
) -> AreaResult:
    places = material.layout.areas[place]
    shown = [criteria[each].level for each in places if criteria[each].shown]
    index = _school_index(scored, gate, place, places)
    lead = area_index((material.leadership,), places) if material.leadership else None
    return AreaResult(
        id=material.selection[places[0]].area,
        level=min(shown, default=0),
        index=index,
        gap=_gap(lead, index) if lead is not None and index else None,
    )


def _gap(leadership: Fraction, index: Index) -> Gap:
    """On which side of the staff's shown figure the leadership stands by half a level; never how far."""
    apart = leadership - Fraction(str(index.value))
    if apart >= _APART and index.bound != "at_least":
        return "higher"
    return "lower" if apart <= -_APART and index.bound != "at_most" else "alike"


def _school_index(scored: _Scored, gate: Disclosure, place: int, places: tuple[int, ...]) -> Index | None:
    if scored.mode is Mode.INDIVIDUAL:
        return _index(gate.groups[0].indexes[place])
    value = area_index(scored.sheets, places)
    if value is None:
        return None
    # A joint answer is the school's own; joint answers of teams are rounded like the smallest groups.
    return Index(float(value) if scored.mode is Mode.JOINT else round(value * 2) / 2)


def _teams(material: Material, gate: Disclosure) -> tuple[TeamResult, ...]:
    names = dict(material.teams)
    return tuple(
        TeamResult(
            group.team, names.get(group.team, ""), group.respondents, tuple(map(_index, group.indexes))
        )
        for group in gate.groups
        if group.team != SCHOOL
    )


def _index(figure: Figure | None) -> Index | None:
    return Index(figure.value / 10, figure.mark.value) if figure else None


def _share(figure: Figure) -> Share:
    return Share(figure.value, figure.mark.value)
