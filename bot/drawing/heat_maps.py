"""A heat map: rows by columns, each place with its level as a colour and as a figure."""

import textwrap

from bot.drawing.sheet import LABEL_LETTERS, LEFT, LINE, RIGHT, Sheet, words
from conversations.charts import HeatMap, HeatRow

_CELL, _GAP = 24, 3
_LABEL_LETTERS = 17
_LIGHTEST = 0.12
"""How much of the colour the lowest level has; the highest has all of it."""
_DARK = 0.6
"""From here on a figure is written in the paper's colour."""


def draw(sheet: Sheet, heat: HeatMap) -> None:
    """Draw a heat map under its title; the columns are numbered and named in a list of their own."""
    for number, column in enumerate(heat.columns, start=1):
        sheet.write(f"{number}  {column}", LABEL_LETTERS, sheet.small)
    sheet.y += LINE + 6
    for place in range(len(heat.columns)):
        middle = _x(heat, place) + _CELL / 2
        sheet.add(words(middle, sheet.y - 6, f'{sheet.small} text-anchor="middle"', str(place + 1)))
    for row in heat.rows:
        _row(sheet, heat, row)
    _legend(sheet, heat)


def _row(sheet: Sheet, heat: HeatMap, row: HeatRow) -> None:
    lines = textwrap.wrap(row.label, _LABEL_LETTERS) or [""]
    top = sheet.y
    for line in lines:
        sheet.y += LINE - 2
        sheet.add(words(LEFT, sheet.y, f'fill="{sheet.palette.ink}" font-size="12"', line))
    for place, value in enumerate(row.values):
        _cell(sheet, _x(heat, place), top, _share(heat, value), str(value) if value else "–")
    sheet.y = max(sheet.y + 6, top + _CELL + _GAP)


def _cell(sheet: Sheet, x: float, y: float, share: float, shown: str) -> None:
    palette = sheet.palette
    fill = f'fill="{palette.bar}" fill-opacity="{share:g}"' if share else f'fill="{palette.track}"'
    sheet.add(f'<rect x="{x:g}" y="{y:g}" width="{_CELL}" height="{_CELL}" rx="4" {fill}/>')
    ink = palette.paper if share > _DARK else palette.ink
    look = f'fill="{ink}" font-size="13" font-weight="600" text-anchor="middle"'
    sheet.add(words(x + _CELL / 2, y + _CELL / 2 + 5, look, shown))


def _legend(sheet: Sheet, heat: HeatMap) -> None:
    sheet.y += 6
    for value, name in enumerate((heat.nothing, *heat.levels)):
        _cell(sheet, LEFT, sheet.y, _share(heat, value), str(value) if value else "–")
        sheet.add(words(LEFT + _CELL + 8, sheet.y + 17, sheet.small, name))
        sheet.y += _CELL + _GAP


def _share(heat: HeatMap, value: int) -> float:
    """How much of the colour a level has: little below the middle of the scale, most of it above."""
    if not value:
        return 0
    step = (value - 1) / max(len(heat.levels) - 1, 1)
    return round(_LIGHTEST + step * 0.3, 2) if step < 1 / 2 else round(0.6 + step * 0.4, 2)


def _x(heat: HeatMap, place: int) -> float:
    return RIGHT - (len(heat.columns) - place) * (_CELL + _GAP) + _GAP
