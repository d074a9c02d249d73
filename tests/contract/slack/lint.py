"""Every limit of Block Kit that Slack holds a message or a view to, said as Slack says it.

After Slack's reference of blocks, elements and views; where that is silent the stricter reading.
"""

from collections import Counter
from collections.abc import Container, Iterator

from tests.contract.slack.lint_elements import ID, IN_ACTIONS, IN_INPUT, IN_SECTION, PICTURE
from tests.contract.slack.lint_elements import IMAGE as IMAGE_ELEMENT
from tests.contract.slack.lint_rich import CHART, RICH_TEXT, TABLE
from tests.contract.slack.lint_shapes import (
    KIND,
    Check,
    array,
    both,
    exactly_one,
    flag,
    marked,
    one_of,
    plain,
    shape,
    string,
    text,
    typed,
    wrong,
)

MESSAGE_TEXT = 40_000
MARKDOWN = 12_000
_BLOCK = {"block_id": ID}


def _section(value: object, where: str) -> Iterator[str]:
    if isinstance(value, dict) and "text" not in value and "fields" not in value:
        yield from wrong("missing required field: text or fields", where)


_SHOWN: dict[str, Check] = {
    "section": both(
        shape(
            {"type": KIND},
            {
                **_BLOCK,
                "text": text(3000),
                "fields": array(text(2000), most=10),
                "accessory": typed(IN_SECTION),
                "expand": flag,
            },
        ),
        _section,
    ),
    "header": shape({"type": KIND, "text": plain(150)}, _BLOCK),
    "divider": shape({"type": KIND}, _BLOCK),
    "context": shape(
        {
            "type": KIND,
            "elements": array(
                typed({"image": IMAGE_ELEMENT, "plain_text": plain(2000), "mrkdwn": marked(2000)}), most=10
            ),
        },
        _BLOCK,
    ),
    "actions": shape({"type": KIND, "elements": array(typed(IN_ACTIONS), most=25)}, _BLOCK),
    "image": both(
        shape({"type": KIND, "alt_text": string(2000)}, {**_BLOCK, **PICTURE, "title": plain(2000)}),
        exactly_one("image_url", "slack_file"),
    ),
    "input": shape(
        {"type": KIND, "label": plain(2000), "element": typed(IN_INPUT)},
        {**_BLOCK, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
}
_ONLY_IN_MESSAGES: dict[str, Check] = {
    "table": TABLE,
    "data_visualization": CHART,
    "markdown": shape({"type": KIND, "text": string(MARKDOWN)}, _BLOCK),
}
_MOST_OF = {"table": 1, "data_visualization": 2}
_MESSAGE_BLOCKS = array(typed({**_SHOWN, **_ONLY_IN_MESSAGES}), most=50, least=0)
_KEPT = {"private_metadata": string(3000, least=0), "callback_id": string(255), "external_id": string(255)}
_MODAL = shape(
    {"type": one_of("modal"), "title": plain(24), "blocks": array(typed(_SHOWN), most=100)},
    {
        **_KEPT,
        "close": plain(24),
        "submit": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_HOME = shape({"type": one_of("home"), "blocks": array(typed(_SHOWN), most=100, least=0)}, _KEPT)
_VIEW = typed({"modal": _MODAL, "home": _HOME})


def lint_message(payload: dict[str, object], files: Container[str] | None = None) -> list[str]:
    """What Slack would refuse in a message; `files` are the ids that are known there, None to ask nobody."""
    found = list(string(MESSAGE_TEXT)(payload.get("text", ""), "/text"))
    return found + lint_blocks(payload.get("blocks") or [], files)


def lint_blocks(blocks: object, files: Container[str] | None = None) -> list[str]:
    """What Slack would refuse in the blocks of a message."""
    return [*_MESSAGE_BLOCKS(blocks, "/blocks"), *_together(blocks, files), *_counted(blocks)]


def lint_view(view: object, files: Container[str] | None = None) -> list[str]:
    """What Slack would refuse in a modal or an App Home."""
    found = list(_VIEW(view, "/view"))
    if not isinstance(view, dict):
        return found
    found += _together(view.get("blocks"), files)
    kinds = [block.get("type") for block in view.get("blocks") or [] if isinstance(block, dict)]
    if view.get("type") == "modal" and "input" in kinds and "submit" not in view:
        found += wrong("submit is required when an input block is within blocks", "/view")
    return found


def _together(blocks: object, files: Container[str] | None) -> Iterator[str]:
    """Names that must be unique, pictures that must exist, and one element that has the focus."""
    known = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    yield from _twice("block_id", known, "/blocks")
    for index, block in enumerate(known):
        yield from _twice("action_id", list(elements_of(block)), f"/blocks/{index}")
    focused = [each for block in known for each in elements_of(block) if each.get("focus_on_load")]
    if len(focused) > 1:
        yield from wrong("only one element may have focus_on_load", "/blocks")
    for block in known:
        for holder in (block, *elements_of(block)):
            yield from _picture(holder, files)


def _twice(name: str, holders: list[dict[str, object]], where: str) -> Iterator[str]:
    for value, times in Counter(str(each[name]) for each in holders if name in each).items():
        if times > 1:
            yield from wrong(f"{name} {value} already exists", where)


def _picture(holder: dict[str, object], files: Container[str] | None) -> Iterator[str]:
    file = holder.get("slack_file")
    if files is not None and isinstance(file, dict) and "id" in file and file["id"] not in files:
        yield from wrong("invalid slack file", f"/slack_file/{file['id']}")


def elements_of(block: dict[str, object]) -> Iterator[dict[str, object]]:
    """Whatever a block holds that can be pressed, filled in or looked at."""
    inside = block.get("elements") if block.get("type") in ("actions", "context") else []
    for each in [block.get("accessory"), block.get("element"), *(inside if isinstance(inside, list) else [])]:
        if isinstance(each, dict):
            yield each


def _counted(blocks: object) -> Iterator[str]:
    kinds = Counter(block.get("type") for block in blocks if isinstance(block, dict)) if blocks else Counter()
    for kind, most in _MOST_OF.items():
        if kinds[kind] > most:
            yield from wrong(f"no more than {most} {kind} blocks allowed in a message", "/blocks")
