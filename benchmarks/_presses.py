"""Presses on real cards, in whichever shape a platform tells of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import update

from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.play.pressing import Hands
from conversations.messages import Action, Message
from conversations.turn import To
from storage import accounts, outbox, people
from storage.accounts import Seen
from storage.cards import actions
from storage.people import Colleague
from storage.sending import Delivery
from storage.tables import Outbox

ROW, NUMBER, USER = 7_777_777, "#####", "#user"
"""Stand in a press by nobody yet for the card, for what is the press's own, and for who presses."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question's card, and the answer that is pressed on it."""

    message: Message
    action: Action


@dataclass(frozen=True, slots=True)
class Presser:
    """Somebody with a card in their conversation."""

    user: str
    card: int
    school: int


class Shape(Protocol):
    """How a platform knows people and tells of what they press."""

    @property
    def platform(self) -> str: ...

    def user(self, person: int) -> str:
        """Somebody's account."""
        ...

    def talk(self, user: str) -> tuple[str, str]:
        """The conversation with somebody, and at which server."""
        ...

    def message(self, user: str) -> str:
        """The id of the message that is the card."""
        ...

    def written(self, asked: Asked) -> str:
        """A press by nobody yet."""
        ...

    def sent(self, own: str) -> bytes:
        """The body of the request that brings somebody's press."""
        ...


class _Nobody:
    def send(self, delivery: Delivery) -> str:
        raise NotImplementedError(f"nothing is sent here, {delivery.id}")


def bodies(remembered: Memory, number: int, round_id: int, questions: int, shape: Shape) -> list[bytes]:
    """Everybody's answer to the first question, then to the second, and so on."""
    with remembered.database.reading() as connection:
        today = remembered.calendars(connection, number).local_date(remembered.now())
        everybody = people.staff(connection, number, today)
    # One of each school shows which cards the others will see.
    models = {each.school: each for each in everybody}
    hands = Hands(Dispatcher(remembered, _Nobody()), number)
    asked = {school: list(_asked(hands, each, round_id, questions)) for school, each in models.items()}
    first = {school: cards[0].message for school, cards in asked.items()}
    others = [each for each in everybody if each != models[each.school]]
    pressers = _settled(remembered, number, others, first, shape)
    written = {school: [shape.written(each) for each in cards] for school, cards in asked.items()}
    return [
        shape.sent(_owned(written[presser.school][question], presser, f"{question}{place:05}"))
        for question in range(questions)
        for place, presser in enumerate(pressers)
    ]


def _asked(hands: Hands, model: Colleague, round_id: int, presses: int) -> Iterator[Asked]:
    message = hands.press(model.id, Action("begin", round_id, model.school)).replaced
    for _ in range(presses):
        if message is None:
            raise LookupError("nothing more is asked")
        # Before a new area the team talks; then there is only the way on.
        action = next(each for each in actions(message) if each.verb == "ask" or each.value == "3")
        yield Asked(message, action)
        message = hands.press(model.id, action).replaced


def _owned(written: str, presser: Presser, number: str) -> str:
    return written.replace(USER, presser.user).replace(NUMBER, number).replace(str(ROW), str(presser.card))


def _settled(
    remembered: Memory, number: int, everybody: list[Colleague], first: dict[int, Message], shape: Shape
) -> list[Presser]:
    """Give everybody an account and the first question's card, which has arrived."""
    users = {each.id: shape.user(each.id) for each in everybody}
    with remembered.database.writing() as connection:
        seen = [
            Seen(user, accounts.email_of(connection, number, person), active=True)
            for person, user in users.items()
        ]
        accounts.take(connection, number, shape.platform, seen)
        pressers = []
        for each in everybody:
            talk = shape.talk(users[each.id])
            accounts.talk_in(connection, number, shape.platform, each.id, *talk)
            parcel = outbox.Parcel(To("person", each.id), f"card {each.id}", first[each.school])
            card = outbox.queue(connection, number, parcel, remembered.now()) or 0
            pressers.append(Presser(users[each.id], card, each.school))
        outbox.arrive(connection, number, remembered.now())
        for presser in pressers:
            said = update(Outbox).where(Outbox.id == presser.card)
            connection.execute(said.values(platform_message_id=shape.message(presser.user)))
    return pressers
