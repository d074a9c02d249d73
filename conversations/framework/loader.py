"""From a framework's files to a `Framework`, from the package or from wherever storage keeps them."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any

from conversations.framework.files import FRAMEWORK_FILE, text_of
from conversations.framework.problems import FrameworkError
from conversations.framework.schema import Area, Criterion, Framework, Level, Thresholds
from conversations.framework.validator import problems
from conversations.framework.words import AreaWords, CriterionWords, LevelWords, Words


def load(sources: Mapping[str, str | bytes]) -> Framework:
    """Load a framework from its files' contents by name; raises FrameworkError with every problem.

    Line ends and a byte-order mark make no difference to the result or its hash.
    """
    if found := problems(sources):
        raise FrameworkError(found)
    texts = {name: text_of(content) for name, content in sources.items()}
    return restored(json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


# Frameworks are few and large: each is built once for each process.
@lru_cache(maxsize=32)
def restored(source: str) -> Framework:
    """Return the framework whose `source` was kept, without judging it again.

    A round must stay readable when a later version's validator has become stricter.
    """
    tables = {name: tomllib.loads(text) for name, text in json.loads(source).items()}
    return _framework(tables, source)


def packaged_names() -> tuple[str, ...]:
    """Return the names of the frameworks that come with the bot."""
    folders = files(__package__).iterdir()
    return tuple(sorted(folder.name for folder in folders if folder.joinpath(FRAMEWORK_FILE).is_file()))


def packaged(name: str) -> Mapping[str, str]:
    """Return a packaged framework's files by name; raises KeyError when there is none called so."""
    if name not in packaged_names():
        raise KeyError(name)
    entries = files(__package__).joinpath(name).iterdir()
    return {entry.name: entry.read_text("utf-8") for entry in entries if entry.name.endswith(".toml")}


def _framework(tables: Mapping[str, dict[str, Any]], source: str) -> Framework:
    table = tables[FRAMEWORK_FILE]
    levels = tuple(Level(entry["id"], number) for number, entry in enumerate(table["levels"], start=1))
    criteria = tuple(
        Criterion(entry["id"], entry["area"], frozenset(entry["seen_by"])) for entry in table["criteria"]
    )
    return Framework(
        id=table["id"],
        languages=tuple(table["languages"]),
        levels=levels,
        areas=tuple(Area(entry["id"]) for entry in table["areas"]),
        criteria=criteria,
        pulse=tuple(table["pulse"]),
        qualifying_level=table["qualifying_level"],
        rule=table["rule"],
        thresholds=_thresholds(table["thresholds"]),
        smallest_group=table["smallest_group"],
        certificate_years=table["certificate_years"],
        minutes_per_criterion=_exact(table["minutes_per_criterion"]),
        all_words={name: _words(name, tables[f"{name}.toml"], levels) for name in table["languages"]},
        positions={criterion.id: index for index, criterion in enumerate(criteria)},
        source=source,
        hash=hashlib.sha256(source.encode()).hexdigest(),
    )


def _thresholds(table: dict[str, Any]) -> Thresholds:
    return Thresholds(_exact(table["share_of_answers"]), _exact(table["share_of_staff"]), table["near"])


def _exact(number: float) -> Fraction:
    # What the author wrote, 0.4, and not the binary number closest to it.
    return Fraction(str(number))


def _words(language: str, table: dict[str, Any], levels: tuple[Level, ...]) -> Words:
    return Words(
        language=language,
        name=table["name"],
        award=table["award"],
        summary=table["summary"],
        levels=tuple(LevelWords(**table["levels"][level.id]) for level in levels),
        areas={name: AreaWords(**area) for name, area in table["areas"].items()},
        criteria={name: _criterion_words(words) for name, words in table["criteria"].items()},
    )


def _criterion_words(table: dict[str, Any]) -> CriterionWords:
    steps = len(table["levels"])
    return CriterionWords(
        title=table["title"],
        question=table["question"],
        levels=tuple(table["levels"]),
        help=table["help"],
        prompts=tuple(table["prompts"]),
        measures=tuple(tuple(table["measures"][f"to_{level}"]) for level in range(2, steps + 1)),
    )
