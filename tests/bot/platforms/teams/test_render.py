import json
import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.teams.render import CARD, dialog, message
from conversations.charts import Bar, Chart, HeatMap
from conversations.dialogs.verbs import SHOWING
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Choice,
    Document,
    Facts,
    Field,
    Form,
    Heading,
    Message,
    Option,
    Part,
    Picture,
    Progress,
    Table,
    Text,
)
from tests.bot.platforms.samples import ACTION, HOSTILE, INVISIBLE, LONG, every_part, form, said
from tests.bot.platforms.teams.reading import buttons, complaints, inputs, kinds, of_words, within, words

CODE = (
    "{{DATE(2027-01-18T08:00:00Z, SHORT)}}",
    "{{TIME(2027-01-18T08:00:00Z)}} ${$root.secret} ${now()}",
    "<at>Alla</at> <AT id='1'>x</AT>",
    "[klicka](https://x.example) ![bild](https://x.example/x.png) [a][b]",
    "- lista",
    "1. lista",
    "# rubrik",
    "> citat",
    "[x]: https://x.example",
    r"\*inte fet\* &lt;b&gt; <https://x.example>",
)


def card_of(*parts: Part, language: str = "sv") -> dict[str, object]:
    return message(Message("x", parts, language), 7, 2).card


def of_kind(card: object, kind: str) -> list[dict[str, object]]:
    return [each for each in within(card) if each["type"] == kind]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_teams_takes_every_message_of_every_transcript(spoken: tuple[Message, ...]) -> None:
    assert {each.language for each in spoken} == {"sv", "en"}
    assert [(each.summary, complaints(each)) for each in spoken if complaints(each)] == []


def test_teams_takes_every_question_of_every_framework(asked: tuple[Message, ...]) -> None:
    assert {each.language for each in asked} == {"sv", "en"}
    assert [(each.summary, complaints(each)) for each in asked if complaints(each)] == []


def test_nothing_of_a_transcript_is_left_out(spoken: tuple[Message, ...]) -> None:
    for each in spoken:
        opened = dialog(each)
        for read in (words(message(each).card), f"{opened['title']} {words(opened['card']['content'])}"):
            told = squeezed(read)
            for part in each.parts:
                assert all(squeezed(text) in told for text in _texts(part))


def _texts(part: Part) -> list[str]:
    match part:
        case Heading(text) | Text(text):
            return text.split("\n")
        case Choice(options):
            return [text for option in options for text in (option.label, option.description)]
        case Table(_, rows):
            return [cell for row in rows for cell in row]
        case Picture(chart):
            return _drawn_texts(chart)
        case Form():
            told = [text for each in part.fields for text in (each.label, each.hint, each.error)]
            return [part.submit, *told]
        case _:
            return _short_texts(part)


def _drawn_texts(chart: Chart | HeatMap) -> list[str]:
    if isinstance(chart, Chart):
        return [text for bar in chart.bars for text in (bar.label, bar.shown)]
    return [*(row.label for row in chart.rows), *chart.columns, *chart.levels]


def _short_texts(part: Part) -> list[str]:
    match part:
        case Facts(rows):
            return [value for _, value in rows]
        case Progress(_, _, label):
            return [label]
        case Buttons(buttons):
            return [each.label for each in buttons]
        case _:
            return []


@pytest.mark.parametrize("written", [*HOSTILE, *INVISIBLE, *LONG, *CODE])
def test_teams_takes_whatever_somebody_wrote(written: str) -> None:
    assert of_words(said(written)) == []


@pytest.mark.parametrize("written", [*HOSTILE, *CODE])
def test_nothing_that_somebody_wrote_becomes_another_element(written: str) -> None:
    harmless = set(kinds(message(said("ord")).card))
    assert set(kinds(message(said(written)).card)) <= harmless
    assert "entities" not in json.dumps(message(said(written)).card)


@pytest.mark.parametrize("written", [each for each in (*HOSTILE, *CODE) if len(each) < 75])
def test_what_somebody_wrote_is_read_as_it_was_written(written: str) -> None:
    visible = "".join(letter for letter in written if letter.isprintable() or letter in "\n\t\u200d")
    assert words(card_of(Text(written))).split() == visible.split()


