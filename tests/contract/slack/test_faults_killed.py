"""The bot is killed in the middle of whatever it does, or loses its database, and starts again."""

import threading
import time
from random import Random

import pytest

from tests.bot.processes import status, unreachable, until
from tests.contract.slack.conftest import Town
from tests.contract.slack.surviving import OPENS, Answering, assert_whole, pass_time, planned, shown
from tests.storage.authorities import NAMES

CROWD = 30
# Each takes half a minute: on the other engine they are lived through at night.
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


@pytest.mark.parametrize("url_of", BOTH, indirect=True)
def test_killed_while_people_press_nothing_acknowledged_is_lost(town: Town) -> None:
    planned(town)
    town.start()
    town.live_until(OPENS)
    people, random = [Answering(town, name) for name in NAMES[:4]], Random(4711)
    for person in people:
        person.presses()
    for _ in range(3):
        _killed_while_they_press(town, people, random.uniform(0.0, 0.4))
        for person in people:
            person.assert_kept()
    for person in people:
        person.finishes()
        person.assert_kept()
    pass_time(town)
    assert_whole(town)


def _killed_while_they_press(town: Town, people: list[Answering], after: float) -> None:
    killer = threading.Timer(after, town.bot.kill)
    killer.start()
    hands = [threading.Thread(target=_press_on, args=(person, town)) for person in people]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    killer.join()
    town.start()
    # What the dead one was bringing is brought when its leases are over.
    pass_time(town)


def _press_on(person: Answering, town: Town) -> None:
    while not person.done and person.press():
        words = person.card.words
        last = time.monotonic() + 1
        while person.card.words == words and time.monotonic() < last and town.bot.lives:
            time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize("url_of", BOTH, indirect=True)
def test_killed_during_a_wave_each_message_stands_there_once(town: Town) -> None:
    planned(town, CROWD)
    town.start()
    random = Random(17)
    for _ in range(3):
        town.now = OPENS
        _killed_in_the_wave(town, random.uniform(0.1, 0.5))
        town.start()
    pass_time(town)
    assert_whole(town)
    assert len(shown(town)) > CROWD
    assert not town.slack.violations


def _killed_in_the_wave(town: Town, after: float) -> None:
    before = len(town.slack.calls)
    town.bot.begin_to_live_until(OPENS)
    last = time.monotonic() + 10
    while time.monotonic() < last:
        if any(method == "chat.postMessage" for method, _ in town.slack.calls[before:]):
            break
        time.sleep(0.01)
    time.sleep(after)
    town.bot.kill()


def test_without_its_database_it_says_so_and_acknowledges_nothing(
    town: Town, request: pytest.FixtureRequest
) -> None:
    server = "" if town.url.startswith("sqlite") else request.getfixturevalue("postgresql").address
    planned(town)
    town.start()
    town.live_until(OPENS)
    person, other = Answering(town, NAMES[0]), Answering(town, NAMES[1])
    person.presses()
    unreachable(town.url, server, gone=True)
    until(lambda: status(f"{town.bot.address}/ready") == 503)
    card = person.card.words
    assert not person.press()
    town.slack.settle()
    assert "Det gick inte att spara just nu" in town.slack.ephemerals(person.user)[-1].words
    assert person.card.words == card
    assert not town.slack.writes(other.user, "hjälp").ok
    unreachable(town.url, server, gone=False)
    until(lambda: status(f"{town.bot.address}/ready") == 200)
    for each in (person, other):
        each.finishes()
        each.assert_kept()
    pass_time(town)
    assert_whole(town)
