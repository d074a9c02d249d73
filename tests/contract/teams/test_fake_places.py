"""What happens in teams, chats, meetings and with files reaches a bot as it does from Teams."""

import httpx
import pytest

from tests.contract.teams.asking import card, message
from tests.contract.teams.fake.state import Message, User
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.fake.words import Json
from tests.contract.teams.small_bot import SmallBot


def test_a_mention_names_its_thread_and_its_channel(teams: Teams, bot: SmallBot, anna: User) -> None:
    team = teams.team("Norra", ("Lag ett",), (anna,))
    channel = teams.channel(team, "Lag ett")
    assert not teams.mentions(anna, channel, "hjälp").ok, "the bot is not there yet"
    teams.adds_to_team(anna, team)
    assert bot.last["channelData"]["team"] == {"id": team.id, "name": "Norra", "aadGroupId": team.group}
    said = teams.mentions(anna, channel, "hjälp").message
    assert bot.last["text"] == "<at>Skolsteg</at> hjälp\n"
    assert bot.last["conversation"]["id"] == f"{channel.id};messageid={said.id}"
    teams.renames(anna, channel, "Lag två")
    assert bot.last["channelData"]["channel"] == {"id": channel.id, "name": "Lag två"}
    teams.removes_from_team(anna, team)
    assert bot.last["action"] == "remove"


def test_chats_meetings_reactions_and_typing_are_told(teams: Teams, bot: SmallBot, anna: User) -> None:
    chat = teams.chat(anna, meeting=True)
    teams.adds_to_chat(anna, chat)
    teams.meets(anna, chat)
    assert bot.last["name"] == "application/vnd.microsoft.meetingStart"
    teams.reacts(anna, said(teams, anna, message(card())))
    assert bot.last["reactionsAdded"] == [{"type": "like"}]
    teams.types(anna)
    teams.uninstalls(anna)
    assert [each["type"] for each in bot.told[-2:]] == ["typing", "installationUpdate"]


def said(teams: Teams, user: User, activity: Json) -> Message:
    """What the bot has sent to somebody."""
    return teams.world.say(teams.world.personal(user), teams.tenant.bot, activity, bot=True)


CONSENT = {
    "contentType": "application/vnd.microsoft.teams.card.file.consent",
    "name": "skolår.xlsx",
    "content": {"sizeInBytes": 4, "acceptContext": {"a": 1}, "declineContext": {"a": 2}},
}


def test_a_file_is_put_where_somebody_consents(teams: Teams, bot: SmallBot, anna: User) -> None:
    offer = said(teams, anna, {"type": "message", "attachments": [CONSENT]})
    teams.declines_file(anna, offer)
    assert (bot.last["value"]["action"], bot.last["value"]["context"]) == ("decline", {"a": 2})
    teams.accepts_file(anna, offer)
    told = bot.last["value"]
    assert (told["context"], told["uploadInfo"]["name"]) == ({"a": 1}, "skolår.xlsx")
    span = {"Content-Range": "bytes 0-3/4"}
    assert httpx.put(told["uploadInfo"]["uploadUrl"], content=b"abcd").status_code == 400
    assert httpx.put(told["uploadInfo"]["uploadUrl"], content=b"abcd", headers=span).status_code == 201
    assert [(each.name, each.content) for each in teams.files(anna)] == [("skolår.xlsx", b"abcd")]
    assert teams.violations == ["upload: Content-Range '' of 4 bytes"]


def test_a_file_card_is_for_a_personal_chat_and_an_uploaded_file(
    teams: Teams, bot: SmallBot, anna: User
) -> None:
    info = {"contentType": "application/vnd.microsoft.teams.card.file.info", "contentUrl": "x"}
    about = {"type": "message", "attachments": [info | {"content": {"uniqueId": "nothing"}}]}
    chat = f"{anna.tenant.service_url}v3/conversations/{bot.last['conversation']['id']}/activities"
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        bot.run(bot.app.api.http.post(chat, json=about))
    assert teams.violations == ["a file info card about no uploaded file"]


def test_a_file_that_somebody_sends_can_be_fetched(teams: Teams, bot: SmallBot, anna: User) -> None:
    assert teams.sends_file(anna, "plan.pdf", b"%PDF").ok
    sent = bot.last["attachments"][0]
    assert (sent["name"], sent["content"]["fileType"]) == ("plan.pdf", "pdf")
    assert httpx.get(sent["content"]["downloadUrl"]).content == b"%PDF"
