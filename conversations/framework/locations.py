"""The line of every key in a TOML text: tomllib reads the values and forgets where they stood."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""")
_SCALAR = re.compile(
    r'''"""(?:\\.|[^\\])*?""""{0,2}|\'\'\'.*?\'\'\'\'{0,2}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[^,\]}#\n]+''',
    re.DOTALL,
)


def lines_of_keys(text: str) -> dict[Path, int]:
    """Map every table, key and array element of a valid TOML text to its line, counted from 1.

    Elements of arrays, and of arrays of tables, are numbered from 0 in the path.
    """
    return _Scanner(text).scan()


def nearest_line(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a path, or of the closest table around it when it does not exist, else 1."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    """Walks a text that tomllib has accepted, so nothing here checks the syntax again."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.newlines = [match.start() for match in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {}
        self.tables_in: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while char := self._next():
            if char == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _next(self) -> str:
        self._take(_BLANK)
        return self.text[self.at : self.at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        taken = match.group() if match else ""
        self.at += len(taken)
        return taken

    def _line(self) -> int:
        return bisect_left(self.newlines, self.at) + 1

    def _header(self) -> Path:
        line = self._line()
        new = self.text.startswith("[[", self.at)
        brackets = 2 if new else 1
        self.at += brackets
        path = self._table_named(self._key(), line, new=new)
        self.at += brackets
        self.lines[path] = line
        return path

    def _table_named(self, parts: list[str], line: int, *, new: bool) -> Path:
        path: Path = ()
        for position, part in enumerate(parts, start=1):
            path = (*path, part)
            self.lines.setdefault(path, line)
            if new and position == len(parts):
                self.tables_in[path] = self.tables_in.get(path, 0) + 1
            if path in self.tables_in:
                path = (*path, self.tables_in[path] - 1)
        return path

    def _key(self) -> list[str]:
        parts = []
        while True:
            self._take(_SPACES)
            part = self._take(_KEY)
            parts.append(tomllib.loads(f"key = {part}")["key"] if part[:1] in {'"', "'"} else part)
            self._take(_SPACES)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.at += 1
        self._value(path)

    def _value(self, path: Path) -> None:
        char = self._next()
        if char == "[":
            self._array(path)
        elif char == "{":
            self._inline_table(path)
        else:
            self._take(_SCALAR)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while (char := self._next()) != "]":
            if char == ",":
                self.at += 1
                continue
            self.lines[*path, index] = self._line()
            self._value((*path, index))
            index += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while (char := self._next()) != "}":
            if char == ",":
                self.at += 1
            else:
                self._pair(path)
        self.at += 1
