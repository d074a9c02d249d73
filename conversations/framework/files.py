"""One file of a framework, parsed, with the line of each key at hand."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from conversations.framework.locations import Path, lines_of_keys, nearest_line
from conversations.framework.problems import Problem

FRAMEWORK_FILE = "framework.toml"

_LINE_IN_MESSAGE = re.compile(r" \(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file's name, its table and the line of each key."""

    name: str
    table: Mapping[str, Any]
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """Return the line, from 1, where a path or what is closest around it stands."""
        return nearest_line(self.lines, path)

    def problem(self, path: Path, code: str, **values: object) -> Problem:
        """Make a problem at a path in this file."""
        return Problem(self.name, written(path), self.line(path), code, tuple(values.items()))


def written(path: Path) -> str:
    """Write a path as an author reads it: dotted, list elements counted from 1 in brackets."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def text_of(content: str | bytes) -> str:
    """Return a file's text with plain line ends and no byte-order mark; raises UnicodeDecodeError."""
    text = content.decode("utf-8") if isinstance(content, bytes) else content
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def parsed(name: str, content: str | bytes) -> ParsedFile | Problem:
    """Parse one file, or say why it cannot be parsed and on which line."""
    try:
        text = text_of(content)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return Problem(name, "", line, "not-text")
    try:
        return ParsedFile(name, tomllib.loads(text), lines_of_keys(text))
    except tomllib.TOMLDecodeError as error:
        return _syntax_problem(name, text, str(error))
    except RecursionError:
        return Problem(name, "", 1, "syntax", (("reason", "lists or tables are nested too deeply"),))


def hint(word: object, known: list[str]) -> str:
    """Return a sentence that guesses what was meant, led by a space, or nothing."""
    close = get_close_matches(str(word), known, n=1)
    return f" Did you mean {close[0]}?" if close else ""


def _syntax_problem(name: str, text: str, message: str) -> Problem:
    found = _LINE_IN_MESSAGE.search(message)
    line = int(found.group(1)) if found else text.rstrip().count("\n") + 1
    reason = _LINE_IN_MESSAGE.sub("", message).removesuffix(" (at end of document)")
    return Problem(name, "", line, "syntax", (("reason", reason),))
