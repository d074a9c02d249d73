"""How a stand-in reaches the program under test: posts to its address, and what is still under way."""

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field

import aiohttp

from tests.contract.stand_in.world import World


@dataclass(frozen=True)
class Ack:
    """What the program answered: `status` 0 when nobody was reached or nobody answered in time."""

    status: int
    body: object = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Request:
    """A request as it went to the program's address."""

    url: str
    body: bytes
    headers: dict[str, str]


@dataclass
class Manners:
    """How the deliveries behave: `doubled` kinds are delivered again, `late` seconds later."""

    patience: float = 3.0
    doubled: frozenset[str] = frozenset()
    late: float = 0.0
    retries: tuple[float, ...] = ()


@dataclass(kw_only=True)
class Delivery:
    """Everything on its way to the program."""

    world: World
    manners: Manners = field(default_factory=Manners)
    session: aiohttp.ClientSession | None = None
    last: Request | None = None
    undelivered: list[str] = field(default_factory=list)
    delivered: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    under_way: set[asyncio.Task[object]] = field(default_factory=set)

    def begin(self) -> None:
        """Open what posts, in the server's thread."""
        if not self.session:
            self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    async def end(self) -> None:
        """Give up whatever is under way."""
        under_way = list(self.under_way)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    def later(self, work: object) -> None:
        """Work that nobody waits for, except who asks whether everything has settled."""
        task = asyncio.get_running_loop().create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def reached(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, object]:
        """Post anything to an address of the program: its status and what it answered, or 0 and why not."""
        timeout = aiohttp.ClientTimeout(total=self.manners.patience)
        try:
            async with self.session.post(url, data=body, headers=headers, timeout=timeout) as answer:
                return answer.status, _parsed(await answer.text())
        except TimeoutError:
            return 0, "timeout"
        except (aiohttp.ClientError, OSError):
            return 0, "unreachable"


def _parsed(text: str) -> object:
    try:
        return json.loads(text) if text.strip() else ""
    except ValueError:
        return text
