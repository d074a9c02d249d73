"""Whatever comes to the address that Slack is given: it is let in, or refused, and never fails."""

import asyncio
import hashlib
import hmac
import json
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pydantic import SecretStr

from bot.app import installation
from bot.config import Settings
from bot.platforms.body import LONGEST
from bot.serve import application
from storage import people, roster
from storage.database import Database
from storage.people import NewAuthority
from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.words import Json
from tests.contract.slack.known import RIGHT
from tests.storage.authorities import PLANNED, lines

PATH = "/slack/events"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105  -- nobody's
STAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"
KINDS = ["application/json", "application/x-www-form-urlencoded"]
FEW = settings(max_examples=150, deadline=None)
LETTERS = some.characters(codec="latin-1", exclude_characters="\r\n\0")
Place = tuple[str | int, ...]
JSON: some.SearchStrategy[Any] = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@dataclass
class Door:
    """The bot's own routes, without a socket."""

    app: Any

    def asked(self, body: bytes | Iterator[bytes], headers: dict[str, str]) -> int:
        """The status that a request is answered with; an exception of the bot's own comes through."""

        async def asking() -> int:
            transport = httpx2.ASGITransport(self.app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
                content = _in_pieces(body) if not isinstance(body, bytes) else body
                return (await client.post(PATH, content=content, headers=raw)).status_code

        return asyncio.run(asking())

    def told(self, payload: object) -> int:
        body = json.dumps(payload).encode()
        return self.asked(body, signed(body))


async def _in_pieces(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


@pytest.fixture(scope="module")
def door(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("door")
    shutil.copyfile(migrated_file, folder / "skolsteg.sqlite3")
    url = f"sqlite:///{folder / 'skolsteg.sqlite3'}"
    with Slack() as slack:
        slack.limits.enforced = False
        _known(slack, url)
        found = Settings(
            database_url=SecretStr(url),
            keys_dir=folder / "keys",
            slack_bot_token=SecretStr(slack.token),
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=slack.api_url,
        )
        with closing(installation(found)) as installed:
            yield Door(application(installed))


def _known(slack: Slack, url: str) -> None:
    """The workspace is T1, and the first on the roster is U1 there."""
    slack.workspace.id = "T1"
    slack.world.workspaces["T1"] = slack.workspace
    staff = lines()
    slack.workspace.users["U1"] = slack.user(staff[0].name, staff[0].email)
    slack.user(staff[0].name).id = "U1"
    with closing(Database(url)) as database, database.writing() as connection:
        new = NewAuthority("slack", "T1", "Malmö stad", contact="dataskydd@malmo.example")
        authority = people.create_authority(connection, new)
        roster.import_rows(connection, authority, staff, PLANNED)


def signed(body: bytes, kind: str = "application/json") -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"content-type": kind, STAMP: stamp, SIGNATURE: f"v0={digest}"}


def changed(payload: object, path: Place, value: object) -> object:
    """The same payload with something else at a path."""
    if not path:
        return value
    copied = payload.copy()  # type: ignore[attr-defined]
    copied[path[0]] = changed(copied[path[0]], path[1:], value)
    return copied


def paths(payload: object, before: Place = ()) -> Iterator[Place]:
    """Every place in a payload."""
    yield before
    inside = dict(enumerate(payload)) if isinstance(payload, list) else payload
    for name, value in inside.items() if isinstance(inside, dict) else ():
        yield from paths(value, (*before, name))


@FEW
@given(some.text(LETTERS, max_size=40), some.text(LETTERS, max_size=80), some.binary(max_size=64))
def test_no_headers_that_are_not_slacks_get_in_or_break_anything(
    door: Door, stamp: str, signature: str, body: bytes
) -> None:
    assert door.asked(body, {STAMP: stamp, SIGNATURE: signature}) == 401
    right = signed(body)
    for name, wrong in ((STAMP, stamp), (SIGNATURE, signature)):
        if wrong != right[name]:
            assert door.asked(body, right | {name: wrong}) == 401


@FEW
@given(some.binary(max_size=200), some.text(LETTERS, max_size=30) | some.sampled_from(KINDS))
def test_whatever_is_signed_is_answered(door: Door, body: bytes, kind: str) -> None:
    assert door.asked(body, signed(body, kind)) in {200, 400, 401}


@FEW
@given(JSON)
def test_whatever_json_is_signed_is_answered(door: Door, payload: object) -> None:
    assert door.told(payload) in {200, 400}


@pytest.mark.parametrize("payload", RIGHT, ids=lambda each: each.get("event", each).get("type", "command"))
@settings(max_examples=120, deadline=None)
@given(data=some.data())
def test_what_we_know_with_anything_anywhere_is_answered(
    door: Door, payload: Json, data: some.DataObject
) -> None:
    where = data.draw(some.sampled_from(list(paths(payload))))
    odd = some.sampled_from([{}, [], [1], {"a": 1}, "", "x", 0, -1, 2**70, None, True, "[" * 3000])
    assert door.told(changed(payload, where, data.draw(odd | JSON))) in {200, 400}


@pytest.mark.parametrize("payload", RIGHT, ids=lambda each: each.get("event", each).get("type", "command"))
def test_what_we_know_is_taken(door: Door, payload: Json) -> None:
    assert door.told(payload) == 200


def test_a_body_that_is_too_long_is_refused_before_the_rest_is_read(door: Door) -> None:
    read = []

    def pieces() -> Iterator[bytes]:
        for number in range(1000):
            read.append(number)
            yield b"x" * 1024

    assert door.asked(pieces(), signed(b"")) == 413
    assert len(read) <= LONGEST // 1024 + 2


@pytest.mark.parametrize("announced", [str(LONGEST + 1), "9" * 30, "-1", "x", "\u00b2"])
def test_a_body_that_announces_itself_as_too_long_is_not_read(door: Door, announced: str) -> None:
    assert door.asked(b"", signed(b"") | {"content-length": announced}) == 413


def test_a_body_of_just_the_longest_length_is_read(door: Door) -> None:
    body = b" " * (LONGEST - 2) + b"{}"
    assert door.asked(body, signed(body)) == 200
