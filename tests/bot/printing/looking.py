"""Looks into a PDF as assistive technology does: its tags, language, title, words and alternative texts."""

import io
import re
from collections.abc import Iterator

import pikepdf

_TO_UNICODE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def assert_accessible(pdf: pikepdf.Pdf, language: str, title: str) -> None:
    """What PDF/UA-1 asks of a file's structure, as far as it can be looked up."""
    root = pdf.Root
    assert str(root.Lang) == language
    assert bool(root.MarkInfo.Marked)
    assert not bool(root.MarkInfo.get("/Suspects", False))
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == title
    assert root.StructTreeRoot.get("/ParentTree") is not None
    elements = list(structure(pdf))
    assert str(elements[0].S) == "/Document"
    assert all(each.get("/Alt") for each in elements if str(each.S) == "/Figure")
    assert all(str(page.get("/Tabs", "/S")) == "/S" for page in pdf.pages)
    for row in (each for each in elements if str(each.S) == "/Table"):
        assert any(str(inner.S) == "/TH" for inner in _below(row))


def structure(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every element of the tag tree, in reading order."""
    return _below(pdf.Root.StructTreeRoot)


def roles(pdf: pikepdf.Pdf) -> set[str]:
    return {str(each.S) for each in structure(pdf)}


def alternative_texts(pdf: pikepdf.Pdf) -> list[str]:
    return [str(each.Alt) for each in structure(pdf) if str(each.S) == "/Figure"]


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def written_words(pdf: pikepdf.Pdf) -> str:
    """Every letter on every page in the order of drawing, without spaces."""
    return "".join("".join(_letters(page)) for page in pdf.pages)


def _letters(page: pikepdf.Page) -> Iterator[str]:
    fonts = {name: _letters_of(font) for name, font in page.resources.get("/Font", {}).items()}
    known: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            known = fonts[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            pieces = operands[0] if str(operator) == "TJ" else operands
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    for place in range(0, len(codes), 2):
                        letter = known.get(int.from_bytes(codes[place : place + 2]), "")
                        yield "".join(letter.replace("\u200b", "").split())


def _letters_of(font: pikepdf.Object) -> dict[int, str]:
    """What each glyph of a font stands for."""
    table = font.ToUnicode.read_bytes()
    return {
        int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for code, letters in _TO_UNICODE.findall(table)
    }
