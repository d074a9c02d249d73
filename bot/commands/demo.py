"""``demo``: a school at work in the browser of this machine."""

from typing import Annotated

import typer

from bot.commands.spoken import spoken

EXAMPLES = "python -m bot demo --port 9000 --no-browser"


@spoken
def demo(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen on this machine.")] = 8765,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page by itself.")] = True,
) -> None:
    """Live through a whole round in five minutes, with made-up people and a clock that you move."""
    from bot.demo import run  # noqa: PLC0415  # a web server, which --help must not wait for

    run(port, open_browser=browser)
