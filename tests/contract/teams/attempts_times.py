"""The same thing again: pressed twice, delivered a hundred times, or pressed on a card of yesterday."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from storage.tables import Ballot
from tests.contract.open_town import ONE, TWO
from tests.contract.teams.attempts import DISCUSSED, NOTE, TRUSTED, Attempt, pack, questioned
from tests.contract.teams.fake.words import labels, readable
from tests.contract.teams.open_town import OpenTown
from tests.contract.trying import TIMES_AGAIN


def pressed_twice(town: OpenTown) -> Iterator[str]:
    name = ONE[2]
    teams, user, card = town.teams, town.user(name), questioned(town, name).snapshot()
    ballots, messages = len(town.rows(Ballot)), len(teams.said(user))
    yield name
    with ThreadPoolExecutor(2) as both:
        acks = list(both.map(lambda _: teams.presses(user, card, TRUSTED), range(2)))
    assert all("Fråga 2 av" in readable(ack.body["value"]) for ack in acks), "both see what has become of it"
    teams.settle()
    assert len(town.rows(Ballot)) <= ballots + 1
    assert len(teams.said(user)) == messages, "one card becomes the next question"
    assert "Fråga 2 av" in teams.said(user)[-1].words
    yield name


def old_card_edits(town: OpenTown) -> Iterator[str]:
    name = ONE[3]
    teams, user, old = town.teams, town.user(name), questioned(town, name).snapshot()
    messages = len(teams.said(user))
    yield name
    assert teams.presses(user, old, TRUSTED).ok
    teams.settle()
    ballots = len(town.rows(Ballot))
    assert teams.presses(user, old, next(each for each in old.labels if each.startswith("2"))).ok
    teams.settle()
    assert len(town.rows(Ballot)) == ballots
    assert len(teams.said(user)) == messages
    yield name


def _replayed(town: OpenTown) -> list[object]:
    acks = [town.teams.replay() for _ in range(TIMES_AGAIN)]
    assert all(ack.ok for ack in acks)
    return [ack.body for ack in acks]


def event_again(town: OpenTown) -> Iterator[str]:
    name = TWO[2]
    questioned(town, name)
    yield name
    assert town.teams.writes(town.user(name), "3").ok
    last = town.teams.delivery.last
    town.teams.settle()
    yield name
    town.teams.delivery.last = last
    _replayed(town)


def press_again(town: OpenTown) -> Iterator[str]:
    name = ONE[4]
    card = questioned(town, name)
    yield name
    first = town.teams.presses(town.user(name), card, TRUSTED)
    last = town.teams.delivery.last
    yield name
    town.teams.delivery.last = last
    assert all(_shown(each) == _shown(first.body) for each in _replayed(town)), "answered as the first time"


def form_again(town: OpenTown) -> Iterator[str]:
    name = ONE[1]
    card = pack(town, 4)
    yield name
    assert town.teams.presses(town.user(name), card, DISCUSSED, {NOTE: "Vi har pratat"}).ok
    last = town.teams.delivery.last
    yield name
    town.teams.delivery.last = last
    assert all("Vi har pratat" in readable(each["value"]) for each in _replayed(town))


def _shown(answer: object) -> tuple[str, list[str]]:
    card = answer["value"]
    return readable(card), labels(card)


TIMES: dict[str, Attempt] = {
    "pressed-twice": pressed_twice,
    "old-card-edits": old_card_edits,
    "event-again": event_again,
    "press-again": press_again,
    "form-again": form_again,
}
