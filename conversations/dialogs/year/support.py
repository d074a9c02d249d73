"""Who needs what support: what several schools have planned, and where a measure is stuck."""

from conversations.context import Context
from conversations.dialogs.parts import button, titled
from conversations.dialogs.year.overview import newest as newest_round
from conversations.messages import Action, Buttons, Heading, Part, Table, Text
from conversations.rules.support import common, newest
from conversations.rules.told import told_area
from conversations.texts import say
from conversations.texts.dates import joined
from conversations.turn import Replace, Turn

_MOST = 15


def support(context: Context, _action: Action) -> Turn:
    """Measures that several schools share, schools where something is stuck, and those far from the level."""
    language = context.language
    heading = say(language, "year.support.heading")
    parts = (*_shared(context), *_stuck(context), *_far(context))
    nothing = (Text(say(language, "year.support.none")),)
    back = Buttons((button(context, "year.progress.back", Action("year")),))
    return Turn((Replace(titled(context, heading, heading, *(parts or nothing), back)),))


def _shared(context: Context) -> tuple[Part, ...]:
    found = common(context.plans)[:_MOST]
    if not found:
        return ()
    columns = tuple(say(context.language, f"year.support.column_{name}") for name in ("measure", "schools"))
    rows = tuple(
        (each.wording, joined(context.language, [school.name for school in each.schools])) for each in found
    )
    table = Table(columns, rows, say(context.language, "year.support.shared"))
    return (table, Text(say(context.language, "year.support.ideas"), "quiet"))


def _stuck(context: Context) -> tuple[Part, ...]:
    counts = {
        plan.school.name: sum(measure.status == "stuck" for measure in plan.measures)
        for plan in newest(context.plans)
    }
    named = tuple(
        say(context.language, "year.support.stuck_at", school=school, n=number)
        for school, number in counts.items()
        if number
    )
    if not named:
        return ()
    return (Heading(say(context.language, "year.support.stuck")), *(Text(line) for line in named))


def _far(context: Context) -> tuple[Part, ...]:
    """The schools of the newest round that are on their way, with the areas that are furthest behind."""
    lines = []
    for view in newest_round(context.schools):
        if view.snapshot is None or not view.snapshot.shown or view.snapshot.outcome != "on_the_way":
            continue
        words = view.round.framework.words(context.language)
        framework = view.round.framework
        told = (told_area(framework, view.snapshot, area.id) for area in framework.areas)
        levels = {area.id: area.level for area in told if area and area.level}
        lowest = [words.area(area).name for area, level in levels.items() if level == min(levels.values())]
        if lowest:
            # The areas' names hold an "and" of their own.
            areas = ", ".join(lowest)
            lines.append(say(context.language, "year.support.far_at", school=view.school.name, areas=areas))
    if not lines:
        return ()
    return (Heading(say(context.language, "year.support.far")), *(Text(line) for line in lines[:_MOST]))
