"""The fake answers as Slack does: what Slack's own client says of it."""

import http.client
import subprocess
import sys

import pytest
from slack_sdk import WebClient

from tests.contract.slack.asking import CARD, refusal
from tests.contract.slack.fake.slack import Slack


def test_a_token_says_who_it_is_and_what_it_may(slack: Slack, client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"]) == (slack.workspace.id, slack.workspace.bot.id)
    assert set(answer.headers["x-oauth-scopes"].split(",")) == slack.scopes


def test_tokens_that_do_not_hold_are_refused_by_name(slack: Slack, client: WebClient) -> None:
    stranger = WebClient("xoxb-nobody", base_url=slack.api_url)
    assert refusal(stranger.auth_test)["error"] == "invalid_auth"
    assert refusal(WebClient(base_url=slack.api_url).auth_test)["error"] == "not_authed"
    slack.world.token_of(slack.workspace).revoked = True
    assert refusal(client.auth_test)["error"] == "token_revoked"


def test_a_missing_scope_is_named(slack: Slack, client: WebClient) -> None:
    slack.scopes.discard("users:read.email")
    answer = refusal(client.users_lookupByEmail, email="a@b.se")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read.email")
    assert "chat:write" in answer["provided"]


def test_an_unknown_method_is_a_violation(slack: Slack, client: WebClient) -> None:
    assert refusal(client.api_call, api_method="chat.guess")["error"] == "unknown_method"
    assert slack.violations == ["chat.guess: unknown_method"]


def test_an_argument_that_slack_does_not_know_is_remembered(slack: Slack, client: WebClient) -> None:
    client.api_call("auth.test", params={"colour": "blue"})
    assert slack.violations == ["auth.test: unknown arguments colour"]


def test_a_message_to_a_user_stands_in_their_conversation(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna Berg", "anna@example.se")
    metadata = {"event_type": "card", "event_payload": {"key": "17"}}
    answer = client.chat_postMessage(
        channel=anna.id, text="Hej", blocks=CARD, metadata=metadata, unfurl_links=False
    )
    message = slack.conversation(anna)[0]
    assert answer["channel"].startswith("D")
    assert (message.text, message.labels, message.words) == ("Hej", ["Trygg"], "Var står ni?\nTrygg")
    assert (message.metadata, message.unfurl_links, message.unfurl_media) == (metadata, False, None)
    assert not slack.violations


def test_timestamps_are_unique_and_grow(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    stamps = [client.chat_postMessage(channel=anna.id, text="Hej")["ts"] for _ in range(3)]
    assert len(set(stamps)) == 3
    assert stamps == sorted(stamps)


def test_a_message_is_changed_and_deleted_only_by_its_author(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    sent = client.chat_postMessage(channel=anna.id, text="Hej", blocks=CARD)
    client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Hej igen", blocks=[])
    message = slack.conversation(anna)[0]
    assert (message.text, message.blocks, message.edited) == ("Hej igen", [], True)
    assert message.versions[0]["text"] == "Hej"
    hers = slack.writes(anna, "Hej själv").message
    there = {"channel": sent["channel"], "ts": hers.ts}
    assert refusal(client.chat_update, **there, text="Nej")["error"] == "cant_update_message"
    assert refusal(client.chat_delete, **there)["error"] == "cant_delete_message"
    nowhere = {"channel": sent["channel"], "ts": "1.000001"}
    assert refusal(client.chat_update, **nowhere, text="Nej")["error"] == "message_not_found"
    client.chat_delete(channel=sent["channel"], ts=sent["ts"])
    assert slack.said(anna) == []


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ({"is_archived": True}, "is_archived"),
        ({"members": []}, "not_in_channel"),
        ({"members": [], "is_private": True}, "channel_not_found"),
    ],
)
def test_a_channel_that_cannot_be_written_in_says_why(
    slack: Slack, client: WebClient, state: dict[str, object], error: str
) -> None:
    channel = slack.channel("lag-a")
    for name, value in state.items():
        setattr(channel, name, value)
    assert refusal(client.chat_postMessage, channel=channel.id, text="Hej")["error"] == error


def test_somebody_who_cannot_be_reached_says_why(slack: Slack, client: WebClient) -> None:
    gone = slack.user("Bo", "bo@example.se", deleted=True)
    assert refusal(client.chat_postMessage, channel=gone.id, text="Hej")["error"] == "user_disabled"
    assert refusal(client.chat_postMessage, channel="U0NOBODY", text="Hej")["error"] == "channel_not_found"
    assert refusal(client.conversations_open, users="U0NOBODY")["error"] == "user_not_found"


def test_a_message_past_slacks_limits_is_refused_with_the_place(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    header = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    answer = refusal(client.chat_postMessage, channel=anna.id, text="Hej", blocks=header)
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]
    long = refusal(client.chat_postMessage, channel=anna.id, text="x" * 40_001)
    assert long["error"] == "msg_too_long"
    assert slack.conversation(anna) == []


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
def test_a_message_without_text_is_a_violation(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    client.chat_postMessage(channel=anna.id, blocks=CARD)
    assert slack.violations == ["chat.postMessage: no text"]
    assert refusal(client.chat_postMessage, channel=anna.id)["error"] == "no_text"


def test_whatever_calls_somebody_or_is_a_link_is_seen(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    marked = [{"type": "section", "text": {"type": "mrkdwn", "text": "<!channel> &lt;@U1&gt;"}}]
    plain = [{"type": "section", "text": {"type": "plain_text", "text": "<!channel>"}}]
    client.chat_postMessage(channel=anna.id, text="Hej <@U1>", blocks=marked)
    client.chat_postMessage(channel=anna.id, text="Hej", blocks=plain)
    assert [each.mentions for each in slack.said(anna)] == [["<@U1>", "<!channel>"], []]


def test_a_body_that_is_no_json_is_refused(slack: Slack) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", slack.port)
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {slack.token}"}
    connection.request("POST", "/api/chat.postMessage", "{", headers)
    assert b"invalid_json" in connection.getresponse().read()
    connection.close()
    assert slack.violations == ["chat.postMessage: a body that is no JSON object"]


def test_it_runs_as_a_process_of_its_own_and_is_lived_in_by_hand() -> None:
    command = [sys.executable, "-m", "tests.contract.slack.fake", "--port", "0"]
    talk = {"input": "anna: hej\n", "capture_output": True, "text": True, "timeout": 20}
    lived = subprocess.run(command, check=True, **talk)  # noqa: S603 -- this interpreter, with the words above
    assert "export SKOLSTEG_SLACK_API_URL=http://127.0.0.1:" in lived.stdout
    assert "\nhej\n" in lived.stdout
