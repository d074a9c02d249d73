"""One right payload of each kind, from user U1 of workspace T1."""

import json

from tests.contract.slack.fake.words import Json

KNOWN_USER = {"id": "U1", "team_id": "T1"}
HOME = "home|0|0|||"
BUTTON = {"type": "button", "action_id": "a0.0", "block_id": "1.1.1", "value": HOME, "action_ts": "1.1"}
WRITTEN = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": "hej", "ts": "1.1"}
CHANGED = {"type": "user_change", "user": {"id": "U1", "profile": {}}}
LOOKED = {"type": "app_home_opened", "user": "U1", "tab": "messages"}
WHO = {"user": KNOWN_USER, "team": {"id": "T1"}}
ASKED = {"command": "/skolsteg", "team_id": "T1", "user_id": "U1", "channel_id": "D1", "text": "hej"}
RIGHT: tuple[Json, ...] = (
    {
        "type": "event_callback",
        "event_id": "Ev1",
        "team_id": "T1",
        "authorizations": [{"team_id": "T1"}],
        "event": WRITTEN,
    },
    {"type": "event_callback", "team_id": "T1", "event": CHANGED},
    {"type": "event_callback", "team_id": "T1", "event": {"type": "channel_archive", "channel": "C1"}},
    {"type": "event_callback", "team_id": "T1", "event": LOOKED},
    {
        "type": "block_actions",
        **WHO,
        "channel": {"id": "D1"},
        "trigger_id": "1.2",
        "response_url": "https://ond.example/x",
        "actions": [BUTTON],
    },
    {
        "type": "view_submission",
        **WHO,
        "trigger_id": "1.3",
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "form",
            "private_metadata": json.dumps({"action": HOME, "row": 1, "channel": "D1"}),
            "state": {"values": {"field.note": {"value": {"type": "plain_text_input", "value": "x"}}}},
        },
    },
    {"type": "shortcut", "callback_id": "skolsteg", "trigger_id": "1.4", **WHO},
    ASKED | {"trigger_id": "1.5"},
)
