"""Everything that an Adaptive Card 1.5 must hold to in Teams, said with the place of what is wrong."""

import json
import re
from collections.abc import Iterator

from tests.contract.teams.fake.words import Json
from tests.contract.teams.lint_elements import (
    ACTION,
    ACTIONS,
    CARD,
    ELEMENT,
    ELEMENTS,
    TABLE_COLUMN,
    Kind,
)
from tests.contract.teams.lint_parts import fields, named, small
from tests.contract.teams.lint_shapes import Check

SCHEMA = re.compile(r"https?://adaptivecards\.io/schemas/(1\.5\.0/)?adaptive-card\.json")
VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5")
MOST_BYTES, MOST_ACTIONS = 28 * 1024, 6
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
SUBMITS = ("task/fetch", "messageBack", "imBack")
_ROWS = {"rows": "TableRow", "cells": "TableCell"}


def lint_card(card: object, surface: str = "message") -> list[str]:
    """All that is wrong with a card on a surface ("message" or "dialog"); empty when all is well."""
    if not isinstance(card, dict):
        return ["card: no object"]
    return [*_whole(card), *_card(card, "card", surface), *named(card)]


def _whole(card: Json) -> Iterator[str]:
    if card.get("version") not in VERSIONS:
        yield f"card.version: {card.get('version')!r} is none that Teams shows"
    if not SCHEMA.fullmatch(str(card.get("$schema"))):
        yield f"card.$schema: {card.get('$schema')!r}"
    if not LANGUAGE.fullmatch(str(card.get("lang"))):
        yield f"card.lang: {card.get('lang')!r} is no language"
    if not card.get("fallbackText"):
        yield "card.fallbackText: missing"
    length = len(json.dumps(card, ensure_ascii=False).encode())
    if length > MOST_BYTES:
        yield f"card: {length} bytes is more than {MOST_BYTES}"


def _card(card: Json, where: str, surface: str) -> Iterator[str]:
    nested = Kind(
        {"type": CARD.must["type"], "body": CARD.must["body"]}, CARD.may | {"version": CARD.must["version"]}
    )
    yield from fields(card, CARD if where == "card" else nested, {}, where)
    yield from _elements(card.get("body"), f"{where}.body", surface, empty=bool(card.get("actions")))
    if "actions" in card:
        yield from _actions(card["actions"], f"{where}.actions", surface)
    yield from _select(card, where, surface)


def _elements(found: object, where: str, surface: str, *, empty: bool = False) -> Iterator[str]:
    if not isinstance(found, list) or (not found and not empty):
        yield f"{where}: nothing in it"
        return
    for number, element in enumerate(found):
        yield from _element(element, f"{where}[{number}]", surface)


def _element(element: object, where: str, surface: str, wanted: str = "") -> Iterator[str]:
    kind = str(element.get("type", wanted)) if isinstance(element, dict) else ""
    inside = kind in ("Column", "TableRow", "TableCell")
    if kind not in ELEMENTS or (wanted and kind != wanted) or (inside and not wanted):
        yield f"{where}: no element {kind!r} there"
        return
    yield from fields(element, ELEMENTS[kind], ELEMENT, where)
    yield from _within(element, kind, where, surface)
    yield from _select(element, where, surface)
    fallback = element.get("fallback", "drop")
    if fallback != "drop":
        yield from _element(fallback, f"{where}.fallback", surface)


