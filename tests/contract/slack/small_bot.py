"""A bot that only remembers what it is asked and answers what it is told to, over real sockets."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

Json = dict[str, Any]


@dataclass
class Asked:
    body: bytes
    headers: dict[str, str]

    @property
    def payload(self) -> Json:
        """What is in it, whichever of Slack's three ways it came."""
        if self.headers["Content-Type"] == "application/json":
            return json.loads(self.body)
        form = {name: values[0] for name, values in parse_qs(self.body.decode()).items()}
        return json.loads(form["payload"]) if "payload" in form else form


@dataclass
class SmallBot:
    """`answers` gives the status and the body for what came; `slow` seconds pass before."""

    answers: Callable[[Json], tuple[int, str]] = lambda _payload: (200, "")
    slow: float = 0.0
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        bot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = Asked(self.rfile.read(int(self.headers["Content-Length"])), dict(self.headers))
                bot.asked.append(asked)
                time.sleep(bot.slow)
                status, body = bot.answers(asked.payload)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                with suppress(BrokenPipeError):
                    self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/slack/events"

    @property
    def last(self) -> Json:
        return self.asked[-1].payload
