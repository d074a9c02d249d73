"""People who are not on the roster, whose account is no good, or who are no people."""

from collections.abc import Iterator
from datetime import timedelta

from storage import strangers
from tests.contract.slack.attempts import (
    CANARY,
    CHANNEL,
    TRUSTED,
    Attempt,
    answer,
    delivered,
    forged,
    questioned,
)
from tests.contract.slack.fake import payloads
from tests.contract.slack.fake.words import Json
from tests.contract.slack.open_town import LENA, ONE, OpenTown
from tests.contract.trying import ANOTHER, SOMEBODY, THIRD


def unknown_workspace(town: OpenTown) -> Iterator[str]:
    slack = town.slack
    place = slack.world.add_workspace("En annan kommun")
    slack.user("Främmande", "asta.berg@malmo.example", place)
    user = place.by_email["asta.berg@malmo.example"]
    card = questioned(town, ONE[0])
    yield "Främmande"
    assert slack.command(user, CANARY).ok
    assert slack.writes(user, CANARY).ok
    assert slack.shortcut(user, "skolsteg").ok
    action = slack._action(card.blocks, TRUSTED)
    pressed = payloads.block_actions(slack.world, user, [action], {})
    pressed |= payloads.in_message(slack.world, user, slack.world.direct(place, user), card)
    assert delivered(town, "interactive", pressed).ok


def stranger(town: OpenTown) -> Iterator[str]:
    slack, user = town.slack, town.slack.user(SOMEBODY, "olsson@annan.example")
    known = town.read(lambda found: strangers.count(found, town.authority))
    yield SOMEBODY
    for _ in range(3):
        assert slack.writes(user, CANARY).ok
        slack.settle()
    (told,) = slack.said(user)
    assert "dataskydd@malmo.example" in told.words
    town.live_until(town.now + timedelta(hours=25))
    assert slack.writes(user, CANARY).ok
    slack.until(lambda: len(slack.said(user)) == 2)
    assert town.read(lambda found: strangers.count(found, town.authority)) == known + 1


def stranger_in_channel(town: OpenTown) -> Iterator[str]:
    slack, channel = town.slack, town.slack.channel(CHANNEL)
    user = slack.user(ANOTHER, "persson@annan.example")
    channel.members.append(user.id)
    public = len([each for each in channel.standing if each.bot_id])
    yield ANOTHER
    assert slack.mentions(user, channel, CANARY).ok
    slack.until(lambda: slack.ephemerals(user, channel))
    assert len([each for each in channel.standing if each.bot_id]) == public


def stranger_presses(town: OpenTown) -> Iterator[str]:
    slack, user = town.slack, town.slack.user(THIRD, "qvist@annan.example")
    card = forged(questioned(town, ONE[1]), TRUSTED, answer(town, ONE[1]).encode())
    yield THIRD
    action = slack._action(card.blocks, TRUSTED)
    pressed = payloads.block_actions(slack.world, user, [action], {})
    place = slack.world.direct(user.workspace, user)
    pressed |= payloads.in_message(slack.world, user, place, card)
    pressed["response_url"] = slack.world.response_url("actions", user, place)
    assert delivered(town, "interactive", pressed).ok
    slack.until(lambda: slack.view(user) or slack.ephemerals(user))


def bot(town: OpenTown) -> Iterator[str]:
    slack, user = town.slack, town.slack.user("Väderboten", "", is_bot=True)
    yield "Väderboten"
    place = slack.world.direct(user.workspace, user)
    event: Json = {"type": "message", "channel_type": "im", "channel": place.id, "user": user.id}
    event |= {"text": CANARY, "ts": "1.3", "event_ts": "1.3"}
    for more in ({"bot_id": "B1"}, {"subtype": "bot_message", "bot_id": "B1"}, {}):
        told = payloads.event_callback(slack.world, user.workspace, event | more)
        assert delivered(town, "events_api", told).ok


def guest(town: OpenTown) -> Iterator[str]:
    slack = town.slack
    user = slack.user("Gäst Gästsson", "gast@annan.example", is_ultra_restricted=True)
    user.email = "asta.berg@malmo.example"
    yield user.name
    assert slack.writes(user, "3").ok
    slack.until(lambda: slack.said(user))
    assert "Asta" not in slack.said(user)[-1].words


def deactivated(town: OpenTown) -> Iterator[str]:
    slack, user = town.slack, town.user(LENA)
    questioned(town, LENA)
    assert slack.changes(user, deleted=True).ok
    yield LENA
    assert slack.writes(user, "3").ok
    slack.settle()
    assert slack.changes(user, deleted=False).ok


PEOPLE: dict[str, Attempt] = {
    "unknown-workspace": unknown_workspace,
    "stranger": stranger,
    "stranger-in-channel": stranger_in_channel,
    "stranger-presses": stranger_presses,
    "bot": bot,
    "guest": guest,
    "deactivated": deactivated,
}
