"""The fake delivers as Slack does: in time, again, twice, and only what is asked for."""

import json
import time
from collections import Counter

import pytest
from slack_sdk import WebClient

from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import Message, User
from tests.contract.slack.small_bot import SmallBot

pytestmark = pytest.mark.usefixtures("bot")


def test_the_workspace_tells_what_changes(slack: Slack, bot: SmallBot, anna: User) -> None:
    channel = slack.channel("lag-a", (anna,))
    acts = [
        (lambda: slack.changes(anna, deleted=True), "user_change"),
        (lambda: slack.joins("Cia", "cia@example.se"), "team_join"),
        (lambda: slack.renames(channel, "lag-b"), "channel_rename"),
        (lambda: slack.archives(channel), "channel_archive"),
        (lambda: slack.unarchives(channel), "channel_unarchive"),
        (lambda: slack.leaves(anna, channel), "member_left_channel"),
        (lambda: slack.enters(anna, channel), "member_joined_channel"),
        (lambda: slack.removes(channel), "channel_deleted"),
        (slack.revokes, "tokens_revoked"),
        (slack.uninstalls, "app_uninstalled"),
    ]
    for do, kind in acts:
        assert do().ok
        assert bot.last["event"]["type"] == kind
    assert slack.world.token_of(slack.workspace).revoked


def test_the_address_is_verified_by_its_challenge(slack: Slack, bot: SmallBot) -> None:
    assert not slack.verifies_address().ok
    bot.answers = lambda asked: (200, json.dumps({"challenge": asked["challenge"]}))
    assert slack.verifies_address().ok
    assert slack.violations == ["url_verification: the challenge did not come back"]


def test_who_does_not_acknowledge_in_time_or_at_all_is_noted(slack: Slack, bot: SmallBot, anna: User) -> None:
    slack.manners.patience = 0.1
    bot.slow = 0.3
    assert slack.writes(anna, "hej").status == 0
    bot.slow, bot.answers = 0, lambda _: (500, "")
    slack.manners.patience = 3
    assert slack.writes(anna, "hej").status == 500
    assert slack.violations == ["message: not acknowledged within 0.1 s", "message: answered 500"]
    slack.bot_at("http://127.0.0.1:9/slack/events")
    slack.writes(anna, "hej")
    assert slack.undelivered == ["message"]


def test_an_event_comes_again_until_it_is_taken(slack: Slack, bot: SmallBot, anna: User) -> None:
    slack.manners.retries = (0.01, 0.01, 0.01)
    bot.answers = lambda _: (200 if len(bot.asked) > 2 else 500, "")
    slack.writes(anna, "hej")
    slack.settle(quiet=0.1)
    assert len({asked.payload["event_id"] for asked in bot.asked}) == 1
    assert [asked.headers.get("X-Slack-Retry-Num") for asked in bot.asked] == [None, "1", "2"]


def test_everything_can_come_twice_and_late(slack: Slack, bot: SmallBot, anna: User, card: Message) -> None:
    slack.manners.doubled, slack.manners.late = frozenset({"events_api", "interactive"}), 0.3
    slack.writes(anna, "hej")
    slack.presses(anna, card, "Trygg")
    assert len(bot.asked) == 2
    slack.settle(quiet=0.1)
    bodies = Counter(asked.body for asked in bot.asked)
    assert list(bodies.values()) == [2, 2]


def test_a_request_can_be_replayed_and_forged(slack: Slack, bot: SmallBot, anna: User) -> None:
    slack.writes(anna, "hej")
    slack.replay()
    assert bot.asked[0].body == bot.asked[1].body
    assert slack.post(b"{}", {"Content-Type": "application/json"}).status == 200
    assert "X-Slack-Signature" not in bot.asked[2].headers


def test_the_app_hears_its_own_direct_messages(
    slack: Slack, bot: SmallBot, client: WebClient, anna: User
) -> None:
    slack.manners.echo = True
    client.chat_postMessage(channel=anna.id, text="Hej")
    slack.until(lambda: bot.asked)
    assert bot.last["event"]["bot_id"] == slack.workspace.bot_id


def test_what_the_manifest_does_not_ask_for_does_not_come(slack: Slack, bot: SmallBot, anna: User) -> None:
    manifest = {
        "features": {"slash_commands": [{"command": "/skola"}]},
        "oauth_config": {"scopes": {"bot": ["chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
    }
    slack.uses(manifest)
    slack.writes(anna, "hej")
    assert bot.asked == []
    slack.command(anna)
    assert bot.last["command"] == "/skola"
    assert slack.scopes == {"chat:write"}


def test_a_press_is_acknowledged_within_milliseconds_of_the_app(
    slack: Slack, anna: User, card: Message
) -> None:
    started = time.monotonic()
    acks = [slack.presses(anna, card, "Trygg") for _ in range(20)]
    assert all(ack.ok for ack in acks)
    assert time.monotonic() - started < 2
