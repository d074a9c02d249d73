"""What people fill into a form, and what Slack's own screen does not let through."""

from tests.contract.slack.fake.words import Json, elements, options

_PICKED = {"datepicker": "date", "timepicker": "time", "datetimepicker": "date_time"}
_OF_WORKSPACE = {"users_select": "user", "conversations_select": "conversation", "channels_select": "channel"}


def filled(blocks: list[Json], values: dict[str, object] | None) -> Json:
    """The state of all inputs, named by label, block_id or action_id; the others keep their first value."""
    given = dict(values or {})
    state: Json = {}
    for block, element in elements(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        names = [_label(block), block["block_id"], element["action_id"]]
        named = next((name for name in names if name in given), None)
        value = given.pop(named) if named is not None else _first(element)
        state.setdefault(block["block_id"], {})[element["action_id"]] = _state(element, value)
    if given:
        raise LookupError(f"there is no field {list(given)}, only {[_label(block) for block in blocks]}")
    return state


def refused(blocks: list[Json], state: Json) -> list[str]:
    """Why the screen itself would not send this form."""
    found = []
    for block, element in elements(blocks):
        if block["type"] != "input":
            continue
        kept = state[block["block_id"]][element["action_id"]]
        value = next((kept[name] for name in kept if name != "type"), None)
        if not value and not block.get("optional"):
            found.append(f"{_label(block)} is required")
        elif isinstance(value, str) and not _fits(element, value):
            found.append(f"{_label(block)} has {len(value)} characters")
    return found


def _fits(element: Json, value: str) -> bool:
    return element.get("min_length", 0) <= len(value) <= element.get("max_length", 3000)


def _label(block: Json) -> str:
    return str(block.get("label", {}).get("text", ""))


def _first(element: Json) -> object:
    found = [value for name, value in element.items() if name.startswith("initial_")]
    return found[0] if found else None


def _state(element: Json, value: object) -> Json:
    kind = element["type"]
    if kind in _PICKED:
        return {"type": kind, f"selected_{_PICKED[kind]}": value}
    if kind in _OF_WORKSPACE:
        return {"type": kind, f"selected_{_OF_WORKSPACE[kind]}": value}
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": [_option(element, each) for each in value or []]}
    if kind in ("static_select", "radio_buttons"):
        return {"type": kind, "selected_option": _option(element, value) if value else None}
    return {"type": kind, "value": None if value in (None, "") else str(value)}


def _option(element: Json, wanted: object) -> Json:
    for option in options(element):
        if wanted in (option, option["value"], option["text"]["text"]):
            return option
    known = [each["text"]["text"] for each in options(element)]
    raise LookupError(f"there is no option {wanted!r}, only {known}")
