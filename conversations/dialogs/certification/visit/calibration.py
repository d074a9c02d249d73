"""The host's own rating beside the visitors', area by area."""

from dataclasses import dataclass, replace

from conversations.charts import Bar, Chart
from conversations.context import Context
from conversations.dialogs.certification.visit.protocol import rated
from conversations.dialogs.certification.visit.visit import Seen, seen, sees_host, title
from conversations.dialogs.parts import plainly, titled
from conversations.dialogs.stranger import noted
from conversations.messages import Action, Message, Part, Picture, Table, Text
from conversations.texts import say
from conversations.texts.dates import joined
from conversations.turn import Show, Turn


@dataclass(frozen=True, slots=True)
class Compared:
    """One area: its name, the host's own level and the visitors', 0 where there is none."""

    name: str
    own: int
    visitors: int


def calibration(context: Context, action: Action) -> Turn:
    """Show both ratings where both are in and this person may see the host's, else what there is."""
    it = seen(context, action)
    if it is None:
        told = Show(plainly(context, say(context.language, "home.unknown.not_yours")))
        return noted(Turn((told,)), action.verb, "not theirs")
    if not it.visit.protocol:
        return Turn((Show(plainly(context, say(context.language, "visit.calibration.waiting"))),))
    return Turn((Show(_beside(context, it)),))


def _beside(context: Context, it: Seen) -> Message:
    language = context.language
    areas = _areas(context, it)
    both = any(area.own for area in areas)
    guests = not both and not sees_host(context, it)
    heading = say(language, "visit.calibration.heading_guests" if guests else "visit.calibration.heading")
    key = "text" if both else "text_guests" if guests else "text_visitors"
    text = Text(say(language, f"visit.calibration.{key}", visit=title(language, it.visit)), "quiet")
    parts: tuple[Part, ...] = (text, replace(_table(context, it, areas, both=both), caption=heading))
    if both:
        parts = (*parts, Text(difference(language, areas)), _picture(context, it, areas))
    return titled(context, heading, heading, *parts)


def difference(language: str, areas: tuple[Compared, ...]) -> str:
    """Where the two ratings differ, in one sentence."""
    known = [area for area in areas if area.own and area.visitors]
    higher = joined(language, [area.name for area in known if area.visitors > area.own])
    lower = joined(language, [area.name for area in known if area.visitors < area.own])
    if not known:
        return say(language, "visit.calibration.unknown")
    if higher and lower:
        return say(language, "visit.calibration.both", higher=higher, lower=lower)
    if higher:
        return say(language, "visit.calibration.higher", areas=higher)
    return (
        say(language, "visit.calibration.lower", areas=lower)
        if lower
        else say(language, "visit.calibration.alike")
    )


def _areas(context: Context, it: Seen) -> tuple[Compared, ...]:
    own = _own_levels(context, it)
    words = it.cohort.framework.words(context.language)
    return tuple(
        Compared(words.area(area.id).name, own.get(area.id, 0), it.visit.ratings.get(area.id, 0))
        for area in it.cohort.framework.areas
    )


def _own_levels(context: Context, it: Seen) -> dict[str, int]:
    """The host's newest frozen yearly levels on the same scale, as far as this person may see them."""
    scale = len(it.cohort.framework.levels)
    frozen = [
        view
        for view in context.schools
        if view.school.id == it.visit.host.id
        and view.round.kind == "yearly"
        and len(view.round.framework.levels) == scale
        and view.snapshot is not None
        and view.snapshot.shown
    ]
    newest = max(frozen, key=lambda view: (view.window.opens_on, view.round.id), default=None)
    if newest is None or newest.snapshot is None:
        return {}
    return {area.id: area.level for area in newest.snapshot.areas}


def _table(context: Context, it: Seen, areas: tuple[Compared, ...], *, both: bool) -> Table:
    language, framework = context.language, it.cohort.framework
    names = ("area", "own", "visitors") if both else ("area", "visitors")
    columns = tuple(say(language, f"visit.calibration.column_{name}") for name in names)
    none = say(language, "visit.calibration.none")
    rows = tuple(
        (
            area.name,
            *((rated(language, framework, area.own) if area.own else none,) if both else ()),
            rated(language, framework, area.visitors or None),
        )
        for area in areas
    )
    return Table(columns, rows, say(language, "visit.calibration.heading"))


def _picture(context: Context, it: Seen, areas: tuple[Compared, ...]) -> Picture:
    language, framework = context.language, it.cohort.framework
    words = framework.words(language)
    bars = tuple(
        Bar(
            area.name,
            float(area.visitors) if area.visitors else None,
            rated(language, framework, area.visitors or None),
            float(area.own) if area.own else None,
        )
        for area in areas
    )
    level = words.level(framework.qualifying_level).name
    chart = Chart(
        title=say(language, "visit.calibration.chart"),
        levels=tuple(each.name for each in words.levels),
        bars=bars,
        line=framework.qualifying_level,
        line_label=say(language, "visit.calibration.chart_line", level=level),
        previous_label=say(language, "visit.calibration.column_own"),
    )
    return Picture(chart, say(language, "visit.calibration.chart_alt", said=difference(language, areas)))
