"""What arrives while something is under way is done together, next."""

import asyncio
import threading
from collections.abc import Callable, Sequence

import pytest

from bot.platforms.gathering import Gathering

Groups = list[list[int]]


class Work:
    """Does what it is given when it may go on, and remembers in which groups it came."""

    def __init__(self) -> None:
        self.groups: Groups = []
        self.go_on = threading.Event()

    def __call__(self, several: Sequence[int]) -> list[Exception | None]:
        self.groups.append(list(several))
        assert self.go_on.wait(5)
        return [ValueError(str(each)) if each < 0 else None for each in several]


async def settled(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  -- what is waited for happens in another thread
            await asyncio.sleep(0.001)


def test_the_first_goes_at_once_and_the_rest_follow_together() -> None:
    work = Work()

    async def come() -> None:
        together = Gathering[int, None](work)
        first = asyncio.create_task(together.do(1))
        await settled(lambda: work.groups == [[1]])
        rest = [asyncio.create_task(together.do(number)) for number in (2, 3, 4)]
        await asyncio.sleep(0.01)
        work.go_on.set()
        await asyncio.gather(first, *rest)

    asyncio.run(come())
    assert work.groups == [[1], [2, 3, 4]]


def test_each_is_told_what_went_wrong_with_it_and_nobody_else() -> None:
    work = Work()
    work.go_on.set()

    async def come() -> list[object]:
        together = Gathering[int, None](work)
        return await asyncio.gather(*map(together.do, (1, -2, 3)), return_exceptions=True)

    first, wrong, third = asyncio.run(come())
    assert (first, third) == (None, None)
    assert isinstance(wrong, ValueError)


def test_work_that_fails_as_a_whole_is_told_to_all_and_the_next_is_done() -> None:
    calls: Groups = []

    def work(several: Sequence[int]) -> list[Exception | None]:
        calls.append(list(several))
        if len(calls) == 1:
            raise OSError("the disk is full")
        return [None] * len(several)

    async def come() -> list[object]:
        together = Gathering[int, None](work)
        ends: list[object] = await asyncio.gather(together.do(1), return_exceptions=True)
        await together.do(2)
        return ends

    (end,) = asyncio.run(come())
    assert isinstance(end, OSError)
    assert calls == [[1], [2]]


@pytest.mark.parametrize("width", [1, 3])
def test_so_many_are_under_way_as_there_is_width(width: int) -> None:
    work = Work()

    async def come() -> None:
        together = Gathering[int, None](work, width)
        tasks = []
        for number in range(5):
            tasks.append(asyncio.create_task(together.do(number)))
            await asyncio.sleep(0.01)
        await settled(lambda: len(work.groups) == width)
        work.go_on.set()
        await asyncio.gather(*tasks)

    asyncio.run(come())
    assert sorted(each for group in work.groups for each in group) == list(range(5))


def test_whoever_does_not_wait_any_more_holds_up_nobody() -> None:
    work = Work()

    async def come() -> None:
        together = Gathering[int, None](work)
        gone = asyncio.create_task(together.do(1))
        await settled(lambda: work.groups == [[1]])
        stays = asyncio.create_task(together.do(2))
        gone.cancel()
        await asyncio.sleep(0)
        work.go_on.set()
        await stays

    asyncio.run(come())
    assert work.groups == [[1], [2]]
