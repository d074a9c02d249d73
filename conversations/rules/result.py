"""From one school's opened sheets to its frozen result: score, pass the gate, keep only what may be told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from conversations.framework.schema import Criterion, Framework
from conversations.rules import scoring
from conversations.rules.areas import FLOOR, SCHOOL, Policy, respondents
from conversations.rules.disclosure import Disclosure, disclose
from conversations.rules.display import Figure
from conversations.rules.looks import ShownCriterion
from conversations.rules.measures import weakest
from conversations.rules.qualification import Verdict, area_index, qualifies
from conversations.rules.sheets import Layout, Sheet
from conversations.rules.thresholds import Mode, Thresholds
from conversations.rules.words import words
from conversations.snapshot import AreaResult, CriterionResult, Index, Share, Snapshot, Suggestion, TeamResult

GATE = "gate-1"

_SMALLEST_TEAMS = 3


@dataclass(frozen=True, slots=True)
class Material:
    """All that one school's close has at hand; ``teams`` are (id, name). Lives only inside the close."""

    framework: Framework
    kind: Literal["yearly", "pulse"]
    mode: Literal["individual", "team"]
    eligible: int
    sheets: tuple[Sheet, ...] = field(default=(), repr=False)
    team_sheets: tuple[Sheet, ...] = field(default=(), repr=False)
    leadership: Sheet | None = field(default=None, repr=False)
    joint: Sheet | None = field(default=None, repr=False)
    teams: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Scored:
    """The sheets that count, how they count, and what they came to."""

    mode: Mode
    eligible: int
    sheets: tuple[Sheet, ...] = field(repr=False)
    results: tuple[scoring.CriterionResult, ...] = field(repr=False)
    verdict: Verdict


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
    if scored.mode is Mode.INDIVIDUAL:
        layout, thresholds = _layout(material), _thresholds(material.framework)
        said = words(scored.sheets, layout, thresholds, scored.eligible)
        gate = disclose(scored.sheets, layout, _policy(material), said)
        return _told(blank, material, scored, gate) if gate.groups else blank
    enough = scored.mode is Mode.JOINT or len(scored.sheets) >= _SMALLEST_TEAMS
    return _told(blank, material, scored, _ungated(material)) if enough and scored.sheets else blank


def _scored(material: Material) -> _Scored:
    mode, eligible, opened = _counting(material)
    sheets = respondents(opened)
    thresholds = _thresholds(material.framework)
    results = tuple(
        scoring.score(
            scoring.tally(sheets, place, thresholds.levels), eligible, thresholds, len(sheets), mode
        )
        for place in range(len(_selection(material)))
    )
    verdict = qualifies(results, material.framework.rule, _layout(material).areas, thresholds)
    return _Scored(mode, eligible, sheets, results, verdict)


def _counting(material: Material) -> tuple[Mode, int, tuple[Sheet, ...]]:
    if material.joint is not None:
        return Mode.JOINT, 1, (material.joint,)
    if material.mode == "team":
        return Mode.TEAM_CONSENSUS, max(len(material.teams), 1), material.team_sheets
    return Mode.INDIVIDUAL, material.eligible, material.sheets


def _told(blank: Snapshot, material: Material, scored: _Scored, gate: Disclosure) -> Snapshot:
    criteria = tuple(_criterion(material, scored, place, look) for place, look in enumerate(gate.criteria))
    told = {result.id for result in criteria if result.shown}
    ids = [criterion.id for criterion in _selection(material)]
    missing = tuple(ids[each.criterion] for each in scored.verdict.missing if ids[each.criterion] in told)
    return replace(
        blank,
        shown=True,
        outcome=scored.verdict.outcome.value,
        qualifies=material.kind == "yearly" and scored.verdict.qualifies,
        criteria=criteria,
        areas=tuple(
            _area(material, scored, criteria, place, gate) for place in range(len(_layout(material).areas))
        ),
        teams=_teams(material, gate),
        missing=missing,
        suggestions=_suggestions(material, scored, criteria),
    )


def _criterion(material: Material, scored: _Scored, place: int, look: ShownCriterion) -> CriterionResult:
    identity, result = _selection(material)[place].id, scored.results[place]
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
    places = _layout(material).areas[place]
    shown = [criteria[each].level for each in places if criteria[each].shown]
    area = _selection(material)[places[0]].area
    lead = area_index((material.leadership,), places) if material.leadership else None
    return AreaResult(
        id=area,
        level=min(shown, default=0),
        index=_school_index(scored, gate, place, places),
        leadership=float(lead) if lead is not None else None,
    )


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


def _suggestions(
    material: Material, scored: _Scored, criteria: Sequence[CriterionResult]
) -> tuple[Suggestion, ...]:
    """The weakest criteria by what is shown of them: an order by exact shares would tell more than those."""
    shown = [
        replace(result, level=told.level, share=Fraction(told.share.percent if told.share else 0, 100))
        for result, told in zip(scored.results, criteria, strict=True)
    ]
    levels, selection = len(material.framework.levels), _selection(material)
    return tuple(
        Suggestion(selection[each.criterion].id, each.step) for each in weakest(shown, levels=levels)
    )


def _ungated(material: Material) -> Disclosure:
    """Joint answers are no single person's: every level is shown, shares and distributions are not."""
    looks = tuple(ShownCriterion(level_shown=True) for _ in _selection(material))
    return Disclosure(groups=(), criteria=looks, unshown=())


def _thresholds(framework: Framework) -> Thresholds:
    return Thresholds(
        share_of_answers=framework.thresholds.share_of_answers,
        share_of_staff=framework.thresholds.share_of_staff,
        smallest=max(FLOOR, framework.smallest_group),
        qualifying_level=framework.qualifying_level,
        levels=len(framework.levels),
        near=framework.thresholds.near,
    )


def _layout(material: Material) -> Layout:
    selection = _selection(material)
    areas = dict.fromkeys(criterion.area for criterion in selection)
    places = tuple(
        tuple(place for place, criterion in enumerate(selection) if criterion.area == area) for area in areas
    )
    return Layout(places, len(material.framework.levels), material.framework.qualifying_level)


def _policy(material: Material) -> Policy:
    return Policy(smallest=max(FLOOR, material.framework.smallest_group))


def _selection(material: Material) -> tuple[Criterion, ...]:
    return material.framework.selection(material.kind)


def _index(figure: Figure | None) -> Index | None:
    return Index(figure.value / 10, figure.mark.value) if figure else None


def _share(figure: Figure) -> Share:
    return Share(figure.value, figure.mark.value)
