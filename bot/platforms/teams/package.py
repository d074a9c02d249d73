"""What an administrator uploads to the organisation's catalogue: a zip, the same for the same app."""

import json
import re
import struct
from collections.abc import Iterator, Mapping
from importlib.resources import files
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import resvg_py

from bot.platforms.teams.manifest import App, Tree, manifest, translation

ICONS = {"color": 192, "outline": 32}
"""The icons' sides in pixels, by their names."""

_LONGEST = {
    "name.short": 30,
    "name.full": 100,
    "description.short": 80,
    "description.full": 4000,
    "developer.name": 32,
    "version": 256,
}
_TITLE, _MOST_COMMANDS = 128, 12
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_VERSION = re.compile(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_ADDRESSES = ("websiteUrl", "privacyUrl", "termsOfUseUrl")
# The first that a zip can hold: with the day's own, the same app would never give the same bytes.
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


class UnfitError(ValueError):
    """What Teams would refuse, as sentences; nothing has been written."""


def packaged(app: App) -> bytes:
    """The zip; raises UnfitError when Teams would not take it."""
    parts = contents(app)
    wrong = list(problems(manifest(app), translation(app), parts))
    if wrong:
        raise UnfitError(" ".join(wrong))
    held = BytesIO()
    with ZipFile(held, "w") as package:
        for name, content in sorted(parts.items()):
            entry = ZipInfo(name, _FIRST_DAY)
            entry.compress_type, entry.external_attr = ZIP_STORED, _READABLE
            package.writestr(entry, content)
    return held.getvalue()


def contents(app: App) -> dict[str, bytes]:
    """The package's files by name: the manifest, the other language's words, and the icons."""
    words = {"manifest.json": written(manifest(app)), "en.json": written(translation(app))}
    texts = {name: text.encode() for name, text in words.items()}
    return texts | {f"{name}.png": drawn(name) for name in ICONS}


def written(tree: Tree) -> str:
    """JSON as a person would read it."""
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def drawn(icon: str) -> bytes:
    """One of the icons as PNG; the outline is white on nothing, as Teams colours it itself."""
    drawing = files("bot.platforms.teams").joinpath("icons", f"{icon}.svg").read_text("utf-8")
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=ICONS[icon]))


def problems(tree: Tree, words: Tree, parts: Mapping[str, bytes]) -> Iterator[str]:
    """What Teams would refuse, each as a sentence that names the place."""
    flat = dict(_flat(tree))
    for name, longest in _LONGEST.items():
        for source, text in (("manifest.json", flat.get(name, "")), ("en.json", words.get(name, "x"))):
            if not isinstance(text, str) or not 0 < len(text) <= longest:
                yield f"{source}: {name} has to be 1 to {longest} characters."
    if not _VERSION.fullmatch(str(flat.get("version"))):
        yield "manifest.json: version has to be three numbers such as 1.0.0."
    for name in ("id", "bots[0].botId", "webApplicationInfo.id"):
        if not _GUID.fullmatch(str(flat.get(name))):
            yield f"manifest.json: {name} has to be the registration's id, 8-4-4-4-12 hexadecimal digits."
    for name in _ADDRESSES:
        if not str(flat.get(f"developer.{name}")).startswith("https://"):
            yield f"manifest.json: developer.{name} has to begin with https://."
    if not _DOMAIN.fullmatch(str(flat.get("validDomains[0]"))):
        yield "manifest.json: validDomains[0] has to be a domain such as skolsteg.kommun.example."
    yield from _wrong_commands(flat, words)
    yield from _wrong_icons(parts)


def _wrong_commands(flat: Mapping[str, object], words: Tree) -> Iterator[str]:
    commands = {name: text for name, text in flat.items() if ".commands[" in name}
    for name, text in commands.items():
        if name.endswith(".title") and not 0 < len(str(text)) <= _TITLE:
            yield f"manifest.json: {name} has to be 1 to {_TITLE} characters."
        if f".commands[{_MOST_COMMANDS}]." in name:
            yield f"manifest.json: {name} is one too many; Teams shows {_MOST_COMMANDS} commands."
        if not words.get(name):
            yield f"en.json: {name} is missing."


def _wrong_icons(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name, side in ICONS.items():
        if _size(parts.get(f"{name}.png", b"")) != (side, side):
            yield f"{name}.png has to be a PNG of {side} by {side} pixels."


def _size(png: bytes) -> tuple[int, int]:
    """Width and height as the file itself says them, which is where every PNG has them."""
    if not png.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return 0, 0
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _flat(node: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Every value by its place, such as ``bots[0].botId``."""
    if isinstance(node, Mapping):
        for key, inner in node.items():
            yield from _flat(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(node, list | tuple):
        for number, inner in enumerate(node):
            yield from _flat(inner, f"{name}[{number}]")
    else:
        yield name, node
