"""Teams is away, unwell, late or repeats itself: nothing is lost, and what is answered counts once."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.tables import Ballot, Inbox
from tests.contract.open_town import ONE, RUT, STIG, TWO
from tests.contract.surviving import OPENS, crowded, pass_time
from tests.contract.teams.attempts import TRUSTED, questioned
from tests.contract.teams.fake.state import Message
from tests.contract.teams.fake.words import labels, readable
from tests.contract.teams.open_town import OpenTown, open_town
from tests.contract.teams.surviving import Answering, assert_whole, doubles
from tests.contract.trying import ONWARD

ASTA, BO, CIA, DAN, EVA = ONE
FOLKE, IDA, JAN, KIM = TWO
CROWD = [f"Person {number:02}" for number in range(20)]
NEW = "Person 19"
REMINDED = datetime(2026, 1, 23, 9, tzinfo=UTC)
REMINDED_AGAIN = datetime(2026, 1, 28, 9, tzinfo=UTC)
CALLS = ("activities.post", "activities.put", "members.get", "members.paged", "token")
ONCE = ("500", "502", "503", "504", "412", "429", "timeout", "reset")
HELP = "Hjälp"
IN_DOUBT = ("lost", "lost_reset")


@pytest.fixture(scope="module")
def town(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenTown]:
    """The round opens in the first test; whichever runs alone lets the time until then pass by itself."""
    folder = tmp_path_factory.mktemp("town")
    more = crowded(len(CROWD))
    with open_town(migrated_file, folder, *more, without=(NEW,), packs=False, open_now=False) as place:
        place.teams.faults.timeout = 1.0
        yield place


@pytest.fixture(autouse=True)
def _well_again(town: OpenTown) -> Iterator[None]:
    yield
    town.teams.faults.none()
    town.teams.faults.happened.clear()
    town.teams.manners.doubled = frozenset()


def _by(town: OpenTown, instant: datetime) -> None:
    if town.now < instant:
        town.live_until(instant)


def _hurries_until(town: OpenTown, instant: datetime) -> None:
    """Let time pass without waiting for what is to be said again."""
    town.bot.live_until(instant, 1.5)
    town.now = max(town.now, instant)


def _failing(town: OpenTown, call: str) -> dict[str, str]:
    """For each of some people one way in which the next call for them fails."""
    chosen = dict(zip(CROWD, ONCE, strict=False))
    for name, kind in chosen.items():
        place = town.teams.world.personal(town.user(name)).id
        kind = "ratelimited" if kind == "429" else kind  # noqa: PLW2901  -- as the fake calls it
        town.teams.fails(call, kind, place=place)
    return chosen


def test_teams_restarts_again_and_again_during_a_wave(town: OpenTown) -> None:
    wave = threading.Thread(target=town.live_until, args=(OPENS,))
    wave.start()
    town.teams.until(lambda: any(_asked_to_answer(town, name) for name in CROWD))
    for _ in range(3):
        town.teams.restart(down=0.3)
    wave.join()
    pass_time(town)
    assert_whole(town)
    assert all(_asked_to_answer(town, name) for name in CROWD if name != NEW)


def _asked_to_answer(town: OpenTown, name: str) -> bool:
    return any("Börja" in each.labels for each in town.teams.said(town.user(name)))


def test_a_message_that_is_refused_in_any_way_is_said_later_and_once(town: OpenTown) -> None:
    _by(town, OPENS)
    before = {name: len(town.teams.said(town.user(name))) for name in CROWD}
    chosen = _failing(town, "activities.post")
    for name in chosen:
        assert town.teams.writes(town.user(name), "hjälp").ok
    town.teams.until(lambda: town.teams.faults.happened.total() == len(ONCE))
    pass_time(town)
    for name, kind in chosen.items():
        assert len(town.teams.said(town.user(name))) == before[name] + 1, kind
    assert_whole(town)


def test_a_change_that_is_refused_in_any_way_is_made_later(town: OpenTown) -> None:
    _by(town, OPENS)
    chosen = _failing(town, "activities.put")
    cards = {name: _begun(town, name) for name in chosen}
    town.teams.until(lambda: town.teams.faults.happened.total() == len(ONCE))
    pass_time(town)
    for name, card in cards.items():
        assert "Börja" not in card.labels, chosen[name]
    assert_whole(town)


def _begun(town: OpenTown, name: str) -> Message:
    """The card on which somebody begins: the answer shows at once what it becomes."""
    user = town.user(name)
    card = [each for each in town.teams.said(user) if "Börja" in each.labels][-1]
    assert town.teams.presses(user, card, "Börja").ok
    assert "Börja" not in readable(card.seen_by(user))
    return card


@pytest.mark.parametrize("kind", IN_DOUBT)
def test_a_card_that_stands_there_twice_is_answered_once(town: OpenTown, kind: str) -> None:
    """Teams does not tell what it has already said: the second is the one that changes."""
    _by(town, OPENS)
    teams, name = town.teams, {"lost": ASTA, "lost_reset": BO}[kind]
    user, ballots = town.user(name), len(town.rows(Ballot))
    before = len(teams.said(user))
    teams.fails("activities.post", kind)
    assert teams.writes(user, "fortsätt").ok
    teams.until(lambda: teams.faults.happened[kind])
    pass_time(town)
    orphan, kept = teams.said(user)[before:]
    assert doubles(town) == [orphan]
    while "Fråga 2 av" not in readable(seen := orphan.seen_by(user)):
        button = next(each for each in (TRUSTED, *ONWARD) if each in labels(seen))
        assert teams.presses(user, orphan, button).ok
    teams.until(lambda: "Fråga 2 av" in kept.words)
    assert len(town.rows(Ballot)) == ballots + 1
    orphan.deleted = True
    assert_whole(town)


def test_a_change_whose_answer_is_lost_is_made_once_more_in_its_place(town: OpenTown) -> None:
    _by(town, OPENS)
    teams, user = town.teams, town.user(CIA)
    card, before = questioned(town, CIA), len(teams.said(user))
    for kind in IN_DOUBT:
        words = card.words
        teams.fails("activities.put", kind)
        assert teams.presses(user, card, TRUSTED).ok
        teams.until(lambda: card.words != words)  # noqa: B023  -- used at once
        pass_time(town)
    assert len(teams.said(user)) == before
    assert_whole(town)


def test_everything_twice_and_late_happens_once(town: OpenTown) -> None:
    _by(town, OPENS)
    teams, person = town.teams, Answering(town, DAN)
    teams.manners.doubled = frozenset({"message", "adaptiveCard/action", "task/fetch", "installationUpdate"})
    teams.manners.late = 0.2
    before = len(teams.said(person.user))
    for _ in range(6):
        person.presses()
    teams.settle(0.5)
    events = len(town.rows(Inbox))
    assert len(teams.said(person.user)) == before
    person.assert_kept()
    assert len(person.given) >= 4
    assert teams.writes(person.user, "hjälp").ok
    assert teams.installs(person.user, again=True).ok
    teams.settle(0.5)
    assert len(teams.said(person.user)) == before + 1
    assert len(town.rows(Inbox)) == events + 1
    assert_whole(town)


def test_whatever_teams_answers_at_random_everything_is_said(town: OpenTown) -> None:
    _by(town, OPENS)
    teams, people = town.teams, [Answering(town, name) for name in (EVA, FOLKE, IDA)]
    teams.faults.at_random(4, 0.3, calls=CALLS)
    _hurries_until(town, REMINDED)
    for person in people:
        for _ in range(3):
            person.presses()
    assert teams.faults.happened.total() > len(CROWD) / 4
    twice = sum(teams.faults.happened[kind] for kind in IN_DOUBT)
    teams.faults.none()
    for _ in range(3):
        # Each pause after a failure is longer than the one before.
        _hurries_until(town, town.now + timedelta(minutes=10))
    pass_time(town)
    found = doubles(town)
    assert len(found) <= twice, "only what nobody could know"
    for each in found:
        each.deleted = True
    for person in people:
        person.presses()
        person.assert_kept()
    pass_time(town)
    assert_whole(town)


def test_a_conversation_that_hangs_holds_up_nobody_else(town: OpenTown) -> None:
    _by(town, REMINDED)
    teams, stuck = town.teams, town.user("Person 07")
    teams.faults.timeout = 5.0
    teams.fails("activities.post", "timeout", 50, place=teams.world.personal(stuck).id)
    others = [town.user(name) for name in CROWD if name not in ("Person 07", NEW)]
    before = {user.name: len(teams.said(user)) for user in (*others, stuck)}
    wave = threading.Thread(target=town.live_until, args=(REMINDED_AGAIN,))
    wave.start()
    teams.until(lambda: teams.faults.happened["timeout"])
    teams.until(lambda: all(len(teams.said(user)) > before[user.name] for user in others), 4)
    assert len(teams.said(stuck)) == before[stuck.name]
    teams.faults.none()
    teams.faults.timeout = 1.0
    wave.join()
    pass_time(town)
    assert len(teams.said(stuck)) == before[stuck.name] + 1
    assert_whole(town)


def test_without_its_token_service_presses_are_answered_and_the_rest_is_said_later(town: OpenTown) -> None:
    _by(town, OPENS)
    teams, person, leaders = town.teams, Answering(town, JAN), [town.user(RUT), town.user(STIG)]
    questioned(town, JAN)
    before = [len(teams.said(user)) for user in leaders]
    teams.fails("token", "503")
    teams.fails("token", "reset")
    teams.fails("activities.put", "401")
    person.presses()
    teams.until(lambda: teams.faults.happened["401"])
    for user in leaders:
        assert teams.writes(user, "hjälp").ok
    teams.until(lambda: teams.faults.happened.total() == 3)
    person.presses(2)
    pass_time(town)
    assert [len(teams.said(user)) - 1 for user in leaders] == before
    person.assert_kept()
    assert_whole(town)


def test_who_comes_while_members_cannot_be_asked_is_met_and_not_taken_for_a_stranger(town: OpenTown) -> None:
    _by(town, OPENS)
    teams, new = town.teams, town.user(NEW)
    teams.fails("members.paged", "503", 2)
    assert teams.installs(new).ok
    assert not teams.said(new)
    for kind in ("503", "ratelimited"):
        before = len(teams.said(new))
        teams.fails("members.get", kind)
        assert teams.writes(new, "hej").ok
        told = teams.until(lambda: teams.said(new)[before:])[0]  # noqa: B023  -- used at once
        assert "Det gick inte" in told.words, kind
    assert teams.writes(new, "hej").ok
    teams.until(lambda: "Hej Person!" in teams.said(new)[-1].words)
