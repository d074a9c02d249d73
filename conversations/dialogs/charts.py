"""The picture of a frozen result, with the same numbers in words."""

from conversations.charts import Bar, Chart
from conversations.context import Context, SchoolView
from conversations.dialogs import explain
from conversations.messages import Picture
from conversations.snapshot import Snapshot
from conversations.texts import say
from conversations.texts.dates import number


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
