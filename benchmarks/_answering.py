"""What a platform in a process of its own is asked for, and answers."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

Json = dict[str, Any]


def answering(known: Json, tasks: Mapping[str, Callable[[Json], Json]]) -> None:
    """Print what the bot needs to know; then a line of JSON asks for something, and a line answers it."""
    print(json.dumps(known), flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        print(json.dumps(tasks[task["do"]](task)), flush=True)


async def at_a_pace(do: Callable[[int], Awaitable[T]], rate: float, seconds: float) -> list[T]:
    """Begin something so many times a second, and wait until all of it is done."""
    began, under_way = time.monotonic(), []
    for number in range(int(rate * seconds)):
        await asyncio.sleep(began + number / rate - time.monotonic())
        under_way.append(asyncio.ensure_future(do(number)))
    return await asyncio.gather(*under_way)
