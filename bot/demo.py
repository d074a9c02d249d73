"""The local chat: a school at work in the browser of this machine."""

import threading
import webbrowser

import structlog
import uvicorn

from bot import log
from bot.platforms.web.guard import require_loopback
from bot.platforms.web.listen import application
from bot.platforms.web.send import Hub, WebSender
from bot.play.stage import LocalStage

HOST = "127.0.0.1"

_log = structlog.get_logger()


def run(port: int = 8765, *, open_browser: bool = True) -> None:
    """Serve the local chat on loopback until it is stopped; OSError when the port is taken."""
    log.configure()
    hub = Hub()
    stage = LocalStage(lambda: WebSender(hub))
    address = f"http://{HOST}:{port}/"
    print(f"Skolsteg lives at {address}  (stop with Ctrl+C)", flush=True)  # noqa: T201  # to whoever started it
    if open_browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    try:
        uvicorn.run(application(stage, hub), host=require_loopback(HOST), port=port, log_config=None)
    finally:
        stage.close()
