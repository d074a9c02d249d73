"""How Teams reaches the bot: signed posts to its address."""

import asyncio
import json
import time
from dataclasses import dataclass, field, replace

from tests.contract.stand_in import delivery
from tests.contract.teams.fake.forgery import forged, header
from tests.contract.teams.fake.state import Dialog, Message, Tenant
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import World

PATIENCE = 15.0
UNKNOWN_SERVER_ERROR, OK_UNTIL, OK_FROM = 500, 300, 200


@dataclass(frozen=True)
class Ack(delivery.Ack):
    """What the bot answered: `status` 0 when nobody was reached or nobody answered in time."""

    message: Message | None = field(default=None, repr=False)
    dialog: Dialog | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        return OK_FROM <= self.status < OK_UNTIL


@dataclass
class Manners(delivery.Manners):
    """How the deliveries behave.

    `doubled` types or names of invokes are delivered again, with the same id, `late` seconds later; an invoke
    that is not answered within `patience` seconds is delivered again after each pause of `retries`; `forging`
    names what is wrong with every request (see `forgery`).
    """

    patience: float = PATIENCE
    retries: tuple[float, ...] = (0.0,)
    forging: str = ""


@dataclass(kw_only=True)
class Delivery(delivery.Delivery):
    """Everything on its way to the bot."""

    world: World
    urls: dict[str, str] = field(default_factory=dict)
    manners: Manners = field(default_factory=Manners)

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
        self.last = delivery.Request(url, body, headers)
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
        return Ack(*await self.reached(url, body, headers))


def named(activity: Json) -> str:
    """The name of an activity in a list of violations."""
    return str(activity.get("name") or activity["type"])
