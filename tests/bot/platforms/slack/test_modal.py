import json

import pytest

from bot.platforms.slack.render import ModalAddress, errors, filled, home, modal
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Field,
    FieldKind,
    Form,
    Heading,
    Message,
    Table,
    Text,
)
from tests.bot.platforms.slack.samples import ACTION, buttons, kinds, reading
from tests.contract.slack.lint import lint_view

ADDRESS = ModalAddress(7, "D1")


def view_of(field: Field, language: str = "sv") -> dict[str, object]:
    form = Form(ACTION, "Spara", (field,))
    view = modal(Message("x", (Heading("Titel"), form), language), form, ADDRESS)
    assert lint_view(view) == []
    return view


def input_of(field: Field, language: str = "sv") -> dict[str, object]:
    (block,) = view_of(field, language)["blocks"]
    return block


def element_of(field: Field) -> dict[str, object]:
    return input_of(field)["element"]


def choice(options: int, value: str = "", *, required: bool = True) -> Field:
    pairs = tuple((f"v{number}", f"Val {number}") for number in range(options))
    return Field("pick", "Välj", "choice", value, pairs, required=required)


def test_a_form_is_filled_in_and_carries_where_it_came_from() -> None:
    view = view_of(Field("note", "Anteckning", "long_text", hint="Skriv om skolan.", required=False))
    assert (view["callback_id"], view["submit"]["text"], view["close"]["text"]) == ("form", "Spara", "Avbryt")
    assert json.loads(view["private_metadata"]) == {"action": ACTION.encode(), "row": 7, "channel": "D1"}
    (block,) = view["blocks"]
    assert (block["block_id"], block["element"]["action_id"]) == ("field.note", "value")
    assert (block["optional"], block["hint"]["text"]) == (True, "Skriv om skolan.")
    assert block["element"]["multiline"] is True


def test_what_can_wait_says_so() -> None:
    waiting = Field("why", "Varför?", required=False, can_wait=True)
    assert input_of(waiting)["hint"]["text"] == "Det här kan vänta."
    assert input_of(waiting, "en")["hint"]["text"] == "This can wait."
    assert input_of(waiting)["label"]["text"] == "Varför?"
    hinted = Field("why", "Varför?", hint="För eleverna.", required=False, can_wait=True)
    assert input_of(hinted)["hint"]["text"] == "För eleverna. Det här kan vänta."
    assert "hint" not in input_of(Field("why", "Varför?", required=False))


def test_a_modal_to_read_has_nothing_to_send() -> None:
    form = Form(ACTION, "Gå till frågan", (choice(3),))
    parts = (Heading("Dina svar"), Text("Det här ser bara du."), form)
    view = modal(Message("Dina svar", parts), None, ADDRESS)
    assert lint_view(view) == []
    assert (view["callback_id"], view["close"]["text"]) == ("shown", "Stäng")
    assert "submit" not in view
    assert "input" not in kinds(view)
    assert [button["action_id"] for button in buttons(view)] == ["form2.0"]


def test_the_buttons_of_a_modal_are_those_of_the_message() -> None:
    parts = (Form(ACTION, "Spara", (choice(3),)), Buttons((Button("Radera", Action("erase"), "danger"),)))
    view = modal(Message("x", parts), parts[0], ADDRESS)
    (button,) = buttons(view)
    assert (button["action_id"], button["style"]) == ("a1.0", "danger")


def test_a_form_of_another_message_comes_last() -> None:
    form = Form(ACTION, "Spara", (choice(3),))
    view = modal(Message("x", (Text("Hej"),)), form, ADDRESS)
    assert [block["type"] for block in view["blocks"]] == ["rich_text", "input"]


