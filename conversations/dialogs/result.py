"""The frozen result as messages: the principal's summary, its criteria and teams, and the good news."""

from conversations.context import Context, Listener, SchoolView
from conversations.dialogs import explain
from conversations.dialogs.parts import titled
from conversations.messages import (
    Action,
    Bar,
    Button,
    Buttons,
    Chart,
    Facts,
    Heading,
    Message,
    Part,
    Picture,
    Table,
    Text,
)
from conversations.snapshot import CriterionResult, Snapshot, TeamResult
from conversations.texts import say
from conversations.texts.dates import number


def summary(context: Context, view: SchoolView, snapshot: Snapshot) -> Message:
    """What the school reached: words first, then the picture, what is missing and what to do next."""
    language = context.language
    heading = say(language, "overview.result.heading", school=view.school.name)
    answered = Text(_answered(language, view, snapshot), "quiet")
    if not snapshot.shown:
        return titled(context, heading, heading, answered, Text(say(language, "overview.result.hidden")))
    return titled(
        context,
        heading,
        heading,
        Text(explain.outcome(language, view.round, snapshot), "warm"),
        *_sentences(explain.missing(language, view.round, snapshot)),
        answered,
        picture(context, view, snapshot),
        area_table(context, view, snapshot),
        *_sentences(
            explain.gap(language, view.round, snapshot),
            explain.spread(language, view.round, snapshot),
            explain.certainty(language, snapshot),
        ),
        *_measures(context, view, snapshot),
        Buttons(_more(context, view, snapshot)),
    )


def good_news(context: Context, view: SchoolView, principal: Listener) -> Message:
    """The school qualifies: a message of its own, with the button to apply."""
    language, words = context.language, view.round.framework.words(context.language)
    heading = say(language, "overview.qualifies.heading", school=view.school.name)
    everywhere = view.snapshot is not None and all(each.reached for each in view.snapshot.criteria)
    text = say(
        language,
        "overview.qualifies.text" if everywhere else "overview.qualifies.text_by_rule",
        name=principal.name.split()[0],
        level=explain.qualifying_level(language, view.round),
        award=words.award,
    )
    apply = Button(say(language, "overview.qualifies.apply"), _about(view, "apply"), "primary")
    next_step = Text(say(language, "overview.qualifies.next"))
    return titled(context, heading, heading, Text(text, "warm"), next_step, Buttons((apply,)))


def criteria_table(context: Context, view: SchoolView, snapshot: Snapshot) -> Message:
    """Every criterion with its level, and how united and how certain the answers are."""
    language, words = context.language, view.round.framework.words(context.language)
    columns = tuple(
        say(language, f"overview.result.column_{name}")
        for name in ("criterion", "level", "spread", "certainty")
    )
    rows = tuple(
        (
            words.criterion(result.id).title,
            *_in_words(language, view, result),
        )
        for result in snapshot.criteria
    )
    heading = say(language, "overview.result.heading", school=view.school.name)
    rule = Text(explain.rule(language, view.round), "quiet")
    return titled(context, heading, heading, Table(columns, rows, heading), rule)


def teams_table(context: Context, view: SchoolView, snapshot: Snapshot) -> Message:
    """The work teams that may be shown, area by area."""
    language, words = context.language, view.round.framework.words(context.language)
    heading = say(language, "overview.result.teams_heading", school=view.school.name)
    text = Text(say(language, "overview.result.teams_text"), "quiet")
    if not snapshot.teams:
        return titled(context, heading, heading, text, Text(say(language, "overview.result.teams_none")))
    columns = (
        say(language, "overview.result.column_area"),
        *(team.name for team in snapshot.teams),
    )
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


def area_table(context: Context, view: SchoolView, snapshot: Snapshot) -> Table:
    """Each area's level in words and its figure."""
    language, words = context.language, view.round.framework.words(context.language)
    columns = tuple(say(language, f"overview.result.column_{name}") for name in ("area", "level", "index"))
    rows = tuple(
        (
            words.area(area.id).name,
            explain.level_name(language, view.round, area.level),
            explain.shown_index(language, area.index),
        )
        for area in snapshot.areas
    )
    return Table(columns, rows, say(language, "overview.result.areas"))


