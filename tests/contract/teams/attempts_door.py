"""Requests that Teams has not signed, or that say nothing that can be understood."""

import json
from collections.abc import Iterator

from tests.contract.open_town import ONE
from tests.contract.teams.attempts import CANARY, PRESSES, Attempt, activity, posted, questioned
from tests.contract.teams.open_town import OpenTown

NAME = ONE[0]
LONGEST = 64 * 1024


def _refused(town: OpenTown, status: int, body: bytes, **headers: str) -> None:
    before = _lines(town)
    assert posted(town, body, **headers) == status
    town.teams.until(lambda: _lines(town) == before + 1)


def _lines(town: OpenTown) -> int:
    return town.bot.log.read_text("utf-8").count("teams request refused")


def _message(town: OpenTown) -> bytes:
    """An answer in words, not sent."""
    questioned(town, NAME)
    return json.dumps(activity(town, NAME, {"text": "3"})).encode()


def _forging(*kinds: str) -> Attempt:
    def attempt(town: OpenTown) -> Iterator[str]:
        questioned(town, NAME)
        yield NAME
        for kind in kinds:
            before = _lines(town)
            with town.teams.forging(kind):
                assert town.teams.writes(town.user(NAME), "3").status in {401, 403}, kind
            town.teams.until(lambda: _lines(town) == before + 1)  # noqa: B023  -- used at once

    return attempt


def malformed_signature(town: OpenTown) -> Iterator[str]:
    body = _message(town)
    yield NAME
    for token in ("", ".", "..", "x." * 3000, "eyJhbGciOiJSUzI1NiJ9.e30.x", "\u00b0"):
        _refused(town, 401, body, Authorization=f"Bearer {token}")


def changed_body(town: OpenTown) -> Iterator[str]:
    """A token stands for where an activity comes from, not for its every word; TLS does that."""
    yield from _forging("service url", "tenant", "tenant of the data", "channel", "no tenant")(town)


def too_long(town: OpenTown) -> Iterator[str]:
    body = _message(town)
    yield NAME
    _refused(town, 413, body[:-1] + b',"x":"' + b"x" * LONGEST + b'"}')


def no_json(town: OpenTown) -> Iterator[str]:
    yield NAME
    cut = (f"{{{CANARY}".encode(), b'{"type": "\\ud800"')
    for body in (*cut, b'"words"', b"[1]", b"null", b"", b"payload=%ff"):
        _refused(town, 400, body)


def odd_content_type(town: OpenTown) -> Iterator[str]:
    body = _message(town)
    yield NAME
    for kind in ("text/plain", "multipart/form-data", "application/xml", "", "application/jsonp"):
        _refused(town, 400, body, Content_Type=kind)


def deeply_nested(town: OpenTown) -> Iterator[str]:
    yield NAME
    for body in (b"[" * 10_000, b'{"value":' * 6_000 + b"1" + b"}" * 6_000):
        _refused(town, 400, body)


def unknown_kind(town: OpenTown) -> Iterator[str]:
    teams, user = town.teams, town.user(NAME)
    questioned(town, NAME)
    yield NAME
    for kind in ("messageReaction", "typing", "event", "endOfConversation", CANARY):
        assert teams.sends(user, {"type": kind, "text": "3"}).ok
    for name in ("composeExtension/query", "signin/verifyState", "handoff/action", "", CANARY):
        assert teams.invokes(user, name, {"text": "3"}).ok


def shapeless(town: OpenTown) -> Iterator[str]:
    user = town.user(NAME)
    yield NAME
    for more in (
        {"from": [1], "text": "3"},
        {"conversation": "x", "text": "3"},
        {"type": "invoke", "name": ["task/fetch"]},
        {"type": "invoke", "name": "task/submit", "value": [1], "from": {"id": user.id, "aadObjectId": 7}},
        {"type": "conversationUpdate", "membersAdded": "x", "channelData": {"eventType": ["channelCreated"]}},
        {"type": "installationUpdate", "action": {"add": 1}},
        {"entities": [1], "attachments": {"a": 1}, "from": None, "text": "3"},
    ):
        status = posted(town, json.dumps(activity(town, NAME, more)).encode())
        assert status in {200, 403}, (more, status)
    assert posted(town, json.dumps(activity(town, NAME, {"type": {"a": 1}})).encode()) == 400
    assert town.teams.invokes(
        user, PRESSES, {"action": {"data": {"action": ["press"], "a": {}, "row": []}}}
    ).ok


DOOR: dict[str, Attempt] = {
    "unsigned": _forging("no token", "empty token", "not bearer", "algorithm none"),
    "wrong-signature": _forging(
        "key", "unknown key", "entra's key", "key of another channel", "algorithm HS256"
    ),
    "malformed-signature": malformed_signature,
    "stale-signature": _forging("expired", "not yet", "no expiry"),
    "changed-body": changed_body,
    "too-long": too_long,
    "no-json": no_json,
    "odd-content-type": odd_content_type,
    "deeply-nested": deeply_nested,
    "unknown-kind": unknown_kind,
    "shapeless": shapeless,
}
