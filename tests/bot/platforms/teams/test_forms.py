import pytest

from bot.platforms.teams.render import dialog, filled, message
from conversations.messages import Action, Button, Buttons, Field, FieldKind, Form, Message, Part
from tests.bot.platforms.samples import ACTION
from tests.bot.platforms.teams.reading import buttons, complaints, inputs, within, words


def form(*fields: Field) -> Form:
    return Form(ACTION, "Spara", fields)


def card_of(*parts: Part, language: str = "sv") -> dict[str, object]:
    each = Message("x", parts, language)
    assert complaints(each) == []
    return message(each, 7, 2).card


def input_of(field: Field) -> dict[str, object]:
    (made,) = inputs(card_of(form(field)))
    return made


def choice(options: int, value: str = "", *, required: bool = True) -> Field:
    pairs = tuple((f"v{number}", f"Val {number}") for number in range(options))
    return Field("pick", "Välj", "choice", value, pairs, required=required)


def sent(card: object, **changed: object) -> dict[str, object]:
    """What Teams sends back of a form's button, with every input as somebody left it."""
    data = dict(buttons(card)[-1]["data"])
    for each in inputs(card):
        if each.get("value") is not None:
            data[each["id"]] = each["value"]
    return data | changed


def test_a_form_is_filled_in_where_it_stands() -> None:
    note = Field("note", "Anteckning", "long_text", hint="Skriv om skolan.", required=False, longest=400)
    card = card_of(form(note))
    assert [each["type"] for each in card["body"]] == ["Input.Text", "RichTextBlock", "ActionSet"]
    assert (card["body"][0]["isMultiline"], card["body"][0]["maxLength"]) == (True, 400)
    assert "Skriv om skolan." in words(card)
    (submit,) = buttons(card)
    assert (submit["type"], submit["style"], submit["title"]) == ("Action.Execute", "positive", "Spara")
    assert Action.decode(submit["data"]["a"]) == ACTION


def test_other_buttons_neither_wait_for_a_form_nor_carry_it() -> None:
    card = card_of(form(choice(7)), Buttons((Button("Paus", Action("pause")),)))
    submit, pause = buttons(card)
    assert "associatedInputs" not in submit
    assert pause["associatedInputs"] == "none"


def test_what_is_wrong_is_said_above_its_field_and_to_a_screen_reader() -> None:
    wrong = Field("day", "Dag", "date", error="Välj en skoldag.")
    above, field, _ = card_of(form(wrong))["body"]
    assert above["inlines"][0]["text"] == "⚠ Välj en skoldag."
    assert field["errorMessage"] == "Välj en skoldag."


@pytest.mark.parametrize(("language", "told"), [("sv", "Fyll i det här."), ("en", "Please fill this in.")])
def test_the_chat_itself_asks_for_what_is_missing(language: str, told: str) -> None:
    (field,) = inputs(card_of(form(choice(3)), language=language))
    assert (field["isRequired"], field["errorMessage"]) == (True, told)
    assert "isRequired" not in input_of(choice(3, required=False))


def test_what_can_wait_says_so_in_its_label() -> None:
    waiting = Field("why", "Varför?", required=False, can_wait=True)
    (made,) = inputs(card_of(form(waiting), language="en"))
    assert (made["label"], "isRequired" in made) == ("Varför? (can wait)", False)
    assert input_of(waiting)["label"] == "Varför? (kan vänta)"
    assert input_of(Field("why", "Varför?", required=False))["label"] == "Varför?"


def test_one_of_two_forms_can_be_sent_without_the_other() -> None:
    first, second = form(Field("note", "Ett", value="a")), form(Field("note", "Två", value="b"))
    card = card_of(first, second)
    assert len({each["id"] for each in inputs(card)}) == 2
    assert not any(each.get("isRequired") for each in inputs(card))
    values = sent(card)
    answers = [filled(values | button["data"]) for button in buttons(card)]
    assert answers == [{"note": "a"}, {"note": "b"}]


@pytest.mark.parametrize(
    ("options", "style"), [(2, "expanded"), (5, "expanded"), (6, "compact"), (100, "compact")]
)
def test_few_options_are_all_seen_and_more_are_in_a_menu(options: int, style: str) -> None:
    made = input_of(choice(options, "v1"))
    assert (made["style"], len(made["choices"]), made["value"]) == (style, options, "v1")
    assert made["wrap"] is True


def test_the_only_choice_is_made_when_it_has_to_be() -> None:
    assert input_of(choice(1))["value"] == "v0"
    assert "value" not in input_of(choice(1, required=False))
    assert "value" not in input_of(choice(2))


def test_a_choice_of_nothing_can_still_be_sent() -> None:
    assert input_of(choice(0))["type"] == "Input.Text"


@pytest.mark.parametrize(("value", "first"), [("2027-01-29", "2027-01-29"), ("i morgon", None), ("", None)])
def test_a_day_begins_with_the_day_that_is_known(value: str, first: str | None) -> None:
    assert input_of(Field("day", "Dag", "date", value)).get("value") == first


def test_what_was_written_before_is_there_again_even_when_it_was_too_long() -> None:
    made = input_of(Field("note", "Anteckning", "text", "x" * 600, longest=500))
    assert (made["value"], made["maxLength"]) == ("x" * 600, 600)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "Ängsby & <Co> *x* {{DATE(x)}} true"),
        ("text", "true"),
        ("long_text", "två\nrader"),
        ("date", "2027-01-29"),
        ("choice", "b"),
        ("choice", ""),
        ("checkbox", "yes"),
        ("checkbox", ""),
    ],
)
def test_what_nobody_touches_comes_back_as_it_was(kind: FieldKind, value: str) -> None:
    field = Field("x", "X", kind, value, (("a", "A"), ("b", "B"), ("", "Ingen")))
    assert filled(sent(card_of(form(field)))) == {"x": value}
    opened = dialog(Message("x", (form(field),)), 7)["card"]["content"]
    assert filled(sent(opened)) == {"x": value}


@pytest.mark.parametrize(
    ("back", "text"), [("true", "yes"), (True, "yes"), ("false", ""), (False, ""), ("yes", ""), (None, "")]
)
def test_a_ticked_box_says_the_same_as_a_browsers(back: object, text: str) -> None:
    card = card_of(form(Field("lead", "Ledningen", "checkbox", required=False)))
    (box,) = inputs(card)
    assert box["value"] == "false"
    assert filled(sent(card, **{box["id"]: back})) == {"lead": text}


@pytest.mark.parametrize("forged", [None, 3, True, [], ["x"], {"a": "b"}])
def test_what_is_forged_is_an_empty_text(forged: object) -> None:
    assert filled({"form": "field", "field.x": forged, "a": "y", "fieldx": "y", "other.x": "y"}) == {"x": ""}
    assert filled({"form": forged, "field.x": "ord"}) == {"x": "ord"}
    assert filled({}) == {}


def test_nothing_of_a_button_is_taken_for_a_field() -> None:
    data = buttons(card_of(form(choice(3))))[0]["data"]
    assert set(data) == {"action", "a", "form", "row", "rev"}
    assert filled(data) == {}


def test_every_input_has_a_name_for_a_screen_reader() -> None:
    card = card_of(form(Field("lead", " ", "checkbox"), choice(3)))
    assert [each["label"] for each in within(card) if "label" in each] == ["–", "Välj"]
