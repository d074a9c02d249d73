"""Names with values, and tables: the card's own where it has room, otherwise lines."""

import re
from collections.abc import Iterator, Sequence

from bot.platforms.teams.elements import (
    BOLD,
    NEAR,
    NOTHING,
    QUIET,
    Element,
    joined,
    label,
    pair,
    rich,
    run,
)
from bot.platforms.teams.texts import one_line
from conversations.messages import Table

_NUMBER = re.compile(r"[\d\s.,%+–-]*")
_CELL_LONGEST = 1500
_BESIDE = 32
"""How many letters the narrowest phone shows beside each other in a table."""
_WIDEST = 24
_SHARES = 10


def pairs(rows: Sequence[tuple[str, str]]) -> Iterator[Element]:
    """Names in bold with their values, one a line."""
    for place, (name, value) in enumerate(rows):
        for each in pair(name, value):
            yield each | NEAR if place else each


def native(table: Table) -> Iterator[Element]:
    """The card's own table, the first row its heading; lines where a phone could not show its columns."""
    columns = len(table.columns)
    rows = [_cells((*row, *[""] * columns)[: max(columns, len(row))]) for row in table.rows]
    heads = _cells(table.columns)
    widths = _widths([heads, *rows]) if rows and all(len(row) == columns for row in rows) else []
    if not widths:
        yield from lines(table)
        return
    yield {
        "type": "Table",
        "firstRowAsHeader": True,
        "showGridLines": False,
        "columns": [_column(width, [row[place] for row in rows]) for place, width in enumerate(widths)],
        "rows": [_row(heads, **BOLD), *(_row(row) for row in rows)],
    }


def lines(table: Table) -> Iterator[Element]:
    """A table as paragraphs: the row's name in bold, and what there is to know of it."""
    titles = [one_line(title) for title in table.columns[1:]]
    for place, row in enumerate(table.rows):
        name, *rest = _cells(row) or [NOTHING]
        if len(titles) > 1 or len(rest) > 1:
            named = zip([*map(joined, titles), *[""] * len(rest)], rest, strict=False)
            made = rich(run(name, **BOLD), run("".join(f" · {title}{cell}" for title, cell in named)))
        else:
            made = rich(run(joined(name) if rest else name, **BOLD), *map(run, rest))
        yield made | NEAR if place else made


def caption(text: str) -> Iterator[Element]:
    """What a table is about."""
    if one_line(text):
        yield rich(run(label(text, _CELL_LONGEST), **QUIET))


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """A share for each column: its longest word on one line, what is left to where most words are.

    Nothing when not even the longest words fit beside each other.
    """
    columns = list(zip(*rows, strict=True))
    words = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    wanted = [
        max(0, min(max(map(len, column)), _WIDEST) - word)
        for column, word in zip(columns, words, strict=True)
    ]
    left = _BESIDE - sum(words)
    if left < 0:
        return []
    share = min(1.0, left / max(1, sum(wanted)))
    return [max(1, round(_SHARES * (word + want * share))) for word, want in zip(words, wanted, strict=True)]


def _column(width: int, cells: Sequence[str]) -> Element:
    """Numbers stand to the right."""
    align = "Right" if all(_NUMBER.fullmatch(cell) for cell in cells) else "Left"
    return {"width": width, "horizontalCellContentAlignment": align}


def _row(cells: Sequence[str], **look: object) -> Element:
    made = [{"type": "TableCell", "items": [rich(run(cell, **look))]} for cell in cells]
    return {"type": "TableRow", "cells": made}


def _cells(row: Sequence[str]) -> list[str]:
    return [label(cell, _CELL_LONGEST) for cell in row]
