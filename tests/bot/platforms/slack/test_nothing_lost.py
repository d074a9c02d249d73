"""Whatever a message offers can be pressed, chosen and filled in, however Slack shows it."""

import json
import re
from typing import Any

import pytest

from bot.files import ANSWERS
from bot.platforms.slack.render import ModalAddress, filled, message, modal
from conversations.dialogs.verbs import VERBS
from conversations.messages import Action, Document, Field, Form, Message
from tests.bot.platforms.offers import forms, offered
from tests.bot.platforms.slack.samples import ADDRESS, buttons, complaints

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
CROWDS = (1, 5, 6, 100, 101, 250, 1000)


def test_every_form_is_sent_to_a_verb_that_takes_what_is_filled_in(spoken: tuple[Message, ...]) -> None:
    sent = {form.action.verb for each in spoken for form in forms(each)}
    assert sent
    assert sent <= {name for name, verb in VERBS.items() if verb.send is not None}


def test_a_card_has_a_button_for_all_that_its_message_offers(spoken: tuple[Message, ...]) -> None:
    for each in spoken:
        found = sorted(button["value"] for button in buttons(message(each, 7, 2).blocks))
        assert found == sorted([*offered(each), *(form.action.encode() for form in forms(each))])


def test_a_modal_has_all_that_its_message_offers_beside_the_form_itself(spoken: tuple[Message, ...]) -> None:
    for each in spoken:
        for form in (None, *forms(each)):
            view = modal(each, form, ModalAddress(7, "D1"))
            others = [other.action.encode() for other in forms(each) if other is not form]
            kept = [value for value in offered(each) if not value.startswith(ANSWERS)]
            assert sorted(button["value"] for button in buttons(view)) == sorted([*kept, *others])
            if form is not None:
                assert json.loads(view["private_metadata"])["action"] == form.action.encode()


def test_a_form_comes_back_as_it_was_opened(spoken: tuple[Message, ...]) -> None:
    asked = [(each, form) for each in spoken for form in forms(each)]
    assert asked
    for each, form in asked:
        shown = _inputs(each, form)
        assert list(shown) == [f"field.{field.name}" for field in form.fields]
        back = filled({name: {"value": _as_opened(element)} for name, element in shown.items()})
        assert back == {field.name: _opened(field) for field in form.fields}


def test_every_choice_of_a_form_can_be_made(spoken: tuple[Message, ...]) -> None:
    fields = [
        (element, field)
        for each in spoken
        for form in forms(each)
        for element, field in zip(_inputs(each, form).values(), form.fields, strict=True)
        if field.type == "choice"
    ]
    assert fields
    for element, field in fields:
        assert _choosable(element) == [value for value, _ in field.options]


@pytest.mark.parametrize("crowd", CROWDS)
def test_every_colleague_can_be_chosen_however_many_there_are(crowd: int) -> None:
    people = tuple((str(number), f"Åsa Öberg-Lindström {number}") for number in range(crowd))
    form = Form(Action("measure_own", 1, 2), "Spara", (Field("responsible", "Vem?", "choice", "0", people),))
    each = Message("x", (form,))
    (element,) = _inputs(each, form).values()
    assert complaints(each) == []
    assert _choosable(element) == [value for value, _ in people]
    assert filled({"field.responsible": {"value": _as_opened(element)}}) == {"responsible": "0"}


@pytest.mark.parametrize("longest", [1, 1500, 3000, 9000])
def test_a_long_text_can_be_as_long_as_slack_takes(longest: int) -> None:
    field = Field("why", "Varför?", "long_text", "å" * min(longest, 3000), longest=longest)
    form = Form(Action("application_fill", 1, 2), "Spara", (field,))
    (element,) = _inputs(Message("x", (form,)), form).values()
    assert complaints(Message("x", (form,))) == []
    assert (element["multiline"], element["max_length"]) == (True, min(longest, 3000))
    assert element["initial_value"] == field.value


def test_a_file_that_is_shown_in_a_modal_can_be_fetched_there_but_not_ones_own_answers() -> None:
    shown = Message("x", (Document("Beslut", "decisions/3/pdf"), Document("Svar", "answers/1/1/person:3")))
    assert [button["value"] for button in buttons(modal(shown, None, ADDRESS))] == ["decisions/3/pdf"]


def _inputs(each: Message, form: Form) -> dict[str, dict[str, Any]]:
    blocks = modal(each, form, ADDRESS)["blocks"]
    return {block["block_id"]: block["element"] for block in blocks if block["type"] == "input"}


def _options(element: dict[str, Any]) -> list[dict[str, Any]]:
    groups = element.get("option_groups", [element])
    return [option for group in groups for option in group.get("options", [])]


def _choosable(element: dict[str, Any]) -> list[str]:
    """What comes back for each option, in order."""
    return [filled({"field.x": {"value": {"selected_option": option}}})["x"] for option in _options(element)]


def _as_opened(element: dict[str, Any]) -> dict[str, Any]:
    """What Slack says of an input that nobody has touched."""
    return {
        name.replace("initial_value", "value").replace("initial", "selected"): value
        for name, value in element.items()
        if name.startswith("initial_")
    }


def _opened(field: Field) -> str:
    """What a field holds at first; the only choice is made already, and what is no day is gone."""
    if field.type == "choice" and field.value not in dict(field.options):
        return field.options[0][0] if field.required and len(field.options) == 1 else ""
    return "" if field.type == "date" and not _DAY.fullmatch(field.value) else field.value
