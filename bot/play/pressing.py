"""People who answer by pressing buttons, as they would in a chat."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dispatcher import Dispatcher
from bot.platforms.envelope import Incoming, Reply
from conversations.events import Event, Pressed, Submitted
from conversations.messages import Action, Message
from conversations.rules.sheets import NOT_APPLICABLE, PREFER_NOT
from conversations.turn import To
from storage.cards import actions

_MARKS = {NOT_APPLICABLE: "na", PREFER_NOT: "skip"}


@dataclass(frozen=True, slots=True)
class Card:
    """A message that can be pressed, with its row in the outbox."""

    id: int
    message: Message


class Hands:
    """Presses buttons and sends forms for the people of one authority; every event has a key of its own."""

    def __init__(self, dispatcher: Dispatcher, authority: int) -> None:
        self._dispatcher = dispatcher
        self._authority = authority
        self.events = 0

    def press(self, person: int, action: Action, card: int = 0, place: To | None = None) -> Reply:
        """Press a button in one's own conversation, or in another place."""
        return self._happened(person, Pressed(action), card, place)

    def submit(
        self, person: int, action: Action, fields: Mapping[str, str], place: To | None = None
    ) -> Reply:
        """Send a form."""
        return self._happened(person, Submitted(action, fields), 0, place)

    def answer(self, person: int, card: Card, wanted: Mapping[str, int], most: int) -> int:
        """Go from an invitation through the questions, by criterion; after the most presses comes a pause."""
        message: Message | None = card.message
        pressed = 0
        while message and (action := _next(message, wanted)):
            if pressed == most:
                self.press(person, _named(message, "pause") or action, card.id)
                break
            pressed += action.verb == "answer"
            message = self.press(person, action, card.id).replaced
        return pressed

    def _happened(self, person: int, event: Event, card: int, place: To | None) -> Reply:
        self.events += 1
        to = place or To("person", person)
        return self._dispatcher.handle(
            Incoming(f"press-{self.events}", self._authority, person, to, event, card)
        )


def _next(message: Message, wanted: Mapping[str, int]) -> Action | None:
    """The button to press: the wanted level, or what leads on to the questions."""
    for action in actions(message):
        level = wanted.get(action.item)
        if action.verb == "answer" and level and action.value == _MARKS.get(level, str(level)):
            return action
    return _named(message, "ask") or _named(message, "begin")


def _named(message: Message, verb: str) -> Action | None:
    return next((action for action in actions(message) if action.verb == verb), None)
