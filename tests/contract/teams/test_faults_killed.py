"""The bot is killed in the middle of whatever it does, and starts again."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.contract.surviving import OPENS, pass_time, states
from tests.contract.teams.conftest import Town
from tests.contract.teams.surviving import HASTE, Answering, assert_whole, doubles, met, planned
from tests.storage.authorities import NAMES

CROWD = 20


@pytest.fixture
def url_of(tmp_path: Path, migrated_file: Path) -> Callable[[str], str]:
    """What either engine keeps when it is cut off is tried with Slack."""
    place = tmp_path / "skolsteg.sqlite3"
    place.write_bytes(migrated_file.read_bytes())
    return lambda _: f"sqlite:///{place}"


def test_killed_while_people_press_nothing_acknowledged_is_lost(town: Town) -> None:
    planned(town)
    met(town)
    town.live_until(OPENS)
    people = [Answering(town, name) for name in NAMES[:4]]
    for person in people:
        person.presses()
    _killed_while_they_press(town, people, 0.5)
    assert sum(len(person.given) for person in people) > len(people)
    for person in people:
        person.assert_kept()
        person.presses()
        person.assert_kept()
    pass_time(town)
    assert_whole(town)


def _killed_while_they_press(town: Town, people: list[Answering], after: float) -> None:
    killer = threading.Timer(after, town.bot.kill)
    killer.start()
    hands = [threading.Thread(target=person.goes_on, args=(2,)) for person in people]
    for hand in hands:
        hand.start()
    for hand in (*hands, killer):
        hand.join()
    town.start(**HASTE)
    # What the dead one was bringing is brought when its leases are over.
    pass_time(town)


def test_killed_during_a_wave_everything_is_said_and_twice_only_what_was_under_way(town: Town) -> None:
    planned(town, CROWD)
    met(town)
    town.now = OPENS
    under_way = _killed_in_the_wave(town, Random(17).uniform(0.02, 0.15))
    town.start(**HASTE)
    pass_time(town)
    found = doubles(town)
    assert len(found) <= under_way, "Teams cannot be asked what stands there already"
    assert not town.teams.violations


def _killed_in_the_wave(town: Town, after: float) -> int:
    """Kill it while it sends; gives how many messages there may be of which it knows nothing."""
    before = len(town.teams.calls)
    town.bot.begin_to_live_until(OPENS)
    last = time.monotonic() + 5
    while time.monotonic() < last and not _posts(town, before):
        time.sleep(0.01)
    time.sleep(after)
    town.bot.kill()
    town.teams.settle()
    return states(town)["sending"]


def _posts(town: Town, before: int) -> bool:
    return any(call == "activities.post" for call, _ in town.teams.calls[before:])
