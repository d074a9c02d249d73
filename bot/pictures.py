"""Charts as pictures: SVG drawn by hand, and the same as PNG for the chats that want a file.

The width suits a phone. On the page the colours are names that the style sheet gives a value, light or dark.
"""

import re
import textwrap
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

import resvg_py

from conversations.messages import Bar, Chart, Picture

WIDTH, LEFT, RIGHT = 280, 4, 276
LINE, TRACK, GAP = 17, 12, 14
TITLE_LETTERS, LABEL_LETTERS = 32, 38
LETTER_WIDTH = 7
BEFORE_FIRST = 0.4
"""How much of a level is drawn to the left of level 1, so that level 1 is seen too."""
SCALE = 3

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture, as SVG writes them."""

    ink: str
    quiet: str
    track: str
    bar: str
    line: str
    paper: str


PRINTED = Palette("#22302c", "#55635d", "#e6e1d6", "#2f6f5e", "#b0532c", "#fffdf8")
NAMED = Palette(
    "var(--ink)",
    "var(--quiet)",
    "var(--track)",
    "var(--accent)",
    "var(--line)",
    "var(--paper)",
)


@dataclass(slots=True)
class _Sheet:
    """A drawing that grows downwards."""

    chart: Chart
    palette: Palette
    y: float = 4
    shapes: list[str] = field(default_factory=list)

    @property
    def small(self) -> str:
        """How small words look."""
        return f'fill="{self.palette.quiet}" font-size="12"'

    def add(self, shape: str) -> None:
        self.shapes.append(shape)

    def x(self, value: float) -> float:
        """Where a value on the scale stands, kept within the picture."""
        span = max(len(self.chart.levels) - 1 + BEFORE_FIRST, 1)
        share = min(max((value - 1 + BEFORE_FIRST) / span, 0), 1)
        return round(LEFT + share * (RIGHT - LEFT), 1)

    def write(self, words: str, letters: int, look: str) -> None:
        for line in textwrap.wrap(words, letters) or [""]:
            self.y += LINE
            self.add(_words(LEFT, self.y - 4, look, line))


def svg(picture: Picture, identity: str = "chart", palette: Palette = NAMED) -> str:
    """The picture as SVG, described by the same numbers in words; ``identity`` makes its ids unique."""
    sheet = _drawn(picture.chart, palette)
    name = _clean(identity)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {sheet.y:g}" width="{WIDTH}" '
        f'height="{sheet.y:g}" role="img" aria-labelledby="{name}-title {name}-words" '
        f'font-family="system-ui, sans-serif" font-size="13">'
        f'<title id="{name}-title">{_clean(picture.chart.title)}</title>'
        f'<desc id="{name}-words">{_clean(picture.alt)}</desc>{"".join(sheet.shapes)}</svg>'
    )


def png(picture: Picture) -> bytes:
    """The picture as PNG, 840 pixels wide, in the fixed light colours."""
    drawing = svg(picture, palette=PRINTED).replace("system-ui, sans-serif", "sans-serif")
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing,
            background=PRINTED.paper,
            width=WIDTH * SCALE,
            sans_serif_family="DejaVu Sans",
        )
    )


def _drawn(chart: Chart, palette: Palette) -> _Sheet:
    sheet = _Sheet(chart, palette)
    sheet.write(chart.title, TITLE_LETTERS, f'fill="{palette.ink}" font-weight="600" font-size="14"')
    for bar in chart.bars:
        _bar(sheet, bar)
    _axis(sheet)
    _legend(sheet)
    sheet.y += 8
    return sheet


def _bar(sheet: _Sheet, bar: Bar) -> None:
    palette = sheet.palette
    sheet.y += 6
    sheet.write(bar.label, LABEL_LETTERS, f'fill="{palette.ink}"')
    sheet.write(bar.shown, LABEL_LETTERS, sheet.small)
    sheet.y += 3
    _track(sheet, RIGHT, palette.track)
    if bar.value is not None:
        _track(sheet, sheet.x(bar.value), palette.bar)
    sheet.add(_goal(sheet.x(sheet.chart.line), sheet.y, palette))
    if bar.previous is not None:
        sheet.add(_diamond(sheet.x(bar.previous), sheet.y + TRACK / 2, palette))
    sheet.y += TRACK + GAP


def _track(sheet: _Sheet, end: float, colour: str) -> None:
    sheet.add(
        f'<rect x="{LEFT}" y="{sheet.y:g}" width="{end - LEFT:g}" height="{TRACK}" rx="3" fill="{colour}"/>'
    )


def _axis(sheet: _Sheet) -> None:
    spans = [_span(sheet, level, name) for level, name in enumerate(sheet.chart.levels, start=1)]
    crowded = any(left[1] + LETTER_WIDTH > right[0] for left, right in pairwise(spans))
    for place, (name, (start, end)) in enumerate(zip(sheet.chart.levels, spans, strict=True)):
        below = LINE if crowded and place % 2 else 0
        sheet.add(_words((start + end) / 2, sheet.y + 6 + below, f'{sheet.small} text-anchor="middle"', name))
    sheet.y += LINE * (2 if crowded else 1)


def _span(sheet: _Sheet, level: int, name: str) -> tuple[float, float]:
    """Where a level's name begins and ends, kept within the picture."""
    width = len(name) * LETTER_WIDTH
    start = max(min(sheet.x(level) - width / 2, RIGHT - width), LEFT)
    return start, start + width


def _legend(sheet: _Sheet) -> None:
    marks = [(_goal(LEFT + 6, sheet.y, sheet.palette), sheet.chart.line_label)]
    if sheet.chart.previous_label:
        marks.append(
            (_diamond(LEFT + 6, sheet.y + TRACK / 2 + LINE + 4, sheet.palette), sheet.chart.previous_label)
        )
    for mark, label in marks:
        sheet.add(mark)
        sheet.add(_words(LEFT + 18, sheet.y + TRACK - 1, sheet.small, label))
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


def _words(x: float, y: float, look: str, words: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" {look}>{_clean(words)}</text>'


def _clean(words: str) -> str:
    return escape(_UNPRINTABLE.sub(" ", words))
