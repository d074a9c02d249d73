"""The shape that a framework's files must have, and what differs from it."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from conversations.framework.files import ParsedFile, hint
from conversations.framework.locations import Path
from conversations.framework.problems import Problem


class Kind(Enum):
    """A single value; the value says what an author should write."""

    TEXT = "a text in quotation marks"
    WHOLE = "a whole number"
    NUMBER = "a number"


@dataclass(frozen=True, slots=True)
class Each:
    """A list whose elements all have one shape; `noun` names them in a problem's sentence."""

    item: "Shape"
    noun: str
    fewest: int = 1
    most: int | None = None

    @property
    def wanted(self) -> str:
        """Say how many elements are right."""
        if self.most is None:
            return f"at least {self.fewest}"
        return str(self.fewest) if self.fewest == self.most else f"{self.fewest} to {self.most}"


Shape: TypeAlias = "Kind | Each | Mapping[str, Shape]"


def differences(file: ParsedFile, shape: Shape) -> Iterator[Problem]:
    """Compare a whole file with its shape: missing and unknown keys, wrong types and counts, empty texts."""
    return _different(file, (), file.table, shape)


def _different(file: ParsedFile, path: Path, value: object, shape: Shape) -> Iterator[Problem]:
    if isinstance(shape, Kind):
        yield from _different_value(file, path, value, shape)
    elif isinstance(shape, Each):
        yield from _different_list(file, path, value, shape)
    elif isinstance(value, dict):
        yield from _different_keys(file, path, value, shape)
        for key in value.keys() & shape.keys():
            yield from _different(file, (*path, key), value[key], shape[key])
    else:
        yield file.problem(path, "wrong-type", wanted="a table of keys", found=_kind_of(value))


def _different_value(file: ParsedFile, path: Path, value: object, kind: Kind) -> Iterator[Problem]:
    if not _is(value, kind):
        yield file.problem(path, "wrong-type", wanted=kind.value, found=_kind_of(value))
    elif isinstance(value, str) and not value.strip():
        yield file.problem(path, "empty-text")


def _different_list(file: ParsedFile, path: Path, value: object, shape: Each) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield file.problem(path, "wrong-type", wanted=f"a list of {shape.noun}", found=_kind_of(value))
        return
    if len(value) < shape.fewest or (shape.most is not None and len(value) > shape.most):
        yield file.problem(path, "wrong-count", wanted=shape.wanted, noun=shape.noun, found=len(value))
    for index, item in enumerate(value):
        yield from _different(file, (*path, index), item, shape.item)


def _different_keys(
    file: ParsedFile, path: Path, table: dict[str, Any], shape: Mapping[str, Shape]
) -> Iterator[Problem]:
    missing = [key for key in shape if key not in table]
    for key in (key for key in table if key not in shape):
        guess = hint(key, missing) or hint(key, list(shape))
        yield file.problem((*path, key), "unknown-key", name=key, hint=guess)
        # One slip of the pen is one problem: the key that was meant is not reported as missing too.
        missing = [name for name in missing if guess != hint(name, [name])]
    for key in missing:
        yield file.problem((*path, key), "missing-key", name=key)


def _is(value: object, kind: Kind) -> bool:
    if kind is Kind.TEXT:
        return isinstance(value, str)
    if isinstance(value, bool):
        return False
    if kind is Kind.WHOLE:
        return isinstance(value, int)
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def _kind_of(value: object) -> str:
    names = {
        bool: "true or false",
        int: "a whole number",
        str: "a text",
        list: "a list",
        dict: "a table of keys",
    }
    return names.get(type(value), "a number" if isinstance(value, float) else "a date or time")
