"""Requests that Slack has not signed, or that say nothing that can be understood."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

from tests.contract.slack.attempts import CANARY, Attempt, delivered, questioned
from tests.contract.slack.fake import payloads
from tests.contract.slack.fake.delivery import FORM, JSON, encoded
from tests.contract.slack.fake.words import Json
from tests.contract.slack.open_town import ONE, OpenTown

NAME = ONE[0]
LONGEST = 64 * 1024
STAMP, SIGNATURE = "X-Slack-Request-Timestamp", "X-Slack-Signature"


def _event(town: OpenTown) -> tuple[bytes, dict[str, str]]:
    """An answer in words, signed as it should be and not sent."""
    questioned(town, NAME)
    user = town.user(NAME)
    place = town.slack.world.direct(user.workspace, user)
    event: Json = {"type": "message", "channel_type": "im", "channel": place.id, "user": user.id, "text": "3"}
    payload = payloads.event_callback(
        town.slack.world, user.workspace, event | {"ts": "1.4", "event_ts": "1.4"}
    )
    body, kind = encoded("events_api", payload)
    return body, town.slack.delivery.signed(body, kind)


def _refused(town: OpenTown, body: bytes, headers: dict[str, str], status: int) -> None:
    before = _lines(town)
    assert town.slack.post(body, headers).status == status
    town.slack.until(lambda: _lines(town) == before + 1)


def _lines(town: OpenTown) -> int:
    return town.bot.log.read_text("utf-8").count("slack request refused")


def unsigned(town: OpenTown) -> Iterator[str]:
    body, headers = _event(town)
    yield NAME
    for missing in ({STAMP}, {SIGNATURE}, {STAMP, SIGNATURE}):
        _refused(town, body, {name: text for name, text in headers.items() if name not in missing}, 401)


def wrong_signature(town: OpenTown) -> Iterator[str]:
    body, _ = _event(town)
    town.slack.manners.signing_secret = "somebody-else"  # noqa: S105  -- nobody's
    headers = town.slack.delivery.signed(body, JSON)
    town.slack.manners.signing_secret = ""
    yield NAME
    _refused(town, body, headers, 401)


def malformed_signature(town: OpenTown) -> Iterator[str]:
    body, headers = _event(town)
    yield NAME
    for stamp in ("", "nu", "-1", "1e9", "9" * 400, "\u0661\u0662\u0663"):
        _refused(town, body, headers | {STAMP: stamp}, 401)
    for signature in ("", "v0=", "v1=" + "0" * 64, "å" * 67, "v0=" + "A" * 64, "v0=" + "0" * 6400):
        _refused(town, body, headers | {SIGNATURE: signature}, 401)


def stale_signature(town: OpenTown) -> Iterator[str]:
    body, _ = _event(town)
    yield NAME
    for offset in (-600.0, 600.0):
        town.slack.manners.signing_offset = offset
        headers = town.slack.delivery.signed(body, JSON)
        town.slack.manners.signing_offset = 0.0
        _refused(town, body, headers, 401)


def changed_body(town: OpenTown) -> Iterator[str]:
    body, headers = _event(town)
    yield NAME
    _refused(town, body.replace(b'"3"', b'"4"'), headers, 401)


def too_long(town: OpenTown) -> Iterator[str]:
    body, _ = _event(town)
    yield NAME
    padded = body[:-1] + b',"x":"' + b"x" * LONGEST + b'"}'
    _refused(town, padded, town.slack.delivery.signed(padded, JSON), 413)


def no_json(town: OpenTown) -> Iterator[str]:
    yield NAME
    for body, kind in (
        (f"{{{CANARY}".encode(), JSON),
        (b'"words"', JSON),
        (b"[1]", JSON),
        (b"null", JSON),
        (b"", JSON),
        (urlencode({"payload": CANARY}).encode(), FORM),
        (urlencode({"payload": "[]"}).encode(), FORM),
        (b"payload=%ff%fe", FORM),
        (b'{"type": "\\ud800"}'[:-1], JSON),
    ):
        _refused(town, body, town.slack.delivery.signed(body, kind), 400)


def odd_content_type(town: OpenTown) -> Iterator[str]:
    body, _ = _event(town)
    yield NAME
    for kind in ("text/plain", "multipart/form-data", "application/xml", "", "application/jsonp"):
        _refused(town, body, town.slack.delivery.signed(body, kind), 400)


def deeply_nested(town: OpenTown) -> Iterator[str]:
    yield NAME
    for body in (b"[" * 10_000, b'{"event":' * 6_000 + b"1" + b"}" * 6_000):
        _refused(town, body, town.slack.delivery.signed(body, JSON), 400)


def unknown_kind(town: OpenTown) -> Iterator[str]:
    user = town.user(NAME)
    yield NAME
    for kind in ("reaction_added", "message_metadata_posted", "", CANARY):
        event: Json = {"type": kind, "user": user.id, "event_ts": "1.5"}
        told = payloads.event_callback(town.slack.world, user.workspace, event)
        assert delivered(town, "events_api", told).ok
    for kind in (
        "view_closed",
        "block_suggestion",
        "workflow_step_edit",
        "message_action",
        "function_executed",
    ):
        assert delivered(town, "interactive", payloads._from(town.slack.world, user, kind)).ok
    other = payloads.slash_command(town.slack.world, user, town.slack.world.direct(user.workspace, user), "")
    assert delivered(town, "slash_commands", other | {"command": "/annat"}).ok


def shapeless(town: OpenTown) -> Iterator[str]:
    user = town.user(NAME)
    yield NAME
    for body in (
        {"type": "event_callback"},
        {"type": "event_callback", "event": [1]},
        {"type": "event_callback", "event": {"type": ["message"]}, "team_id": user.workspace.id},
        {"type": "block_actions", "actions": "x", "user": 7, "team": []},
        {"type": "block_actions", "actions": [{"type": "button", "value": {}, "block_id": []}], "view": "x"},
        {"type": "view_submission", "view": [], "user": {"id": user.id, "team_id": user.workspace.id}},
        {"type": "view_submission", "view": {"state": {"values": [1]}, "private_metadata": "[" * 3000}},
        {"type": {"a": 1}},
        {"command": ["/skolsteg"]},
        {},
    ):
        text = json.dumps(body).encode()
        answer = town.slack.post(text, town.slack.delivery.signed(text, JSON))
        assert answer.ok, (body, answer)


DOOR: dict[str, Attempt] = {
    "unsigned": unsigned,
    "wrong-signature": wrong_signature,
    "malformed-signature": malformed_signature,
    "stale-signature": stale_signature,
    "changed-body": changed_body,
    "too-long": too_long,
    "no-json": no_json,
    "odd-content-type": odd_content_type,
    "deeply-nested": deeply_nested,
    "unknown-kind": unknown_kind,
    "shapeless": shapeless,
}
