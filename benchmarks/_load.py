"""Presses as a platform sends them, so many at once, each connection kept for the next.

Run as ``python -m benchmarks._load``: a line of JSON on standard input names a file of bodies, which of them
to send, the ports to share them between, and as which platform, with Teams' own token; a line on standard
output says how long each took, in seconds.
"""

import asyncio
import hashlib
import hmac
import json
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks._sink import length

SECRET = "the signing secret of a benchmark"  # noqa: S105  -- nothing is behind it
PATH = "/slack/events"
TEAMS_PATH = "/api/messages"
IN_FLIGHT = 32


def from_slack(body: bytes, _task: Mapping[str, Any]) -> bytes:
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


def from_teams(body: bytes, task: Mapping[str, Any]) -> bytes:
    """An activity as Teams posts it, with a token that Teams has signed."""
    head = (
        f"POST {TEAMS_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "User-Agent: Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)\r\n"
        f"Authorization: {task['token']}\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: application/json; charset=utf-8\r\n\r\n"
    )
    return head.encode() + body


REQUESTS: dict[str, Callable[[bytes, Mapping[str, Any]], bytes]] = {"slack": from_slack, "teams": from_teams}


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


async def load(ports: Sequence[int], signed: Sequence[bytes]) -> dict[str, object]:
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
        signed = [REQUESTS[task["as"]](body, task) for body in known[file][task["first"] : task["last"]]]
        print(json.dumps(asyncio.run(load(task["ports"], signed))), flush=True)


if __name__ == "__main__":
    main()
