"""Slack does not let the bot in, or in somewhere: what is to be said waits, and leaves when it is mended."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from conversations.messages import Message as Said
from conversations.messages import Text
from conversations.turn import PRINCIPALS, To
from storage import channels, outbox
from tests.bot.processes import REPOSITORY
from tests.contract.slack.conftest import BEGINS, Town
from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import Channel, Message
from tests.contract.slack.surviving import (
    OPENS,
    assert_whole,
    linked,
    looked_around,
    pass_time,
    planned,
    remembered,
    shown,
    states,
)
from tests.storage.authorities import NAMES

KARIN, RUT = "Karin Samordnare", "Rut Norr"
PACK = datetime(2026, 1, 12, 9, tzinfo=UTC)
SUMMARY = datetime(2026, 2, 2, 9, tzinfo=UTC)
CROWD = 20
A_TEAMS_PACK = 6

pytestmark = pytest.mark.parametrize("url_of", ["sqlite"], indirect=True)


def _silently(slack: Slack) -> None:
    slack.world.token_of(slack.workspace).revoked = True


@pytest.mark.parametrize(
    "shut_out",
    [Slack.revokes, *(pytest.param(each, marks=pytest.mark.slow) for each in (Slack.uninstalls, _silently))],
)
def test_without_a_token_all_waits_until_there_is_another(
    town: Town, shut_out: Callable[[Slack], object]
) -> None:
    planned(town, CROWD)
    town.start()
    town.slack.until(lambda: any(method == "conversations.list" for method, _ in town.slack.calls))
    town.slack.settle()
    shut_out(town.slack)
    town.live_until(OPENS)
    assert not shown(town)
    waiting = states(town)
    assert waiting["parked"] > CROWD
    assert set(waiting) == {"parked"}
    tried = sum(method == "chat.postMessage" for method, _ in town.slack.calls)
    assert tried <= 8, "nobody goes on knocking"
    assert "token_revoked" in town.bot.log.read_text("utf-8")
    found = _doctor(town)
    assert "Slack does not accept the token" in found
    assert f"{waiting['parked']} " in found, "how many wait"
    town.bot.stop()
    town.slack.world.install(town.slack.workspace, town.slack.app.scopes)
    town.start()
    # What was parked leaves by itself; only the teams have no channel to wait for.
    town.slack.until(lambda: set(states(town)) <= {"sent", "parked"} and states(town)["sent"] > CROWD, 30)
    assert_whole(town)
    assert len(shown(town)) > CROWD


def _doctor(town: Town) -> str:
    settings = town.slack.environment() | {
        "SKOLSTEG_DATABASE_URL": town.url,
        "SKOLSTEG_KEYS_DIR": str(town.folder / "keys"),
    }
    asked = [sys.executable, "-m", "bot", "doctor"]
    answer = subprocess.run(  # noqa: S603  -- this very interpreter
        asked, cwd=REPOSITORY, env=os.environ | settings, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    return answer.stdout


def test_what_a_team_without_its_channel_waits_for_leaves_when_it_has_another(town: Town) -> None:
    planned(town)
    gone = linked(town, "Lag ett")
    town.start()
    looked_around(town)
    channel = town.slack.workspace.channels[gone]
    assert town.slack.archives(channel).ok
    town.live_until(PACK)
    assert not channel.standing
    assert states(town)["parked"] >= A_TEAMS_PACK
    other = town.slack.world.add_channel(town.slack.workspace, "norra-lag-ett", bot=False)
    assert town.slack.enters(town.slack.workspace.bot, other).ok
    _confirms(town, other)
    pass_time(town)
    assert len(other.standing) == A_TEAMS_PACK
    assert not channel.standing
    assert_whole(town)


def test_a_card_follows_its_team_to_another_channel(town: Town) -> None:
    planned(town)
    first = town.slack.workspace.channels[linked(town, "Lag ett")]
    town.start()
    town.live_until(PACK)
    assert len(first.standing) == A_TEAMS_PACK
    assert town.slack.archives(first).ok
    other = town.slack.world.add_channel(town.slack.workspace, "norra-lag-ett", bot=False)
    assert town.slack.enters(town.slack.workspace.bot, other).ok
    _confirms(town, other)
    pass_time(town)
    assert states(town)["failed"] == 0
    with remembered(town) as authority, authority.database.reading() as connection:
        assert channels.of(connection, town.authority, To("team", authority.team("Lag ett"))) == other.id


def _confirms(town: Town, channel: Channel) -> None:
    """The coordinator confirms what is proposed once the bot has asked what the channel is called."""
    karin = town.user(KARIN)
    with remembered(town) as authority:
        database, number = authority.database, town.authority

        def is_known() -> bool:
            with database.reading() as connection:
                return any(each.id == channel.id for each in channels.known(connection, number))

        town.slack.until(is_known)
    assert town.slack.writes(karin, "kanaler").ok
    card = town.slack.until(lambda: _proposal(town))
    assert town.slack.presses(karin, card, _confirming(card)).ok


def _proposal(town: Town) -> Message | None:
    said = town.slack.said(town.user(KARIN))
    return said[-1] if said and _confirming(said[-1]) else None


def _confirming(card: Message) -> str:
    return next((each for each in card.labels if each.startswith("Bekräfta")), "")


def test_a_private_channel_that_the_bot_is_thrown_out_of_is_no_longer_its_teams(town: Town) -> None:
    planned(town)
    channel = town.slack.workspace.channels[linked(town, "Lag ett")]
    channel.is_private = True
    town.start()
    looked_around(town)
    channel.members.remove(town.slack.workspace.bot.id)
    town.live_until(PACK)
    assert states(town)["parked"] >= A_TEAMS_PACK
    assert states(town)["failed"] == 0
    assert town.slack.enters(town.slack.workspace.bot, channel).ok
    _confirms(town, channel)
    pass_time(town)
    assert len(channel.standing) == A_TEAMS_PACK
    assert_whole(town)


@pytest.mark.parametrize("status", ["500", pytest.param("412", marks=pytest.mark.slow)])
def test_a_picture_that_does_not_arrive_is_brought_again(town: Town, status: str) -> None:
    planned(town)
    town.start()
    town.live_until(OPENS)
    with remembered(town) as authority:
        for name in NAMES:
            authority.answer_all(name, 3, OPENS)
    town.slack.fails("upload", status, 2)
    town.live_until(SUMMARY)
    pass_time(town)
    assert town.slack.faults.happened[status] == 2
    blocks = [block["type"] for each in town.slack.said(town.user(RUT)) for block in each.blocks]
    assert "image" in blocks
    assert_whole(town)


def test_what_the_principals_hear_waits_until_they_have_a_channel(town: Town) -> None:
    said = Said("Digital agenda", (Text("Hej alla rektorer!"),))
    with remembered(town) as authority, authority.database.writing() as connection:
        outbox.queue(connection, town.authority, outbox.Parcel(PRINCIPALS, "agenda", said), BEGINS)
    town.start()
    looked_around(town)
    pass_time(town)
    assert states(town)["parked"] == 1
    channel = town.slack.world.add_channel(town.slack.workspace, "rektorer", bot=False)
    with remembered(town) as authority, authority.database.writing() as connection:
        seen = channels.Channel(channel.id, "rektorer", private=False, member=True)
        channels.take(connection, town.authority, "slack", [seen], BEGINS, all_of_them=False)
        channels.link(connection, town.authority, PRINCIPALS, channel.id)
    assert town.slack.enters(town.slack.workspace.bot, channel).ok
    pass_time(town)
    assert [each.words for each in channel.standing] == ["Hej alla rektorer!"]
    assert_whole(town)
