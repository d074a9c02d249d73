"""Documents as tagged PDF: a packaged layout, filled with data that is never read as markup."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, cast

import typst

from bot.printing.letters import printable

_STANDARD: Literal["ua-1"] = "ua-1"

Data = Mapping[str, object]
"""What a layout is filled with: texts, numbers, lists and mappings of them."""


def pdf(layout: str, data: Data) -> bytes:
    """Fill a layout and write it as PDF/UA-1; letters that the fonts lack become squares."""
    source = _source(layout)
    try:
        return _pdf(source, printable(data))
    except typst.TypstError:
        # PDF/UA allows no letter without a glyph, and a name may hold any letter there is.
        return _pdf(source, printable(data, foreign=True))


def png(layout: str, data: Data, dots: float = 96) -> tuple[bytes, ...]:
    """The same pages as pictures, ``dots`` per inch."""
    # One page comes alone, several as a list.
    made: object = typst.compile(
        _source(layout), format="png", ppi=dots, font_paths=_fonts(), sys_inputs=_inputs(printable(data))
    )
    return tuple(made) if isinstance(made, list) else (bytes(cast("bytes", made)),)


def _pdf(source: bytes, data: object) -> bytes:
    return typst.compile(
        source, format="pdf", font_paths=_fonts(), sys_inputs=_inputs(data), pdf_standards=_STANDARD
    )


def _source(layout: str) -> bytes:
    return (files(__package__) / f"{layout}.typ").read_bytes()


def _inputs(data: object) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}


@cache
def _fonts() -> typst.Fonts:
    # The fonts of a machine would make the same paper look different on another.
    return typst.Fonts(include_system_fonts=False)
