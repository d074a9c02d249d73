"""From a file's bytes to numbered lines of text; what the columns mean is not known here."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import python_calamine

from bot.rosters.problems import Problem, Reason

MOST_BYTES = 20_000_000
MOST_UNPACKED = 64_000_000
MOST_CELLS = 4_000_000

_ZIP, _OLD_SPREADSHEET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What a cell or, without letters, a row says about its place in a sheet.
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,4})([0-9]{1,9})[\"']")
_CELL = re.compile(rb"<(?:\w{1,20}:)?c[\s>/]")
_BROKEN = (
    python_calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)
_SEPARATORS = (";", "\t", ",")


class NotATableError(Exception):
    """The file as a whole, or one line of it, cannot be taken apart into cells."""

    def __init__(self, reason: Reason, line: int = 0) -> None:
        super().__init__(reason)
        self.problem = Problem(line, reason)


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one line; `number` is counted from 1 as an editor or a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]


def lines_of(content: bytes, is_heading: Callable[[str], bool]) -> Iterator[Line]:
    """Take a spreadsheet (.xlsx) or a text table apart, leaving out empty lines.

    `is_heading` helps to tell which separator a text uses. Raises NotATableError, also while lines are read.
    """
    if content.startswith(_OLD_SPREADSHEET):
        raise NotATableError("old_spreadsheet")
    lines = _sheet(content) if content.startswith(_ZIP) else _text(_decoded(content), is_heading)
    return (line for line in lines if any(cell.strip() for cell in line.cells))


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotATableError("not_a_table")


def _text(text: str, is_heading: Callable[[str], bool]) -> Iterator[Line]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        return
    told = re.fullmatch(r"sep=([;,\t])", first.strip("\r\n "), re.IGNORECASE)
    separator = told[1] if told else _separator(first, is_heading)
    # csv keeps line ends inside quotes only when they reach it untouched.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begun = 1
    try:
        for cells in reader:
            # A quotation mark that was never closed has swallowed whole lines.
            if any("\n" in cell and separator in cell for cell in cells):
                raise NotATableError("broken_quotes", begun)
            if not (told and cells and cells[0].casefold() == "sep="):
                yield Line(begun, tuple(cells))
            begun = reader.line_num + 1
    except csv.Error:
        raise NotATableError("broken_quotes", begun) from None


def _separator(heading_line: str, is_heading: Callable[[str], bool]) -> str:
    def recognised(separator: str) -> int:
        return sum(is_heading(word.strip(' "')) for word in heading_line.split(separator))

    best = max(_SEPARATORS, key=recognised)
    if not recognised(best):
        raise NotATableError("not_a_table")
    return best


def _sheet(content: bytes) -> Iterator[Line]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(_measured(content)))
        rows = _first_visible(book).to_python(skip_empty_area=False)
    except _BROKEN:
        raise NotATableError("not_a_table") from None
    for number, row in enumerate(rows, start=1):
        yield Line(number, tuple(_written(cell) for cell in row))


def _measured(content: bytes) -> bytes:
    """Unpack within limits and pack again, so that what is read next is exactly what was measured."""
    copy = io.BytesIO()
    left = MOST_UNPACKED
    seen = set[str]()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(copy, "w") as measured:
        for entry in given.infolist():
            with given.open(entry) as packed:
                part = packed.read(left + 1)
            left -= len(part)
            if entry.filename in seen:
                raise NotATableError("not_a_table")
            seen.add(entry.filename)
            if left < 0 or not _within_limits(part):
                raise NotATableError("too_large_inside")
            measured.writestr(entry.filename, part)
    return copy.getvalue()


def _within_limits(part: bytes) -> bool:
    """Refuse a sheet whose last cell is far away: it would be laid out in memory with all that is between."""
    cells = [(_column(letters), int(row)) for letters, row in _PLACE.findall(part) if letters]
    columns = [column for column, _ in cells]
    rows = [row for _, row in cells]
    without_place = len(_CELL.findall(part)) - len(cells)
    if without_place > 0:
        # Such cells stand after one another in a row that tells its own place.
        columns.append(without_place)
        rows += [int(row) for letters, row in _PLACE.findall(part) if not letters]
    return max(columns, default=0) * max(rows, default=0) <= MOST_CELLS


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _first_visible(book: python_calamine.CalamineWorkbook) -> python_calamine.CalamineSheet:
    for sheet in book.sheets_metadata:
        is_table = sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        if is_table and sheet.visible == python_calamine.SheetVisibleEnum.Visible:
            return book.get_sheet_by_name(sheet.name)
    raise NotATableError("not_a_table")


def _written(cell: object) -> str:
    """Write a cell as a person reads it: a spreadsheet keeps the code 12345678 as 12345678.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def shortened(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Fill up to `width` cells, and drop empty ones beyond it."""
    kept = list(cells)
    while len(kept) > width and not kept[-1].strip():
        kept.pop()
    return tuple(kept + [""] * (width - len(kept)))
