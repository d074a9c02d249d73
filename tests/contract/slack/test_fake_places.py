"""People, channels and groups of the fake are found as in Slack."""

import asyncio

from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from tests.contract.slack.asking import CARD, MODAL, refusal
from tests.contract.slack.fake.slack import Slack


def test_history_is_newest_first_and_keeps_metadata_for_who_asks(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    for key in ("1", "2", "3"):
        metadata = {"event_type": "card", "event_payload": {"key": key}}
        sent = client.chat_postMessage(channel=anna.id, text=key, metadata=metadata)
    page = client.conversations_history(channel=sent["channel"], limit=2, include_all_metadata=True)
    assert [each["metadata"]["event_payload"]["key"] for each in page["messages"]] == ["3", "2"]
    assert page["has_more"]
    cursor = page["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=sent["channel"], cursor=cursor)
    assert [each["text"] for each in rest["messages"]] == ["1"]
    assert "metadata" not in rest["messages"][0]


def test_lists_come_in_pages(slack: Slack, client: WebClient) -> None:
    for number in range(5):
        slack.user(f"Person {number}", f"p{number}@example.se")
        slack.channel(f"lag-{number}", bot=number % 2 == 0, private=number > 2)
    pages = [page["members"] for page in client.users_list(limit=3)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert pages[-1][0]["profile"]["email"] == "p4@example.se"
    public = client.conversations_list(types="public_channel")["channels"]
    assert [(each["name"], each["is_member"]) for each in public] == [
        ("lag-0", True),
        ("lag-1", False),
        ("lag-2", True),
    ]
    private = client.conversations_list(types="private_channel")["channels"]
    assert [each["name"] for each in private] == ["lag-4"]


def test_people_are_found_by_their_address(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "Anna@Example.se")
    assert client.users_lookupByEmail(email="anna@example.SE")["user"]["id"] == anna.id
    anna.deleted = True
    assert refusal(client.users_lookupByEmail, email="anna@example.se")["error"] == "users_not_found"
    assert client.users_info(user=anna.id)["user"]["deleted"]


def test_user_groups_are_listed_with_their_members(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    slack.group("lag-a", anna)
    found = client.usergroups_list(include_users=True)["usergroups"]
    assert [(each["handle"], each["users"]) for each in found] == [("lag-a", [anna.id])]


def test_a_form_method_takes_no_json(slack: Slack, client: WebClient) -> None:
    asked = {"api_method": "users.lookupByEmail", "json": {"email": "a@b.se"}}
    assert refusal(client.api_call, **asked)["error"] == "invalid_arguments"
    assert slack.violations == ["users.lookupByEmail: takes no JSON body, only a form"]


def test_a_channel_is_joined_left_alone_and_counted(slack: Slack, client: WebClient) -> None:
    anna = slack.user("Anna", "anna@example.se")
    channel = slack.channel("lag-a", (anna,), bot=False)
    assert not client.conversations_info(channel=channel.id)["channel"]["is_member"]
    client.conversations_join(channel=channel.id)
    assert client.conversations_members(channel=channel.id)["members"] == [anna.id, slack.workspace.bot.id]
    client.chat_postEphemeral(channel=channel.id, user=anna.id, text="Bara du")
    assert [each.text for each in slack.ephemerals(anna, channel)] == ["Bara du"]
    assert channel.standing == []


def test_slacks_asynchronous_client_is_understood_too(slack: Slack) -> None:
    anna = slack.user("Anna", "anna@example.se")
    trigger = slack.world.trigger(anna)

    async def ask() -> str:
        client = AsyncWebClient(slack.token, base_url=slack.api_url)
        found = await client.users_lookupByEmail(email="anna@example.se")
        await client.views_open(trigger_id=trigger, view=MODAL)
        await client.files_upload_v2(content=b"\x89PNG", filename="a.png", alt_txt="En stapel")
        return (await client.chat_postMessage(channel=found["user"]["id"], text="Hej", blocks=CARD))["ts"]

    assert asyncio.run(ask()) == slack.said(anna)[0].ts
    assert slack.view(anna).title == "Fyll i"
    assert not slack.violations
