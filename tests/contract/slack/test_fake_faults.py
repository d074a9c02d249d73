"""The fake slows down, breaks and comes back as it is told to."""

import http.client

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from tests.contract.slack.asking import refusal
from tests.contract.slack.fake.faults import Faults
from tests.contract.slack.fake.slack import Slack


def test_who_posts_too_often_is_told_when_to_come_back(slack: Slack, client: WebClient) -> None:
    slack.limits.channel_burst = 2
    anna = slack.user("Anna", "anna@example.se")
    for _ in range(2):
        client.chat_postMessage(channel=anna.id, text="Hej")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=anna.id, text="Hej")
    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    assert caught.value.response.headers["Retry-After"] == "1"
    assert slack.rate_limited == {"chat.postMessage": 1}
    slack.passes(1)
    client.chat_postMessage(channel=slack.world.direct(slack.workspace, anna).id, text="Hej")


def test_the_workspace_and_each_tier_have_their_minute(slack: Slack, client: WebClient) -> None:
    slack.limits.messages_per_minute = 3
    people = [slack.user(f"P{number}", f"p{number}@example.se") for number in range(4)]
    for person in people[:3]:
        client.chat_postMessage(channel=person.id, text="Hej")
    refused = refusal(client.chat_postMessage, channel=people[3].id, text="Hej")
    assert refused["error"] == "ratelimited"
    slack.limits.tiers["users.list"] = 1
    client.users_list()
    assert refusal(client.users_list)["error"] == "ratelimited"
    slack.passes(61)
    client.users_list()
    client.chat_postMessage(channel=people[3].id, text="Hej")


def test_errors_come_on_demand(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    slack.fails("chat.postMessage", "account_inactive")
    assert refusal(client.chat_postMessage, channel=anna.id, text="Hej")["error"] == "account_inactive"
    slack.fails("chat.postMessage", "ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=anna.id, text="Hej")
    assert caught.value.response.headers["Retry-After"] == "7"
    slack.fails("*", "503")
    with pytest.raises(SlackApiError):
        client.auth_test()
    client.auth_test()
    assert slack.faults.happened == {"account_inactive": 1, "ratelimited": 1, "503": 1}


def test_a_message_can_be_posted_and_its_answer_lost(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    slack.fails("chat.postMessage", "reset")
    slack.fails("chat.postMessage", "lost_reset")
    slack.fails("chat.postMessage", "lost")
    for standing in (0, 1, 2):
        with pytest.raises((SlackApiError, SlackRequestError, OSError, http.client.HTTPException)):
            client.chat_postMessage(channel=anna.id, text="Hej")
        assert len(slack.conversation(anna)) == standing


def test_a_fault_can_be_for_one_channel_only(slack: Slack, client: WebClient) -> None:
    anna, bo = slack.user("Anna", "a@example.se"), slack.user("Bo", "b@example.se")
    slack.fails("chat.postMessage", "500", place=bo.id)
    client.chat_postMessage(channel=anna.id, text="Hej")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=bo.id, text="Hej")


def test_chance_is_the_same_with_the_same_seed() -> None:
    def happened() -> list[str]:
        faults = Faults()
        faults.at_random(7, 0.5)
        return [fault.kind if (fault := faults.take("auth.test")) else "" for _ in range(40)]

    assert happened() == happened()
    assert len(set(happened())) > 3
    assert Faults().take("auth.test") is None


def test_after_a_restart_everything_is_still_there(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    client.chat_postMessage(channel=anna.id, text="Hej")
    slack.stop()
    with pytest.raises(OSError, match="refused"):
        client.auth_test()
    slack.start()
    assert client.auth_test()["ok"]
    assert [each.text for each in slack.conversation(anna)] == ["Hej"]
