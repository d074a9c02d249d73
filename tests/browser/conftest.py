"""The real demo as a process of its own, and a real Chromium to look at it with."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visitor import Visitor

REPOSITORY = Path(__file__).parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """The address of a demo on a free port of this machine."""
    with subprocess.Popen(
        [sys.executable, "-c", "from bot.demo import run; run(0, open_browser=False)"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            address = next((word for word in line.split() if word.startswith("http")), "")
            assert address, "the demo did not start; what it said stands above"
            yield address
        finally:
            process.terminate()
            assert process.wait(10) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it the test fails, for ``make`` installs it."""
    chromium = shutil.which("chromium")
    assert chromium, "install chromium, or run: make chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def visit(demo: str, browser: Browser) -> Iterator[Visit]:
    """Lets somebody visit the demo, begun again; at the end nothing may have gone wrong in the page."""
    with ExitStack() as leaving:
        visitors: list[Visitor] = []

        def arrive(
            name: str, *, width: int = 1280, language: str = "sv", light: Literal["light", "dark"] = "light"
        ) -> Visitor:
            height = 844 if width < 700 else 800
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=light,
                reduced_motion="reduce",
                has_touch=width < 700,
            )
            leaving.callback(context.close)
            visitors.append(Visitor(context.new_page(), demo, name))
            visitors[-1].begin_again(language)
            return visitors[-1]

        yield arrive
        assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