@pytest.mark.parametrize("written", [*HOSTILE, *CODE])
def test_what_is_filled_in_already_is_not_changed(written: str) -> None:
    field = Field("x", "X", "long_text", written, required=False)
    (shown,) = inputs(card_of(Form(ACTION, "Spara", (field,))))
    assert shown.get("value", "").split() == _kept(written).split()


def _kept(written: str) -> str:
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", written.replace("\r", "\n"))


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_words_give_what_teams_takes(first: str, second: str) -> None:
    assert of_words(said(first, *every_part(second))) == []


@pytest.mark.parametrize("written", INVISIBLE)
def test_there_is_always_something_to_read_and_to_be_notified_of(written: str) -> None:
    shown = message(Message(written, (Text(written),)))
    assert shown.summary == "Skolsteg"
    assert words(shown.card) == "Skolsteg"
    assert dialog(Message(written, ()))["title"] == "Skolsteg"


def test_a_card_is_in_the_messages_language_and_says_what_it_is_where_it_cannot_be_shown() -> None:
    card = message(Message("Your *answers*", (Text("Hello"),), "en")).card
    assert (card["lang"], card["version"]) == ("en", "1.5")
    assert card["fallbackText"] == "Your \N{ASTERISK OPERATOR}answers\N{ASTERISK OPERATOR}"


def test_a_press_carries_its_action_and_where_the_card_is_kept() -> None:
    (button,) = buttons(card_of(Buttons((Button("Börja", ACTION, "primary"),))))
    assert button == {
        "type": "Action.Execute",
        "title": "Börja",
        "verb": "press",
        "style": "positive",
        "associatedInputs": "none",
        "data": {"action": "press", "a": ACTION.encode(), "row": 7, "rev": 2},
    }


@pytest.mark.parametrize("verb", sorted(SHOWING))
def test_what_must_leave_no_history_is_opened_as_a_dialog(verb: str) -> None:
    (button,) = buttons(card_of(Buttons((Button("Visa", Action(verb)),))))
    assert button["type"] == "Action.Submit"
    assert button["data"]["msteams"] == {"type": "task/fetch"}
    assert Action.decode(button["data"]["a"]) == Action(verb)


def test_a_form_that_shows_something_opens_a_dialog_with_what_was_picked() -> None:
    pick = Field("school", "Skola", "choice", options=(("1", "Ask"), ("2", "Björk")))
    (button,) = buttons(card_of(Form(Action("school", 3), "Visa skolan", (pick,))))
    assert button["type"] == "Action.Submit"
    assert button["data"]["msteams"] == {"type": "task/fetch"}
    assert "associatedInputs" not in button


def test_within_a_dialog_everything_is_submitted() -> None:
    parts = (
        Buttons((Button("Visa", Action("review")), Button("Radera", Action("erase"), "danger"))),
        form("x"),
    )
    opened = dialog(Message("Dina svar", (Heading("Dina svar"), *parts)), 7)
    pressed = buttons(opened["card"]["content"])
    assert [each["type"] for each in pressed] == ["Action.Submit"] * 3
    assert [each["data"]["row"] for each in pressed] == [7] * 3
    assert not any("msteams" in each["data"] for each in pressed)
    assert opened["card"]["contentType"] == CARD


def test_a_short_title_of_a_dialog_is_not_said_twice_and_a_long_one_is_said_whole() -> None:
    short = dialog(
        Message("x", (Heading("Dina svar"), Text("Hej"), Table(("A", "B"), (("a", "b"),), "Dina svar")))
    )
    assert short["title"] == "Dina svar"
    assert "Dina svar" not in words(short["card"]["content"])
    long = "Så här svarade ni på frågorna om ledarskap, planering och fortbildning"
    opened = dialog(Message("x", (Heading(long), Text("Hej"))))
    assert opened["title"].endswith("…")
    assert words(opened["card"]["content"]).startswith(long)


