"""The lint knows the limits: what is right passes, and each wrong thing is found where it is."""

import copy
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import ActionsBlock, Block, ContextBlock, HeaderBlock, ImageBlock, SectionBlock

from tests.contract.slack.lint import lint_blocks, lint_message, lint_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(**more: object) -> Json:
    return {"type": "button", "text": plain("Tryck"), "action_id": "a", "value": "v"} | more


def section(**more: object) -> Json:
    return {"type": "section", "text": plain("Hej")} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(number: int) -> list[Json]:
    return [{"text": plain(str(each)), "value": str(each)} for each in range(number)]


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options(3)} | more


def field(element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain("Mål"), "element": element} | more


def table(*rows: list[str], **more: object) -> Json:
    cells = [[{"type": "raw_text", "text": each} for each in row] for row in rows]
    return {"type": "table", "rows": cells} | more


def rich(*inline: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(inline)}]}


def chart(*names: str, labels: tuple[str, ...] = ("1", "2")) -> Json:
    points = [{"label": label, "value": 3} for label in labels]
    series = [{"name": name, "data": points} for name in names]
    drawn = {"type": "bar", "series": series, "axis_config": {"categories": ["1", "2"]}}
    return {"type": "data_visualization", "title": "Resultat", "chart": drawn}


def view(*blocks: Json, **more: object) -> Json:
    return {"type": "modal", "title": plain("Titel"), "blocks": list(blocks) or [section()]} | more


TEXT_INPUT = {"type": "plain_text_input", "action_id": "value", "multiline": True, "max_length": 3000}
PICTURE = {"type": "image", "alt_text": "Fem staplar", "slack_file": {"id": "F1"}}

