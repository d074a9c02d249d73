"""A Slack that answers yes at once: what the bot says is counted and thrown away.

Run as ``python -m benchmarks._sink``; prints its port. ``GET /`` tells how many cards have come back through
a response_url, and when the last one came, by the machine's monotonic clock.
"""

import asyncio
import json
import time
from contextlib import suppress

TEAM = "T00BENCH"
_LOOKED_UP = {"ok": True, "team_id": TEAM, "user_id": "U00BOT", "team": "Bench"}


class Sink:
    def __init__(self) -> None:
        self.cards = 0
        self.last = 0.0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(length(head))
                writer.write(answer(self._answered(head)))
        writer.close()

    def _answered(self, head: bytes) -> dict[str, object]:
        if head.startswith(b"GET"):
            return {"cards": self.cards, "last": self.last}
        if b"/api/" in head.partition(b"\r\n")[0]:
            return _LOOKED_UP
        self.cards += 1
        self.last = time.monotonic()
        return {"ok": True}


def length(head: bytes) -> int:
    """How long the body is that follows; 0 when nothing is said of it."""
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0


def answer(told: dict[str, object]) -> bytes:
    body = json.dumps(told).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def main() -> None:
    server = await asyncio.start_server(Sink().serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
