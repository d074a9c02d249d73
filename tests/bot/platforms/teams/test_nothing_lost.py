"""Whatever a message offers can be pressed, chosen and filled in, on a card and in a dialog."""

import re
from typing import Any

import pytest

from bot.files import ANSWERS
from bot.platforms.teams.render import dialog, filled, message
from conversations.messages import Action, Field, Form, Message
from tests.bot.platforms.offers import forms, offered
from tests.bot.platforms.teams.reading import buttons, complaints, inputs

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
CROWDS = (1, 5, 6, 100, 101, 250)


def test_a_card_has_a_button_for_all_that_its_message_offers(spoken: tuple[Message, ...]) -> None:
    for each in spoken:
        assert _carried(message(each, 7, 2).card) == sorted([*offered(each), *_sent(each)])


def test_a_dialog_has_all_that_its_message_offers(spoken: tuple[Message, ...]) -> None:
    for each in spoken:
        kept = [value for value in offered(each) if not value.startswith(ANSWERS)]
        assert _carried(_opened(each)) == sorted([*kept, *_sent(each)])


def test_a_form_comes_back_as_it_was_shown(spoken: tuple[Message, ...]) -> None:
    asked = [each for each in spoken if forms(each)]
    assert asked
    for each in asked:
        for card in (message(each, 7, 2).card, _opened(each)):
            shown = {element["id"]: element.get("value", "") for element in inputs(card)}
            sending = [button["data"] for button in buttons(card) if "form" in button["data"]]
            for form, data in zip(forms(each), sending, strict=True):
                assert filled({**data, **shown}) == {field.name: _held(field) for field in form.fields}


def test_every_choice_of_a_form_can_be_made(spoken: tuple[Message, ...]) -> None:
    for each in spoken:
        fields = [field for form in forms(each) for field in form.fields]
        for card in (message(each, 7, 2).card, _opened(each)):
            for element, field in zip(inputs(card), fields, strict=True):
                if field.type == "choice":
                    assert _choosable(element) == [value for value, _ in field.options]


@pytest.mark.parametrize("crowd", CROWDS)
def test_every_colleague_can_be_chosen_however_many_there_are(crowd: int) -> None:
    people = tuple((str(number), f"Åsa Öberg-Lindström {number}") for number in range(crowd))
    form = Form(Action("measure_own", 1, 2), "Spara", (Field("responsible", "Vem?", "choice", "0", people),))
    each = Message("x", (form,))
    assert complaints(each) == []
    for card in (message(each, 7, 2).card, _opened(each)):
        (element,) = inputs(card)
        assert _choosable(element) == [value for value, _ in people]
        assert _carried(card) == [form.action.encode()]


def test_eight_long_texts_that_are_full_stay_whole_and_can_be_sent() -> None:
    fields = tuple(
        Field(f"text{number}", f"Fråga {number}", "long_text", "å" * 1000, longest=1000)
        for number in range(8)
    )
    form = Form(Action("application_fill", 1, 2), "Spara", fields)
    each = Message("x", (form,))
    assert complaints(each) == []
    for card in (message(each, 7, 2).card, _opened(each)):
        assert [element["value"] for element in inputs(card)] == [field.value for field in fields]
        assert _carried(card) == [form.action.encode()]


def _opened(each: Message) -> dict[str, Any]:
    content: dict[str, Any] = dialog(each, 7)["card"]["content"]
    return content


def _sent(each: Message) -> list[str]:
    return [form.action.encode() for form in forms(each)]


def _carried(card: dict[str, Any]) -> list[str]:
    return sorted(button["data"].get("document") or button["data"]["a"] for button in buttons(card))


def _choosable(element: dict[str, Any]) -> list[str]:
    """What comes back for each choice, in order."""
    return [filled({"field.x": choice["value"]})["x"] for choice in element["choices"]]


def _held(field: Field) -> str:
    """What a field holds at first; the only choice is made already, and what is no day is gone."""
    if field.type == "choice" and field.value not in dict(field.options):
        return field.options[0][0] if field.required and len(field.options) == 1 else ""
    return "" if field.type == "date" and not _DAY.fullmatch(field.value) else field.value
