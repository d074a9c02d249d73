"""How Slack reaches the app: signed posts to its address, or envelopes through its WebSocket."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from tests.contract.slack.fake.sockets import Sockets
from tests.contract.slack.fake.state import Message
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import World
from tests.contract.stand_in import delivery

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
OK = 200


@dataclass(frozen=True)
class Ack(delivery.Ack):
    """What the app answered: `status` 0 when nobody was reached or nobody answered in time."""

    via: str = ""
    message: Message | None = None
    response_url: str = ""
    trigger_id: str = ""

    @property
    def ok(self) -> bool:
        return self.status == OK


@dataclass
class Manners(delivery.Manners):
    """How the deliveries behave: `doubled` kinds are delivered again, `late` seconds later."""

    echo: bool = True
    signing_offset: float = 0.0
    signing_secret: str = ""


@dataclass(kw_only=True)
class Delivery(delivery.Delivery):
    """Everything on its way to the app."""

    world: World
    sockets: Sockets
    url: str = ""
    manners: Manners = field(default_factory=Manners)

    async def deliver(self, kind: str, payload: Json) -> Ack:
        """Deliver an event, an interaction or a command; again, where it is doubled or was not taken."""
        ack = await self._once(kind, payload, 0)
        self._judge(kind, payload, ack)
        if kind in self.manners.doubled:
            self.later(self._again(kind, payload))
        if kind == "events_api" and not ack.ok and self.manners.retries:
            self.later(self._retried(payload))
        return ack

    async def _again(self, kind: str, payload: Json) -> None:
        await asyncio.sleep(self.manners.late)
        self._judge(kind, payload, await self._once(kind, payload, 1))

    async def _retried(self, payload: Json) -> None:
        for attempt, pause in enumerate(self.manners.retries, start=1):
            await asyncio.sleep(pause)
            if (await self._once("events_api", payload, attempt)).ok:
                return

    async def _once(self, kind: str, payload: Json, attempt: int) -> Ack:
        started = time.monotonic()
        if self.sockets.alive:
            ack = await self._through_socket(kind, payload, attempt)
        elif self.url:
            ack = await self._over_http(kind, payload, attempt)
        else:
            ack = Ack(0)
        self.world.touch()
        self.seconds.append(time.monotonic() - started)
        self.delivered[kind] += ack.ok
        return replace(ack, seconds=self.seconds[-1])

    def _judge(self, kind: str, payload: Json, ack: Ack) -> None:
        """Whoever was reached must acknowledge, and in time."""
        name = what(kind, payload)
        if not ack.via or (not ack.status and ack.body != "timeout"):
            self.undelivered.append(name)
        elif not ack.status:
            self.world.violates(f"{name}: not acknowledged within {self.manners.patience:g} s")
        elif not ack.ok:
            self.world.violates(f"{name}: answered {ack.status}")

    async def _through_socket(self, kind: str, payload: Json, attempt: int) -> Ack:
        try:
            body = await self.sockets.send(kind, payload, self.manners.patience, attempt)
        except TimeoutError:
            return Ack(0, "timeout", via="socket")
        except OSError:
            return Ack(0, "unreachable", via="socket")
        return Ack(OK, body, via="socket")

    async def _over_http(self, kind: str, payload: Json, attempt: int) -> Ack:
        body, content_type = encoded(kind, payload)
        headers = self.signed(body, content_type)
        if attempt and kind == "events_api":
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        self.last = delivery.Request(self.url, body, headers)
        return await self.post(body, headers)

    async def post(self, body: bytes, headers: dict[str, str]) -> Ack:
        """Post to the app's address, whatever it is."""
        return Ack(*await self.reached(self.url, body, headers), via="http")

    def signed(self, body: bytes, content_type: str) -> dict[str, str]:
        """The headers with which Slack posts this body now."""
        secret = self.manners.signing_secret or self.world.app.signing_secret
        stamp = str(int(time.time() + self.manners.signing_offset))
        digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "*/*",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
        }


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """The body and the content type of what Slack posts: escaped as PHP escapes JSON."""
    if kind == "slash_commands":
        return urlencode(payload).encode(), FORM
    text = json.dumps(payload, separators=(",", ":")).replace("/", "\\/")
    if kind == "interactive":
        return urlencode({"payload": text}).encode(), FORM
    return text.encode(), JSON


def what(kind: str, payload: Json) -> str:
    """The name of a delivery in a list of violations."""
    if kind == "slash_commands":
        return str(payload["command"])
    return str(payload.get("event", payload).get("type"))
