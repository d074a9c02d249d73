"""A school lives a whole round in Teams: planned, talked over, answered, closed, told that it qualifies."""

from datetime import UTC, datetime

from tests.contract.teams.conftest import COORDINATOR, Town
from tests.contract.teams.fake.shapes import CONSENT
from tests.contract.teams.fake.state import Message, User
from tests.contract.teams.fake.words import readable, titles
from tests.storage.authorities import NAMES

RUT = "Rut Norr"
PACK = datetime(2026, 1, 12, 9, tzinfo=UTC)
OPENS = datetime(2026, 1, 26, 9, tzinfo=UTC)
REMINDED = datetime(2026, 2, 4, 9, tzinfo=UTC)
SUMMARY = datetime(2026, 2, 9, 9, tzinfo=UTC)
TALKED = "Ja, vi har pratat"
_JOINT = "\u2060"
ON_THE_WAY = (TALKED, "Börja", "Fortsätt")
PLAN: dict[str, object] = {
    "Vad ska omgången heta?": "Självskattningen 2026",
    "Första dag att svara": "2026-01-26",
    "Sista dag att svara": "2026-02-06",
    "Hur svarar personalen?": "individual",
    "Huvudmannens beslut om att de enskilda svaren förstörs när omgången stänger": "GRF-2025-1234",
}


def test_a_school_lives_a_whole_round(town: Town) -> None:
    town.start()
    town.everybody_has_it()
    _everybody_is_met(town)
    _channels_are_confirmed(town)
    _a_round_is_planned(town)
    _the_teams_talk(town)
    _the_staff_answer(town)
    _the_principal_is_told(town)
    _the_coordinator_fetches_the_result(town)
    assert not town.teams.violations
    assert not town.teams.undelivered
    assert not town.teams.rate_limited


def _everybody_is_met(town: Town) -> None:
    for name in (*NAMES, RUT, COORDINATOR):
        assert len(town.teams.said(town.user(name))) == 1, "one word, though Teams tells twice"


def _channels_are_confirmed(town: Town) -> None:
    karin = town.user(COORDINATOR)
    assert town.teams.writes(karin, "kanaler").ok
    town.presses(COORDINATOR, "Bekräfta alla 2")
    assert "2 av 2" in town.newest(COORDINATOR).words


def _a_round_is_planned(town: Town) -> None:
    teams, karin = town.teams, town.user(COORDINATOR)
    assert teams.writes(karin, "ny omgång").ok
    card = town.newest(COORDINATOR)
    assert teams.presses(karin, card, card.titles[0], PLAN | {"Sista dag att svara": "2026-01-20"}).ok
    seen = card.seen_by(karin)
    assert "⚠" in readable(seen), "the form stays and says what to mend"
    teams.settle()
    assert teams.presses(karin, card, titles(seen)[0], PLAN).ok
    assert "Självskattningen 2026" in town.newest(COORDINATOR).words


def _the_teams_talk(town: Town) -> None:
    teams, asta = town.teams, town.user(NAMES[0])
    town.live_until(PACK)
    channel = town.channel("Lag ett")
    said = teams.until(lambda: len(channel.standing) == 6 and channel.standing, within=15)
    card = said[1]
    assert teams.presses(asta, card, card.titles[0], {"field.note": "Vi vill dela <at>alla</at> & *mer*"}).ok
    # A joint that nobody sees keeps what was written from being a mention.
    teams.until(lambda: "Vi vill dela <at>alla</at> & *mer*" in card.words.replace(_JOINT, ""))
    assert teams.mentions(asta, channel, "läget").ok
    teams.settle()


def _the_staff_answer(town: Town) -> None:
    teams = town.teams
    town.live_until(OPENS)
    first, second, *others = (town.user(name) for name in NAMES)
    _answers_by_pressing(town, first, "3 · Trygg")
    _answers_by_typing(town, second, "trygg")
    _answers_by_pressing(town, second, "3 · Trygg")
    town.live_until(REMINDED)
    assert "Tack" in teams.said(first)[-1].words, "who has finished is not reminded"
    for user in others:
        assert "minut" in teams.said(user)[-1].words, "who has not is"
        _answers_by_pressing(town, user, "3 · Trygg")


def _answers_by_pressing(town: Town, user: User, label: str) -> None:
    teams = town.teams
    before, card = len(teams.said(user)), teams.said(user)[-1]
    seen = card.seen_by(user)
    while "Tack" not in readable(seen):
        button = next(each for each in (label, *ON_THE_WAY) if each in titles(seen))
        ack = teams.presses(user, card, button)
        assert ack.ok
        # The answer to the press is the next card; the stored one may follow a moment later.
        teams.until(lambda: readable(card.seen_by(user)) != readable(seen))  # noqa: B023  -- used at once
        seen = card.seen_by(user)
    teams.until(lambda: "Tack" in card.words, within=20)
    assert len(teams.said(user)) == before, "one card becomes every question"


def _answers_by_typing(town: Town, user: User, answer: str) -> None:
    """Some answers in words, each of which brings a new card."""
    teams = town.teams
    for number, typed in enumerate(("börja", answer, answer), 1):
        before = len(teams.said(user))
        assert teams.writes(user, typed).ok
        teams.until(lambda: len(teams.said(user)) > before)  # noqa: B023  -- used at once
        newest = teams.said(user)[-1]
        if TALKED in newest.titles:
            teams.presses(user, newest, TALKED)
        teams.until(lambda: f"Fråga {number} av" in teams.said(user)[-1].words)  # noqa: B023  -- used at once


def _the_principal_is_told(town: Town) -> None:
    teams, rut = town.teams, town.user(RUT)
    town.live_until(SUMMARY)
    told = " ".join(each.words for each in teams.said(rut))
    assert "kvalificerar" in told


def _the_coordinator_fetches_the_result(town: Town) -> None:
    """A file is offered in one's own chat and comes among one's own files; nobody else is offered it."""
    teams, karin, asta = town.teams, town.user(COORDINATOR), town.user(NAMES[0])
    wanted = {"action": {"data": {"action": "press", "document": "results/1/xlsx", "row": 0, "rev": 0}}}
    assert teams.presses_raw(asta, teams.said(asta)[-1], wanted).ok
    assert "kan jag inte" in teams.told[asta.id]
    assert teams.presses_raw(karin, teams.said(karin)[-1], wanted).ok
    offer = teams.until(lambda: [each for each in teams.said(karin) if _is_offer(each)])[-1]
    assert teams.accepts_file(karin, offer).ok
    (file,) = teams.files(karin)
    assert file.name == "Självskattningen 2026.xlsx"
    assert file.content
    assert file.content.startswith(b"PK")
    teams.until(lambda: offer.deleted)
    assert not teams.files(asta)


def _is_offer(message: Message) -> bool:
    return any(each["contentType"] == CONSENT for each in message.attachments)
