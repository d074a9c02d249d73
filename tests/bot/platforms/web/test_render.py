from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.web.render import Address, message_html
from conversations.charts import Bar, Chart
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Choice,
    Document,
    Facts,
    Field,
    FieldKind,
    Form,
    Heading,
    Message,
    Option,
    Part,
    Picture,
    Progress,
    Table,
    Text,
    Tone,
)

ADDRESS = Address("person/7", 7, 1, 7, 42)
ACTION = Action("answer", 3, 1, "person:7", "c1", "2")
HOSTILE = (
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    "\" onmouseover=alert(1) x='",
    "{{ 7 * 7 }} {% raw %} {0} {name}",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnidulc\N{RIGHT-TO-LEFT ISOLATE}",
    "https://example.org/ [länk](javascript:alert(1)) <https://x>",
    "&lt;b&gt; &amp;amp; ]]> <!-- -->",
    "å\N{COMBINING DIAERESIS}\N{ZERO WIDTH JOINER}\x00\x08",
)


class Outline(HTMLParser):
    """The tags with their attributes' names, and the words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[str | None] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [value for _, value in attrs]
        if tag != "text":  # a long label is drawn on several lines
            self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def outline(parts: tuple[Part, ...]) -> Outline:
    parser = Outline()
    parser.feed(str(message_html(Message("Sammanfattning", parts), ADDRESS)))
    return parser


def every_part(words: str) -> tuple[Part, ...]:
    chart = Chart(
        words, (words, words), (Bar(words, 1.5, words, 1.2), Bar(words, None, words)), 2, words, words
    )
    form_fields = tuple(
        Field(words, words, kind, words, ((words, words),), words, words, required, 20)
        for kind in get_args(FieldKind)
        for required in (True, False)
    )
    return (
        Heading(words),
        *(Text(words, tone) for tone in get_args(Tone)),
        Progress(1, 2, words),
        Facts(((words, words),)),
        Table((words, words), ((words, words),), words),
        Choice((Option(words, words, Action(words, 1, 2, words, words, words)),)),
        Buttons((Button(words, Action(words), "danger"),)),
        Form(Action(words), words, form_fields),
        Picture(chart, words),
        Document(words, words),
    )


def test_the_samples_hold_every_part_there_is() -> None:
    assert {type(part) for part in every_part("ord")} == set(get_args(Part))
    assert all(is_dataclass(part) and fields(part) for part in every_part("ord"))


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_somebody_wrote_becomes_markup(words: str) -> None:
    hostile, harmless = outline(every_part(words)), outline(every_part("ord"))
    assert hostile.tags == harmless.tags
    visible = words.replace("\x00", "").replace("\x08", "").strip()
    assert visible in hostile.words.replace("\N{REPLACEMENT CHARACTER}", "").replace("\x00", "").replace(
        "\x08", ""
    )


@given(st.text(min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_words_give_the_same_structure(words: str) -> None:
    assert outline(every_part(f"ord {words}")).tags == outline(every_part("ord")).tags


def test_addresses_in_a_text_are_not_links() -> None:
    assert "a" not in [tag for tag, _ in outline((Text(HOSTILE[5]), Heading(HOSTILE[5]))).tags]


def test_every_element_keeps_its_own_direction_of_writing() -> None:
    page = str(message_html(Message("x", (Text("ord"), Heading("ord"), Facts((("ord", "ord"),)))), ADDRESS))
    assert page.count('dir="auto"') == 4


def test_a_choice_is_a_button_with_words_to_recognise_oneself_in() -> None:
    drawn = outline((Choice((Option("Trygg", "Vi planerar tillsammans.", ACTION),)),))
    assert ("button", ("name", "value")) in drawn.tags
    assert ACTION.encode() in drawn.values
    assert "Trygg" in drawn.words
    assert "Vi planerar tillsammans." in drawn.words


def test_a_press_says_where_it_was_made() -> None:
    drawn = outline((Buttons((Button("Paus", ACTION),)),))
    assert {"person/7", "7", "42", "1"} <= set(drawn.values)


def test_a_progress_bar_is_named_by_its_words() -> None:
    page = str(message_html(Message("x", (Progress(12, 30, "12 av 30"),)), ADDRESS))
    assert '<progress id="m42-1" max="30" value="12" aria-labelledby="m42-1-label">' in page
    assert '<span id="m42-1-label" dir="auto">12 av 30</span>' in page


def test_an_error_and_a_hint_are_tied_to_their_field() -> None:
    field = Field("title", "Rubrik", hint="Kort", error="Rubriken saknas.")
    page = str(message_html(Message("x", (Form(ACTION, "Spara", (field,)),)), ADDRESS))
    assert 'aria-invalid="true" aria-describedby="m42-1-1-hint m42-1-1-error"' in page
    assert 'id="m42-1-1-error"' in page
    assert 'label for="m42-1-1"' in page


@pytest.mark.parametrize(
    ("language", "optional", "later"),
    [("sv", "(valfritt)", "(kan vänta)"), ("en", "(optional)", "(can wait)")],
)
def test_what_can_wait_is_not_called_optional(language: str, optional: str, later: str) -> None:
    def said(field: Field) -> tuple[bool, bool]:
        page = str(message_html(Message("x", (Form(ACTION, "Spara", (field,)),), language), ADDRESS))
        return optional in page, later in page

    assert said(Field("why", "Varför?")) == (False, False)
    assert said(Field("why", "Varför?", required=False)) == (True, False)
    assert said(Field("why", "Varför?", required=False, can_wait=True)) == (False, True)
    assert said(Field("heard", "Hört", "checkbox", required=False)) == (False, False)
    assert said(Field("heard", "Hört", "checkbox", required=False, can_wait=True)) == (False, True)


def test_a_checkbox_that_is_not_ticked_says_so() -> None:
    field = Field("leadership", "Ledningen svarar", "checkbox", required=False)
    page = str(message_html(Message("x", (Form(ACTION, "Spara", (field,)),)), ADDRESS))
    assert page.index('type="hidden" name="field.leadership" value=""') < page.index(
        'type="checkbox" value="yes"'
    )


def test_a_picture_can_be_read_in_words_by_everybody() -> None:
    chart = Chart("Resultat", ("Ett", "Två"), (Bar("Ledarskap", 1.5, "1,5"),), 2, "Hit")
    page = str(message_html(Message("x", (Picture(chart, "Ledarskap 1,5 av 2."),)), ADDRESS))
    assert page.count("Ledarskap 1,5 av 2.") == 2


def test_a_document_is_asked_for_by_its_reader() -> None:
    page = str(message_html(Message("x", (Document("Hämta", 'results/7/å "x"'),)), ADDRESS))
    assert 'href="/files/results/7/%C3%A5%20%22x%22?person=7"' in page


def test_two_messages_never_share_an_id() -> None:
    part = (Heading("Hej"),)
    first = message_html(Message("x", part), ADDRESS)
    second = message_html(Message("x", part), Address("person/7", 7, 1, 7, 43))
    assert 'id="m42-1"' in first
    assert 'id="m43-1"' in second