@pytest.mark.parametrize(
    ("heading", "title", "kept"),
    [
        ("Dina svar", "Dina svar", False),
        ("Fler dagar för Myntaskolan?", "Fler dagar för…", True),
        ("Välutvecklingsförvaltningsmöte", "Välutvecklingsförvaltni…", True),
        ("", "Alla skolor", False),
    ],
)
def test_a_title_is_cut_between_words_and_is_then_also_said_whole(
    heading: str,
    title: str,
    kept: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    view = modal(Message("Alla skolor", (Heading(heading), Text("Hej"))), None, ADDRESS)
    assert view["title"]["text"] == title
    assert ("header" in kinds(view)) is kept


def test_a_submit_that_is_too_long_says_send() -> None:
    form = Form(ACTION, "Skicka in hela arbetslagets gemensamma svar", (choice(2),))
    assert modal(Message("x", (form,)), form, ADDRESS)["submit"]["text"] == "Skicka"
    assert modal(Message("x", (form,), "en"), form, ADDRESS)["submit"]["text"] == "Send"


def test_what_was_written_before_is_there_again_even_when_it_was_too_long() -> None:
    element = element_of(Field("note", "Anteckning", "text", "x" * 600, longest=500))
    assert (element["initial_value"], element["max_length"]) == ("x" * 600, 600)
    assert element_of(Field("note", "Anteckning", "text", "x", longest=500))["max_length"] == 500


@pytest.mark.parametrize(("value", "first"), [("2027-01-29", "2027-01-29"), ("i morgon", None), ("", None)])
def test_a_day_begins_with_the_day_that_is_known(value: str, first: str | None) -> None:
    assert element_of(Field("day", "Dag", "date", value)).get("initial_date") == first


@pytest.mark.parametrize(
    ("options", "kind"),
    [(2, "radio_buttons"), (5, "radio_buttons"), (6, "static_select"), (100, "static_select")],
)
def test_few_options_are_all_seen_and_more_are_in_a_menu(options: int, kind: str) -> None:
    element = element_of(choice(options, "v1"))
    assert (element["type"], len(element["options"])) == (kind, options)
    assert element["initial_option"]["value"] == "v1"


def test_hundreds_of_schools_are_in_groups_named_after_their_ends() -> None:
    element = element_of(choice(250, "v249"))
    groups = element["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 100, 50]
    assert groups[2]["label"]["text"] == "Val 200 – Val 249"
    assert element["initial_option"]["value"] == "v249"


def test_the_only_choice_is_made_when_it_has_to_be() -> None:
    assert element_of(choice(1))["initial_option"]["value"] == "v0"
    assert "initial_option" not in element_of(choice(1, required=False))
    assert "initial_option" not in element_of(choice(2))


def test_a_choice_of_nothing_can_still_be_sent() -> None:
    assert element_of(choice(0))["type"] == "plain_text_input"


@pytest.mark.parametrize(("value", "ticked"), [("yes", True), ("", False), ("no", False)])
def test_a_box_is_ticked_as_it_was(value: str, ticked: bool) -> None:  # noqa: FBT001 - a column of the table above
    assert ("initial_options" in element_of(Field("box", "Ledningen", "checkbox", value))) is ticked


def state_of(field: Field, element: dict[str, object]) -> dict[str, dict[str, object]]:
    """What Slack sends back of an input that somebody has not touched."""
    sent: dict[str, object] = {"type": element["type"]}
    match element["type"]:
        case "plain_text_input":
            sent["value"] = element.get("initial_value")
        case "datepicker":
            sent["selected_date"] = element.get("initial_date")
        case "checkboxes":
            sent["selected_options"] = element.get("initial_options", [])
        case _:
            sent["selected_option"] = element.get("initial_option")
    return {f"field.{field.name}": {"value": sent}}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "Ängsby & <Co> *x*"),
        ("long_text", "två\nrader"),
        ("date", "2027-01-29"),
        ("choice", "b"),
        ("choice", ""),
        ("checkbox", "yes"),
        ("checkbox", ""),
        ("text", ""),
        ("date", ""),
    ],
)
def test_what_nobody_touches_comes_back_as_it_was(kind: FieldKind, value: str) -> None:
    field = Field("x", "X", kind, value, (("a", "A"), ("b", "B"), ("", "Ingen")))
    assert filled(state_of(field, element_of(field))) == {"x": value}


@pytest.mark.parametrize(
    "element",
    [
        None,
        {},
        [],
        "x",
        {"value": None},
        {"value": 3},
        {"selected_option": None},
        {"selected_options": []},
        {"selected_option": {"value": ["x"]}},
    ],
)
def test_what_is_missing_or_forged_is_an_empty_text(element: object) -> None:
    assert filled({"field.x": {"value": element}, "0.0.1": {"value": {"value": "y"}}}) == {"x": ""}


def test_a_forged_block_is_no_field() -> None:
    assert filled({"field.x": None, "field.y": "y", "field.": {}}) == {"": ""}


def test_errors_stand_at_their_fields() -> None:
    wrong = Field("day", "Dag", "date", error="Välj en skoldag.")
    assert errors(Form(ACTION, "Spara", (wrong, choice(2)))) == {"field.day": "Välj en skoldag."}


def test_thirty_answers_are_read_as_lines_in_a_modal() -> None:
    table = Table(
        ("Fråga", "Svar"), tuple((f"Fråga {number}", "3 · Trygg") for number in range(30)), "Dina svar"
    )
    view = modal(Message("Dina svar", (Heading("Dina svar"), table)), None, ADDRESS)
    assert lint_view(view) == []
    (block,) = view["blocks"]
    assert len(block["elements"][0]["elements"]) == 30
    assert "Fråga 29: \n3 · Trygg" in reading(view["blocks"])


def test_a_home_is_a_view_with_lines_instead_of_tables() -> None:
    table = Table(("Skola", "Klara", "Läge"), (("Myntaskolan", "80 %", "Öppen"),), "Alla skolor")
    view = home(Message("Alla skolor", (Heading("Omgången"), table)))
    assert lint_view(view) == []
    assert view["type"] == "home"
    assert "Alla skolor" in reading(view["blocks"])
    assert "Klara: 80 % · Läge: Öppen" in reading(view["blocks"])
