"""Every real card, drawn by Microsoft's own renderer in Chromium."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from bot.platforms.teams.render import dialog, message
from conversations.messages import Button, Buttons, Heading, Message, Table, Text
from tests.bot.platforms.samples import ACTION, HOSTILE, LONG, said
from tests.browser.conftest import ARGUMENTS

pytestmark = pytest.mark.browser

RENDERER = Path(__file__).parents[3] / "contract" / "teams" / "renderer"
PHONE, WINDOW = 320, 600
KNOWN = (
    "f67757f1593829842966769ee699e0271d8befa800c2ac2794dac157c2d02fe0"
    "d816aae426b0cc38e5a37332868196acfb6b5fa686483ccb640c0a3cbdc23399"
)
BUTTON = {
    "type": "Action.Execute",
    "title": "x" * 60,
    "verb": "press",
    "data": {"action": "press"},
}

Card = dict[str, Any]
Found = dict[str, list[str]]
Draw = Callable[[Iterable[Card], str, int], list[Found]]

_DRAW = "([cards, theme]) => cards.map((card) => draw(card, theme))"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "install chromium, or run: make chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def draw(browser: Browser) -> Iterator[Draw]:
    """Draws cards in a theme and a width; gives what is wrong with each, by kind."""
    page = browser.new_page()
    troubles: list[str] = []

    def noticed(error: Error) -> None:
        troubles.append(str(error))

    def drawn(cards: Iterable[Card], theme: str, width: int) -> list[Found]:
        page.set_viewport_size({"width": width, "height": 800})
        found: list[Found] = page.evaluate(_DRAW, [list(cards), theme])
        return found

    page.on("pageerror", noticed)
    page.goto((RENDERER / "page.html").as_uri())
    yield drawn
    page.close()
    assert troubles == []


def cards(each: Message) -> tuple[Card, Card]:
    return message(each, 7, 2).card, dialog(each, 7)["card"]["content"]


def test_the_renderer_is_the_one_that_is_known() -> None:
    published = (RENDERER / "adaptivecards.min.js").read_bytes()
    assert hashlib.sha512(published).hexdigest() == KNOWN


@pytest.mark.parametrize(
    ("theme", "width"), [("light", WINDOW), ("dark", WINDOW), ("contrast", WINDOW), ("light", PHONE)]
)
def test_every_message_is_drawn_whole_and_can_be_read(
    draw: Draw, spoken: tuple[Message, ...], theme: str, width: int
) -> None:
    drawn = draw([card for each in spoken for card in cards(each)], theme, width)
    assert [found for found in drawn if found] == []
    assert len(drawn) == 2 * len(spoken)


def test_every_question_of_every_framework_fits_a_phone(draw: Draw, asked: tuple[Message, ...]) -> None:
    drawn = draw((message(each, 7, 2).card for each in asked), "light", PHONE)
    assert [found for found in drawn if found] == []


@pytest.mark.parametrize("written", [*HOSTILE, *LONG])
def test_whatever_somebody_wrote_is_drawn(draw: Draw, written: str) -> None:
    assert not any("invalid" in found for found in draw(cards(said(written)), "light", WINDOW))


def test_eighty_schools_fit_a_phone(draw: Draw) -> None:
    rows = tuple(
        (f"Norra Ängsby grundskola {n}", f"{n} %", "Öppen till och med fre 29 jan") for n in range(80)
    )
    each = Message("Alla skolor", (Heading("Alla skolor"), Table(("Skola", "Klara", "Läge"), rows)))
    assert draw(cards(each), "light", PHONE) == [{}, {}]


def test_whoever_draws_sees_what_is_wrong(draw: Draw) -> None:
    card = message(Message("x", (Text("Hej"), Buttons((Button("Börja", ACTION),))))).card
    nameless, unknown = {"type": "Input.Text"}, {"type": "Photograph"}
    cut, faint = (
        {"type": "ActionSet", "actions": [BUTTON]},
        {"type": "TextBlock", "text": "x", "color": "light"},
    )
    wrong = [card | {"body": [each]} for each in (nameless, unknown, cut, faint)]
    found = draw([card, *wrong], "light", PHONE)
    assert [sorted(each) for each in found] == [[], ["invalid", "nameless"], ["invalid"], ["wide"], ["faint"]]
