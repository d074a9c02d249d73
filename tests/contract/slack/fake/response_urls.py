"""response_url: an answer to one press or command, five times within half an hour."""

import asyncio
import json
from collections.abc import Callable

from aiohttp import web

from tests.contract.slack.fake.api import broken
from tests.contract.slack.fake.state import Channel
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import (
    RESPONSE_URL_SECONDS,
    RESPONSE_URL_USES,
    Refused,
    ResponseUrl,
    World,
)
from tests.contract.slack.lint import MESSAGE_TEXT, lint_message

_KNOWN = frozenset(
    (
        "text",
        "blocks",
        "response_type",
        "replace_original",
        "delete_original",
        "unfurl_links",
        "unfurl_media",
        "thread_ts",
        "metadata",
        "mrkdwn",
        "attachments",
    )
)


class ResponseUrls:
    """Answers /actions/… and /commands/…, each after some `seconds`."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.seconds: Callable[[], float] = lambda: 0.0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        found = self.world.response_urls.get(request.path)
        body = await request.text()
        self.world.touch()
        await asyncio.sleep(self.seconds())
        channel = found.channel if found else ""
        fault = self.world.faults.take("response_url", channel)
        if fault and fault.at_once:
            return await broken(self.world, request, fault)
        try:
            self._answered(found, request.content_type, body)
        except Refused as refusal:
            status = refusal.more.get("status", 400)
            return web.json_response({"ok": False, "error": refusal.error}, status=status)
        return await broken(self.world, request, fault) if fault else web.json_response({"ok": True})

    def _answered(self, found: ResponseUrl | None, content_type: str, body: str) -> None:
        if not found:
            self._wrong("never given", "no_such_url")
        if self.world.now() - found.issued_at > RESPONSE_URL_SECONDS:
            self._wrong("older than half an hour", "expired_url")
        if found.uses >= RESPONSE_URL_USES:
            self._wrong("used more than five times", "used_url")
        payload = self._payload(content_type, body)
        found.uses += 1
        self.carry_out(found, payload)

    def _wrong(self, sentence: str, error: str) -> None:
        self.world.violates(f"response_url: {sentence}")
        raise Refused(error, status=404)

    def _payload(self, content_type: str, body: str) -> Json:
        if content_type != "application/json":
            self.world.violates(f"response_url: {content_type} instead of JSON")
        try:
            payload = json.loads(body)
        except ValueError:
            payload = None
        if not isinstance(payload, dict):
            self.world.violates("response_url: no JSON object")
            raise Refused("invalid_payload")
        return payload

    def carry_out(self, found: ResponseUrl, payload: Json) -> None:
        """What the answer does: replace or delete what was pressed, or say something new."""
        channel = found.workspace.channels[found.channel]
        original = found.message
        if payload.get("delete_original"):
            if original:
                original.deleted = True
            return
        self.checked(found, payload)
        blocks = self.world.completed(payload.get("blocks"))
        if payload.get("replace_original") and original:
            original.becomes(payload.get("text", ""), blocks)
            if payload.get("metadata"):
                original.metadata = payload["metadata"]
            return
        self._say(found, channel, payload, blocks)

    def _say(self, found: ResponseUrl, channel: Channel, payload: Json, blocks: list[Json]) -> None:
        for_all = payload.get("response_type") == "in_channel"
        self.world.say(
            channel,
            found.workspace.bot.id,
            payload.get("text", ""),
            blocks=blocks,
            bot_id=found.workspace.bot_id,
            ephemeral_to="" if for_all else found.user,
            thread_ts=str(payload.get("thread_ts", "")),
            unfurl_links=payload.get("unfurl_links"),
            unfurl_media=payload.get("unfurl_media"),
        )

    def checked(self, found: ResponseUrl, payload: Json) -> None:
        """The same strictness as for any message."""
        unknown = set(payload) - _KNOWN
        if unknown:
            self.world.violates(f"response_url: unknown fields {', '.join(sorted(unknown))}")
        if payload.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
            self._bad("response_type", "invalid_response_type")
        text = payload.get("text") or ""
        if not text:
            self.world.violates("response_url: no text")
        if len(text) > MESSAGE_TEXT:
            self._bad(f"text of {len(text)} characters", "msg_too_long")
        if not text and not payload.get("blocks"):
            raise Refused("no_text")
        findings = lint_message({"text": text or "-"} | payload, self.world.pictures(found.workspace))
        if findings:
            self._bad("; ".join(findings), "invalid_blocks")

    def _bad(self, sentence: str, error: str) -> None:
        self.world.violates(f"response_url: {sentence}")
        raise Refused(error)
