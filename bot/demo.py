"""The local chat: a school at work in the browser of this machine."""

import logging
import threading
import webbrowser
from contextlib import closing

from bot import log
from bot.platforms.web.guard import require_loopback
from bot.platforms.web.host import bound, serve
from bot.platforms.web.listen import application
from bot.platforms.web.send import Hub, WebSender
from bot.play.stage import LocalStage

HOST = "127.0.0.1"


def run(port: int = 8765, *, open_browser: bool = True) -> None:
    """Serve the local chat on loopback until it is stopped; OSError when the port is taken.

    Port 0 takes any free one; the address is printed once the page answers there.
    """
    log.configure()
    # Its steps are of interest to whoever migrates a real database.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    hub = Hub()
    with (
        bound(require_loopback(HOST), port) as listening,
        closing(LocalStage(lambda: WebSender(hub))) as stage,
    ):
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        print(f"Skolsteg lives at {address}  (stop with Ctrl+C)", flush=True)  # noqa: T201  # to whoever started it
        if open_browser:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        serve(application(stage, hub), listening)
