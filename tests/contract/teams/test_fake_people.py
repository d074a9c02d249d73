"""What people do in the fake reaches a bot as it does from Teams, and what it answers is seen."""

import pytest

from tests.contract.teams.asking import NOTE, OPENS, PRESS, SAVES, card, message, shown, turned
from tests.contract.teams.fake.state import Message, User
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.fake.words import Json
from tests.contract.teams.small_bot import SmallBot


def posted(teams: Teams, user: User, content: Json | None = None) -> Message:
    """A card that the bot has sent to somebody."""
    activity = message(content or card(PRESS, OPENS, inputs=(NOTE,)))
    return teams.world.say(teams.world.personal(user), teams.tenant.bot, activity, bot=True)


def test_an_install_is_told_twice_with_everything_to_write_back(bot: SmallBot, anna: User) -> None:
    assert [each["type"] for each in bot.told] == ["installationUpdate", "conversationUpdate"]
    told = bot.told[0]
    assert told["from"]["aadObjectId"] == anna.aad_id
    assert told["conversation"]["tenantId"] == told["channelData"]["tenant"]["id"] == anna.tenant.id
    assert (told["channelId"], told["serviceUrl"]) == ("msteams", anna.tenant.service_url)


def test_what_is_written_edited_and_deleted_is_told(teams: Teams, bot: SmallBot, anna: User) -> None:
    said = teams.writes(anna, "Hej <du>").message
    assert (bot.last["text"], bot.last["id"]) == ("Hej <du>", said.id)
    teams.edits(anna, said, "Hej då")
    assert (bot.last["type"], bot.last["text"], bot.last["id"]) == ("messageUpdate", "Hej då", said.id)
    teams.deletes(anna, said)
    assert bot.last["channelData"]["eventType"] == "softDeleteMessage"
    assert teams.conversation(anna) == []


def test_a_press_sends_data_and_inputs_and_shows_the_answer(teams: Teams, bot: SmallBot, anna: User) -> None:
    said = posted(teams, anna)
    bot.answers = lambda _: shown(card(text="Tack"))
    assert teams.presses(anna, said, "Trygg", {"Anteckning": "ja"}).ok
    action = bot.last["value"]["action"]
    assert (action["verb"], action["data"]) == ("press", {"action": "press", "a": "3", "note": "ja"})
    assert bot.last["replyToId"] == said.id
    assert said.seen_by(anna) == card(text="Tack")
    assert said.labels == ["Trygg", "Visa"], "for all others it stands as it was"
    assert not teams.violations


@pytest.mark.parametrize("answer", [None, {}, {"statusCode": 200, "type": "painted"}, "text"])
def test_another_answer_to_a_press_is_a_violation(
    teams: Teams, bot: SmallBot, anna: User, answer: object
) -> None:
    bot.answers = lambda _: (200, answer)
    teams.presses(anna, posted(teams, anna), "Trygg")
    assert len(teams.violations) == 1


def test_a_press_that_is_not_answered_in_time_comes_again_the_same(
    teams: Teams, bot: SmallBot, anna: User
) -> None:
    teams.manners.patience, bot.slow = 0.2, 0.4
    assert not teams.presses(anna, posted(teams, anna), "Trygg").ok
    first, second = bot.told[-2:]
    assert first == second
    assert teams.violations == ["adaptiveCard/action: not answered within 0.2 s"]


def test_deliveries_can_come_twice_and_late(teams: Teams, bot: SmallBot, anna: User) -> None:
    teams.manners.doubled, teams.manners.late = frozenset(("message",)), 0.05
    teams.writes(anna, "Hej")
    teams.settle()
    assert bot.told[-1] == bot.told[-2]


def test_a_dialog_opens_goes_on_and_closes(teams: Teams, bot: SmallBot, anna: User) -> None:
    said = posted(teams, anna)
    bot.answers = lambda _: turned(card(SAVES, inputs=(NOTE,)))
    dialog = teams.presses(anna, said, "Visa").dialog
    assert bot.last["name"] == "task/fetch"
    assert (dialog.labels, dialog.title) == (["Spara"], "Se efter")
    bot.answers = lambda _: turned(card(SAVES, text="Igen"), "Nästa")
    teams.submits(anna, "Spara", {"note": "så"})
    assert bot.last["value"]["data"] == {"a": "5", "note": "så"}
    assert teams.dialog(anna).title == "Nästa"
    bot.answers = lambda _: (200, {"task": {"type": "message", "value": "Sparat"}})
    teams.submits(anna, "Spara")
    assert teams.dialog(anna).words == "Nästa\nSparat"
    with pytest.raises(LookupError, match="no dialog"):
        teams.submits(anna, "Spara")
    teams.closes(anna)
    assert teams.dialog(anna) is None
    assert not teams.violations


def test_a_dialog_in_which_something_is_wrong_is_remembered(teams: Teams, bot: SmallBot, anna: User) -> None:
    bot.answers = lambda _: turned(card(PRESS), "")
    teams.presses(anna, posted(teams, anna), "Visa")
    assert teams.violations == [
        "task/fetch: a dialog without a title",
        "card.actions[0]: Action.Execute does nothing in a dialog",
    ]


def test_the_screen_holds_back_what_is_not_filled_in(teams: Teams, bot: SmallBot, anna: User) -> None:
    needed = NOTE | {"isRequired": True, "errorMessage": "Skriv något"}
    said, before = posted(teams, anna, card(PRESS, inputs=(needed,))), len(bot.told)
    with pytest.raises(AssertionError, match="Anteckning is required"):
        teams.presses(anna, said, "Trygg")
    with pytest.raises(LookupError, match="titled 'Otrygg'"):
        teams.presses(anna, said, "Otrygg")
    assert len(bot.told) == before
