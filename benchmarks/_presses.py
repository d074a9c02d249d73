"""Presses on real cards, in the shape in which Slack tells of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.platforms.slack import render
from bot.play.pressing import Hands
from conversations.messages import Action, Message
from conversations.turn import To
from storage import accounts, outbox, people
from storage.accounts import Seen
from storage.cards import actions
from storage.people import Colleague
from storage.sending import Delivery

PLATFORM = "slack"
_ROW, _NUMBER = 7_777_777, "#####"


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


class _Nobody:
    def send(self, delivery: Delivery) -> str:
        raise NotImplementedError(f"nothing is sent here, {delivery.id}")


def bodies(remembered: Memory, number: int, round_id: int, questions: int, url: str) -> list[bytes]:
    """Everybody's answer to the first question, then to the second, and so on; ``url`` gets the answers."""
    with remembered.database.reading() as connection:
        today = remembered.calendars(connection, number).local_date(remembered.now())
        everybody = people.staff(connection, number, today)
    # One of each school shows which cards the others will see.
    models = {each.school: each for each in everybody}
    hands = Hands(Dispatcher(remembered, _Nobody()), number)
    asked = {school: list(_asked(hands, each, round_id, questions)) for school, each in models.items()}
    first = {school: cards[0].message for school, cards in asked.items()}
    pressers = _settled(
        remembered, number, [each for each in everybody if each != models[each.school]], first
    )
    written = {school: [_written(each, url) for each in cards] for school, cards in asked.items()}
    return [
        _pressed(written[presser.school][question], presser, f"{question}{place:05}")
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


def _settled(
    remembered: Memory, number: int, everybody: list[Colleague], first: dict[int, Message]
) -> list[Presser]:
    """Give everybody an account and the first question's card, which has arrived."""
    users = {each.id: f"U{each.id:08}" for each in everybody}
    with remembered.database.writing() as connection:
        seen = [
            Seen(user, accounts.email_of(connection, number, person), active=True)
            for person, user in users.items()
        ]
        accounts.take(connection, number, PLATFORM, seen)
        pressers = []
        for each in everybody:
            parcel = outbox.Parcel(To("person", each.id), f"card {each.id}", first[each.school])
            card = outbox.queue(connection, number, parcel, remembered.now()) or 0
            pressers.append(Presser(users[each.id], card, each.school))
        outbox.arrive(connection, number, remembered.now())
    return pressers


def _written(asked: Asked, url: str) -> str:
    """A press by nobody yet: what is another's in each stands as a mark in it."""
    shown = render.message(asked.message, _ROW, 1)
    block, element = _button(shown.blocks, asked.action.encode())
    person = {"id": "#user", "username": "#user", "name": "#user", "team_id": "T00BENCH"}
    place = {
        "type": "message",
        "message_ts": "1767690000.000100",
        "channel_id": "D#user",
        "is_ephemeral": False,
    }
    said = {"type": "message", "user": "U00BOT", "bot_id": "B00BOT", "app_id": "A00BENCH", "team": "T00BENCH"}
    pressed = {"block_id": block["block_id"], "action_ts": f"1767690001.{_NUMBER}", "type": "button"}
    return json.dumps(
        {
            "type": "block_actions",
            "user": person,
            "api_app_id": "A00BENCH",
            "token": "verification-of-a-benchmark",
            "container": place,
            "trigger_id": f"9999999.{_NUMBER}.0123456789abcdef0123456789abcdef",
            "team": {"id": "T00BENCH", "domain": "bench"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": "D#user", "name": "directmessage"},
            "message": {**said, "ts": place["message_ts"], "text": shown.text, "blocks": shown.blocks},
            "state": {"values": {}},
            "response_url": f"{url}/actions/T00BENCH/{_NUMBER}/abcdefghijklmnopqrstuvwx",
            "actions": [{**element, **pressed}],
        }
    )


def _button(blocks: list[render.Block], value: str) -> tuple[render.Block, render.Block]:
    for block in blocks:
        for element in (block.get("accessory"), *block.get("elements", ())):
            if element and element.get("value") == value:
                return block, element
    raise LookupError("no such button on the card")


def _pressed(written: str, presser: Presser, number: str) -> bytes:
    own = (
        written.replace("#user", presser.user).replace(_NUMBER, number).replace(str(_ROW), str(presser.card))
    )
    return urlencode({"payload": own}).encode()
