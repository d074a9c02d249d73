"""What a person sees of blocks: their words, what can be pressed, what can be filled in."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_SHOWN = ("text", "fields", "elements", "label", "hint", "title", "rows", "options", "accessory", "element")


def readable(blocks: list[Json]) -> str:
    """All readable text, flattened, one line per block."""
    return "\n".join(line for line in (_said(block) for block in blocks) if line)


def _said(part: object) -> str:
    if isinstance(part, str):
        return unescaped(part)
    if isinstance(part, list):
        return _joined(part)
    if not isinstance(part, dict):
        return ""
    if part.get("type") == "data_visualization":
        return _charted(part)
    seen = [part[name] for name in _SHOWN if part.get(name)]
    seen += [part[name] for name in ("alt_text", "description", "placeholder", "url") if part.get(name)]
    return " ".join(filter(None, map(_said, seen)))


def _joined(parts: list[object]) -> str:
    running = any(isinstance(part, dict) and part.get("type") in ("text", "link", "emoji") for part in parts)
    return ("" if running else " ").join(filter(None, map(_said, parts)))


def _charted(block: Json) -> str:
    chart = block["chart"]
    groups = chart.get("series") or [{"name": "", "data": chart.get("segments", [])}]
    points = [f"{point['label']} {point['value']}" for group in groups for point in group["data"]]
    return " ".join([block["title"], *(group["name"] for group in groups if group["name"]), *points])


def unescaped(text: str) -> str:
    """As it reads on the screen: the three characters that Slack escapes come back."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """What people write, as Slack hands it on."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mentions(part: object) -> list[str]:
    """Whatever in a text or in blocks calls somebody, a channel or everybody, or is a link."""
    if isinstance(part, list):
        return [found for each in part for found in mentions(each)]
    if isinstance(part, str):
        return re.findall(r"<[@#!][^>]*>|<(?:https?|mailto):[^>]*>", part)
    if not isinstance(part, dict):
        return []
    if part.get("type") in ("user", "usergroup", "channel", "broadcast", "link"):
        return [str(part)]
    if part.get("type") in ("plain_text", "text", "raw_text"):
        return []
    return [found for each in part.values() for found in mentions(each)]


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Each block with each of what can be pressed or filled in within it."""
    for block in blocks:
        inside = block.get("elements", []) if block["type"] == "actions" else []
        for element in (block.get("accessory"), block.get("element"), *inside):
            if element and element["type"] != "image":
                yield block, element


def labels(blocks: list[Json]) -> list[str]:
    """The buttons' texts, in order."""
    return [element["text"]["text"] for _, element in elements(blocks) if element["type"] == "button"]


def options(element: Json) -> list[Json]:
    """What can be chosen in an element."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def pressed(blocks: list[Json], label: str) -> tuple[Json, Json, Json]:
    """The block, the element and what a press on this label sends; LookupError when nobody could."""
    for block, element in elements(blocks):
        if element["type"] == "button" and label in (element["text"]["text"], element.get("action_id")):
            return block, element, {"text": element["text"], "value": element.get("value")}
    for block, element in elements(blocks):
        for option in options(element):
            if block["type"] != "input" and label in (option["text"]["text"], option["value"]):
                several = element["type"] in ("checkboxes", "multi_static_select")
                return (
                    block,
                    element,
                    {"selected_options": [option]} if several else {"selected_option": option},
                )
    raise LookupError(f"nothing here is labelled {label!r}, only {labels(blocks)}")


def fill_in(part: object) -> None:
    """Give every text all its fields, as Slack does with what it keeps."""
    if isinstance(part, list):
        for each in part:
            fill_in(each)
    elif isinstance(part, dict):
        if part.get("type") == "plain_text":
            part.setdefault("emoji", True)
        elif part.get("type") == "mrkdwn":
            part.setdefault("verbatim", False)
        for each in list(part.values()):
            fill_in(each)
