"""How Teams reaches the bot: signed posts to its address."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field, replace

import aiohttp

from tests.contract.teams.fake.forgery import forged, header
from tests.contract.teams.fake.state import Dialog, Message, Tenant
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import World

PATIENCE = 15.0
UNKNOWN_SERVER_ERROR, OK_UNTIL, OK_FROM = 500, 300, 200


@dataclass(frozen=True)
class Ack:
    """What the bot answered: `status` 0 when nobody was reached or nobody answered in time."""

    status: int
    body: object = ""
    seconds: float = 0.0
    message: Message | None = field(default=None, repr=False)
    dialog: Dialog | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        return OK_FROM <= self.status < OK_UNTIL


@dataclass(frozen=True)
class Request:
    """A request as it went to the bot's address."""

    url: str
    body: bytes
    headers: dict[str, str]


@dataclass
class Manners:
    """How the deliveries behave.

    `doubled` types or names of invokes are delivered again, with the same id, `late` seconds later; an invoke
    that is not answered within `patience` seconds is delivered again after each pause of `retries`; `forging`
    names what is wrong with every request (see `forgery`).
    """

    patience: float = PATIENCE
    doubled: frozenset[str] = frozenset()
    late: float = 0.0
    retries: tuple[float, ...] = (0.0,)
    forging: str = ""


@dataclass
class Delivery:
    """Everything on its way to the bot."""

    world: World
    urls: dict[str, str] = field(default_factory=dict)
    manners: Manners = field(default_factory=Manners)
    session: aiohttp.ClientSession | None = None
    last: Request | None = None
    undelivered: list[str] = field(default_factory=list)
    delivered: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    under_way: set[asyncio.Task[object]] = field(default_factory=set)

    async def deliver(self, tenant: Tenant, activity: Json) -> Ack:
        """Deliver an activity; again, where it is doubled or an invoke was not answered."""
        forging = self.manners.forging
        authorization = header(tenant)
        if forging:
            authorization, activity = forged(forging, tenant, activity)
        ack = await self._once(tenant, activity, authorization)
        self._judge(activity, ack, forging)
        if {activity["type"], named(activity)} & self.manners.doubled:
            self.later(self._again(tenant, activity, authorization))
        if activity["type"] == "invoke" and ack.body == "timeout":
            ack = await self._retried(tenant, activity, authorization, ack)
        return ack

    def later(self, work: object) -> None:
        """Work that nobody waits for, except who asks whether everything has settled."""
        task = asyncio.get_running_loop().create_task(work)
        self.under_way.add(task)
        task.add_done_callback(self.under_way.discard)

    async def _again(self, tenant: Tenant, activity: Json, authorization: str) -> None:
        await asyncio.sleep(self.manners.late)
        self._judge(activity, await self._once(tenant, activity, authorization), self.manners.forging)

    async def _retried(self, tenant: Tenant, activity: Json, authorization: str, ack: Ack) -> Ack:
        for pause in self.manners.retries:
            await asyncio.sleep(pause)
            ack = await self._once(tenant, activity, authorization)
            if ack.ok:
                break
        return ack

    async def _once(self, tenant: Tenant, activity: Json, authorization: str) -> Ack:
        url = self.urls.get(tenant.id, "")
        headers = {"Content-Type": "application/json; charset=utf-8", "Authorization": authorization}
        headers |= {"User-Agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)"}
        body = json.dumps(activity, ensure_ascii=False).encode()
        self.last = Request(url, body, headers)
        started = time.monotonic()
        ack = await self.post(url, body, headers) if url else Ack(0, "unreachable")
        self.world.touch()
        self.seconds.append(time.monotonic() - started)
        self.delivered[named(activity)] += ack.ok
        return replace(ack, seconds=self.seconds[-1])

    def _judge(self, activity: Json, ack: Ack, forging: str) -> None:
        """Whoever was reached must answer in time, never with a 5xx, and take nothing forged."""
        name = named(activity)
        if not ack.status and ack.body == "unreachable":
            self.undelivered.append(name)
        elif not ack.status:
            self.world.violates(f"{name}: not answered within {self.manners.patience:g} s")
        elif ack.status >= UNKNOWN_SERVER_ERROR:
            self.world.violates(
                f"{name}: answered {ack.status}, after which Teams delivers no more for hours"
            )
        elif forging and ack.ok:
            self.world.violates(f"{name}: taken, though forged ({forging})")
        elif not forging and not ack.ok:
            self.world.violates(f"{name}: answered {ack.status}")

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> Ack:
        """Post to an address of the bot, whatever it is."""
        timeout = aiohttp.ClientTimeout(total=self.manners.patience)
        try:
            async with self.session.post(url, data=body, headers=headers, timeout=timeout) as answer:
                return Ack(answer.status, _parsed(await answer.text()))
        except TimeoutError:
            return Ack(0, "timeout")
        except (aiohttp.ClientError, OSError):
            return Ack(0, "unreachable")


def named(activity: Json) -> str:
    """The name of an activity in a list of violations."""
    return str(activity.get("name") or activity["type"])


def _parsed(text: str) -> object:
    try:
        return json.loads(text) if text.strip() else ""
    except ValueError:
        return text
