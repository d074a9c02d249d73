import json
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SlackBlock

from bot.platforms.slack.render import ModalAddress, home, message, modal
from bot.platforms.words import is_visible
from conversations.charts import Bar, Chart
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Choice,
    Document,
    Facts,
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
from tests.bot.platforms.slack.samples import (
    ACTION,
    HOSTILE,
    INVISIBLE,
    LONG,
    buttons,
    complaints,
    every_part,
    form,
    kinds,
    reading,
    said,
    texts,
)
from tests.contract.slack.lint import lint_message

ADDRESS = ModalAddress(7, "D1")
CHART = Chart("Områdena", ("Påbörjad", "Trygg"), (Bar("Ledarskap", 2.0, "ungefär 2,0"),), 2, "Trygg")


def test_the_samples_hold_every_part_there_is() -> None:
    assert {type(part) for part in every_part("ord")} == set(get_args(Part))


def test_slack_takes_every_message_of_every_transcript(spoken: tuple[Message, ...]) -> None:
    assert {each.language for each in spoken} == {"sv", "en"}
    assert [(each.summary, complaints(each)) for each in spoken if complaints(each)] == []


def test_slack_takes_every_question_of_every_framework(asked: tuple[Message, ...]) -> None:
    assert {each.language for each in asked} == {"sv", "en"}
    assert [(each.summary, complaints(each)) for each in asked if complaints(each)] == []


def test_the_models_of_slack_read_every_message_as_it_is_written(spoken: tuple[Message, ...]) -> None:
    for each in spoken:
        for block in message(each).blocks:
            assert SlackBlock.parse(block).to_dict() == block


def test_nothing_of_a_transcript_is_left_out(spoken: tuple[Message, ...]) -> None:
    for each in spoken:
        read = reading(message(each).blocks)
        for part in each.parts:
            if isinstance(part, Heading | Text):
                assert " ".join(part.text.split()) in " ".join(read.split())
            if isinstance(part, Choice):
                assert all(option.label in read and option.description in read for option in part.options)
            if isinstance(part, Table):
                assert all(" ".join(cell.split()) in read for row in part.rows for cell in row)


@pytest.mark.parametrize("words", [*HOSTILE, *INVISIBLE, *LONG])
def test_slack_takes_whatever_somebody_wrote(words: str) -> None:
    assert complaints(said(words)) == []
    json.dumps(message(said(words)).blocks).encode("utf-8")


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_somebody_wrote_becomes_markup(words: str) -> None:
    hostile, harmless = message(said(words)), message(said("ord"))
    if len(words) < 75:
        assert kinds(hostile.blocks) == kinds(harmless.blocks)
    assert set(kinds(hostile.blocks)) <= set(kinds(harmless.blocks))
    assert "mrkdwn" not in kinds(hostile.blocks)
    for view in (home(said(words)), modal(said(words), form(words), ADDRESS)):
        assert not {"mrkdwn", "link", "user", "broadcast", "emoji", "channel"} & set(kinds(view))


def test_no_text_turns_codes_into_emoji() -> None:
    def plain(value: object) -> list[dict[str, object]]:
        if isinstance(value, list):
            return [each for inner in value for each in plain(inner)]
        if not isinstance(value, dict):
            return []
        own = [value] if value.get("type") == "plain_text" else []
        return own + [each for inner in value.values() for each in plain(inner)]

    shown = [message(said(":smile:")).blocks, modal(said(":smile:"), form(":smile:"), ADDRESS)]
    assert len(plain(shown)) > 30
    assert all(each["emoji"] is False for each in plain(shown))


@pytest.mark.parametrize("words", [words for words in HOSTILE if len(words) < 75])
def test_what_somebody_wrote_is_read_as_it_was_written(words: str) -> None:
    visible = "".join(letter for letter in words if letter.isprintable() or letter in "\n\t\u200d")
    read = reading(message(Message("x", (Text(words),))).blocks)
    assert read.split() == visible.split()


@pytest.mark.parametrize("words", HOSTILE)
def test_a_notification_mentions_links_and_formats_nothing(words: str) -> None:
    text = message(said(words)).text
    assert not set("<>*_~`") & set(text)
    assert ":smile:" not in text
    assert all(entity in {"amp", "lt", "gt"} for entity in _entities(text))


def _entities(text: str) -> list[str]:
    return [piece.partition(";")[0] for piece in text.split("&")[1:]]


def test_a_direction_of_writing_is_not_turned_around() -> None:
    turned = [text for _, text in texts(message(said(HOSTILE[5])).blocks)]
    assert all("\N{RIGHT-TO-LEFT OVERRIDE}" not in text for text in turned)


@pytest.mark.parametrize("words", INVISIBLE)
def test_there_is_always_something_to_read_and_to_be_notified_of(words: str) -> None:
    card = message(Message(words, (Text(words),)))
    assert is_visible(card.text)
    assert is_visible(reading(card.blocks))
    assert message(Message(words, ())).blocks


@pytest.mark.parametrize("words", ["ord " * 2500, "x" * 10_000, "rad\n" * 2500])
def test_ten_thousand_letters_are_all_there(words: str) -> None:
    card = message(Message("x", (Text(words),)))
    assert "".join(reading(card.blocks).split()) == "".join(words.split())
    assert len(card.blocks) > 1


