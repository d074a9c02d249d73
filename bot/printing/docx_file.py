"""A report as DOCX, for whoever wants to write on in it: real headings, header rows, alternative texts."""

import io
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bot.drawing.sheet import PRINTED
from bot.printing import paper
from bot.printing.letters import clean
from bot.printing.report import Grid, Paragraph, Placed, Report, drawing, together
from conversations.messages import Picture

if TYPE_CHECKING:
    from docx.document import Document as Book
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table
    from docx.table import _Row as TableRow
    from docx.text.paragraph import Paragraph as Row

# Millimetres.
_LONG, _SHORT, _EDGE = 297, 210, 22
_PICTURE_WIDTH, _TALLEST = Mm(78), Mm(225)
_AFTER_TABLE = Pt(6)
_SOFT, _EDGE_COLOUR = "E3EFE9", "D9D1C0"
_DOTS = 220
_LONGEST = 255
_LOCALES = {"sv": "sv-SE", "en": "en-GB"}


def docx(report: Report) -> bytes:
    """The report as a document; nothing in a text is read as a field or markup."""
    book = Document()
    _prepared(book, report)
    book.add_heading(clean(report.heading), level=1)
    for line in report.under:
        book.add_paragraph(clean(line)).paragraph_format.space_after = Pt(2)
    for section in report.sections:
        book.add_heading(clean(section.heading), level=2)
        for piece in together(section.pieces):
            _put(book, piece, _LONG - 2 * _EDGE if report.wide else _SHORT - 2 * _EDGE)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _prepared(book: "Book", report: Report) -> None:
    about = book.core_properties
    about.title, about.author = clean(report.title)[:_LONGEST], clean(report.author)[:_LONGEST]
    about.language = report.language
    about.comments = ""
    style = book.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11)
    spoken = style.element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LOCALES.get(report.language, report.language))
    spoken.append(language)
    for level in (1, 2):
        book.styles[f"Heading {level}"].font.color.rgb = RGBColor.from_string(PRINTED.bar.removeprefix("#"))
    page = book.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE if report.wide else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (Mm(_LONG), Mm(_SHORT)) if report.wide else (Mm(_SHORT), Mm(_LONG))
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_EDGE)
    foot = page.footer.paragraphs[0]
    foot.text, foot.alignment = clean(report.foot), WD_ALIGN_PARAGRAPH.LEFT


def _put(book: "Book", piece: Placed, room: int) -> None:
    match piece:
        case Paragraph():
            row = book.add_paragraph()
            row.add_run(clean(piece.words)).italic = piece.quiet
            row.paragraph_format.space_before = _AFTER_TABLE
        case Grid():
            _fill(book.add_table(1 + len(piece.rows), len(piece.columns)), piece, room)
        case tuple():
            row = book.add_paragraph()
            row.paragraph_format.space_before = _AFTER_TABLE
            for place, picture in enumerate(piece):
                row.add_run(" " if place else "")
                _draw(row, picture)


def _fill(table: "Table", grid: Grid, room: int) -> None:
    table.style = "Table Grid"
    table.autofit = False
    _loosen(table)
    for row, words in zip(table.rows, (grid.columns, *grid.rows), strict=True):
        _mark(row, "w:cantSplit")
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = clean(text)
    heading = table.rows[0]
    for cell in heading.cells:
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", fill=_SOFT))  # noqa: SLF001  # no other way
        for run in cell.paragraphs[0].runs:
            run.bold = True
    # A screen reader tells these as the columns' names, and Word repeats them on every page.
    _mark(heading, "w:tblHeader")
    for column, share in zip(table.columns, grid.widths, strict=True):
        column.width = width = Mm(room * share / sum(grid.widths))
        for cell in column.cells:
            cell.width = width


def _loosen(table: "Table") -> None:
    """Thin lines in a quiet colour, and some room around the words."""
    lines, room = _element("w:tblBorders"), _element("w:tblCellMar")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        lines.append(_element(f"w:{side}", val="single", sz="4", space="0", color=_EDGE_COLOUR))
    for side, twips in (("top", "60"), ("left", "110"), ("bottom", "60"), ("right", "110")):
        room.append(_element(f"w:{side}", w=twips, type="dxa"))
    settings = table._tbl.tblPr  # noqa: SLF001  # the library has no other way
    layout = settings.find(qn("w:tblLayout"))
    layout.addprevious(lines)
    layout.addnext(room)


def _mark(row: "TableRow", name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001  # the library has no other way


def _element(name: str, **values: str) -> "BaseOxmlElement":
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _draw(row: "Row", picture: Picture) -> None:
    drawn = paper.png("picture", {"svg": drawing(picture)}, _DOTS)[0]
    shape = row.add_run().add_picture(io.BytesIO(drawn), width=_PICTURE_WIDTH)
    if shape.height > _TALLEST:
        shape.width, shape.height = Mm(round(_PICTURE_WIDTH.mm * _TALLEST / shape.height)), _TALLEST
    placed = shape._inline  # noqa: SLF001  # alternative texts have no other way in
    placed.docPr.set("descr", clean(picture.alt))
    for side in "TBLR":
        # Where nothing is said, some keep so wide a distance that two pictures lack room beside each other.
        placed.set(f"dist{side}", "0")
