"""What the fields of an Adaptive Card may hold: each check yields what is wrong, with its place."""

import re
from collections.abc import Callable, Iterator

Check = Callable[[object, str], Iterator[str]]

PIXELS = re.compile(r"\d+px")


def fine(_value: object, _where: str) -> Iterator[str]:
    """Anything at all."""
    yield from ()


def text(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not value.strip():
        yield f"{where}: empty text {value!r}"


def any_text(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{where}: no text {value!r}"


def flag(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"{where}: neither true nor false {value!r}"


def number(value: object, where: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield f"{where}: no number {value!r}"


def pixels(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not PIXELS.fullmatch(value):
        yield f"{where}: not of the form 50px {value!r}"


def address(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not value.startswith("https://"):
        shown = str(value)[:40]
        yield f"{where}: not an address that everybody's client can fetch {shown!r}"


def one_of(*known: str) -> Check:
    def check(value: object, where: str) -> Iterator[str]:
        if not isinstance(value, str) or value.casefold() not in {each.casefold() for each in known}:
            yield f"{where}: {value!r} is none of {', '.join(known)}"

    return check


def width(value: object, where: str) -> Iterator[str]:
    """A column's width: auto, stretch, a weight or pixels."""
    weight = isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
    named = isinstance(value, str) and (value in ("auto", "stretch") or PIXELS.fullmatch(value))
    if not weight and not named:
        yield f"{where}: no width of a column {value!r}"


def element_height(value: object, where: str) -> Iterator[str]:
    yield from one_of("auto", "stretch")(value, where)


def image_side(value: object, where: str) -> Iterator[str]:
    if value not in ("auto", "stretch"):
        yield from pixels(value, where)


def requires(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: no object {value!r}"


COLORS = one_of("default", "dark", "light", "accent", "good", "warning", "attention")
SIZES = one_of("default", "small", "medium", "large", "extraLarge")
WEIGHTS = one_of("default", "lighter", "bolder")
FONTS = one_of("default", "monospace")
SIDES = one_of("left", "center", "right")
HEIGHTS = one_of("top", "center", "bottom")
STYLES = one_of("default", "emphasis", "good", "attention", "warning", "accent")
SPACINGS = one_of("default", "none", "small", "medium", "large", "extraLarge", "padding")
TARGETS = re.compile(r"(atLeast:|atMost:)?(veryNarrow|narrow|standard|wide)")


def target_width(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not TARGETS.fullmatch(value):
        yield f"{where}: no width that Teams knows {value!r}"
