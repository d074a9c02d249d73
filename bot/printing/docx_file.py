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
from bot.printing.report import Grid, Paragraph, Piece, Report, drawing
from conversations.messages import Picture

if TYPE_CHECKING:
    from docx.document import Document as Book
    from docx.table import Table

# Millimetres.
_LONG, _SHORT, _EDGE = 297, 210, 22
_PICTURE_WIDTH = Mm(78)
_DOTS = 220
_LONGEST = 255
_LOCALES = {"sv": "sv-SE", "en": "en-GB"}


def docx(report: Report) -> bytes:
    """The report as a document; nothing in a text is read as a field or markup."""
    book = Document()
    _prepared(book, report)
    book.add_heading(clean(report.heading), level=1)
    for line in report.under:
        book.add_paragraph(clean(line))
    for section in report.sections:
        book.add_heading(clean(section.heading), level=2)
        for piece in section.pieces:
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


def _put(book: "Book", piece: Piece, room: int) -> None:
    match piece:
        case Paragraph():
            run = book.add_paragraph().add_run(clean(piece.words))
            run.italic = piece.quiet
        case Grid():
            _fill(book.add_table(1 + len(piece.rows), len(piece.columns)), piece, room)
        case Picture():
            _draw(book, piece)


def _fill(table: "Table", grid: Grid, room: int) -> None:
    table.style = "Table Grid"
    table.autofit = False
    for row, words in zip(table.rows, (grid.columns, *grid.rows), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = clean(text)
    heading = table.rows[0]
    for cell in heading.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    # A screen reader tells these as the columns' names, and Word repeats them on every page.
    repeated = OxmlElement("w:tblHeader")
    heading._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001  # the library has no other way
    for column, share in zip(table.columns, grid.widths, strict=True):
        width = Mm(room * share / sum(grid.widths))
        for cell in column.cells:
            cell.width = width


def _draw(book: "Book", picture: Picture) -> None:
    drawn = paper.png("picture", {"svg": drawing(picture)}, _DOTS)[0]
    shape = book.add_picture(io.BytesIO(drawn), width=_PICTURE_WIDTH)
    about = shape._inline.docPr  # noqa: SLF001  # alternative texts have no other way in
    about.set("descr", clean(picture.alt))
