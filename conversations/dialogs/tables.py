"""The tables of a frozen result; a column stands there only where its reader may see something in it."""

from collections.abc import Iterable

from conversations.context import Context, SchoolView
from conversations.dialogs import explain
from conversations.dialogs.parts import titled
from conversations.messages import Facts, Message, Table, Text
from conversations.snapshot import CriterionResult, Snapshot, TeamResult
from conversations.texts import say

Column = tuple[str, list[str | None]]


def area_table(context: Context, view: SchoolView, snapshot: Snapshot) -> Table:
    """Each area's level in words, and its figure for those who may see it."""
    language, words = context.language, view.round.framework.words(context.language)
    figures = any(area.index for area in snapshot.areas)
    columns: list[Column] = [
        (_heading(language, "area"), [words.area(area.id).name for area in snapshot.areas]),
        (
            _heading(language, "level"),
            [explain.level_name(language, view.round, area.level) for area in snapshot.areas],
        ),
        (
            _heading(language, "index"),
            [explain.shown_index(language, area.index) if figures else None for area in snapshot.areas],
        ),
    ]
    return _table(language, columns, say(language, "overview.result.areas"))


def criteria_table(context: Context, view: SchoolView, snapshot: Snapshot) -> Message:
    """Every criterion with its level, and as far as it may be seen the share, the spread, the certainty."""
    language, words = context.language, view.round.framework.words(context.language)
    level = explain.qualifying_level(language, view.round)
    told = snapshot.criteria
    columns: list[Column] = [
        (_heading(language, "criterion"), [words.criterion(each.id).title for each in told]),
        (_heading(language, "level"), [_level(language, view, each) for each in told]),
        (
            say(language, "overview.result.column_share", level=level),
            [explain.shown_share(language, each.share) for each in told],
        ),
        (_heading(language, "spread"), [_spread(language, each) for each in told]),
        (_heading(language, "certainty"), [_certainty(language, each) for each in told]),
    ]
    heading = say(language, "overview.result.heading", school=view.school.name)
    rule = Text(explain.rule(language, view.round), "quiet")
    return titled(context, heading, heading, _table(language, columns, heading), rule)


def teams_table(context: Context, view: SchoolView, snapshot: Snapshot) -> Message:
    """The work teams that may be shown, area by area."""
    language, words = context.language, view.round.framework.words(context.language)
    heading = say(language, "overview.result.teams_heading", school=view.school.name)
    text = Text(say(language, "overview.result.teams_text"), "quiet")
    if not snapshot.teams:
        return titled(context, heading, heading, text, Text(say(language, "overview.result.teams_none")))
    columns = (_heading(language, "area"), *(team.name for team in snapshot.teams))
    rows = tuple(
        (
            words.area(area.id).name,
            *(explain.shown_index(language, team.indexes[place]) for team in snapshot.teams),
        )
        for place, area in enumerate(snapshot.areas)
    )
    others = Text(say(language, "overview.result.team_others"), "quiet")
    hidden = (others,) if len(snapshot.teams) < len(view.teams) else ()
    return titled(context, heading, heading, text, Table(columns, rows, heading), *hidden)


def team_facts(context: Context, view: SchoolView, snapshot: Snapshot, team: TeamResult) -> Facts:
    """One shown team's figures, area by area."""
    words = view.round.framework.words(context.language)
    return Facts(
        tuple(
            (f"{team.name}: {words.area(area.id).name}", explain.shown_index(context.language, index))
            for area, index in zip(snapshot.areas, team.indexes, strict=True)
        )
    )


def _table(language: str, columns: Iterable[Column], caption: str) -> Table:
    kept = [(heading, cells) for heading, cells in columns if any(cell is not None for cell in cells)]
    nothing = say(language, "overview.result.nothing")
    rows = zip(*(cells for _, cells in kept), strict=True)
    return Table(
        tuple(heading for heading, _ in kept),
        tuple(tuple(nothing if cell is None else cell for cell in row) for row in rows),
        caption,
    )


def _heading(language: str, name: str) -> str:
    return say(language, f"overview.result.column_{name}")


def _level(language: str, view: SchoolView, told: CriterionResult) -> str:
    if not told.shown:
        return say(language, "overview.result.level_hidden")
    return explain.level_name(language, view.round, told.level)


def _spread(language: str, told: CriterionResult) -> str | None:
    return say(language, f"overview.spread.{told.spread}") if told.shown and told.spread else None


def _certainty(language: str, told: CriterionResult) -> str | None:
    return say(language, f"overview.certainty.{told.certainty}") if told.shown and told.certainty else None
