"""What the tests of the fake ask it with."""

from typing import Any

import httpx
import pytest

from tests.contract.teams.fake.words import Json

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
PRESS = {
    "type": "Action.Execute",
    "title": "Trygg",
    "verb": "press",
    "data": {"action": "press", "a": "3"},
}
OPENS = {"type": "Action.Submit", "title": "Visa", "data": {"msteams": {"type": "task/fetch"}, "a": "4"}}
SAVES = {"type": "Action.Submit", "title": "Spara", "data": {"a": "5"}}
NOTE = {"type": "Input.Text", "id": "note", "label": "Anteckning"}


def card(*actions: Json, text: str = "Var står ni?", inputs: tuple[Json, ...] = ()) -> Json:
    """A card in which nothing is wrong."""
    found = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "sv",
        "fallbackText": text,
        "body": [{"type": "TextBlock", "text": text, "wrap": True}, *inputs],
    }
    return found | ({"actions": list(actions)} if actions else {})


def message(content: Json | None = None, **more: object) -> Json:
    attached = {"attachments": [{"contentType": ADAPTIVE, "content": content or card(PRESS)}]}
    return {"type": "message"} | attached | more


def shown(content: Json) -> tuple[int, Json]:
    """The answer to a press that shows a card."""
    return 200, {"statusCode": 200, "type": ADAPTIVE, "value": content}


def turned(content: Json, title: str = "Se efter") -> tuple[int, Json]:
    """The answer that opens a dialog or shows another card in it."""
    inside = {"title": title, "card": {"contentType": ADAPTIVE, "content": content}}
    return 200, {"task": {"type": "continue", "value": inside}}


def refusal(call: Any) -> tuple[int, Json]:  # noqa: ANN401 -- whatever asks
    """The status and the error with which the SDK's client is refused."""
    with pytest.raises(httpx.HTTPStatusError) as caught:
        call()
    answer = caught.value.response
    return answer.status_code, answer.json()["error"]
