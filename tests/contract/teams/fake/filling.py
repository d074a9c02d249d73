"""What people fill into a card, and what Teams' own screen does not let through."""

import re

from tests.contract.teams.fake.words import Json, inputs


def filled(card: object, values: dict[str, object] | None) -> dict[str, str]:
    """The inputs that a press sends, by id: named by label or id, the others keep their first value.

    As Teams does: all values are text, several choices are joined by commas, what is empty is left out.
    """
    given, found = dict(values or {}), {}
    for each in inputs(card):
        named = next((name for name in (each.get("label"), each["id"]) if name in given), None)
        value = _first(each) if named is None else _value(each, given.pop(named))
        if value:
            found[each["id"]] = value
    if given:
        known = [each.get("label") or each["id"] for each in inputs(card)]
        raise LookupError(f"there is no field {list(given)}, only {known}")
    return found


def refused(card: object, state: dict[str, str]) -> list[str]:
    """Why the screen itself would not send this card."""
    found = []
    for each in inputs(card):
        name, value = each.get("label") or each["id"], state.get(each["id"], "")
        if each.get("isRequired") and not value:
            found.append(f"{name} is required")
        elif value and not _fits(each, value):
            found.append(f"{name} does not take {len(value)} characters")
    return found


def _fits(element: Json, value: str) -> bool:
    kind = element["type"]
    if kind == "Input.Number":
        return float(element.get("min", value)) <= float(value) <= float(element.get("max", value))
    if kind in ("Input.Date", "Input.Time"):
        return str(element.get("min", value)) <= value <= str(element.get("max", value))
    if kind == "Input.Text":
        long = len(value) > int(element.get("maxLength", len(value)))
        return not long and bool(re.search(element.get("regex", ""), value))
    return True


def _first(element: Json) -> str:
    if element["type"] == "Input.Toggle":
        return str(element.get("value", element.get("valueOff", "false")))
    return str(element.get("value", ""))


def _value(element: Json, wanted: object) -> str:
    match element["type"]:
        case "Input.Toggle":
            return str(element.get("valueOn", "true") if wanted else element.get("valueOff", "false"))
        case "Input.ChoiceSet" if element.get("isMultiSelect"):
            several = wanted if isinstance(wanted, (list, tuple, set)) else [wanted]
            return ",".join(_choice(element, each) for each in several)
        case "Input.ChoiceSet":
            return _choice(element, wanted) if wanted else ""
    return "" if wanted is None else str(wanted)


def _choice(element: Json, wanted: object) -> str:
    for choice in element.get("choices", []):
        if wanted in (choice["value"], choice["title"]):
            return str(choice["value"])
    known = [each["title"] for each in element.get("choices", [])]
    raise LookupError(f"there is no choice {wanted!r}, only {known}")
