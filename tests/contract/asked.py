"""People at a question, on any chat platform, who write and send what is no answer."""

from collections.abc import Iterator
from typing import Any, Protocol

from tests.contract.open_town import SOUTH, TWO
from tests.contract.trying import CANARY, ONWARD, TRUSTED, Attempt, Place

JAN, KIM = TWO[2:]
GUN, HANS = SOUTH


class Asked(Place, Protocol):
    """A town whose people can be asked; ``chat`` is the stand-in of its platform."""

    chat: Any

    def user(self, name: str) -> Any:  # noqa: ANN401 -- each platform has its own
        """Somebody's account."""

    def person(self, name: str) -> int:
        """Somebody's number."""

    def school_id(self, name: str) -> int:
        """A school's number."""

    def round(self, title: str) -> int:
        """A round's number."""


def questioned(town: Asked, name: str) -> Any:  # noqa: ANN401 -- each platform has its own
    """The card on which somebody is asked a question."""
    chat, user = town.chat, town.user(name)
    chat.settle()
    card = chat.said(user)[-1]
    if TRUSTED not in card.labels and not set(ONWARD) & set(card.labels):
        before = len(chat.said(user))
        assert chat.writes(user, "fortsätt").ok
        chat.until(lambda: len(chat.said(user)) > before)
        card = chat.said(user)[-1]
    while TRUSTED not in card.labels:
        words, button = card.words, next(each for each in ONWARD if each in card.labels)
        assert chat.presses(user, card, button).ok
        chat.until(lambda: card.words != words)  # noqa: B023  -- used at once
    chat.settle()
    return card


def writing(name: str, text: str) -> Attempt[Asked]:
    """Somebody writes this."""

    def attempt(town: Asked) -> Iterator[str]:
        yield name
        assert town.chat.writes(town.user(name), text).ok

    return attempt


def _file(town: Asked) -> Iterator[str]:
    yield GUN
    assert town.chat.sends_file(town.user(GUN), text="3").ok


def _file_in_question(town: Asked) -> Iterator[str]:
    chat, jan = town.chat, town.user(JAN)
    questioned(town, JAN)
    yield JAN
    before = len(chat.said(jan))
    assert chat.sends_file(jan).ok
    chat.until(lambda: len(chat.said(jan)) > before)
    assert TRUSTED in chat.said(jan)[-1].labels, "the question is asked again"


def _edited(town: Asked) -> Iterator[str]:
    questioned(town, JAN)
    said = town.chat.writes(town.user(JAN), CANARY).message
    yield JAN
    assert town.chat.edits(town.user(JAN), said, "trygg").ok


SAID: dict[str, Attempt[Asked]] = {
    "far-too-long": writing(KIM, CANARY * 1700),
    "file": _file,
    "file-in-question": _file_in_question,
    "edited": _edited,
}
