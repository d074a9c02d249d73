"""The blocks that carry running text, tables and charts."""

from collections.abc import Iterator
from itertools import chain

from tests.contract.slack.lint_shapes import (
    KIND,
    Check,
    array,
    both,
    flag,
    number,
    one_of,
    shape,
    string,
    typed,
    whole,
    wrong,
)

_STYLE = shape(
    {},
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight"), flag),
)
_STYLED = {"style": _STYLE}
_WORDS: Check = shape({"type": KIND, "text": string(40_000)}, _STYLED)
_LINK: Check = shape({"type": KIND, "url": string(3000)}, {**_STYLED, "text": string(3000), "unsafe": flag})
_INLINE: dict[str, Check] = {
    "text": _WORDS,
    "link": _LINK,
    "emoji": shape({"type": KIND, "name": string(100)}, {**_STYLED, "unicode": string(100)}),
    "user": shape({"type": KIND, "user_id": string(50)}, _STYLED),
    "usergroup": shape({"type": KIND, "usergroup_id": string(50)}, _STYLED),
    "channel": shape({"type": KIND, "channel_id": string(50)}, _STYLED),
    "broadcast": shape({"type": KIND, "range": one_of("here", "channel", "everyone")}, _STYLED),
    "date": shape(
        {"type": KIND, "timestamp": whole(0, 10**11), "format": string(200)},
        {**_STYLED, "fallback": string(200), "url": string(3000)},
    ),
    "color": shape({"type": KIND, "value": string(20)}, _STYLED),
}
_SECTION: Check = shape({"type": one_of("rich_text_section"), "elements": array(typed(_INLINE), most=1000)})
_BORDER = {"border": one_of(0, 1)}
_RICH: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_list": shape(
        {"type": KIND, "style": one_of("bullet", "ordered"), "elements": array(_SECTION, most=1000)},
        {**_BORDER, "indent": whole(0, 8), "offset": whole(0, 10_000)},
    ),
    "rich_text_quote": shape({"type": KIND, "elements": array(typed(_INLINE), most=1000)}, _BORDER),
    "rich_text_preformatted": shape(
        {"type": KIND, "elements": array(typed({"text": _WORDS, "link": _LINK}), most=1000)},
        {**_BORDER, "language": string(50)},
    ),
}
ELEMENTS: Check = array(typed(_RICH), most=1000)
RICH_TEXT: Check = shape({"type": KIND, "elements": ELEMENTS}, {"block_id": string(255)})

_CELL: Check = typed(
    {
        "raw_text": shape({"type": KIND, "text": string(10_000)}),
        "raw_number": shape({"type": KIND, "value": number}, {"text": string(100)}),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN: Check = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
CELLS = 10_000


def _even(value: object, where: str) -> Iterator[str]:
    """Every row has as many cells as the first, and the table is not longer than a message carries."""
    rows = value.get("rows") if isinstance(value, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return
    if len({len(row) for row in rows}) > 1:
        yield from wrong("all rows must have the same number of cells", f"{where}/rows")
    if sum(len(words(cell)) for cell in chain.from_iterable(rows)) > CELLS:
        yield from wrong(f"table exceeds character limit of {CELLS}", f"{where}/rows")


def words(value: object) -> str:
    """All text within."""
    if isinstance(value, dict):
        own = value.get("text") if isinstance(value.get("text"), str) else ""
        return own + "".join(words(each) for each in value.values() if isinstance(each, dict | list))
    return "".join(map(words, value)) if isinstance(value, list) else ""


TABLE: Check = both(
    shape(
        {"type": KIND, "rows": array(array(_CELL, most=20), most=100)},
        {"block_id": string(255), "column_settings": array(_COLUMN, most=20)},
    ),
    _even,
)

_LABEL = string(20)
_POINT: Check = shape({"label": _LABEL, "value": number})
_SERIES: Check = array(shape({"name": _LABEL, "data": array(_POINT, most=20)}), most=6)
_AXES: Check = shape({"categories": array(_LABEL, most=20)}, {"x_label": string(50), "y_label": string(50)})
_DRAWN: Check = shape({"type": KIND, "series": _SERIES, "axis_config": _AXES})
_CHART: Check = typed(
    {
        "bar": _DRAWN,
        "line": _DRAWN,
        "area": _DRAWN,
        "pie": shape({"type": KIND, "segments": array(_POINT, most=6)}),
    }
)


def _agreeing(value: object, where: str) -> Iterator[str]:
    """Series have names of their own, and a value for every category in the categories' order."""
    chart = value.get("chart") if isinstance(value, dict) else None
    if not isinstance(chart, dict) or not isinstance(chart.get("series"), list):
        return
    names = [each.get("name") for each in chart["series"] if isinstance(each, dict)]
    if len(set(names)) != len(names):
        yield from wrong("series names must be unique", f"{where}/chart/series")
    categories = (chart.get("axis_config") or {}).get("categories")
    for index, each in enumerate(chart["series"]):
        labels = [point.get("label") for point in each.get("data", [])] if isinstance(each, dict) else []
        if labels != categories:
            yield from wrong("labels must match the categories", f"{where}/chart/series/{index}/data")


CHART: Check = both(
    shape({"type": KIND, "title": string(50), "chart": _CHART}, {"block_id": string(255)}), _agreeing
)
