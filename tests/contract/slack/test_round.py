"""A school lives a whole round in Slack: planned, talked over, answered, closed; it qualifies and is told."""

from datetime import UTC, datetime

import pytest

from tests.contract.slack.conftest import Town
from tests.contract.slack.fake.state import User
from tests.storage.authorities import NAMES

KARIN, RUT = "Karin Samordnare", "Rut Norr"
PACK = datetime(2026, 1, 12, 9, tzinfo=UTC)
OPENS = datetime(2026, 1, 26, 9, tzinfo=UTC)
REMINDED = datetime(2026, 2, 4, 9, tzinfo=UTC)
SUMMARY = datetime(2026, 2, 9, 9, tzinfo=UTC)
TALKED = "Ja, vi har pratat"
ON_THE_WAY = (TALKED, "Börja", "Fortsätt")
PLAN: dict[str, object] = {
    "Vad ska omgången heta?": "Självskattningen 2026",
    "Första dag att svara": "2026-01-26",
    "Sista dag att svara": "2026-02-06",
    "Hur svarar personalen?": "individual",
    "Huvudmannens beslut om att de enskilda svaren förstörs när omgången stänger": "GRF-2025-1234",
}


@pytest.mark.parametrize("sockets", [False, True], ids=["http", "sockets"])
def test_a_school_lives_a_whole_round(town: Town, *, sockets: bool) -> None:
    town.start(sockets=sockets)
    _channels_are_confirmed(town)
    _a_round_is_planned(town)
    _the_teams_talk(town)
    _the_staff_answer(town)
    _the_principal_is_told(town)
    assert not town.slack.violations
    assert not town.slack.undelivered
    assert not town.slack.rate_limited


def _channels_are_confirmed(town: Town) -> None:
    karin = town.user(KARIN)
    assert town.slack.writes(karin, "kanaler").ok
    town.presses(KARIN, "Bekräfta alla 2")
    assert "2 av 2" in town.newest(KARIN).words


def _a_round_is_planned(town: Town) -> None:
    slack, karin = town.slack, town.user(KARIN)
    assert slack.command(karin, "ny omgång").ok
    view = slack.until(lambda: slack.view(karin))
    wrong = PLAN | {"Sista dag att svara": "2026-01-20"}
    assert slack.submits(karin, view, wrong).ok
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


def _the_staff_answer(town: Town) -> None:
    slack = town.slack
    town.live_until(OPENS)
    first, second, *others = (town.user(name) for name in NAMES)
    _answers_by_pressing(town, first, "3 · Trygg")
    _answers_by_typing(town, second, "trygg")
    _answers_by_pressing(town, second, "3 · Trygg")
    town.live_until(REMINDED)
    assert "Tack" in slack.said(first)[-1].words, "who has finished is not reminded"
    for user in others:
        assert "minut" in slack.said(user)[-1].words, "who has not is"
        _answers_by_pressing(town, user, "3 · Trygg")


def _answers_by_pressing(town: Town, user: User, label: str) -> None:
    slack = town.slack
    before, card = len(slack.said(user)), slack.said(user)[-1]
    while "Tack" not in card.words:
        words = card.words
        button = next(each for each in (label, *ON_THE_WAY) if each in card.labels)
        assert slack.presses(user, card, button).ok
        slack.until(lambda: card.words != words)  # noqa: B023  -- used at once
    assert len(slack.said(user)) == before, "one card becomes every question"


def _answers_by_typing(town: Town, user: User, answer: str) -> None:
    """Some answers in words, each of which brings a new card."""
    slack = town.slack
    for number, typed in enumerate(("börja", answer, answer), 1):
        before = len(slack.said(user))
        assert slack.writes(user, typed).ok
        slack.until(lambda: len(slack.said(user)) > before)  # noqa: B023  -- used at once
        newest = slack.said(user)[-1]
        if TALKED in newest.labels:
            slack.presses(user, newest, TALKED)
        slack.until(lambda: f"Fråga {number} av" in slack.said(user)[-1].words)  # noqa: B023  -- used at once


def _the_principal_is_told(town: Town) -> None:
    slack, rut = town.slack, town.user(RUT)
    town.live_until(SUMMARY)
    told = " ".join(each.words for each in slack.said(rut))
    assert "kvalificerar" in told
    pictures = [block for each in slack.said(rut) for block in each.blocks if block["type"] == "image"]
    assert pictures
    assert all("3" in block["alt_text"] for block in pictures), "the numbers are said too"
