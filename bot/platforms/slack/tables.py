"""Names with values, and tables: Slack's own table where it may stand, otherwise lines."""

import re
from collections.abc import Iterator, Sequence

from bot.platforms.slack.blocks import (
    NOTHING,
    RICH_LONGEST,
    TABLE_COLUMNS,
    TABLE_LETTERS,
    TABLE_ROWS,
    Block,
    bold,
    bullets,
    rich,
    section,
    words,
)
from bot.platforms.words import clean, is_visible, length, one_line, pieces
from conversations.messages import Table

_NUMBER = re.compile(r"[\d\s.,%+–-]*")
_PAIR = 2
_ONE_LINE = 30


def pairs(rows: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """Names in bold with their values, one a line."""
    yield from _lists([_line(_before(one_line(name)), clean(value).strip()) for name, value in rows])


def native(table: Table) -> tuple[Block | None, Table]:
    """Slack's own table with as many rows as it takes, and the table of those that are left."""
    columns = _cells(table.columns)
    if not 0 < len(columns) <= TABLE_COLUMNS or not table.rows:
        return None, table
    rows, room = [columns], TABLE_LETTERS - sum(map(length, columns))
    for row in table.rows[: TABLE_ROWS - 1]:
        cells = _cells((*row, *[""] * len(columns))[: max(len(columns), len(row))])
        room -= sum(map(length, cells))
        if room < 0 or len(cells) > len(columns):
            break
        rows.append(cells)
    left = Table(table.columns, table.rows[len(rows) - 1 :])
    return (_block(rows) if len(rows) > 1 else None), left


def lines(table: Table) -> Iterator[Block]:
    """A table as a list: of two columns the answer is bold, of more the row's name."""
    if len(table.columns) <= _PAIR:
        items = [_two(row) for row in table.rows]
    else:
        items = [_many(table.columns, row) for row in table.rows]
    yield from _lists([item for item in items if item])


def _block(rows: Sequence[Sequence[str]]) -> Block:
    return {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows],
        "column_settings": [_setting([row[place] for row in rows[1:]]) for place in range(len(rows[0]))],
    }


def _setting(cells: Sequence[str]) -> Block:
    """Numbers stand to the right; short words stay on one line, as a phone's table can be pushed sideways."""
    align = "right" if all(_NUMBER.fullmatch(cell) for cell in cells) else "left"
    return {"align": align, "is_wrapped": any(length(cell) > _ONE_LINE for cell in cells)}


def _cells(row: Sequence[str]) -> list[str]:
    return [line if is_visible(line := one_line(cell)) else NOTHING for cell in row]


def _line(name: str, value: str) -> list[Block]:
    """A name in bold before its value, either of which may be missing or too long for one element."""
    named = [bold(piece) for piece in pieces(name, RICH_LONGEST)]
    return named + [words(piece) for piece in pieces(value, RICH_LONGEST)]


def _two(row: Sequence[str]) -> list[Block]:
    name, *rest = _cells(row) or [NOTHING]
    value = " · ".join(rest)
    named = [words(piece) for piece in pieces(_before(name) if value else name, RICH_LONGEST)]
    return named + [bold(piece) for piece in pieces(value, RICH_LONGEST)]


def _many(columns: Sequence[str], row: Sequence[str]) -> list[Block]:
    name, *rest = _cells(row) or [NOTHING]
    titles = [*map(one_line, columns[1:]), *[""] * len(rest)]
    told = " · ".join(f"{_before(title)}{cell}" for title, cell in zip(titles, rest, strict=False))
    return _line(name, f"\n{told}" if told else "")


def _before(title: str) -> str:
    if not is_visible(title):
        return ""
    return f"{title} " if title.endswith(("?", ":")) else f"{title}: "


def _lists(items: Sequence[list[Block]]) -> Iterator[Block]:
    """Items in as few lists as hold them."""
    held: list[Block] = []
    room = RICH_LONGEST
    for element in (section(*part) for item in items for part in _parts(item)):
        size = sum(length(each["text"]) for each in element["elements"])
        if held and size > room:
            yield rich(bullets(held))
            held, room = [], RICH_LONGEST
        held.append(element)
        room -= size
    if held:
        yield rich(bullets(held))


def _parts(item: list[Block]) -> Iterator[list[Block]]:
    """An item in pieces that each fit in a list."""
    held: list[Block] = []
    for element in item:
        if held and sum(length(each["text"]) for each in (*held, element)) > RICH_LONGEST:
            yield held
            held = []
        held.append(element)
    if held:
        yield held