def team_facts(context: Context, view: SchoolView, snapshot: Snapshot, team: TeamResult) -> Facts:
    """One shown team's figures, area by area."""
    words = view.round.framework.words(context.language)
    return Facts(
        tuple(
            (f"{team.name}: {words.area(area.id).name}", explain.shown_index(context.language, index))
            for area, index in zip(snapshot.areas, team.indexes, strict=True)
        )
    )


def picture(context: Context, view: SchoolView, snapshot: Snapshot) -> Picture:
    """A bar per area against the previous round and the level to reach, with the same numbers in words."""
    language, words = context.language, view.round.framework.words(context.language)
    bars = tuple(
        _bar(language, words.area(area.id).name, snapshot, view.previous, area.id) for area in snapshot.areas
    )
    level = explain.qualifying_level(language, view.round)
    chart = Chart(
        title=say(language, "overview.result.chart", level=level),
        levels=tuple(each.name for each in words.levels),
        bars=bars,
        line=view.round.framework.qualifying_level,
        line_label=say(language, "overview.result.chart_line", level=level),
        previous_label=say(language, "overview.result.chart_previous") if view.previous else "",
    )
    told = " ".join(_told(language, bar) for bar in bars)
    return Picture(chart, say(language, "overview.result.chart_alt", bars=told, level=level))


def _in_words(language: str, view: SchoolView, result: CriterionResult) -> tuple[str, str, str]:
    nothing = say(language, "overview.result.no_spread")
    if not result.shown:
        return say(language, "overview.result.level_hidden"), nothing, nothing
    return (
        explain.level_name(language, view.round, result.level),
        say(language, f"overview.spread.{result.spread}") if result.spread else nothing,
        say(language, f"overview.certainty.{result.certainty}"),
    )


def _bar(language: str, name: str, snapshot: Snapshot, previous: Snapshot | None, area: str) -> Bar:
    now, before = snapshot.area(area), previous.area(area) if previous else None
    index = now.index if now else None
    earlier = before.index.value if before and before.index else None
    return Bar(name, index.value if index else None, explain.shown_index(language, index), earlier)


def _told(language: str, bar: Bar) -> str:
    if bar.previous is None:
        return say(language, "overview.result.bar_alt", area=bar.label, value=bar.shown)
    previous = number(language, bar.previous, 1)
    return say(
        language, "overview.result.bar_alt_previous", area=bar.label, value=bar.shown, previous=previous
    )


def _answered(language: str, view: SchoolView, snapshot: Snapshot) -> str:
    key = {"individual": "answered", "team": "answered_team", "joint": "answered_joint"}[snapshot.basis]
    return say(
        language,
        f"overview.result.{key}",
        answered=snapshot.answered,
        eligible=snapshot.eligible,
        round=view.round.title,
    )


def _measures(context: Context, view: SchoolView, snapshot: Snapshot) -> tuple[Part, ...]:
    language, words = context.language, view.round.framework.words(context.language)
    if not snapshot.suggestions:
        return ()
    lines = tuple(
        Text(
            say(
                language,
                "overview.result.measure",
                title=words.criterion(each.criterion).title,
                measure=words.criterion(each.criterion).measures_to(int(each.step.removeprefix("to_")))[0],
            )
        )
        for each in snapshot.suggestions
    )
    return (Heading(say(language, "overview.result.measures")), *lines)


def _more(context: Context, view: SchoolView, snapshot: Snapshot) -> tuple[Button, ...]:
    criteria = Button(say(context.language, "overview.result.criteria"), _about(view, "criteria"))
    teams = Button(say(context.language, "overview.result.teams"), _about(view, "teams"))
    apply = Button(say(context.language, "overview.qualifies.apply"), _about(view, "apply"), "primary")
    return (criteria, teams, *((apply,) if snapshot.qualifies and not view.interest else ()))


def _about(view: SchoolView, verb: str) -> Action:
    return Action(verb, view.round.id, view.school.id)


def _sentences(*texts: str) -> tuple[Text, ...]:
    return tuple(Text(text) for text in texts if text)
