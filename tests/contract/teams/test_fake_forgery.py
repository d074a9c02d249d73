"""Whatever can be wrong with a request, and whatever Teams or nobody sends, can be sent by the fake."""

import pytest
from microsoft_teams.api.activities import ActivityTypeAdapter

from tests.contract.teams.asking import PRESS, card, message
from tests.contract.teams.fake.catalogue import every_activity
from tests.contract.teams.fake.forgery import BODIES, FORGERIES
from tests.contract.teams.fake.state import Message, User
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.small_bot import SmallBot

SDK_TAKES = {
    *BODIES,
    "an agent",
    "key of another channel",
    "no expiry",
    "service url of both",
} - {"service url"}


def posted(teams: Teams, user: User) -> Message:
    """A card that the bot has sent to somebody."""
    return teams.world.say(teams.world.personal(user), teams.tenant.bot, message(card(PRESS)), bot=True)


@pytest.mark.parametrize("kind", FORGERIES)
def test_what_the_sdk_takes_of_what_is_forged(teams: Teams, bot: SmallBot, anna: User, kind: str) -> None:
    before = len(bot.told)
    with teams.forging(kind):
        ack = teams.writes(anna, "hej")
    assert (ack.ok, len(bot.told) - before) == ((True, 1) if kind in SDK_TAKES else (False, 0))
    assert bool(teams.violations) == ack.ok, "whatever is taken is a violation"
    assert teams.writes(anna, "hej").ok


def test_what_happens_in_teams_has_the_shapes_that_the_sdk_knows(
    teams: Teams, bot: SmallBot, anna: User
) -> None:
    teams.edits(anna, teams.writes(anna, "Hej").message, "Nej")
    teams.reacts(anna, posted(teams, anna))
    team = teams.team("Norra", (), (anna,))
    teams.adds_to_team(anna, team)
    teams.presses(anna, posted(teams, anna), "Trygg")
    for told in bot.told:
        assert ActivityTypeAdapter.validate_python(told)


def test_every_activity_can_be_sent(teams: Teams, bot: SmallBot, anna: User) -> None:
    team = teams.team("Norra", (), (anna,))
    everything = every_activity(teams.world, anna, team)
    assert len(everything) > 80
    for activity in everything.values():
        teams.sends(anna, activity)
    assert len(bot.told) > 80
