"""What framework.toml must hold to beyond its shape."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from conversations.framework.files import ParsedFile, hint
from conversations.framework.locations import Path
from conversations.framework.problems import Problem
from conversations.framework.shapes import Each, Kind, Shape

RULES = ("half-and-two-fifths", "percentage-per-area", "mean-per-area", "minimum-everywhere")
ROLES = ("staff", "leadership")
# The gate has its own, higher floor; a framework that asks for less than this is a mistake.
SMALLEST_GROUP = 3
LONGEST_MINUTES = 60

FRAMEWORK_SHAPE: Shape = {
    "id": Kind.TEXT,
    "languages": Each(Kind.TEXT, "languages"),
    "qualifying_level": Kind.WHOLE,
    "rule": Kind.TEXT,
    "smallest_group": Kind.WHOLE,
    "certificate_years": Kind.WHOLE,
    "minutes_per_criterion": Kind.NUMBER,
    "pulse": Each(Kind.TEXT, "criteria"),
    "thresholds": {"share_of_answers": Kind.NUMBER, "share_of_staff": Kind.NUMBER, "near": Kind.WHOLE},
    "levels": Each({"id": Kind.TEXT}, "levels", 3, 6),
    "areas": Each({"id": Kind.TEXT}, "areas"),
    "criteria": Each(
        {"id": Kind.TEXT, "area": Kind.TEXT, "seen_by": Each(Kind.TEXT, "roles")},
        "criteria",
    ),
}

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def broken_rules(file: ParsedFile) -> Iterator[Problem]:
    """Find what is wrong in a framework.toml of the right shape: ids, references and ranges."""
    yield from _ids(file)
    yield from _references(file)
    yield from _ranges(file)


def _ids(file: ParsedFile) -> Iterator[Problem]:
    table = file.table
    paths: list[Path] = [("id",), *(("languages", index) for index in range(len(table["languages"])))]
    ids = [table["id"], *table["languages"]]
    yield from _misspelt(file, paths, ids)
    yield from _repeated(file, paths[1:], ids[1:])
    yield from _repeated(file, [("pulse", index) for index in range(len(table["pulse"]))], table["pulse"])
    for part in ("levels", "areas", "criteria"):
        paths = [(part, index, "id") for index in range(len(table[part]))]
        ids = [entry["id"] for entry in table[part]]
        yield from _misspelt(file, paths, ids)
        yield from _repeated(file, paths, ids)


def _misspelt(file: ParsedFile, paths: Sequence[Path], ids: Sequence[str]) -> Iterator[Problem]:
    for path, name in zip(paths, ids, strict=True):
        if name.strip() and not _ID.fullmatch(name):
            yield file.problem(path, "bad-id", name=name)


def _repeated(file: ParsedFile, paths: Sequence[Path], ids: Sequence[str]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for path, name in zip(paths, ids, strict=True):
        if name in first:
            yield file.problem(path, "duplicate-id", name=name, first=file.line(first[name]))
        first.setdefault(name, path)


def _references(file: ParsedFile) -> Iterator[Problem]:
    areas = [area["id"] for area in file.table["areas"]]
    criteria = file.table["criteria"]
    yield from _unknown(file, ("rule",), file.table["rule"], RULES)
    for index, criterion in enumerate(criteria):
        yield from _unknown(file, ("criteria", index, "area"), criterion["area"], areas)
        for place, role in enumerate(criterion["seen_by"]):
            yield from _unknown(file, ("criteria", index, "seen_by", place), role, ROLES)
    for index, name in enumerate(file.table["pulse"]):
        yield from _unknown(file, ("pulse", index), name, [criterion["id"] for criterion in criteria])
    for index, area in enumerate(areas):
        if area not in {criterion["area"] for criterion in criteria}:
            yield file.problem(("areas", index), "empty-area", name=area)


def _unknown(file: ParsedFile, path: Path, name: str, known: Sequence[str]) -> Iterator[Problem]:
    codes = {"rule": "unknown-rule", "criteria": "unknown-role", "pulse": "unknown-criterion"}
    code = "unknown-area" if path[-1] == "area" else codes[str(path[0])]
    if name.strip() and name not in known:
        listed = f" Known: {', '.join(known)}." if code in {"unknown-rule", "unknown-role"} else ""
        yield file.problem(path, code, name=name, hint=hint(name, list(known)) or listed)


def _ranges(file: ParsedFile) -> Iterator[Problem]:
    scale, criteria = len(file.table["levels"]), len(file.table["criteria"])
    yield from _outside(file, ("qualifying_level",), 1, scale)
    yield from _outside(file, ("smallest_group",), SMALLEST_GROUP, None)
    yield from _outside(file, ("certificate_years",), 1, None)
    yield from _outside(file, ("thresholds", "near"), 0, criteria)
    yield from _outside_open(file, ("minutes_per_criterion",), LONGEST_MINUTES)
    yield from _outside_open(file, ("thresholds", "share_of_answers"), 1)
    yield from _outside_open(file, ("thresholds", "share_of_staff"), 1)


def _outside(file: ParsedFile, path: tuple[str, ...], fewest: int, most: int | None) -> Iterator[Problem]:
    value = _value_at(file, path)
    if value < fewest or (most is not None and value > most):
        wanted = f"{fewest} or more" if most is None else f"{fewest} to {most}"
        yield file.problem(path, "out-of-range", found=value, wanted=wanted)


def _outside_open(file: ParsedFile, path: tuple[str, ...], most: int) -> Iterator[Problem]:
    value = _value_at(file, path)
    if not 0 < value <= most:
        yield file.problem(path, "out-of-range", found=value, wanted=f"more than 0 and at most {most}")


def _value_at(file: ParsedFile, path: tuple[str, ...]) -> float:
    value: Any = file.table
    for key in path:
        value = value[key]
    number: float = value
    return number