def _within(element: Json, kind: str, where: str, surface: str) -> Iterator[str]:
    """What is in an element."""
    if kind in ("Container", "Column", "TableCell"):
        yield from _elements(element.get("items"), f"{where}.items", surface)
    elif kind == "ColumnSet":
        yield from _each(element.get("columns"), "Column", f"{where}.columns", surface)
    elif kind == "ImageSet":
        yield from _each(element.get("images"), "Image", f"{where}.images", surface)
    elif kind in ("Table", "TableRow"):
        yield from _table(element, kind, where, surface)
    elif kind == "ActionSet":
        yield from _actions(element.get("actions"), f"{where}.actions", surface)
    elif kind in ("RichTextBlock", "FactSet", "Input.ChoiceSet"):
        yield from small(element, kind, where, _select_on(surface))
    elif kind == "TextBlock" and not element.get("wrap"):
        yield f"{where}: a TextBlock that does not wrap is cut off"
    if "inlineAction" in element:
        yield from _action(element["inlineAction"], f"{where}.inlineAction", surface)
    if kind.startswith("Input."):
        yield from _input(element, kind, where)


def _each(found: object, wanted: str, where: str, surface: str) -> Iterator[str]:
    if not isinstance(found, list) or not found:
        yield f"{where}: nothing in it"
        return
    for number, element in enumerate(found):
        yield from _element(element, f"{where}[{number}]", surface, wanted)


def _table(element: Json, kind: str, where: str, surface: str) -> Iterator[str]:
    name = "rows" if kind == "Table" else "cells"
    yield from _each(element.get(name), _ROWS[name], f"{where}.{name}", surface)
    if kind != "Table":
        return
    columns = element.get("columns") or []
    for number, column in enumerate(columns):
        yield from fields(column, TABLE_COLUMN, {}, f"{where}.columns[{number}]")
    for number, row in enumerate(element.get("rows") or []):
        cells = len(row.get("cells") or [])
        if cells != len(columns):
            yield f"{where}.rows[{number}]: {cells} cells in {len(columns)} columns"


def _input(element: Json, kind: str, where: str) -> Iterator[str]:
    if not element.get("label") and kind != "Input.Toggle":
        yield f"{where}: {kind} without label"
    if element.get("isRequired") and not element.get("errorMessage"):
        yield f"{where}: required, without errorMessage"


def _select_on(surface: str) -> Check:
    return lambda part, where: _select(part, where, surface)


def _select(part: Json, where: str, surface: str) -> Iterator[str]:
    if "selectAction" in part:
        yield from _action(part["selectAction"], f"{where}.selectAction", surface)


def _actions(found: object, where: str, surface: str) -> Iterator[str]:
    if not isinstance(found, list) or not found:
        yield f"{where}: nothing in it"
        return
    if len(found) > MOST_ACTIONS:
        yield f"{where}: {len(found)} actions, of which Teams shows {MOST_ACTIONS}"
    for number, action in enumerate(found):
        yield from _action(action, f"{where}[{number}]", surface)


def _action(action: object, where: str, surface: str) -> Iterator[str]:
    kind = str(action.get("type")) if isinstance(action, dict) else ""
    if kind not in ACTIONS:
        yield f"{where}: no action {kind!r}"
        return
    yield from fields(action, ACTIONS[kind], ACTION, where)
    if not action.get("title") and not action.get("tooltip"):
        yield f"{where}: {kind} without title"
    data = action.get("data") if isinstance(action.get("data"), dict) else {}
    teams = data.get("msteams") if isinstance(data.get("msteams"), dict) else {}
    if kind == "Action.Execute":
        yield from _execute(action, data, where, surface)
    elif kind == "Action.Submit" and surface == "message" and teams.get("type") not in SUBMITS:
        yield f"{where}: Action.Submit in a message opens no dialog"
    elif kind == "Action.Submit" and surface == "dialog" and teams:
        yield f"{where}: a dialog cannot open another dialog"
    elif kind == "Action.ShowCard" and isinstance(action.get("card"), dict):
        yield from _card(action["card"], f"{where}.card", surface)


def _execute(action: Json, data: Json, where: str, surface: str) -> Iterator[str]:
    if surface == "dialog":
        yield f"{where}: Action.Execute does nothing in a dialog"
    if not data.get("action"):
        yield f"{where}: Action.Execute without data.action"
    elif data["action"] != action.get("verb"):
        yield f"{where}: data.action {data['action']!r} is another than the verb {action.get('verb')!r}"
