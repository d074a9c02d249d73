"""What arrives at the same time is done together: while some of it is under way, the rest gathers."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")

_MOST = 64
"""So many at once, so that the first need not wait long for the last."""


class Gathering(Generic[T, U]):
    """Hands what comes to ``work``, in a thread, as many at once as have come; ``width`` threads at a time.

    ``work`` gives for each, in order, what comes of it or what went wrong with it.
    """

    def __init__(self, work: Callable[[Sequence[T]], Sequence[U | Exception]], width: int = 1) -> None:
        self._work = work
        self._free = width
        self._waiting: deque[tuple[T, asyncio.Future[U]]] = deque()
        self._under_way: set[asyncio.Task[None]] = set()

    async def do(self, one: T) -> U:
        """Wait until one is done, and give what came of it; raises what went wrong with it."""
        done: asyncio.Future[U] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        if self._free:
            self._free -= 1
            task = asyncio.create_task(self._on())
            # The loop itself would let go of it.
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return await done

    async def _on(self) -> None:
        try:
            while self._waiting:
                await self._next()
        finally:
            self._free += 1

    async def _next(self) -> None:
        taken = [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))]
        ends: Sequence[U | Exception]
        try:
            ends = await asyncio.to_thread(self._work, [one for one, _ in taken])
        except Exception as error:  # noqa: BLE001  # it is told to each that waits
            ends = [error] * len(taken)
        for (_, done), end in zip(taken, ends, strict=True):
            if done.cancelled():
                continue
            if isinstance(end, Exception):
                done.set_exception(end)
            else:
                done.set_result(end)
