"""What the tests of the fake ask it with."""

import pytest
from slack_sdk.errors import SlackApiError

BUTTON = {
    "type": "button",
    "text": {"type": "plain_text", "text": "Trygg"},
    "action_id": "a0.2",
    "value": "3",
}
CARD = [
    {"type": "section", "block_id": "7.1.0", "text": {"type": "plain_text", "text": "Var står ni?"}},
    {"type": "actions", "block_id": "7.1.1", "elements": [BUTTON]},
]
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Fyll i"},
    "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Hej"}}],
}


def refusal(call: object, **arguments: object) -> dict[str, object]:
    """What the API answers when it refuses, as Slack's own client says it."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response.data
