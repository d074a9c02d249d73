"""Work side by side in one event loop."""

import asyncio
from collections.abc import Awaitable, Sequence


async def together(work: Sequence[Awaitable[None]]) -> None:
    """Let all of it happen; the first failure ends the rest."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