GOOD = [
    section(accessory=button(), fields=[plain("x" * 2000)] * 10),
    section(text={"type": "mrkdwn", "text": "x" * 3000, "verbatim": True}),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider", "block_id": "d" * 255},
    {"type": "context", "elements": [plain("Tyst"), {"type": "mrkdwn", "text": "tyst"}]},
    actions(*(button(action_id=str(number), text=plain("x" * 75), value="x" * 2000) for number in range(25))),
    actions(select(options=options(100)), {"type": "overflow", "action_id": "o", "options": options(5)}),
    PICTURE,
    {"type": "image", "alt_text": "x", "image_url": "https://example.se/a.png", "title": plain("Bild")},
    field(TEXT_INPUT, hint=plain("Kort"), optional=True),
    field(
        {"type": "radio_buttons", "action_id": "r", "options": options(10), "initial_option": options(1)[0]}
    ),
    rich({"type": "text", "text": "Hej", "style": {"bold": True}}, {"type": "emoji", "name": "wave"}),
    table(["Fråga", "Svar"], ["1", "12 av 30"], column_settings=[{"is_wrapped": True}, {"align": "right"}]),
    chart("I år", "I fjol"),
    {"type": "markdown", "text": "# Rubrik"},
]
BAD = [
    (section(text=plain("x" * 3001)), "less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(text=plain("")), "more than 0 characters"),
    (section(text={"type": "plain_text", "text": "x", "verbatim": True}), "no more fields allowed: verbatim"),
    (section(text={"type": "mrkdwn", "text": "x", "emoji": True}), "no more fields allowed: emoji"),
    (section(text="Hej"), "unsupported type"),
    ({"type": "section"}, "text or fields"),
    (section(fields=[plain("x")] * 11), "no more than 10 items"),
    (section(fields=[plain("x" * 2001)]), "less than 2001"),
    (section(fields=[]), "no less than 1"),
    (section(accessory=TEXT_INPUT), "unsupported type: plain_text_input"),
    (section(accessory=None), "must not be null"),
    (section(colour="blue"), "no more fields allowed: colour"),
    (section(block_id="x" * 256), "less than 256"),
    ({"type": "header", "text": plain("x" * 151)}, "less than 151"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "must be one of plain_text"),
    ({"type": "context", "elements": [plain("x")] * 11}, "no more than 10"),
    ({"type": "context", "elements": [button()]}, "unsupported type: button"),
    (actions(), "no less than 1"),
    (actions(*(button(action_id=str(each)) for each in range(26))), "no more than 25"),
    (actions(button(), button()), "action_id a already exists"),
    (actions(button(text=plain("x" * 76))), "less than 76"),
    (actions(button(value="x" * 2001)), "less than 2001"),
    (actions(button(value=7)), "must be a string"),
    (actions(button(style="warning")), "one of primary, danger"),
    (actions(button(action_id="x" * 256)), "less than 256"),
    (actions(select(options=options(101))), "no more than 100"),
    (actions(select(options=[{"text": plain("x" * 76), "value": "1"}])), "less than 76"),
    (actions(select(initial_option=options(9)[8])), "initial option must be one of the options"),
    (actions({"type": "static_select", "action_id": "s"}), "exactly one of options, option_groups"),
    (actions({"type": "overflow", "options": options(6)}), "no more than 5"),
    (actions({"type": "radio_buttons", "options": options(11)}), "no more than 10"),
    (actions({"type": "checkboxes", "options": options(11)}), "no more than 10"),
    (actions({"type": "datepicker", "initial_date": "1/2 2027"}), "must match"),
    (actions(TEXT_INPUT), "unsupported type: plain_text_input"),
    ({"type": "image", "alt_text": "x"}, "exactly one of image_url, slack_file"),
    (PICTURE | {"image_url": "https://example.se/a.png"}, "exactly one of image_url, slack_file"),
    ({"type": "image", "slack_file": {"id": "F1"}}, "missing required field: alt_text"),
    (PICTURE | {"slack_file": {"id": "F2"}}, "invalid slack file"),
    (PICTURE | {"alt_text": "x" * 2001}, "less than 2001"),
    (field(button()), "unsupported type: button"),
    (field(TEXT_INPUT | {"max_length": 3001}), "from 1 to 3000"),
    (rich(), "no less than 1"),
    (rich({"type": "text", "text": ""}), "more than 0"),
    (rich({"type": "text", "text": "x", "style": {"huge": True}}), "no more fields allowed: huge"),
    (rich({"type": "mrkdwn", "text": "x"}), "unsupported type: mrkdwn"),
    ({"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}, "unsupported type: text"),
    (table(["1"], ["1", "2"]), "same number of cells"),
    (table(*[["1"]] * 101), "no more than 100"),
    (table(["1"] * 21), "no more than 20"),
    (table(["x" * 5001], ["x" * 5000]), "character limit of 10000"),
    (table([""]), "more than 0"),
    (chart("I år", labels=("2", "1")), "labels must match"),
    (chart("I år", "I år"), "series names must be unique"),
    (chart("x" * 21), "less than 21"),
    (chart(*"abcdefg"), "no more than 6"),
    (chart("I år") | {"title": "x" * 51}, "less than 51"),
    (chart("I år") | {"alt_text": "x"}, "no more fields allowed: alt_text"),
    ({"type": "blink"}, "unsupported type: blink"),
    ("Hej", "unsupported type"),
]
BAD_TOGETHER = [
    ([{"type": "divider"}] * 51, "no more than 50 items"),
    ([{"type": "divider", "block_id": "d"}] * 2, "block_id d already exists"),
    ([table(["1"]), table(["2"])], "no more than 1 table"),
    ([chart("a"), chart("b"), chart("c")], "no more than 2 data_visualization"),
    ([field(TEXT_INPUT | {"focus_on_load": True})] * 2, "only one element may have focus_on_load"),
    ("Hej", "must be an array"),
]
BAD_VIEWS = [
    (view(title=plain("x" * 25)), "less than 25"),
    (view(submit=plain("x" * 25)), "less than 25"),
    (view(private_metadata="x" * 3001), "less than 3001"),
    (view(callback_id="x" * 256), "less than 256"),
    (view(*[section()] * 101), "no more than 100"),
    (view(field(TEXT_INPUT)), "submit is required"),
    (view(table(["1"])), "unsupported type: table"),
    (view(chart("a")), "unsupported type: data_visualization"),
    (view(colour="blue"), "no more fields allowed: colour"),
    (view(section(block_id="s"), section(block_id="s")), "block_id s already exists"),
    ({"type": "modal", "blocks": [section()]}, "missing required field: title"),
    ({"type": "home", "blocks": [section()], "title": plain("Hem")}, "no more fields allowed: title"),
    ({"type": "page", "blocks": []}, "unsupported type: page"),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_what_is_right_passes(block: Json) -> None:
    before = copy.deepcopy(block)
    assert lint_message({"text": "Hej", "blocks": [block]}, files={"F1"}) == []
    assert block == before


@pytest.mark.parametrize(("block", "sentence"), BAD)
def test_each_wrong_thing_is_found(block: Json, sentence: str) -> None:
    found = lint_blocks([block], files={"F1"})
    assert any(sentence in each for each in found), found


@pytest.mark.parametrize(("blocks", "sentence"), BAD_TOGETHER)
def test_what_is_wrong_only_together_is_found(blocks: list[Json], sentence: str) -> None:
    found = lint_blocks(blocks)
    assert any(sentence in each for each in found), found


def test_a_message_needs_a_text_of_a_bearable_length() -> None:
    assert "more than 0" in lint_message({"blocks": GOOD[:1]})[0]
    assert "less than 40001" in lint_message({"text": "x" * 40_001})[0]


@pytest.mark.parametrize(("shown", "sentence"), BAD_VIEWS)
def test_each_wrong_view_is_found(shown: Json, sentence: str) -> None:
    found = lint_view(shown)
    assert any(sentence in each for each in found), found


def test_views_that_are_right_pass() -> None:
    filled = view(*GOOD[:12], submit=plain("Spara"), close=plain("Stäng"), private_metadata="x" * 3000)
    assert lint_view(filled, files={"F1"}) == []
    assert lint_view({"type": "home", "blocks": [section()] * 100, "callback_id": "home"}) == []


@pytest.mark.parametrize(
    "block",
    [
        SectionBlock(text="x" * 3001),
        SectionBlock(fields=["x"] * 11),
        HeaderBlock(text="x" * 151),
        ActionsBlock(elements=[button(action_id=str(each)) for each in range(26)]),
        ContextBlock(elements=[plain("x")] * 11),
        ImageBlock(alt_text="x" * 2001, image_url="https://example.se/a.png"),
    ],
    ids=lambda block: type(block).__name__,
)
def test_what_slacks_own_models_refuse_the_lint_refuses(block: Block) -> None:
    with pytest.raises(SlackObjectFormationError):
        block.to_dict()
    assert lint_blocks([block.get_non_null_attributes()])
