"""Presses on real cards, in the shape in which Slack tells of them."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks._presses import NUMBER, ROW, USER, Asked
from bot.platforms.slack import render

_MESSAGE = "1767690000.000100"


@dataclass(frozen=True, slots=True)
class InSlack:
    """A press in Slack; ``url`` is where the cards are to be brought."""

    url: str
    platform: str = "slack"

    def user(self, person: int) -> str:
        return f"U{person:08}"

    def talk(self, user: str) -> tuple[str, str]:
        return f"D{user}", ""

    def message(self, user: str) -> str:
        return f"D{user}:{_MESSAGE}"

    def written(self, asked: Asked) -> str:
        shown = render.message(asked.message, ROW, 1)
        block, element = _button(shown.blocks, asked.action.encode())
        person = {"id": USER, "username": USER, "name": USER, "team_id": "T00BENCH"}
        place = {
            "type": "message",
            "message_ts": _MESSAGE,
            "channel_id": f"D{USER}",
            "is_ephemeral": False,
        }
        said = {
            "type": "message",
            "user": "U00BOT",
            "bot_id": "B00BOT",
            "app_id": "A00BENCH",
            "team": "T00BENCH",
        }
        pressed = {"block_id": block["block_id"], "action_ts": f"1767690001.{NUMBER}", "type": "button"}
        return json.dumps(
            {
                "type": "block_actions",
                "user": person,
                "api_app_id": "A00BENCH",
                "token": "verification-of-a-benchmark",
                "container": place,
                "trigger_id": f"9999999.{NUMBER}.0123456789abcdef0123456789abcdef",
                "team": {"id": "T00BENCH", "domain": "bench"},
                "enterprise": None,
                "is_enterprise_install": False,
                "channel": {"id": f"D{USER}", "name": "directmessage"},
                "message": {**said, "ts": place["message_ts"], "text": shown.text, "blocks": shown.blocks},
                "state": {"values": {}},
                "response_url": f"{self.url}/actions/T00BENCH/{NUMBER}/abcdefghijklmnopqrstuvwx",
                "actions": [{**element, **pressed}],
            }
        )

    def sent(self, own: str) -> bytes:
        return urlencode({"payload": own}).encode()


def _button(blocks: list[render.Block], value: str) -> tuple[render.Block, render.Block]:
    for block in blocks:
        for element in (block.get("accessory"), *block.get("elements", ())):
            if element and element.get("value") == value:
                return block, element
    raise LookupError("no such button on the card")
