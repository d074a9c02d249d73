"""Tables as files: CSV that Excel in Swedish opens, XLSX and JSON. Text stays text in all of them."""

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | None

# A spreadsheet takes a text that begins like this for a formula; the wide forms count in some of them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  # the wide forms
_LONGEST_TITLE = 31
_LONGEST_TEXT = 32_767
_WIDEST, _NARROWEST = 60, 8


@dataclass(frozen=True, slots=True)
class TablePage:
    """One table with its heading. Raises ValueError for a row of another width, or a column named twice."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if len(set(self.columns)) != len(self.columns):
            raise ValueError("every column needs a name of its own")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row must be as wide as the table")
        if any(isinstance(cell, float) and not math.isfinite(cell) for row in self.rows for cell in row):
            raise ValueError("a number in a table must be finite")


def csv_file(page: TablePage) -> bytes:
    """Write one table with a byte-order mark, semicolons, decimal commas and CRLF.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerows([_csv_cell(cell) for cell in row] for row in (page.columns, *page.rows))
    return written.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) else cell
        case float():
            return repr(cell).replace(".", ",")
        case _:
            return str(cell)


def json_file(pages: Sequence[TablePage]) -> bytes:
    """Write tables as a list of titles with their rows as objects, in UTF-8."""
    written = [
        {"title": page.title, "rows": [dict(zip(page.columns, row, strict=True)) for row in page.rows]}
        for page in pages
    ]
    return json.dumps(written, ensure_ascii=False, indent=1, allow_nan=False).encode()


def xlsx_file(pages: Sequence[TablePage]) -> bytes:
    """Write one sheet per table, with a heading that stays in sight; nothing but numbers becomes a number.

    Titles are cut to what a sheet's name may be. Raises ValueError without a table.
    """
    if not pages:
        raise ValueError("a workbook needs at least one table")
    # Costs 0.1 s, which only an export should wait for.
    import xlsxwriter  # noqa: PLC0415  # see above

    content = io.BytesIO()
    options = {
        "in_memory": True,  # results do not lie about in temporary files
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as book:
        heading = book.add_format({"bold": True, "bg_color": "#E6EEF2", "bottom": 1, "text_wrap": True})
        heading.set_align("top")
        for page, title in zip(pages, _sheet_titles(pages), strict=True):
            _fill(book.add_worksheet(title), page, heading)
    return content.getvalue()


def _sheet_titles(pages: Sequence[TablePage]) -> list[str]:
    titles: list[str] = []
    for position, page in enumerate(pages, start=1):
        number = position
        allowed = "".join(" " if letter in "[]:*?/\\" or letter < " " else letter for letter in page.title)
        wanted = title = allowed.strip(" '")[:_LONGEST_TITLE].rstrip(" '") or str(number)
        while title.casefold() in {"history", *(taken.casefold() for taken in titles)}:
            title = f"{wanted[: _LONGEST_TITLE - 7]} ({number})"
            number += len(pages)
        titles.append(title)
    return titles


def _fill(sheet: "Worksheet", page: TablePage, heading: object) -> None:
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(page.columns):
        sheet.write_string(0, column, name[:_LONGEST_TEXT], heading)
        sheet.set_column(column, column, _width(page, column))
    for number, row in enumerate(page.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell[:_LONGEST_TEXT])
            elif cell is not None:
                sheet.write_number(number, column, cell)


def _width(page: TablePage, column: int) -> int:
    texts = [page.columns[column], *(str(row[column]) for row in page.rows if row[column] is not None)]
    return min(_WIDEST, max(_NARROWEST, *(len(text) + 2 for text in texts)))
