"""What people do in the fake reaches the app as Slack would send it."""

import json

import pytest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.webhook import WebhookClient

from tests.contract.slack.asking import CARD
from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import Message, User
from tests.contract.slack.small_bot import SmallBot

pytestmark = pytest.mark.usefixtures("bot")


def test_every_request_bears_a_signature_that_slacks_own_verifier_accepts(
    slack: Slack, bot: SmallBot, anna: User, card: Message
) -> None:
    slack.writes(anna, "åäö <hej> & 🙂")
    slack.command(anna, "hjälp")
    slack.presses(anna, card, "Trygg")
    verifier = SignatureVerifier(slack.app.signing_secret)
    assert len(bot.asked) == 3
    for asked in bot.asked:
        assert verifier.is_valid_request(asked.body, asked.headers)
        assert not verifier.is_valid_request(asked.body + b" ", asked.headers)


def test_what_somebody_writes_comes_as_an_event(slack: Slack, bot: SmallBot, anna: User) -> None:
    ack = slack.writes(anna, "1 < 2")
    event = bot.last["event"]
    assert (bot.last["type"], bot.last["team_id"]) == ("event_callback", slack.workspace.id)
    assert (event["type"], event["channel_type"], event["user"]) == ("message", "im", anna.id)
    assert (event["text"], ack.message.words) == ("1 &lt; 2", "1 < 2")
    assert event["ts"] == ack.message.ts
    slack.edits(anna, ack.message, "2")
    assert bot.last["event"]["subtype"] == "message_changed"
    assert bot.last["event"]["previous_message"]["text"] == "1 &lt; 2"
    slack.deletes(anna, ack.message)
    assert bot.last["event"]["deleted_ts"] == ack.message.ts
    assert slack.conversation(anna) == []
    slack.sends_file(anna, "bild.png")
    assert bot.last["event"]["subtype"] == "file_share"
    assert bot.last["event"]["files"][0]["name"] == "bild.png"


def test_a_press_carries_the_message_and_a_way_to_answer_it(
    slack: Slack, bot: SmallBot, anna: User, card: Message
) -> None:
    ack = slack.presses(anna, card, "Trygg")
    press = bot.last
    action = press["actions"][0]
    assert (press["type"], press["user"]["id"]) == ("block_actions", anna.id)
    assert (action["action_id"], action["block_id"], action["value"]) == ("a0.2", "7.1.1", "3")
    assert press["container"] == {
        "type": "message",
        "message_ts": card.ts,
        "channel_id": card.channel,
        "is_ephemeral": False,
    }
    assert press["message"]["blocks"][1]["block_id"] == "7.1.1"
    answered = WebhookClient(press["response_url"]).send(text="Tack", replace_original=True, blocks=CARD[:1])
    assert (ack.ok, answered.status_code) == (True, 200)
    assert (card.words, card.labels, card.edited) == ("Var står ni?", [], True)


def test_a_button_that_is_not_there_cannot_be_pressed_except_on_an_old_screen(
    slack: Slack, bot: SmallBot, anna: User, card: Message
) -> None:
    before = card.snapshot()
    slack.presses(anna, card, "Trygg")
    WebhookClient(bot.last["response_url"]).send(text="Tack", replace_original=True)
    with pytest.raises(LookupError, match="Trygg"):
        slack.presses(anna, card, "Trygg")
    slack.presses(anna, before, "Trygg")
    WebhookClient(bot.last["response_url"]).send(text="Redan gjort", replace_original=True)
    assert card.text == "Redan gjort"


def test_a_response_url_holds_five_times_and_half_an_hour(slack: Slack, anna: User, card: Message) -> None:
    url = WebhookClient(slack.presses(anna, card, "Trygg").response_url)
    for _ in range(5):
        assert url.send(text="Tack").status_code == 200
    used = url.send(text="Tack")
    assert (used.status_code, json.loads(used.body)["error"]) == (404, "used_url")
    assert [each.text for each in slack.ephemerals(anna)] == ["Tack"] * 5
    late = WebhookClient(slack.presses(anna, card, "Trygg").response_url)
    slack.passes(30 * 60 + 1)
    expired = late.send(text="Tack")
    assert (expired.status_code, json.loads(expired.body)["error"]) == (404, "expired_url")


def test_a_response_url_is_as_strict_as_a_message(slack: Slack, anna: User, card: Message) -> None:
    url = WebhookClient(slack.presses(anna, card, "Trygg").response_url)
    assert url.send(text="Hej", blocks=[{"type": "divider", "colour": "blue"}]).status_code == 400
    assert url.send_dict({"text": "Hej", "colour": "blue"}).status_code == 200
    assert slack.violations == [
        "response_url: [ERROR] no more fields allowed: colour [json-pointer:/blocks/0]",
        "response_url: unknown fields colour",
    ]
    url.send_dict({"delete_original": True})
    assert slack.said(anna) == []


def test_a_command_may_be_answered_at_once(slack: Slack, bot: SmallBot, anna: User) -> None:
    bot.answers = lambda _: (200, json.dumps({"text": "Så här gör du"}))
    slack.command(anna, "hjälp & råd")
    assert (bot.last["command"], bot.last["text"]) == ("/skolsteg", "hjälp & råd")
    assert [each.text for each in slack.ephemerals(anna)] == ["Så här gör du"]


def test_a_mention_comes_only_from_where_the_bot_is(slack: Slack, bot: SmallBot, anna: User) -> None:
    inside, outside = slack.channel("lag-a", (anna,)), slack.channel("lag-b", (anna,), bot=False)
    slack.mentions(anna, outside, "hej")
    assert bot.asked == []
    slack.mentions(anna, inside, "hej")
    assert bot.last["event"]["type"] == "app_mention"
    assert bot.last["event"]["text"] == f"<@{slack.workspace.bot.id}> hej"


def test_shortcuts_carry_what_they_were_chosen_at(
    slack: Slack, bot: SmallBot, anna: User, card: Message
) -> None:
    slack.shortcut(anna, "begin")
    assert (bot.last["type"], bot.last["callback_id"]) == ("shortcut", "begin")
    slack.shortcut(anna, "explain", card)
    assert (bot.last["type"], bot.last["message_ts"]) == ("message_action", card.ts)
