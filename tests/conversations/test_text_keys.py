"""The code asks for texts that exist, with the values they need, and no text is left that nobody asks for."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from conversations.texts.loader import catalogue
from conversations.texts.sentences import Entry

ROOT = Path(__file__).parents[2]

# The functions that take a key as one of their first two arguments, and what they put before it.
ASKING = {"say": "", "variants": "", "page_word": "page.", "listed": "page."}

# Templates and modules whose every section.key is put after a prefix.
WEB = "bot/platforms/web"
WEB_PREFIX = "page."

# Keys that no single expression in the code shows: their prefix, and who reaches them.
REACHED_BY_PREFIX: dict[str, str] = {}

IN_TEMPLATE = re.compile(r"""\bwords?\(\s*[^,()]+,\s*["']([a-z0-9_.]+)["']\s*[,)]""")
QUOTED = re.compile(r"""["']([a-z0-9_]+\.(?:[a-z0-9_]+)?)["']""")


@cache
def trees() -> dict[str, ast.Module]:
    paths = [
        path for package in ("bot", "storage", "conversations") for path in (ROOT / package).rglob("*.py")
    ]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def templates() -> dict[str, str]:
    paths = [path for path in (ROOT / WEB).rglob("*") if path.suffix in {".html", ".jinja", ".j2", ".js"}]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


@cache
def swedish() -> dict[str, Entry]:
    return dict(catalogue("sv"))


@cache
def file_names() -> frozenset[str]:
    return frozenset(key.partition(".")[0] for key in swedish())


def pattern_of(node: ast.expr, prefix: str = "") -> re.Pattern[str] | None:
    """Give what a literal or formatted key can become, when it begins with the name of a text file."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        pieces: list[str | None] = [prefix, node.value]
    elif isinstance(node, ast.JoinedStr):
        pieces = [
            prefix,
            *(str(piece.value) if isinstance(piece, ast.Constant) else None for piece in node.values),
        ]
    else:
        return None
    start, dot, rest = (prefix + (pieces[1] or "")).partition(".")
    if start not in file_names() or not dot:
        return None
    # With nothing but the file's name known, what follows may be a section and a key.
    hole = ".+" if not rest and pieces[2:] == [None] else "[^.]+"
    return re.compile("".join(hole if piece is None else re.escape(piece) for piece in pieces))


def calls() -> Iterator[tuple[str, ast.Call, re.Pattern[str]]]:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            for pattern in (
                pattern_of(argument, ASKING[name]) for argument in node.args[:2] if name in ASKING
            ):
                if pattern:
                    yield f"{path}:{node.lineno}", node, pattern


def keys_like(pattern: re.Pattern[str]) -> list[str]:
    return [key for key in swedish() if pattern.fullmatch(key)]


def literals() -> Iterator[tuple[str, str]]:
    """Give every whole string of the code with its place; pieces of formatted strings are not whole."""
    for path, tree in trees().items():
        nodes = list(ast.walk(tree))
        pieces = {piece for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in pieces:
                yield f"{path}:{node.lineno}", node.value


def needed(entry: Entry) -> frozenset[str]:
    if isinstance(entry, tuple):
        return frozenset().union(*map(needed, entry))
    return entry.fields


def test_every_text_that_the_code_asks_for_exists() -> None:
    absent = [f"{place} {pattern.pattern}" for place, _, pattern in calls() if not keys_like(pattern)]
    assert absent == []


def test_every_text_that_a_template_asks_for_exists() -> None:
    asked = {(path, key) for path, text in templates().items() for key in IN_TEMPLATE.findall(text)}
    assert sorted(f"{path} {key}" for path, key in asked if WEB_PREFIX + key not in swedish()) == []


def test_every_string_that_looks_like_a_text_key_is_one() -> None:
    looks = re.compile(rf"({'|'.join(sorted(file_names()))})(\.[a-z0-9_]+){{2,}}")
    absent = [
        f"{place} {value}" for place, value in literals() if looks.fullmatch(value) and value not in swedish()
    ]
    assert absent == []


def test_every_call_gives_the_values_that_its_text_needs() -> None:
    lacking = {
        f"{place} {key}": sorted(needed(swedish()[key]) - {keyword.arg for keyword in call.keywords})
        for place, call, pattern in calls()
        if all(keyword.arg for keyword in call.keywords)
        for key in keys_like(pattern)
        if pattern.pattern == re.escape(key)
    }
    assert {place: fields for place, fields in lacking.items() if fields} == {}


def test_every_text_is_asked_for_somewhere() -> None:
    nodes = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.expr)]
    patterns = {
        found.pattern: found for found in map(pattern_of, nodes) if found and ".+" not in found.pattern
    }
    in_web = {value for place, value in literals() if place.startswith(WEB)}
    in_web |= {value for text in templates().values() for value in QUOTED.findall(text)}
    exact = {value for _, value in literals()} | {WEB_PREFIX + value for value in in_web}
    prefixes = (*REACHED_BY_PREFIX, *(WEB_PREFIX + value for value in in_web if value.endswith(".")))
    unused = [
        key
        for key in swedish()
        if key not in exact and not key.startswith(prefixes)
        if not any(pattern.fullmatch(key) for pattern in patterns.values())
    ]
    assert sorted(unused) == []


def test_every_documented_prefix_still_leads_somewhere() -> None:
    assert [
        prefix for prefix in REACHED_BY_PREFIX if not any(key.startswith(prefix) for key in swedish())
    ] == []
