"""Charts as pictures: SVG drawn by hand, and the same as PNG for the chats that want a file.

The width suits a phone. On the page the colours are names that the style sheet gives a value, light or dark.
"""

import resvg_py

from bot.drawing import bars, heat_maps
from bot.drawing.sheet import NAMED, PRINTED, TITLE_LETTERS, WIDTH, Palette, Sheet, clean
from conversations.charts import Chart, HeatMap
from conversations.messages import Picture

SCALE = 3


def svg(picture: Picture, identity: str = "chart", palette: Palette = NAMED) -> str:
    """The picture as SVG, described by the same numbers in words; ``identity`` makes its ids unique."""
    sheet = _drawn(picture.chart, palette)
    name = clean(identity)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {sheet.y:g}" width="{WIDTH}" '
        f'height="{sheet.y:g}" role="img" aria-labelledby="{name}-title {name}-words" '
        f'font-family="system-ui, sans-serif" font-size="13">'
        f'<title id="{name}-title">{clean(picture.chart.title)}</title>'
        f'<desc id="{name}-words">{clean(picture.alt)}</desc>{"".join(sheet.shapes)}</svg>'
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


def _drawn(chart: Chart | HeatMap, palette: Palette) -> Sheet:
    sheet = Sheet(palette)
    sheet.write(chart.title, TITLE_LETTERS, f'fill="{palette.ink}" font-weight="600" font-size="14"')
    match chart:
        case Chart():
            bars.draw(sheet, chart)
        case HeatMap():
            heat_maps.draw(sheet, chart)
    sheet.y += 8
    return sheet