def test_a_file_can_be_fetched_from_a_card_and_one_s_own_answers_not_from_a_dialog() -> None:
    names = ["results/7/xlsx", "results/7/csv"]
    each = Message("x", (Text("Hej"), *(Document(name, name) for name in [*names, "answers/1/1/person:3"])))
    rows = of_kind(message(each, 7, 2).card, "ActionSet")
    assert [one["data"]["document"] for row in rows for one in row["actions"]][:2] == names
    assert len(buttons(message(each, 7, 2).card)) == len(names) + 1
    assert [one["data"]["document"] for one in buttons(dialog(each)["card"]["content"])] == names


def test_each_level_stands_with_its_button_and_what_it_means() -> None:
    options = (
        Option("1 · Påbörjad", "Några har börjat.", Action("answer", value="1")),
        Option("2 · Aktiverad", "Flera är i gång.", Action("answer", value="2")),
        Option("Vill inte svara", "", Action("answer", value="x")),
        Option("Kan inte", "", Action("answer", value="y")),
    )
    first, second, bare = card_of(Choice(options))["body"]
    assert [element["type"] for element in first["items"]] == ["ActionSet", "RichTextBlock"]
    assert words({"body": [second]}).split("\n") == ["2 · Aktiverad", "Flera är i gång."]
    assert [button["title"] for button in bare["actions"]] == ["Vill inte svara", "Kan inte"]


def test_buttons_that_a_phone_cannot_show_beside_each_other_stand_in_rows() -> None:
    labels = ("Se alla frågor", "Se arbetslagen", "Vi vill ansöka", *"abcdefgh")
    rows = of_kind(card_of(Buttons(tuple(Button(each, ACTION) for each in labels))), "ActionSet")
    assert [[one["title"] for one in row["actions"]] for row in rows] == [
        ["Se alla frågor"],
        ["Se arbetslagen"],
        ["Vi vill ansöka", "a", "b"],
        list("cdefgh"),
    ]


@pytest.mark.parametrize(
    ("done", "total", "bar"),
    [
        (0, 0, "░"),
        (0, 30, "░" * 10),
        (15, 30, "█" * 5 + "░" * 5),
        (30, 30, "█" * 10),
        (9, 3, "███"),
        (-1, 2, "░░"),
    ],
)
def test_a_bar_is_as_full_as_somebody_has_come(done: int, total: int, bar: str) -> None:
    runs = of_kind(card_of(Progress(done, total, "Fråga")), "TextRun")
    assert runs[0]["text"] == "Fråga  "
    assert "".join(run["text"] for run in runs[1:]) == bar


LEVELS = ("Påbörjad", "Aktiverad", "Trygg", "Välutvecklad")


@pytest.mark.parametrize(
    ("value", "bar"),
    [
        (None, "░" * 14 + "┃" + "░" * 6),
        (1.0, "█" * 2 + "░" * 12 + "┃" + "░" * 6),
        (3.0, "█" * 14 + "┃" + "░" * 6),
        (4.0, "█" * 14 + "┃" + "█" * 6),
        (99.0, "█" * 14 + "┃" + "█" * 6),
    ],
)
def test_a_chart_is_bars_with_a_mark_at_the_level_to_reach(value: float | None, bar: str) -> None:
    chart = Chart("Områdena", LEVELS, (Bar("Ledarskap", value, "ungefär"),), 3, "Trygg")
    body = card_of(Picture(chart, "Stapeldiagram."))["body"]
    assert "".join(run["text"] for run in body[2]["inlines"]) == bar
    assert words({"body": body[1:2]}).split("\n") == ["Ledarskap: ", "ungefär"]


def test_what_was_before_is_said_and_drawn_in_the_charts_language() -> None:
    chart = Chart(
        "Areas", LEVELS, (Bar("Leadership", 3.0, "about 3.0", 2.5),), 3, "Confident", "Previous round"
    )
    read = words(card_of(Picture(chart, "x"), language="en"))
    assert "about 3.0 (Previous round: 2.5)" in read
    assert "▀" * 11 in read


