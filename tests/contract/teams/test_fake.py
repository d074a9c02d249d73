"""The fake answers as Teams does: what Microsoft's own client says of it."""

import subprocess
import sys

import httpx
import pytest

from tests.contract.teams.asking import PRESS, card, message, refusal
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.fake.words import Json
from tests.contract.teams.small_bot import SmallBot


def asked(bot: SmallBot, method: str, path: str, body: Json | None = None) -> httpx.Response:
    """Ask the connector with the SDK's own client and the bot's own token."""
    client, more = bot.app.api.http, {"json": body} if body is not None else {}
    url = f"{bot.tenant.service_url}v3/{path}"
    return bot.run(getattr(client, method)(url, **more))


def test_a_token_is_given_for_the_secret_and_for_nothing_else(teams: Teams) -> None:
    form = {"grant_type": "client_credentials", "scope": "https://api.botframework.com/.default"}
    mine = form | {"client_id": teams.tenant.app_id, "client_secret": teams.tenant.secret}
    url = f"{teams.login_url}/{teams.tenant.id}/oauth2/v2.0/token"
    assert httpx.post(url, data=mine).json()["expires_in"] == 3599
    wrong = [{"client_secret": "x"}, {"client_id": "x"}, {"scope": "x"}, {"grant_type": "password"}]
    named = [httpx.post(url, data=mine | each).json()["error"] for each in wrong]
    assert named == ["invalid_client", "unauthorized_client", "invalid_scope", "unsupported_grant_type"]
    other = httpx.post(url.replace(teams.tenant.id, "nobody"), data=mine)
    assert (other.status_code, len(teams.violations)) == (400, 5)


def test_a_message_stands_in_the_conversation_and_can_be_changed(teams: Teams, bot: SmallBot) -> None:
    anna = teams.user("Anna Berg", "anna@example.se")
    teams.installs(anna)
    chat = bot.last["conversation"]["id"]
    sent = asked(bot, "post", f"conversations/{chat}/activities", message()).json()["id"]
    said = teams.said(anna)[0]
    assert (said.id, said.labels, said.words) == (sent, ["Trygg"], "Var står ni?\nTrygg")
    asked(bot, "put", f"conversations/{chat}/activities/{sent}", message(card(text="Tack")))
    assert (said.words, said.edited, len(said.versions)) == ("Tack", True, 1)
    asked(bot, "delete", f"conversations/{chat}/activities/{sent}")
    assert teams.said(anna) == []
    assert not teams.violations


def test_the_sdk_sends_by_itself(teams: Teams, bot: SmallBot) -> None:
    anna = teams.user("Anna", "anna@example.se")
    teams.installs(anna)
    sent = bot.run(bot.app.send(bot.last["conversation"]["id"], "Hej", service_url=bot.last["serviceUrl"]))
    assert [(each.id, each.text) for each in teams.said(anna)] == [(sent.id, "Hej")]
    assert not teams.violations


def test_only_ones_own_messages_can_be_changed(teams: Teams, bot: SmallBot) -> None:
    anna = teams.user("Anna", "anna@example.se")
    teams.installs(anna)
    hers = teams.writes(anna, "Hej").message
    place = f"conversations/{bot.last['conversation']['id']}/activities"
    assert refusal(lambda: asked(bot, "put", f"{place}/{hers.id}", message()))[0] == 403
    assert refusal(lambda: asked(bot, "put", f"{place}/1", message()))[0] == 404
    assert teams.violations == ["the bot changes a message of somebody else"]


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ({"installed": False}, (403, "BotNotInConversationRoster")),
        ({"blocked": True}, (403, "ConversationBlockedByUser")),
        ({"enabled": False}, (403, "MessageWritesBlocked")),
    ],
)
def test_somebody_who_cannot_be_reached_says_why(
    teams: Teams, bot: SmallBot, state: dict[str, object], error: tuple[int, str]
) -> None:
    anna = teams.user("Anna", "anna@example.se")
    teams.installs(anna)
    place = f"conversations/{bot.last['conversation']['id']}/activities"
    for name, value in state.items():
        setattr(anna, name, value)
    status, found = refusal(lambda: asked(bot, "post", place, message()))
    assert (status, found["code"]) == error
    assert refusal(lambda: asked(bot, "post", "conversations/a:nobody/activities", message()))[0] == 404


