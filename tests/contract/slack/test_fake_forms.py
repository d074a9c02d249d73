"""Modals and App Home in the fake are filled in, sent and closed as in Slack."""

import json

import pytest
from slack_sdk import WebClient

from tests.contract.slack.asking import CARD
from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import User
from tests.contract.slack.small_bot import SmallBot

pytestmark = pytest.mark.usefixtures("bot")

FORM = {
    "type": "modal",
    "callback_id": "form",
    "private_metadata": "kept",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "Handlingsplan"},
    "submit": {"type": "plain_text", "text": "Spara"},
    "blocks": [
        {
            "type": "input",
            "block_id": "field.goal",
            "label": {"type": "plain_text", "text": "Mål"},
            "element": {"type": "plain_text_input", "action_id": "value", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "field.level",
            "optional": True,
            "label": {"type": "plain_text", "text": "Nivå"},
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [{"text": {"type": "plain_text", "text": "Trygg"}, "value": "3"}],
            },
        },
    ],
}


def opened(slack: Slack, client: WebClient, anna: User) -> None:
    client.views_open(trigger_id=slack.world.trigger(anna), view=FORM)


def test_a_form_is_filled_in_by_its_labels(
    slack: Slack, bot: SmallBot, client: WebClient, anna: User
) -> None:
    opened(slack, client, anna)
    slack.submits(anna, slack.view(anna), {"Mål": "Alla vågar", "field.level": "Trygg"})
    assert bot.last["type"] == "view_submission"
    assert bot.last["view"]["private_metadata"] == "kept"
    state = bot.last["view"]["state"]["values"]
    assert state["field.goal"]["value"] == {"type": "plain_text_input", "value": "Alla vågar"}
    assert state["field.level"]["value"]["selected_option"]["value"] == "3"
    assert slack.view(anna) is None


def test_slacks_screen_holds_back_what_is_missing_or_too_long(
    slack: Slack, bot: SmallBot, client: WebClient, anna: User
) -> None:
    opened(slack, client, anna)
    with pytest.raises(AssertionError, match="Mål is required"):
        slack.submits(anna, slack.view(anna))
    with pytest.raises(AssertionError, match="Mål has 21 characters"):
        slack.submits(anna, slack.view(anna), {"Mål": "x" * 21})
    assert bot.asked == []
    slack.submits(anna, slack.view(anna), {"Mål": "x" * 21}, forged=True)
    assert len(bot.asked) == 1


def test_a_form_is_answered_with_errors_another_view_or_one_more(
    slack: Slack, bot: SmallBot, client: WebClient, anna: User
) -> None:
    opened(slack, client, anna)
    view = slack.view(anna)

    def answered(**body: object) -> None:
        bot.answers = lambda _: (200, json.dumps(body))
        slack.submits(anna, view, {"Mål": "Alla"})

    answered(response_action="errors", errors={"field.goal": "Kortare, tack"})
    assert slack.view(anna).errors == {"field.goal": "Kortare, tack"}
    answered(response_action="push", view=FORM | {"title": {"type": "plain_text", "text": "Ovanpå"}})
    assert slack.view(anna).title == "Ovanpå"
    slack.closes(anna, slack.view(anna))
    assert bot.last["type"] == "view_closed"
    answered(response_action="update", view=FORM | {"title": {"type": "plain_text", "text": "Nästa"}})
    assert (slack.view(anna) is view, view.title) == (True, "Nästa")
    assert not slack.violations
    answered(response_action="errors", errors={"field.other": "Nej"})
    answered(response_action="update", view=FORM | {"title": {"type": "plain_text", "text": "x" * 25}})
    assert len(slack.violations) == 2
    assert view.title == "Nästa"
    answered(response_action="clear")
    assert slack.view(anna) is None


def test_home_is_opened_pressed_in_and_known_to_the_app(
    slack: Slack, bot: SmallBot, client: WebClient, anna: User
) -> None:
    slack.opens_home(anna)
    assert (bot.last["event"]["tab"], "view" in bot.last["event"]) == ("home", False)
    client.views_publish(user_id=anna.id, view={"type": "home", "blocks": CARD})
    slack.opens_home(anna)
    assert bot.last["event"]["view"]["id"] == slack.home(anna).id
    slack.presses_in_view(anna, slack.home(anna), "Trygg")
    assert bot.last["container"] == {"type": "view", "view_id": slack.home(anna).id}
    assert "response_url" not in bot.last
    slack.opens_messages(anna)
    assert bot.last["event"]["tab"] == "messages"
