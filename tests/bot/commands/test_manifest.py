import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.platforms.slack import news
from bot.platforms.slack.manifest import EVENTS
from bot.platforms.slack.scopes import SCOPES
from conversations.texts import languages
from tests.bot.commands.desk import Desk
from tests.contract.slack.fake.slack import Slack

ROOT = Path(__file__).parents[3]
LINE = re.compile(r"( *)(- )?(?:([a-z_]+):)?(?: ?(\S.*))?")

# What each scope opens, from the reference pages of the methods and events.
OPENS = {
    "app_mentions:read": {"app_mention"},
    "channels:history": {"conversations.history"},
    "channels:join": {"conversations.join"},
    "channels:read": {"conversations.list", "channel_rename"},
    "chat:write": {"chat.postMessage", "chat.update", "chat.postEphemeral"},
    "commands": {"/skolsteg"},
    "files:write": {"files.getUploadURLExternal"},
    "groups:history": {"conversations.history"},
    "groups:read": {"conversations.list", "group_rename"},
    "im:history": {"message.im", "conversations.history"},
    "im:write": {"conversations.open"},
    "usergroups:read": {"usergroups.list"},
    "users:read": {"users.list", "users.info", "user_change"},
    "users:read.email": {"users.lookupByEmail"},
}


def parsed(text: str) -> Any:  # noqa: ANN401  # whatever stands there
    """YAML of the strictest kind: two spaces a level, plain keys, everything else as in JSON."""
    lines = []
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        assert line == line.rstrip()
        assert "\t" not in line
        found = LINE.fullmatch(line)
        assert found, line
        spaces, dash, key, value = found.groups()
        assert key or dash, line
        depth = len(spaces) // 2
        assert len(spaces) % 2 == 0, line
        if dash:
            lines.append((depth, "-", None))
            depth += 1
        if key or value:
            lines.append((depth, key or "", None if value is None else json.loads(value)))
    tree, rest = node(lines, 0)
    assert rest == []
    return tree


def node(lines: list[Any], depth: int) -> tuple[Any, list[Any]]:
    at, key, value = lines[0]
    assert at == depth
    if key == "":
        return value, lines[1:]
    made: Any = [] if key == "-" else {}
    while lines and lines[0][0] == depth:
        _, key, value = lines[0]
        assert (key == "-") == isinstance(made, list)
        lines = lines[1:]
        if value is None:
            assert lines
            value, lines = node(lines, depth + 1)
        if isinstance(made, list):
            made.append(value)
        else:
            assert key not in made
            made[key] = value
    return made, lines


def printed(desk: Desk, *words: str) -> Any:  # noqa: ANN401  # whatever stands there
    return parsed(desk.done("manifest", "slack", *words))


def test_the_manifest_in_the_repository_is_the_one_that_is_printed(bare_desk: Desk) -> None:
    kept = (ROOT / "manifests" / "slack.yaml").read_text("utf-8")
    assert kept == bare_desk.done("manifest", "slack", "--url", "https://skolsteg.example")


def test_slack_finds_everything_at_one_address(bare_desk: Desk) -> None:
    found = printed(bare_desk, "--url", "https://skolsteg.kommun.example/")
    address = "https://skolsteg.kommun.example/slack/events"
    assert found["settings"]["event_subscriptions"]["request_url"] == address
    assert found["settings"]["interactivity"] == {"is_enabled": True, "request_url": address}
    assert found["features"]["slash_commands"][0]["url"] == address
    assert found["oauth_config"]["redirect_urls"] == ["https://skolsteg.kommun.example/slack/oauth_redirect"]
    assert found["settings"]["socket_mode_enabled"] is False


def test_the_address_may_come_from_the_settings(bare_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_PUBLIC_URL", "https://bot.kommun.example")
    assert "https://bot.kommun.example/slack/events" in bare_desk.done("manifest", "slack")


def test_without_an_address_socket_mode_is_the_other_way(bare_desk: Desk) -> None:
    assert "--socket" in bare_desk.refused("manifest", "slack", code=2)
    said = bare_desk.done("manifest", "slack", "--socket")
    assert "http" not in said.partition("_metadata")[2]
    assert parsed(said)["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("url", ["skolsteg.example", "ftp://a.example", "http://a.example", "https://a/b"])
def test_an_address_that_slack_would_refuse_is_refused(bare_desk: Desk, url: str) -> None:
    assert "https://skolsteg.kommun.example" in bare_desk.refused("manifest", "slack", "--url", url, code=2)


@pytest.mark.parametrize(
    "name", ['a: "b" # c', "- x", "{}", "null", "\\n", "Gull 🎈 & <Co>", "%TAG ! tag", "'", "@x"]
)
def test_an_odd_name_stays_a_name(bare_desk: Desk, name: str) -> None:
    plain = printed(bare_desk, "--socket")
    odd = printed(bare_desk, "--socket", "--name", name)
    assert odd["display_information"].pop("name") == odd["features"]["bot_user"].pop("display_name") == name
    del plain["display_information"]["name"], plain["features"]["bot_user"]["display_name"]
    assert odd == plain


@pytest.mark.parametrize("name", ["", " ", "x" * 36, "a\x07b", "a\u202eb", "a\ue000b"])
def test_a_name_that_cannot_be_one_is_refused(bare_desk: Desk, name: str) -> None:
    assert "--name" in bare_desk.refused("manifest", "slack", "--socket", "--name", name, code=2)


@pytest.mark.parametrize("language", languages())
def test_no_text_is_longer_than_slack_takes(bare_desk: Desk, language: str) -> None:
    found = printed(bare_desk, "--socket", "--language", language)
    shown, features = found["display_information"], found["features"]
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch("#[0-9a-f]{6}", shown["background_color"])
    assert len(features["shortcuts"][0]["name"]) <= 24
    assert len(features["shortcuts"][0]["description"]) <= 150
    assert len(features["slash_commands"][0]["usage_hint"]) <= 1000


def test_people_can_write_to_the_bot_and_see_its_home(bare_desk: Desk) -> None:
    features = printed(bare_desk, "--socket")["features"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert features["bot_user"]["always_online"] is True
    assert features["shortcuts"][0]["callback_id"] == "skolsteg"


def test_every_event_that_is_asked_for_is_seen_to_and_no_other(bare_desk: Desk) -> None:
    asked = printed(bare_desk, "--socket")["settings"]["event_subscriptions"]["bot_events"]
    assert asked == sorted(set(EVENTS))
    seen_to = {*news._NEWS, "app_home_opened", "app_mention", "message"}
    assert {event.partition(".")[0] for event in asked} == seen_to


def test_every_scope_that_is_asked_for_is_used(bare_desk: Desk) -> None:
    asked = printed(bare_desk, "--socket")["oauth_config"]["scopes"]["bot"]
    assert asked == [scope.name for scope in SCOPES]
    code = "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    used = {*re.findall(r'"([a-zA-Z]+\.[a-zA-Z.]+)"', code), *EVENTS, "/skolsteg"}
    assert [scope for scope in asked if not OPENS[scope] & used] == []


def test_a_slack_takes_the_manifest(bare_desk: Desk) -> None:
    with Slack() as slack:
        slack.uses(printed(bare_desk, "--url", "https://skolsteg.example"))
        assert slack.app.command == "/skolsteg"
        assert slack.scopes == {scope.name for scope in SCOPES}


def test_the_manifest_needs_no_database() -> None:
    command = [sys.executable, "-m", "bot", "manifest", "slack", "--socket"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)  # noqa: S603  # our own
    assert parsed(done.stdout)["_metadata"] == {"major_version": 1}
    assert done.stderr == ""
