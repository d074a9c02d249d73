"""The sheet that a picture is drawn on: it grows downwards, in the colours of a palette."""

import re
import textwrap
from dataclasses import dataclass, field
from html import escape

WIDTH, LEFT, RIGHT = 280, 4, 276
LINE = 17
TITLE_LETTERS, LABEL_LETTERS = 32, 38

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture, as SVG writes them."""

    ink: str
    quiet: str
    track: str
    bar: str
    line: str
    paper: str


PRINTED = Palette("#22302c", "#55635d", "#e6e1d6", "#2f6f5e", "#b0532c", "#fffdf8")
NAMED = Palette(
    "var(--ink)",
    "var(--quiet)",
    "var(--track)",
    "var(--accent)",
    "var(--line)",
    "var(--paper)",
)


@dataclass(slots=True)
class Sheet:
    """A drawing that grows downwards."""

    palette: Palette
    y: float = 4
    shapes: list[str] = field(default_factory=list)

    @property
    def small(self) -> str:
        """How small words look."""
        return f'fill="{self.palette.quiet}" font-size="12"'

    def add(self, shape: str) -> None:
        """Put a shape on it."""
        self.shapes.append(shape)

    def write(self, text: str, letters: int, look: str) -> None:
        """Write a text below what is there, in lines of at most so many letters."""
        for line in textwrap.wrap(text, letters) or [""]:
            self.y += LINE
            self.add(words(LEFT, self.y - 4, look, line))


def words(x: float, y: float, look: str, text: str) -> str:
    """A text at a place."""
    return f'<text x="{x:g}" y="{y:g}" {look}>{clean(text)}</text>'


def clean(text: str) -> str:
    """A text as it may stand in SVG."""
    return escape(_UNPRINTABLE.sub(" ", text))