def test_a_chat_is_opened_with_somebody_who_has_the_app(teams: Teams, bot: SmallBot) -> None:
    anna = teams.user("Anna", "anna@example.se")
    new = {"members": [{"id": anna.aad_id}], "tenantId": teams.tenant.id, "isGroup": False}
    status, error = refusal(lambda: asked(bot, "post", "conversations", new))
    assert (status, error["code"]) == (403, "ForbiddenOperationException")
    teams.installs(anna)
    found = asked(bot, "post", "conversations", new).json()["id"]
    assert found == bot.last["conversation"]["id"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"type": "painted"}, "an activity of type 'painted'"),
        ({"attachments": []}, "a message without text and without attachments"),
        ({"attachments": [{"contentType": "text/odd"}]}, "an attachment of type 'text/odd'"),
        ({"from": {"id": "29:somebody"}}, "a message from 29:somebody, which is not the bot"),
        ({"conversation": {"id": "a:other"}}, "a message that names another conversation than its address"),
    ],
)
def test_an_activity_of_another_shape_is_refused(
    teams: Teams, bot: SmallBot, wrong: Json, sentence: str
) -> None:
    anna = teams.user("Anna", "anna@example.se")
    teams.installs(anna)
    place = f"conversations/{bot.last['conversation']['id']}/activities"
    assert refusal(lambda: asked(bot, "post", place, message() | wrong))[0] == 400
    assert teams.violations == [sentence]


def test_a_message_that_is_too_large_is_refused(teams: Teams, bot: SmallBot) -> None:
    anna = teams.user("Anna", "anna@example.se")
    teams.installs(anna)
    place = f"conversations/{bot.last['conversation']['id']}/activities"
    asked(bot, "post", place, {"type": "message", "text": "x" * 30_000})
    assert "is more than 28672" in teams.violations.pop()
    status, error = refusal(lambda: asked(bot, "post", place, {"type": "message", "text": "x" * 110_000}))
    assert (status, error["code"]) == (413, "MessageSizeTooBig")


def test_a_card_in_which_something_is_wrong_is_remembered(teams: Teams, bot: SmallBot) -> None:
    anna = teams.user("Anna", "anna@example.se")
    teams.installs(anna)
    bad = card(PRESS | {"data": {}}) | {"version": "1.6"}
    asked(bot, "post", f"conversations/{bot.last['conversation']['id']}/activities", message(bad))
    assert teams.violations == [
        "card.version: '1.6' is none that Teams shows",
        "card.actions[0]: Action.Execute without data.action",
    ]


def test_members_come_in_pages_with_their_addresses(teams: Teams, bot: SmallBot) -> None:
    people = tuple(teams.user(f"P{number}", f"p{number}@example.se") for number in range(120))
    team = teams.team("Norra", ("Lag ett",), people)
    teams.adds_to_team(people[0], team)
    lookup = bot.app.api.conversations
    first = bot.run(lookup.get_paged_members(team.id, 50))
    second = bot.run(lookup.get_paged_members(team.id, 100, first.continuation_token))
    found = [*first.members, *second.members]
    assert [each.email for each in found] == [each.email for each in people]
    assert {each.aad_object_id for each in found} == {each.aad_id for each in people}
    assert second.continuation_token is None
    assert bot.run(lookup.get_member_by_id(team.id, people[7].id)).user_principal_name == "p7@example.se"


def test_a_team_has_its_channels_and_a_general_one_without_name(teams: Teams, bot: SmallBot) -> None:
    anna = teams.user("Anna", "anna@example.se")
    team = teams.team("Norra", ("Lag ett",), (anna,))
    assert refusal(lambda: asked(bot, "get", f"teams/{team.id}"))[0] == 403
    teams.adds_to_team(anna, team)
    assert bot.run(bot.app.api.teams.get_by_id(team.id)).name == "Norra"
    channels = bot.run(bot.app.api.teams.get_conversations(team.id))
    assert [each.name for each in channels] == [None, "Lag ett"]
    assert channels[0].id == team.id


def test_a_thread_is_opened_in_a_channel_and_answered_in(teams: Teams, bot: SmallBot) -> None:
    anna = teams.user("Anna", "anna@example.se")
    team = teams.team("Norra", ("Lag ett",), (anna,))
    teams.adds_to_team(anna, team)
    channel = teams.channel(team, "Lag ett")
    new = {"isGroup": True, "channelData": {"channel": {"id": channel.id}}, "activity": message()}
    opened = asked(bot, "post", "conversations", new).json()
    asked(bot, "post", f"conversations/{opened['id']}/activities", message(card(text="Svar")))
    assert [each.reply_to for each in channel.standing] == ["", opened["activityId"]]
    assert not teams.violations


def test_a_token_of_another_authority_opens_nothing(teams: Teams, bot: SmallBot) -> None:
    other = teams.add_tenant("Granby")
    path = f"../../{other.id}/v3/conversations"
    assert refusal(lambda: asked(bot, "post", path, {}))[1]["code"] == "ServiceUrlMismatch"


def test_it_runs_as_a_process_of_its_own_and_is_lived_in_by_hand() -> None:
    command = [sys.executable, "-m", "tests.contract.teams.fake", "--port", "0"]
    talk = {"input": "anna: hej\n", "capture_output": True, "text": True, "timeout": 20}
    lived = subprocess.run(command, check=True, **talk)  # noqa: S603 -- this interpreter, with the words above
    assert "export SKOLSTEG_TEAMS_LOGIN_URL=http://127.0.0.1:" in lived.stdout
    assert "\nhej\n" in lived.stdout
