"""Bars built of a card's own elements.

A picture in a card has to stand at an address that Teams can fetch without signing in, and a school's result
must not stand at one. A bar of coloured signs needs no address, fits a phone, and has the theme's own text
colours, which can be told apart in the light, the dark and the high-contrast theme; the backgrounds that
columns could have cannot. All that a bar shows is also said in words beside it.
"""

from collections.abc import Iterator

from bot.platforms.teams.elements import BOLD, CLOSE, NEAR, QUIET, Element, joined, line, pair, rich, run
from bot.platforms.teams.texts import is_visible, one_line
from conversations.charts import Bar, Chart, HeatMap
from conversations.messages import Progress
from conversations.texts.dates import number

_BEFORE_FIRST = 0.4
"""How much of a level is drawn to the left of level 1, so that level 1 is seen too."""
_CELLS, _FEW_CELLS = 20, 10
"""As many as fit beside each other on the narrowest phone; few where words stand before them."""
_FULL, _REST, _GOAL, _BEFORE = "█", "░", "┃", "▀"
_SHADES = "·░▒▓█"
"""From nothing to the highest level."""
_NOW: Element = {"color": "Accent"}
_AIM: Element = {"color": "Attention"}


def progress(part: Progress) -> Iterator[Element]:
    """How far somebody has come, in words and as a bar."""
    cells = max(1, min(part.total, _FEW_CELLS))
    full = max(0, min(cells, cells * part.done // max(1, part.total)))
    said = [run(f"{one_line(part.label)}  ", **QUIET)] if is_visible(one_line(part.label)) else []
    yield rich(*said, *_run(_FULL * full, _NOW), *_run(_REST * (cells - full), QUIET))


def chart(drawn: Chart | HeatMap, language: str) -> Iterator[Element]:
    """A chart under its title."""
    yield from line(drawn.title, **BOLD)
    yield from _bars(drawn, language) if isinstance(drawn, Chart) else _heat(drawn)


def _heat(drawn: HeatMap) -> Iterator[Element]:
    """A row of signs for each row, as full as its levels are high, with the figures beside it."""
    for row in drawn.rows:
        figures = " ".join(str(value) if value else "–" for value in row.values)
        yield from pair(row.label, figures)
        signs = [_run(_SHADES[_shade(drawn, value)] * 2, _NOW if value else QUIET) for value in row.values]
        yield rich(*(sign for both in signs for sign in both)) | CLOSE
    for place, name in enumerate(drawn.columns, start=1):
        yield from line(f"{place}. {name}", **QUIET)
    named = " · ".join(f"{level} {name}" for level, name in enumerate(drawn.levels, start=1))
    yield from line(f"{named} · – {drawn.nothing}", **QUIET)


def _shade(drawn: HeatMap, value: int) -> int:
    return min(len(_SHADES) - 1, round(value * (len(_SHADES) - 1) / max(1, len(drawn.levels))))


def _bars(drawn: Chart, language: str) -> Iterator[Element]:
    """A bar for each of a chart's, under its name and value in words."""
    for bar in drawn.bars:
        yield from pair(bar.label, bar.shown + _earlier(drawn, bar, language))
        yield rich(*_bar(drawn, bar)) | CLOSE
        if bar.previous is not None:
            yield rich(*_run(_BEFORE * _cells(drawn, bar.previous), QUIET)) | CLOSE
    yield from _legend(drawn)


def _earlier(drawn: Chart, bar: Bar, language: str) -> str:
    if bar.previous is None:
        return ""
    return f" ({joined(one_line(drawn.previous_label))}{number(language, bar.previous, 1)})"


def _bar(drawn: Chart, bar: Bar) -> list[Element]:
    full = 0 if bar.value is None else _cells(drawn, bar.value)
    goal = _cells(drawn, drawn.line)
    return [
        *_run(_FULL * min(full, goal), _NOW),
        *_run(_REST * max(goal - full, 0), QUIET),
        *_run(_GOAL, _AIM),
        *_run(_FULL * max(full - goal, 0), _NOW),
        *_run(_REST * (_CELLS - max(full, goal)), QUIET),
    ]


def _cells(drawn: Chart, value: float) -> int:
    span = max(len(drawn.levels) - 1 + _BEFORE_FIRST, 1)
    return round(_CELLS * min(max((value - 1 + _BEFORE_FIRST) / span, 0.0), 1.0))


def _legend(drawn: Chart) -> Iterator[Element]:
    scale = " · ".join(one_line(level) for level in drawn.levels if is_visible(level))
    yield from line(scale, **QUIET)
    for text, sign, look in ((drawn.line_label, _GOAL, _AIM), (drawn.previous_label, _BEFORE, QUIET)):
        if is_visible(one_line(text)):
            yield rich(run(f"{sign} ", **look), run(one_line(text), **QUIET)) | NEAR


def _run(signs: str, look: Element) -> list[Element]:
    return [run(signs, **look)] if signs else []