def test_what_does_not_fit_is_told_of_and_the_buttons_stay() -> None:
    words = tuple(Text(f"Stycke {number}. " + "ord " * 700) for number in range(20))
    for language, told in (("sv", "Det finns mer"), ("en", "There is more")):
        card = message(Message("x", (*words, Buttons((Button("Börja", ACTION),))), language))
        assert reading(card.blocks).count(told) == 1
        assert [button["text"]["text"] for button in buttons(card.blocks)] == ["Börja"]
        assert sum(len(text) for _, text in texts(card.blocks)) < 11_000


def test_many_parts_become_few_blocks_and_every_button_stays() -> None:
    parts = [
        part
        for number in range(60)
        for part in (Text(f"Rad {number}"), Buttons((Button(f"Knapp {number}", ACTION),)))
    ]
    short = tuple(Buttons((Button(f"Knapp {number}", ACTION),)) for number in range(90))
    assert complaints(Message("x", tuple(parts))) == []
    card = message(Message("x", short))
    assert len(buttons(card.blocks)) == 90
    assert len({button["action_id"] for button in buttons(card.blocks)}) == 90


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_words_give_what_slack_takes(first: str, second: str) -> None:
    assert complaints(said(first, *every_part(second))) == []


def test_a_question_shows_each_level_with_its_button_beside_it() -> None:
    options = (
        Option("1 · Påbörjad", "Några har börjat.", Action("answer", value="1")),
        Option("2 · Aktiverad", "Flera är i gång.", Action("answer", value="2")),
    )
    parts = (Text("Ledarskap", "quiet"), Progress(1, 4, "Fråga 2 av 4"), Heading("Hur?"), Choice(options))
    blocks = message(Message("Fråga 2 av 4", parts), 12, 3).blocks
    assert [block["type"] for block in blocks] == ["context", "context", "header", "section", "section"]
    assert blocks[1]["elements"][0]["text"] == "Fråga 2 av 4  ▰▱▱▱"
    assert blocks[3] == {
        "block_id": "12.3.4",
        "type": "section",
        "text": {"type": "plain_text", "text": "Några har börjat.", "emoji": False},
        "accessory": {
            "type": "button",
            "text": {"type": "plain_text", "text": "1 · Påbörjad", "emoji": False},
            "action_id": "a3.0",
            "value": options[0].action.encode(),
        },
    }


@pytest.mark.parametrize(
    ("done", "total", "bar"),
    [
        (0, 0, "▱"),
        (0, 30, "▱" * 10),
        (15, 30, "▰" * 5 + "▱" * 5),
        (30, 30, "▰" * 10),
        (9, 3, "▰▰▰"),
        (-1, 2, "▱▱"),
    ],
)
def test_a_bar_is_as_full_as_somebody_has_come(done: int, total: int, bar: str) -> None:
    (block,) = message(Message("x", (Progress(done, total, "Så långt"),))).blocks
    assert block["elements"][0]["text"] == f"Så långt  {bar}"


def test_a_form_in_a_conversation_is_one_button_that_carries_its_action() -> None:
    made = form("Spara")
    (button,) = buttons(message(Message("x", (Text("Hej"), made))).blocks)
    assert (button["action_id"], button["value"]) == ("form1.0", made.action.encode())
    assert Action.decode(button["value"]) == made.action


def test_what_was_wrong_with_a_form_is_said_before_its_button() -> None:
    *_, warning, actions = message(Message("x", (Form(ACTION, "Spara", form("Fel").fields[:1]),))).blocks
    assert "⚠️ Fel: Fel" in reading([warning])
    assert actions["type"] == "actions"


def test_a_document_is_a_button_with_its_name() -> None:
    (button,) = buttons(message(Message("x", (Document("Hämta", "results/7/xlsx"),))).blocks)
    assert (button["action_id"], button["value"]) == ("document0", "results/7/xlsx")


def test_a_picture_shows_the_file_and_tells_its_numbers_to_those_who_do_not_see_it() -> None:
    each = Message("x", (Text("Hej"), Picture(CHART, "Stapeldiagram. Ledarskap: ungefär 2,0.")))
    image = message(each, pictures={1: "F1"}).blocks[1]
    assert image["slack_file"] == {"id": "F1"}
    assert image["alt_text"] == "Stapeldiagram. Ledarskap: ungefär 2,0."
    assert complaints(each) == []
    assert "ungefär 2,0" in reading(message(each).blocks)


def test_a_long_story_of_a_picture_is_told_beside_it() -> None:
    card = message(Message("x", (Picture(CHART, "ord " * 700),)), pictures={0: "F1"})
    assert lint_message({"text": card.text, "blocks": card.blocks}) == []
    assert reading(card.blocks[1:]).count("ord") == 700


def test_facts_are_lines_with_their_names_in_bold() -> None:
    (block,) = message(Message("x", (Facts((("Klara", "4 av 5"), ("Vad?", "Detta"))),))).blocks
    first, second = block["elements"][0]["elements"]
    assert first["elements"] == [
        {"type": "text", "text": "Klara: ", "style": {"bold": True}},
        {"type": "text", "text": "4 av 5"},
    ]
    assert second["elements"][0]["text"] == "Vad? "


def test_an_action_that_is_too_long_leads_nowhere_instead_of_somewhere_else() -> None:
    (button,) = buttons(
        message(Message("x", (Buttons((Button("x", Action("v", value="y" * 3000)),)),))).blocks
    )
    assert Action.decode(button["value"]) is None


def test_the_same_words_of_the_bot_are_in_the_messages_language() -> None:
    assert reading(modal(said("x"), form("x"), ADDRESS)["blocks"]).count("Ja") == 2
    english = modal(Message("x", (form("x"),), "en"), form("x"), ADDRESS)
    assert reading(english["blocks"]).count("Yes") == 2
