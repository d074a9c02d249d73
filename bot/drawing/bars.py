"""A chart of bars on a scale of levels, with a line at the level to reach."""

from itertools import pairwise

from bot.drawing.sheet import LABEL_LETTERS, LEFT, LINE, RIGHT, Palette, Sheet, words
from conversations.charts import Bar, Chart

TRACK, GAP = 12, 14
LETTER_WIDTH = 7
BEFORE_FIRST = 0.4
"""How much of a level is drawn to the left of level 1, so that level 1 is seen too."""


def draw(sheet: Sheet, chart: Chart) -> None:
    """Draw a chart under its title."""
    for bar in chart.bars:
        _bar(sheet, chart, bar)
    _axis(sheet, chart)
    _legend(sheet, chart)


def _x(chart: Chart, value: float) -> float:
    """Where a value on the scale stands, kept within the picture."""
    span = max(len(chart.levels) - 1 + BEFORE_FIRST, 1)
    share = min(max((value - 1 + BEFORE_FIRST) / span, 0), 1)
    return round(LEFT + share * (RIGHT - LEFT), 1)


def _bar(sheet: Sheet, chart: Chart, bar: Bar) -> None:
    palette = sheet.palette
    sheet.y += 6
    sheet.write(bar.label, LABEL_LETTERS, f'fill="{palette.ink}"')
    sheet.write(bar.shown, LABEL_LETTERS, sheet.small)
    sheet.y += 3
    _track(sheet, RIGHT, palette.track)
    if bar.value is not None:
        _track(sheet, _x(chart, bar.value), palette.bar)
    sheet.add(_goal(_x(chart, chart.line), sheet.y, palette))
    if bar.previous is not None:
        sheet.add(_diamond(_x(chart, bar.previous), sheet.y + TRACK / 2, palette))
    sheet.y += TRACK + GAP


def _track(sheet: Sheet, end: float, colour: str) -> None:
    sheet.add(
        f'<rect x="{LEFT}" y="{sheet.y:g}" width="{end - LEFT:g}" height="{TRACK}" rx="3" fill="{colour}"/>'
    )


def _axis(sheet: Sheet, chart: Chart) -> None:
    spans = [_span(chart, level, name) for level, name in enumerate(chart.levels, start=1)]
    crowded = any(left[1] + LETTER_WIDTH > right[0] for left, right in pairwise(spans))
    for place, (name, (start, end)) in enumerate(zip(chart.levels, spans, strict=True)):
        below = LINE if crowded and place % 2 else 0
        sheet.add(words((start + end) / 2, sheet.y + 6 + below, f'{sheet.small} text-anchor="middle"', name))
    sheet.y += LINE * (2 if crowded else 1)


def _span(chart: Chart, level: int, name: str) -> tuple[float, float]:
    """Where a level's name begins and ends, kept within the picture."""
    width = len(name) * LETTER_WIDTH
    start = max(min(_x(chart, level) - width / 2, RIGHT - width), LEFT)
    return start, start + width


def _legend(sheet: Sheet, chart: Chart) -> None:
    marks = [(_goal(LEFT + 6, sheet.y, sheet.palette), chart.line_label)]
    if chart.previous_label:
        marks.append(
            (_diamond(LEFT + 6, sheet.y + TRACK / 2 + LINE + 4, sheet.palette), chart.previous_label)
        )
    for mark, label in marks:
        sheet.add(mark)
        sheet.add(words(LEFT + 18, sheet.y + TRACK - 1, sheet.small, label))
        sheet.y += LINE + 4


def _goal(x: float, y: float, palette: Palette) -> str:
    path = f'<path d="M{x:g} {y - 4:g}v{TRACK + 8}"'
    # The pale edge sets the line apart from a bar beneath it.
    return (
        f'{path} stroke="{palette.paper}" stroke-width="6"/>{path} stroke="{palette.line}" stroke-width="3"/>'
    )


def _diamond(x: float, y: float, palette: Palette) -> str:
    return (
        f'<path d="M{x:g} {y - 6:g}l6 6l-6 6l-6-6z" fill="{palette.paper}" stroke="{palette.ink}" '
        f'stroke-width="1.5"/>'
    )
