"""Presses as Slack sends them, so many at once, each connection kept for the next.

Run as ``python -m benchmarks._load``: a line of JSON on standard input names a file of bodies, which of them
to send, and the ports to share them between; a line on standard output says how long each took, in seconds.
"""

import asyncio
import hashlib
import hmac
import json
import pickle
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks._sink import length

SECRET = "the signing secret of a benchmark"  # noqa: S105  -- nothing is behind it
PATH = "/slack/events"
IN_FLIGHT = 32


def request(body: bytes) -> bytes:
    """A form as Slack posts it, signed now."""
    now = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), b"v0:" + now.encode() + b":" + body, hashlib.sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        f"Accept-Encoding: gzip,deflate\r\nAccept: application/json,*/*\r\nContent-Length: {len(body)}\r\n"
        f"X-Slack-Signature: v0={signature}\r\nX-Slack-Request-Timestamp: {now}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    return head.encode() + body


async def sent(port: int, requests: Iterator[bytes], seconds: list[float]) -> None:
    """One connection: the next request as soon as the last one has been answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for each in requests:
        began = time.perf_counter()
        writer.write(each)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(length(head))
        seconds.append(time.perf_counter() - began)
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"not acknowledged: {head.decode()}")
    writer.close()


async def load(ports: Sequence[int], bodies: Sequence[bytes]) -> dict[str, object]:
    signed = [request(body) for body in bodies]
    waiting, seconds = iter(signed), list[float]()
    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number in range(IN_FLIGHT):
            group.create_task(sent(ports[number % len(ports)], waiting, seconds))
    return {"began": began, "ended": time.monotonic(), "seconds": seconds}


def main() -> None:
    known: dict[str, list[bytes]] = {}
    for line in sys.stdin:
        task = json.loads(line)
        file = task["file"]
        if file not in known:
            known[file] = pickle.loads(Path(file).read_bytes())  # noqa: S301  -- written by the benchmark
        bodies = known[file][task["first"] : task["last"]]
        print(json.dumps(asyncio.run(load(task["ports"], bodies))), flush=True)


if __name__ == "__main__":
    main()
