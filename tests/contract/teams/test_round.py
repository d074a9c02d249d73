"""A school lives a whole round in Teams: planned, talked over, answered, closed, told that it qualifies."""

from tests.contract import whole_round
from tests.contract.open_town import KARIN, RUT
from tests.contract.teams.conftest import Town
from tests.contract.teams.fake.shapes import CONSENT
from tests.contract.teams.fake.state import Message, User
from tests.contract.teams.fake.words import labels, readable
from tests.contract.whole_round import ON_THE_WAY, PACK, PLAN, PLANNED_WRONG
from tests.storage.authorities import NAMES

_JOINT = "\u2060"


def test_a_school_lives_a_whole_round(town: Town) -> None:
    town.start()
    town.everybody_has_it()
    _everybody_is_met(town)
    whole_round.channels_are_confirmed(town)
    _a_round_is_planned(town)
    _the_teams_talk(town)
    whole_round.the_staff_answer(town, _answers_by_pressing)
    whole_round.the_principal_is_told(town)
    _the_coordinator_fetches_the_result(town)
    whole_round.nothing_was_wrong(town)


def _everybody_is_met(town: Town) -> None:
    for name in (*NAMES, RUT, KARIN):
        assert len(town.teams.said(town.user(name))) == 1, "one word, though Teams tells twice"


def _a_round_is_planned(town: Town) -> None:
    teams, karin = town.teams, town.user(KARIN)
    assert teams.writes(karin, "ny omgång").ok
    card = town.newest(KARIN)
    assert teams.presses(karin, card, card.labels[0], PLANNED_WRONG).ok
    seen = card.seen_by(karin)
    assert "⚠" in readable(seen), "the form stays and says what to mend"
    teams.settle()
    assert teams.presses(karin, card, labels(seen)[0], PLAN).ok
    assert "Självskattningen 2026" in town.newest(KARIN).words


def _the_teams_talk(town: Town) -> None:
    teams, asta = town.teams, town.user(NAMES[0])
    town.live_until(PACK)
    channel = town.channel("Lag ett")
    said = teams.until(lambda: len(channel.standing) == 6 and channel.standing, within=15)
    card = said[1]
    assert teams.presses(asta, card, card.labels[0], {"field.note": "Vi vill dela <at>alla</at> & *mer*"}).ok
    # A joint that nobody sees keeps what was written from being a mention.
    teams.until(lambda: "Vi vill dela <at>alla</at> & *mer*" in card.words.replace(_JOINT, ""))
    assert teams.mentions(asta, channel, "läget").ok
    teams.settle()


def _answers_by_pressing(town: Town, user: User, label: str) -> None:
    teams = town.teams
    before, card = len(teams.said(user)), teams.said(user)[-1]
    seen = card.seen_by(user)
    while "Tack" not in readable(seen):
        button = next(each for each in (label, *ON_THE_WAY) if each in labels(seen))
        ack = teams.presses(user, card, button)
        assert ack.ok
        # The answer to the press is the next card; the stored one may follow a moment later.
        teams.until(lambda: readable(card.seen_by(user)) != readable(seen))  # noqa: B023  -- used at once
        seen = card.seen_by(user)
    teams.until(lambda: "Tack" in card.words, within=20)
    assert len(teams.said(user)) == before, "one card becomes every question"


def _the_coordinator_fetches_the_result(town: Town) -> None:
    """A file is offered in one's own chat and comes among one's own files; nobody else is offered it."""
    teams, karin, asta = town.teams, town.user(KARIN), town.user(NAMES[0])
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
