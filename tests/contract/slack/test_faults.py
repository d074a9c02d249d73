"""Slack is away, unwell, late or repeats itself: nothing is lost, and nobody sees anything twice."""

import threading
import time
from datetime import timedelta

import pytest

from tests.contract.slack.conftest import Town
from tests.contract.slack.surviving import (
    OPENS,
    Answering,
    assert_whole,
    imported,
    pass_time,
    planned,
    shown,
)
from tests.storage.authorities import NAMES, Line

CROWD = 30
THREE = NAMES[:3]
CALLS = ("chat.postMessage", "chat.update", "response_url", "views.open", "users.lookupByEmail")

pytestmark = pytest.mark.parametrize("url_of", ["sqlite"], indirect=True)


def test_slack_is_away_while_people_press(town: Town) -> None:
    planned(town)
    town.start()
    town.live_until(OPENS)
    people = [Answering(town, name) for name in THREE]
    for person in people:
        person.presses()
    town.slack.stop()
    assert all(person.press() for person in people), "acknowledged although nothing can be shown"
    time.sleep(1)
    town.slack.start()
    for person in people:
        person.finishes()
        person.assert_kept()
    pass_time(town)
    assert_whole(town)


def test_slack_restarts_again_and_again_during_a_wave(town: Town) -> None:
    planned(town, CROWD)
    town.start()
    wave = threading.Thread(target=town.live_until, args=(OPENS,))
    wave.start()
    for _ in range(4):
        time.sleep(0.4)
        town.slack.restart(down=0.4)
    wave.join()
    pass_time(town)
    assert_whole(town)
    assert len(shown(town)) > CROWD


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3, 4))])
def test_whatever_slack_answers_at_random_each_message_stands_there_once(town: Town, seed: int) -> None:
    planned(town, CROWD)
    late = [Line("Södra", f"Sen {number}", school_code="22222222") for number in range(5)]
    imported(town, *late, *(Line("Södra", f"Person {n:02}", school_code="22222222") for n in range(CROWD)))
    town.start()
    town.slack.settle(1)
    for line in late:
        # Nobody tells the bot of these, so that it has to ask for them.
        town.slack.user(line.name, line.email)
    town.slack.faults.timeout = 1.0
    town.slack.faults.at_random(seed, 0.3, calls=CALLS)
    town.live_until(OPENS)
    pass_time(town)
    people = [Answering(town, name) for name in THREE]
    for person in people:
        for _ in range(3):
            person.presses(60)
    assert len(town.slack.faults.happened) >= len(THREE), "several kinds of trouble"
    town.slack.faults.none()
    pass_time(town, timedelta(minutes=15))
    for person in people:
        person.finishes()
        person.assert_kept()
    pass_time(town)
    assert_whole(town)
    assert len(shown(town)) > CROWD + len(late)


@pytest.mark.parametrize("sockets", [False, True], ids=["http", "sockets"])
def test_everything_twice_and_late_happens_once(town: Town, *, sockets: bool) -> None:
    planned(town)
    town.start(sockets=sockets)
    town.slack.manners.doubled = frozenset({"events_api", "interactive", "slash_commands"})
    town.slack.manners.late = 0.3
    town.live_until(OPENS)
    person = Answering(town, NAMES[0])
    before = len(town.slack.said(person.user))
    person.finishes()
    town.slack.settle(1)
    assert len(town.slack.said(person.user)) == before
    person.assert_kept()
    assert town.slack.writes(person.user, "hjälp").ok
    assert town.slack.command(person.user, "hjälp").ok
    town.slack.settle(1)
    assert len(town.slack.said(person.user)) == before + 2
    pass_time(town)
    assert_whole(town)
    assert not town.slack.violations


def test_a_websocket_that_dies_costs_nobody_an_answer(town: Town) -> None:
    planned(town)
    town.start(sockets=True)
    town.slack.until(lambda: town.slack.sockets.alive)
    town.live_until(OPENS)
    person = Answering(town, NAMES[0])
    for number in range(6):
        if number % 2:
            # In the middle: the press is on its way in, and its acknowledgement has no way out.
            threading.Timer(0.005 * number, town.slack.drop_sockets).start()
        else:
            town.slack.drop_sockets()
        person.presses()
    town.slack.refresh_sockets()
    person.finishes()
    person.assert_kept()
    pass_time(town)
    assert_whole(town)


def test_a_conversation_that_hangs_holds_up_nobody_else(town: Town) -> None:
    planned(town, CROWD)
    # Fast enough for the pace not to be what the others wait for.
    town.slack.limits.messages_per_minute = 1300
    town.start(SKOLSTEG_SLACK_MESSAGES_PER_MINUTE="1200")
    town.slack.settle(1)
    stuck = town.user("Person 07")
    town.slack.fails("chat.postMessage", "timeout", 50, place=stuck.id)
    wave = threading.Thread(target=town.live_until, args=(OPENS,))
    wave.start()
    others = [town.user(f"Person {number:02}") for number in range(CROWD) if number != 7]
    town.slack.until(lambda: town.slack.faults.happened["timeout"])
    town.slack.until(lambda: all(town.slack.said(user) for user in others), 8)
    assert not town.slack.said(stuck)
    wave.join()
    town.slack.faults.none()
    pass_time(town)
    assert_whole(town)


def test_patience_is_kept_to_the_second_and_only_where_it_is_asked_for(town: Town) -> None:
    planned(town, CROWD)
    town.start()
    town.live_until(OPENS)
    town.slack.settle(1)
    users, person = [town.user(name) for name in THREE], Answering(town, "Person 01")
    person.presses()
    before = [len(town.slack.said(user)) for user in users]
    town.slack.fails("chat.postMessage", "ratelimited", retry_after=3)
    began = town.slack.world.now()
    for user in users:
        assert town.slack.writes(user, "hjälp").ok
    person.presses(2)
    assert town.slack.world.now() - began < 2.5, "what is pressed is answered all the while"
    town.slack.until(lambda: [len(town.slack.said(user)) - 1 for user in users] == before)
    waited = [float(town.slack.said(user)[-1].ts) - began for user in users]
    assert town.slack.faults.happened["ratelimited"] == 1
    assert all(3 <= each < 4.5 or each < 0.5 for each in waited), waited
    assert max(waited) >= 3
    pass_time(town)
    assert_whole(town)
