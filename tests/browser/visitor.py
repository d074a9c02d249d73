"""Somebody in front of the page, who presses, types and looks."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, Request, expect

PICTURES = Path(__file__).parents[2] / "pictures"


class Visitor:
    """What a person does on the page; nothing here knows how the page is made but its panes' ids."""

    def __init__(self, page: Page, address: str, name: str) -> None:
        self.page = page
        page.set_default_timeout(10_000)
        self.troubles: list[str] = []
        self._address = address
        self._name = name
        self._pictures = 0
        page.on("console", lambda line: self.troubles.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", self._stays_here)
        page.goto(address)

    def _stays_here(self, request: Request) -> None:
        if not request.url.startswith(self._address):
            self.troubles.append(f"asked for {request.url}")

    def begin_again(self, language: str) -> None:
        """Start from the first day."""
        self.page.locator("[popovertarget=reset]").first.click()
        with self.page.expect_navigation():
            self.page.locator("#reset .danger").click()
        self._ready()
        if self.page.locator(f".tools button[lang={language}][aria-pressed=false]").count():
            with self.page.expect_navigation():
                self.page.locator(f".tools button[lang={language}]").click()
            self._ready()

    def pane(self, role: str) -> Locator:
        """One of the four conversations."""
        return self.page.locator(f"#{role}")

    def card(self, role: str, words: str | re.Pattern[str]) -> Locator:
        """The newest message in a conversation that holds these words."""
        return self.pane(role).locator("article", has_text=words).last

    def press(self, inside: Locator, words: str | re.Pattern[str]) -> None:
        """Press the newest button with these words, and wait until it has had its effect."""
        inside.get_by_role("button", name=words).last.click()
        self._ready()

    def write(self, role: str, words: str) -> None:
        """Type a message and send it with Enter."""
        box = self.pane(role).locator(".composer input[name=text]")
        box.fill(words)
        box.press("Enter")
        self._ready()

    def move_time(self, name: str) -> None:
        """Use the time machine, or let the others answer."""
        self.page.locator(f"#{name}").click()
        self._ready()

    def begin_to_answer(self) -> None:
        """Let the teacher begin although the team has not talked, as the page kindly asks about."""
        self.press(self.pane("teacher"), "Börja")
        self.press(self.pane("teacher"), "Nej, men jag svarar ändå")

    def choose_school(self, name: str) -> None:
        """Look at another school."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).click()
        self._ready()

    def close_dialog(self) -> None:
        """Close what was only shown, and see that nothing of it stays."""
        self.page.locator("dialog .close").click()
        expect(self.page.locator("dialog")).to_be_hidden()
        expect(self.page.locator("dialog .content")).to_be_empty()

    def expect_step(self, step: int, chapter: int = 1) -> None:
        """See where in the story the page says that it is."""
        expect(self.page.locator("#hint .steps")).to_contain_text(
            re.compile(rf"(Del|Part) {chapter} (av|of) 4, (steg|step) {step} ")
        )

    def expect_hint(self, words: str) -> None:
        """See what the page says comes next."""
        expect(self.page.locator("#hint .what")).to_contain_text(words)

    def send(self, role: str, *texts: str) -> None:
        """Fill in the newest form in a conversation from its first free text on, and send it."""
        form = self.pane(role).locator("form.fields").last
        for box, text in zip(form.locator("textarea").all(), texts, strict=False):
            box.fill(text)
        form.locator("button").click()
        self._ready()

    def fetch(self, inside: Locator, words: str) -> bytes:
        """Download the newest file with these words."""
        with self.page.expect_download() as arriving:
            inside.get_by_role("link", name=words).last.click()
        return Path(arriving.value.path()).read_bytes()

    def close_the_round(self) -> None:
        """Let everybody answer, and move to the day when the principal has the result."""
        for name in ("week", "others", "close"):
            self.move_time(name)

    def look(self, name: str) -> None:
        """Leave a picture, and see that the page is no wider than the screen."""
        self._pictures += 1
        PICTURES.mkdir(exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{self._name}-{self._pictures:02}-{name}.png")
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wider) == 0, f"{name} is wider than the screen"

    def _ready(self) -> None:
        expect(self.page.locator("body")).to_have_attribute("aria-busy", "false", timeout=15_000)
