"""A form's fields as inputs of a card, and what somebody has filled in on the way back."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import assert_never

from bot.platforms.teams.elements import NEAR, Element, line, marked
from bot.platforms.teams.elements import label as titled
from bot.platforms.teams.texts import beginning, clean, is_visible, one_line
from conversations.messages import Field
from conversations.texts import say

FORM = "field"
CHECKED = "yes"
"""What a ticked box says, the same as a browser's form."""

_BOX, _ELSE = ".box.", "."
"""What follows on a form's name in an input's id: a toggle sends "true" or "false", which here is no text."""
_NO_VALUE = "(none)"
"""Stands for a choice with an empty value, which a card cannot have."""
_ALL_SEEN = 5
_CHOICE_LONGEST = 150
_VALUE_LONGEST = 150
_LABEL_LONGEST = 300
_TYPED_LONGEST = 1500
_WARNING = "⚠ "


def inputs(field: Field, form: str, language: str, *, alone: bool) -> Iterator[Element]:
    """A field as an input, with what was wrong above it and its hint below.

    ``form`` is what the ids begin with. Only where the form is ``alone`` in its card does the chat itself ask
    for what is missing, since it asks for all of a card at once.
    """
    if is_visible(one_line(field.error)):
        yield from line(f"{_WARNING}{one_line(field.error)}", color="Attention", weight="Bolder")
    named = say(language, "chat.field.later", label=field.label) if field.can_wait else field.label
    made: Element = {"label": titled(named, _LABEL_LONGEST)} | _input(field, form, language)
    missing = field.error if is_visible(one_line(field.error)) else say(language, "chat.field.missing")
    if field.required and alone:
        made |= {"isRequired": True}
    if field.error or (field.required and alone):
        made |= {"errorMessage": titled(missing, _LABEL_LONGEST)}
    yield made
    for hint in line(field.hint, isSubtle=True):
        yield hint | NEAR


def filled(data: Mapping[str, object]) -> dict[str, str]:
    """What a press carries as what a form's submission brings: a ticked box says the same as a browser's."""
    form = data.get("form")
    prefix = form if isinstance(form, str) else FORM
    fields: dict[str, str] = {}
    for name, value in data.items():
        text = value if isinstance(value, str) else ""
        if name.startswith(prefix + _BOX):
            ticked = value is True or text == "true"
            fields[name.removeprefix(prefix + _BOX)] = CHECKED if ticked else ""
        elif name.startswith(prefix + _ELSE):
            fields[name.removeprefix(prefix + _ELSE)] = "" if text == _NO_VALUE else text
    return fields


def _input(field: Field, form: str, language: str) -> Element:
    match field.type:
        case "text" | "long_text":
            return _typed(field, form, language)
        case "date":
            return _day(field, form)
        case "choice":
            return _choice(field, form, language)
        case "checkbox":
            return _box(field, form, language)
        case _:
            assert_never(field.type)


def _typed(field: Field, form: str, language: str) -> Element:
    long = field.type == "long_text"
    text = beginning(clean(field.value) if long else one_line(field.value), _TYPED_LONGEST)
    made: Element = {
        "type": "Input.Text",
        "id": form + _ELSE + field.name,
        "placeholder": say(language, "chat.field.write"),
        # What is already written stays whole; the dialog says so itself when it is too long.
        "maxLength": max(1, field.longest, len(text)),
    }
    made |= {"isMultiline": True} if long else {}
    return made | {"value": text} if is_visible(text) else made


def _day(field: Field, form: str) -> Element:
    made = {"type": "Input.Date", "id": form + _ELSE + field.name}
    try:
        return made | {"value": date.fromisoformat(field.value).isoformat()}
    except ValueError:
        return made


def _box(field: Field, form: str, language: str) -> Element:
    return {
        "type": "Input.Toggle",
        "id": form + _BOX + field.name,
        "title": say(language, "chat.field.yes"),
        "value": "true" if field.value == CHECKED else "false",
    }


def _choice(field: Field, form: str, language: str) -> Element:
    """Few choices are all seen at once, more are in a menu."""
    if not field.options:
        return _typed(field, form, language)
    known: dict[str, str] = {}
    for value, text in field.options:
        known.setdefault(_value(value), text)
    choices = [{"title": marked(text, _CHOICE_LONGEST), "value": value} for value, text in known.items()]
    made: Element = {
        "type": "Input.ChoiceSet",
        "id": form + _ELSE + field.name,
        "choices": choices,
        "wrap": True,
    }
    if len(choices) <= _ALL_SEEN:
        made |= {"style": "expanded"}
    else:
        made |= {"style": "compact", "placeholder": say(language, "chat.field.choose")}
    return made | _chosen(field)


def _chosen(field: Field) -> Element:
    values = [value for value, _ in field.options]
    if field.value in values:
        return {"value": _value(field.value)}
    # What has to be chosen and is the only choice is already made.
    return {"value": _value(values[0])} if field.required and len(values) == 1 else {}


def _value(value: str) -> str:
    return value[:_VALUE_LONGEST] if value.strip() else _NO_VALUE
