"""A report on paper: headings, paragraphs, tables and pictures, the same as PDF and as DOCX."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from bot import pictures
from bot.drawing.sheet import PRINTED
from bot.printing import paper
from bot.printing.days import written
from conversations.messages import Picture
from conversations.texts import say

FONT = "Libertinus Serif"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences; ``quiet`` ones explain."""

    words: str = field(repr=False)
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows under column headings; ``widths`` are shares, and every row is as wide as the columns.

    The first column names the row. Raises ValueError for rows or widths of another number.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        if {len(self.columns)} != {len(self.widths), *map(len, self.rows)}:
            raise ValueError("every row must be as wide as the table")


Piece = Paragraph | Grid | Picture
Placed = Paragraph | Grid | tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    pieces: tuple[Piece, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; ``under`` are the lines below its title, and ``wide`` turns the sheet."""

    language: str
    title: str
    heading: str
    under: tuple[str, ...]
    author: str
    printed: date
    sections: tuple[Section, ...]
    wide: bool = False

    @property
    def foot(self) -> str:
        """What stands at the foot of every page, before its number."""
        day = say(self.language, "print.printed", day=written(self.language, self.printed))
        return f"{self.title} · {day}"


def pdf(report: Report) -> bytes:
    """The report as tagged PDF."""
    return paper.pdf("report", data(report))


def data(report: Report) -> paper.Data:
    """What the layout is filled with."""
    return {
        "language": report.language,
        "title": report.title,
        "heading": report.heading,
        "under": report.under,
        "author": report.author,
        "foot": report.foot,
        "page": say(report.language, "print.page", page="%P", pages="%N"),
        "wide": report.wide,
        "sections": [
            {"heading": section.heading, "pieces": list(_pieces(section))} for section in report.sections
        ],
    }


def drawing(picture: Picture) -> str:
    """A picture as SVG in the fixed light colours, with a font that is always there."""
    drawn = pictures.svg(picture, palette=PRINTED)
    return drawn.replace("system-ui, sans-serif", FONT)


def together(pieces: Iterable[Piece]) -> Iterator[Placed]:
    """The pieces in their order, with the pictures that follow each other as one row of them."""
    row: tuple[Picture, ...] = ()
    for piece in pieces:
        if isinstance(piece, Picture):
            row = (*row, piece)
            continue
        if row:
            yield row
        row = ()
        yield piece
    if row:
        yield row


def _pieces(section: Section) -> Iterator[paper.Data]:
    for piece in together(section.pieces):
        match piece:
            case Paragraph():
                yield {"kind": "quiet" if piece.quiet else "words", "words": piece.words}
            case Grid():
                yield {
                    "kind": "grid",
                    "columns": piece.columns,
                    "rows": piece.rows,
                    "widths": piece.widths,
                }
            case tuple():
                drawn = [{"svg": drawing(picture), "alt": picture.alt} for picture in piece]
                yield {"kind": "pictures", "pictures": drawn}
