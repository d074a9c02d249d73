"""A form's fields as inputs of a view, and what somebody has filled in on the way back."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, assert_never

from bot.platforms.slack.blocks import Block, label, plain
from bot.platforms.words import beginning, clean, is_visible, length, one_line, shortened
from conversations.messages import Field, Form
from conversations.texts import say

BLOCK_PREFIX = "field."
ELEMENT = "value"
CHECKED = "yes"
"""What a ticked box says, the same as a browser's form."""

_NO_VALUE = "(none)"
"""Stands for an option with an empty value, which Slack refuses."""
_RADIO_OPTIONS = 5
_SELECT_OPTIONS = 100
_GROUPS = 100
_OPTION_LONGEST = 75
_OPTION_VALUE_LONGEST = 150
_LABEL_LONGEST = 2000
_TYPED_LONGEST = 3000


def inputs(form: Form, language: str) -> Iterator[Block]:
    """Every field of a form as an input."""
    for each in form.fields:
        made: Block = {
            "type": "input",
            "block_id": BLOCK_PREFIX + each.name,
            "label": label(each.label, _LABEL_LONGEST),
            "element": _element(each, language) | {"action_id": ELEMENT},
            "optional": not each.required,
        }
        # Slack says itself that it is optional, which what can only wait is not.
        later = say(language, "chat.field.later_hint") if each.can_wait else ""
        hint = " ".join(said for said in (one_line(each.hint), later) if is_visible(said))
        yield made | {"hint": label(hint, _LABEL_LONGEST)} if is_visible(hint) else made


def errors(form: Form) -> dict[str, str]:
    """What is wrong with a form, by the input's block: what ``response_action: errors`` takes."""
    return {BLOCK_PREFIX + each.name: one_line(each.error) for each in form.fields if each.error}


def filled(values: Mapping[str, Any]) -> dict[str, str]:
    """A view's ``state.values`` as what a form's submission brings; what is missing is an empty text."""
    return {
        name.removeprefix(BLOCK_PREFIX): _text(block.get(ELEMENT))
        for name, block in values.items()
        if name.startswith(BLOCK_PREFIX) and isinstance(block, Mapping)
    }


def _text(element: object) -> str:
    match element:
        case {"value": str(text)} | {"selected_date": str(text)}:
            return text
        case {"selected_option": {"value": str(text)}}:
            return "" if text == _NO_VALUE else text
        case {"selected_options": [_, *_]}:
            return CHECKED
        case _:
            return ""


def _element(each: Field, language: str) -> Block:
    match each.type:
        case "text" | "long_text":
            return _typed(each, language)
        case "date":
            return _day(each, language)
        case "choice":
            return _choice(each, language)
        case "checkbox":
            return _box(each, language)
        case _:
            assert_never(each.type)


def _typed(each: Field, language: str) -> Block:
    long = each.type == "long_text"
    text = beginning(clean(each.value) if long else one_line(each.value), _TYPED_LONGEST)
    element: Block = {
        "type": "plain_text_input",
        "placeholder": plain(say(language, "chat.field.write")),
        # What is already written stays whole; the dialog says so itself when it is too long.
        "max_length": min(max(1, each.longest, length(text)), _TYPED_LONGEST),
    }
    element |= {"multiline": True} if long else {}
    return element | {"initial_value": text} if is_visible(text) else element


def _day(each: Field, language: str) -> Block:
    element = {"type": "datepicker", "placeholder": plain(say(language, "chat.field.choose"))}
    try:
        return element | {"initial_date": date.fromisoformat(each.value).isoformat()}
    except ValueError:
        return element


def _box(each: Field, language: str) -> Block:
    option = {"text": plain(say(language, "chat.field.yes")), "value": CHECKED}
    ticked = {"initial_options": [option]} if each.value == CHECKED else {}
    return {"type": "checkboxes", "options": [option]} | ticked


def _choice(each: Field, language: str) -> Block:
    """Few are all seen at once, more are in a menu; more than a menu holds are in groups of a hundred."""
    options = [_option(value, text) for value, text in each.options[: _SELECT_OPTIONS * _GROUPS]]
    if not options:
        return _typed(each, language)
    initial = _chosen(each, options)
    if len(options) <= _RADIO_OPTIONS:
        return {"type": "radio_buttons", "options": options} | initial
    menu: Block = {"type": "static_select", "placeholder": plain(say(language, "chat.field.choose"))}
    if len(options) <= _SELECT_OPTIONS:
        return menu | {"options": options} | initial
    return menu | {"option_groups": list(_groups(options))} | initial


def _chosen(each: Field, options: list[Block]) -> Block:
    values = [value for value, _ in each.options[: len(options)]]
    if each.value in values:
        return {"initial_option": options[values.index(each.value)]}
    # What has to be chosen and is the only choice is already made.
    return {"initial_option": options[0]} if each.required and len(options) == 1 else {}


def _option(value: str, text: str) -> Block:
    return {"text": label(text, _OPTION_LONGEST), "value": value[:_OPTION_VALUE_LONGEST] or _NO_VALUE}


def _groups(options: list[Block]) -> Iterator[Block]:
    """Groups named after their first and last option."""
    for start in range(0, len(options), _SELECT_OPTIONS):
        group = options[start : start + _SELECT_OPTIONS]
        first, last = (shortened(option["text"]["text"], 35) for option in (group[0], group[-1]))
        yield {"label": plain(f"{first} – {last}"), "options": group}
