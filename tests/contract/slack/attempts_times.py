"""The same thing again: pressed twice, delivered a hundred times, or pressed on a card of yesterday."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from storage.tables import Ballot
from tests.contract.slack.attempts import CHANNEL, DISCUSSED, TRUSTED, Attempt, opened, questioned
from tests.contract.slack.open_town import ONE, TWO, OpenTown
from tests.contract.trying import TIMES_AGAIN


def pressed_twice(town: OpenTown) -> Iterator[str]:
    name = ONE[2]
    slack, user, card = town.slack, town.user(name), questioned(town, name).snapshot()
    ballots, messages = len(town.rows(Ballot)), len(slack.said(user))
    yield name
    with ThreadPoolExecutor(2) as both:
        assert all(ack.ok for ack in both.map(lambda _: slack.presses(user, card, TRUSTED), range(2)))
    slack.settle()
    assert len(town.rows(Ballot)) <= ballots + 1
    assert len(slack.said(user)) == messages, "one card becomes the next question"
    assert "Fråga 2 av" in slack.said(user)[-1].words
    yield name


def old_card_edits(town: OpenTown) -> Iterator[str]:
    name = ONE[3]
    slack, user, old = town.slack, town.user(name), questioned(town, name).snapshot()
    messages = len(slack.said(user))
    yield name
    assert slack.presses(user, old, TRUSTED).ok
    slack.settle()
    ballots = len(town.rows(Ballot))
    assert slack.presses(user, old, next(each for each in old.labels if each.startswith("2"))).ok
    slack.settle()
    assert len(town.rows(Ballot)) == ballots
    assert len(slack.said(user)) == messages
    yield name


def _replayed(town: OpenTown) -> None:
    for _ in range(TIMES_AGAIN):
        assert town.slack.replay().ok


def event_again(town: OpenTown) -> Iterator[str]:
    name = TWO[2]
    questioned(town, name)
    yield name
    assert town.slack.writes(town.user(name), "3").ok
    last = town.slack.delivery.last
    town.slack.settle()
    yield name
    town.slack.delivery.last = last
    _replayed(town)


def press_again(town: OpenTown) -> Iterator[str]:
    name = ONE[4]
    card = questioned(town, name)
    yield name
    assert town.slack.presses(town.user(name), card, TRUSTED).ok
    last = town.slack.delivery.last
    yield name
    town.slack.delivery.last = last
    _replayed(town)


def form_again(town: OpenTown) -> Iterator[str]:
    name = ONE[1]
    card = town.slack.channel(CHANNEL).standing[5]
    view = opened(town, name, DISCUSSED, card)
    yield name
    assert town.slack.submits(town.user(name), view, {"field.note": "Vi har pratat"}).ok
    last = town.slack.delivery.last
    yield name
    town.slack.delivery.last = last
    _replayed(town)


TIMES: dict[str, Attempt] = {
    "pressed-twice": pressed_twice,
    "old-card-edits": old_card_edits,
    "event-again": event_again,
    "press-again": press_again,
    "form-again": form_again,
}