def test_a_table_is_the_cards_own_with_its_numbers_to_the_right() -> None:
    table = Table(("Skola", "Klara"), (("Myntaskolan", "80 %"), ("Dillskolan",)), "Alla skolor")
    (made,) = of_kind(card_of(table), "Table")
    assert made["firstRowAsHeader"] is True
    assert [each["horizontalCellContentAlignment"] for each in made["columns"]] == ["Left", "Right"]
    assert words({"body": [made]}).split("\n") == ["Skola", "Klara", "Myntaskolan", "80 %", "Dillskolan", "–"]


def test_a_table_too_wide_for_a_phone_is_told_in_lines() -> None:
    columns = ("Fråga", "Nivå", "Trygg eller högre", "Ni är", "Hur säkert?")
    rows = (("Gemensam riktning", "Välutvecklad", "minst 80 %", "samlade", "säkert"),)
    card = card_of(Table(columns, rows))
    assert of_kind(card, "Table") == []
    read = words(card).replace("\n", "")
    assert read.startswith("Gemensam riktning · Nivå: Välutvecklad · Trygg eller högre: minst 80 %")
    assert read.endswith("Hur säkert? säkert")


def test_eighty_schools_with_a_way_to_each_fit_in_one_card() -> None:
    rows = tuple(
        (f"Norra Ängsby grundskola {n}", f"{n} %", "Öppen till och med fre 29 jan") for n in range(80)
    )
    picks = tuple((str(n), row[0]) for n, row in enumerate(rows))
    pick = Form(Action("school", 3), "Visa", (Field("school", "Skola", "choice", options=picks),))
    each = Message("Alla skolor", (Table(("Skola", "Klara", "Läge"), rows), pick))
    assert complaints(each) == []
    read = words(message(each).card)
    assert all(name in read for name, *_ in rows)
    assert "Det finns mer" not in read
    assert len(inputs(message(each).card)[0]["choices"]) == 80


@pytest.mark.parametrize(("language", "told"), [("sv", "Det finns mer"), ("en", "There is more")])
def test_what_does_not_fit_is_told_of_and_the_buttons_stay(language: str, told: str) -> None:
    paragraphs = tuple(Text(f"Stycke {number}. " + "ord " * 700) for number in range(20))
    each = Message("x", (*paragraphs, Buttons((Button("Börja", ACTION),))), language)
    card = message(each).card
    assert complaints(each) == []
    assert words(card).count(told) == 1
    assert [button["title"] for button in buttons(card)] == ["Börja"]
    assert "Stycke 7" in words(card)


def test_a_long_description_does_not_cost_a_level_its_button() -> None:
    options = tuple(Option(f"{n} · Nivå", "ord " * 2000, Action("answer", value=str(n))) for n in range(1, 5))
    card = card_of(Choice(options))
    assert [button["title"] for button in buttons(card)] == ["1 · Nivå", "2 · Nivå", "3 · Nivå", "4 · Nivå"]


@pytest.mark.parametrize("written", ["ord " * 2500, "x" * 10_000, "rad\n" * 150])
def test_a_long_text_is_all_there(written: str) -> None:
    assert "".join(words(card_of(Text(written))).split()) == "".join(written.split())


def test_an_action_that_is_too_long_leads_nowhere_instead_of_somewhere_else() -> None:
    (button,) = buttons(card_of(Buttons((Button("x", Action("v", value="y" * 3000)),))))
    assert Action.decode(button["data"]["a"]) is None


def test_facts_are_lines_with_their_names_in_bold() -> None:
    first, second = card_of(Facts((("Klara", "4 av 5"), ("Vad?", "Detta"))))["body"]
    assert first["inlines"] == [
        {"type": "TextRun", "text": "Klara: ", "weight": "Bolder"},
        {"type": "TextRun", "text": "4 av 5"},
    ]
    assert second["inlines"][0]["text"] == "Vad? "


def test_the_samples_hold_every_part_there_is() -> None:
    assert {type(part) for part in every_part("ord")} == set(get_args(Part))
