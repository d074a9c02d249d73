"""A school lives a whole round in Slack: planned, talked over, answered, closed; it qualifies and is told."""

import pytest

from tests.contract import whole_round
from tests.contract.open_town import KARIN, RUT
from tests.contract.slack.conftest import Town
from tests.contract.slack.fake.state import User
from tests.contract.whole_round import ON_THE_WAY, PACK, PLAN, PLANNED_WRONG
from tests.storage.authorities import NAMES


@pytest.mark.parametrize("sockets", [False, True], ids=["http", "sockets"])
def test_a_school_lives_a_whole_round(town: Town, *, sockets: bool) -> None:
    town.start(sockets=sockets)
    whole_round.channels_are_confirmed(town)
    _a_round_is_planned(town)
    _the_teams_talk(town)
    whole_round.the_staff_answer(town, _answers_by_pressing)
    _the_principal_is_told(town)
    whole_round.nothing_was_wrong(town)


def _a_round_is_planned(town: Town) -> None:
    slack, karin = town.slack, town.user(KARIN)
    assert slack.command(karin, "ny omgång").ok
    view = slack.until(lambda: slack.view(karin))
    assert slack.submits(karin, view, PLANNED_WRONG).ok
    assert view.errors, "the modal stays and says what to mend"
    assert slack.submits(karin, view, PLAN).ok
    assert slack.view(karin) is None
    assert "Självskattningen 2026" in town.newest(KARIN).words


def _the_teams_talk(town: Town) -> None:
    slack, asta = town.slack, town.user(NAMES[0])
    town.live_until(PACK)
    channel = slack.channel("norra-lag-ett")
    # One new message a second is what Slack takes in a channel.
    assert len(channel.standing) == 6, "an introduction and five areas"
    card = channel.standing[1]
    assert slack.presses(asta, card, card.labels[0]).ok
    view = slack.until(lambda: slack.view(asta))
    assert slack.submits(asta, view, {"field.note": "Vi vill dela <!channel> & *mer*"}).ok
    slack.until(lambda: "Vi vill dela <!channel> & *mer*" in card.words)


def _answers_by_pressing(town: Town, user: User, label: str) -> None:
    slack = town.slack
    before, card = len(slack.said(user)), slack.said(user)[-1]
    while "Tack" not in card.words:
        words = card.words
        button = next(each for each in (label, *ON_THE_WAY) if each in card.labels)
        assert slack.presses(user, card, button).ok
        slack.until(lambda: card.words != words)  # noqa: B023  -- used at once
    assert len(slack.said(user)) == before, "one card becomes every question"


def _the_principal_is_told(town: Town) -> None:
    whole_round.the_principal_is_told(town)
    said = town.slack.said(town.user(RUT))
    pictures = [block for each in said for block in each.blocks if block["type"] == "image"]
    assert pictures
    assert all("3" in block["alt_text"] for block in pictures), "the numbers are said too"
