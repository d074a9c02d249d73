"""The parts of the lint that look at one thing at a time: fields, small parts, names."""

from collections import Counter
from collections.abc import Iterator

from tests.contract.teams.fake.words import Json
from tests.contract.teams.lint_elements import CHOICE, FACT, TEXT_RUN, Fields, Kind
from tests.contract.teams.lint_shapes import Check


def fields(part: Json, kind: Kind, common: Fields, where: str) -> Iterator[str]:
    """Every field that must be there, may be there, and holds what it may."""
    known = common | kind.may | kind.must
    for name in kind.must:
        if name not in part:
            yield f"{where}: {part.get('type', 'it')} without {name}"
    for name, value in part.items():
        if name not in known:
            yield f"{where}: {part.get('type', 'it')} has no {name}"
        else:
            yield from known[name](value, f"{where}.{name}")


def small(element: Json, kind: str, where: str, pressed: Check) -> Iterator[str]:
    """Texts, facts and choices, which are no elements."""
    name, shape = {
        "RichTextBlock": ("inlines", TEXT_RUN),
        "FactSet": ("facts", FACT),
        "Input.ChoiceSet": ("choices", CHOICE),
    }[kind]
    found = element.get(name) or []
    if not found:
        yield f"{where}.{name}: nothing in it"
    for number, each in enumerate(found):
        place = f"{where}.{name}[{number}]"
        if isinstance(each, dict):
            yield from fields(each, shape, {}, place)
            yield from pressed(each, place)
        elif name != "inlines" or not isinstance(each, str):
            yield f"{place}: no object"
    texts = [each if isinstance(each, str) else str(each.get("text", "")) for each in found]
    if name == "inlines" and not "".join(texts).strip():
        yield f"{where}: empty text"
    if name == "choices":
        yield from _choices(element, found, where)


def _choices(element: Json, found: list[Json], where: str) -> Iterator[str]:
    values = [str(each.get("value")) for each in found]
    for value in _twice(values):
        yield f"{where}.choices: {value!r} twice"
    chosen = str(element.get("value") or "")
    for each in chosen.split(",") if element.get("isMultiSelect") else [chosen]:
        if each and each not in values:
            yield f"{where}.value: {each!r} is no choice"


def named(card: Json) -> Iterator[str]:
    """Ids and labels are there once each."""
    found = list(_all(card))
    ids = [str(each["id"]) for each in found if "id" in each]
    labels = [
        str(each["label"]) for each in found if str(each.get("type")).startswith("Input.") and "label" in each
    ]
    for name in _twice(ids):
        yield f"card: the id {name!r} twice"
    for name in _twice(labels):
        yield f"card: the label {name!r} twice"


def _all(part: object) -> Iterator[Json]:
    if isinstance(part, list):
        for each in part:
            yield from _all(each)
    elif isinstance(part, dict):
        yield part
        for name, each in part.items():
            if name != "data":
                yield from _all(each)


def _twice(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
