"""Every school of the authority at once: areas, participation, application, cohort and certificate."""

from collections.abc import Sequence

from conversations.charts import HeatMap, HeatRow
from conversations.context import Context, SchoolView, YearResult
from conversations.dialogs.applying import applying
from conversations.dialogs.certification.application.deciding import standing
from conversations.dialogs.parts import button, sentence, titled
from conversations.facts import RoundFacts
from conversations.messages import Action, Buttons, Document, Facts, Part, Picture, Table, Text
from conversations.rules.research import FEWEST_ANSWERS, usable
from conversations.rules.told import told_area
from conversations.rules.validity import valid
from conversations.texts import say
from conversations.texts.dates import joined, percent
from conversations.turn import Replace, Turn

_FILES = ("xlsx", "pdf", "docx", "json")
_WITH_ALT = 20
"""So many schools' levels are read aloud in a picture's words; the table beside it has them all."""


def year(context: Context, _action: Action) -> Turn:
    """Where the newest yearly round has brought every school, as a picture and a table."""
    views = newest(context.schools)
    if not views:
        return sentence(context, "year.overview.none")
    facts, language = views[0].round, context.language
    heading = say(language, "year.overview.heading", round=facts.title)
    parts: tuple[Part, ...] = (Facts(_figures(context, views)),)
    if any(levels(view, facts) for view in views):
        parts = (*parts, heat_map(context, views), _legend_note(context))
    ways = Buttons(
        (
            button(context, "year.overview.progress", Action("progress")),
            button(context, "year.overview.support", Action("support")),
            button(context, "year.overview.files", Action("year_export")),
        )
    )
    summary = say(language, "year.overview.summary")
    return Turn((Replace(titled(context, summary, heading, *parts, _table(context, views), ways)),))


def export(context: Context, _action: Action) -> Turn:
    """The files of the year: for the authority, for an award, as open data and for research."""
    if not context.years:
        return sentence(context, "year.files.none")
    language, newest_round = context.language, max(context.years, key=lambda each: each.opens_on).round.id
    heading = say(language, "year.files.heading")
    files: list[Part] = [Document(say(language, "year.files.research"), f"research/{newest_round}/xlsx")]
    if not any(usable(each.snapshot) for each in context.years):
        files = [Text(say(language, "year.files.no_research", fewest=FEWEST_ANSWERS))]
    if context.me is not None and context.me.is_("coordinator"):
        files = [*(Document(say(language, f"year.files.{kind}"), f"year/{kind}") for kind in _FILES), *files]
    text = Text(say(language, "year.files.text"), "quiet")
    return Turn((Replace(titled(context, heading, heading, text, *files)),))


def newest(views: tuple[SchoolView, ...]) -> tuple[SchoolView, ...]:
    """The newest yearly round that a school has closed, at every school; else the newest of all."""
    yearly = [view for view in views if view.round.kind == "yearly"]
    closed = [view for view in yearly if view.snapshot is not None] or yearly
    wanted = max((view.round.id for view in closed), default=0)
    return tuple(view for view in yearly if view.round.id == wanted)


def heat_map(context: Context, views: Sequence[SchoolView] | Sequence[YearResult]) -> Picture:
    """The schools of one round by areas, coloured by level; what is hidden stays hidden."""
    facts, language = views[0].round, context.language
    words = facts.framework.words(language)
    rows = tuple(HeatRow(view.school.name, levels(view, facts) or _nothing(facts)) for view in views)
    heat = HeatMap(
        title=say(language, "year.overview.picture"),
        levels=tuple(level.name for level in words.levels),
        columns=tuple(words.area(area.id).name for area in facts.framework.areas),
        rows=rows,
        nothing=say(language, "year.overview.hidden"),
    )
    told = (
        say(language, "year.overview.row_alt", school=row.label, levels=joined(language, _names(heat, row)))
        for row in rows[:_WITH_ALT]
    )
    alt = say(language, "year.overview.alt", areas=joined(language, heat.columns))
    return Picture(heat, " ".join((alt, *told)))


def _names(heat: HeatMap, row: HeatRow) -> list[str]:
    return [heat.levels[value - 1] if value else heat.nothing for value in row.values]


def levels(view: SchoolView | YearResult, facts: RoundFacts) -> tuple[int, ...]:
    """A school's level in every area of the framework, 0 where it may not be told; empty without a result."""
    if view.snapshot is None or not view.snapshot.shown:
        return ()
    told = (told_area(facts.framework, view.snapshot, area.id) for area in facts.framework.areas)
    return tuple(area.level if area else 0 for area in told)


def _nothing(facts: RoundFacts) -> tuple[int, ...]:
    return (0,) * len(facts.framework.areas)


def _legend_note(context: Context) -> Text:
    return Text(say(context.language, "year.overview.lowest"), "quiet")


def _figures(context: Context, views: tuple[SchoolView, ...]) -> tuple[tuple[str, str], ...]:
    """How many schools have come how far, in plain numbers."""
    certified = _certified(context)
    in_cohort = {each.school.id for cohort in context.certification.cohorts for each in cohort.present}
    invited = sum(view.counts.invited for view in views)
    finished = sum(view.counts.finished for view in views)
    numbers = {
        "schools": len(views),
        "qualified": sum(bool(view.snapshot and view.snapshot.qualifies) for view in views),
        "applied": sum(view.applied for view in views),
        "cohort": len(in_cohort - certified),
        "certified": len(certified),
    }
    answered = (
        percent(context.language, finished / invited)
        if invited
        else say(context.language, "year.overview.few")
    )
    rows = [(say(context.language, f"year.overview.{name}"), str(number)) for name, number in numbers.items()]
    return (rows[0], (say(context.language, "year.overview.answered"), answered), *rows[1:])


def _certified(context: Context) -> frozenset[int]:
    today = context.authority.calendar.local_date(context.now)
    return frozenset(each.school.id for each in valid(context.certification.certificates, today))


def _table(context: Context, views: tuple[SchoolView, ...]) -> Table:
    names = ("school", "answered", "outcome", "road")
    columns = tuple(say(context.language, f"year.overview.column_{name}") for name in names)
    rows = tuple(
        (view.school.name, _answered(context, view), _outcome(context, view), _road(context, view))
        for view in views
    )
    return Table(columns, rows, say(context.language, "year.overview.table"))


def _answered(context: Context, view: SchoolView) -> str:
    if not view.counts.invited or view.window.state(context.now) == "planned":
        return say(context.language, "year.overview.few")
    return percent(context.language, view.counts.finished / view.counts.invited)


def _outcome(context: Context, view: SchoolView) -> str:
    if view.snapshot is None:
        return say(context.language, "year.overview.open")
    if not view.snapshot.shown:
        return say(context.language, "year.overview.hidden")
    return say(context.language, f"coordinator.overview.{view.snapshot.outcome}")


def _road(context: Context, view: SchoolView) -> str:
    """How far a school has come on the road to a certificate, in a word or two."""
    language, school = context.language, view.school.id
    if school in _certified(context):
        return say(language, "year.road.certified")
    for cohort in context.certification.cohorts:
        if any(each.school.id == school for each in cohort.present):
            return say(language, "year.road.cohort", cohort=cohort.name)
    stands = standing(applying(context, view))
    return say(language, f"year.road.{stands}" if stands else "year.overview.few")
