"""What the hostile cases need: people at a question, and presses that carry something else."""

from dataclasses import replace

from conversations.messages import Action
from tests.contract import trying
from tests.contract.asked import questioned
from tests.contract.teams.fake import activities
from tests.contract.teams.fake.delivery import Ack
from tests.contract.teams.fake.forgery import header
from tests.contract.teams.fake.state import Message
from tests.contract.teams.fake.words import Json, pressed
from tests.contract.teams.open_town import OpenTown
from tests.contract.trying import CANARY, DISCUSSED, TRUSTED

__all__ = ["CANARY", "DISCUSSED", "TRUSTED", "Attempt", "questioned"]

Attempt = trying.Attempt[OpenTown]
MARKUP = f"<at>Skolsteg</at> [klicka](https://ond.example) &lt;b&gt; *fet* \u202emoc.live {CANARY}"
CHANNEL = "Lag ett"
NOTE = "field.note"
PRESSES = "adaptiveCard/action"
JOINT = "\u2060"
"""What keeps written signs from being markup, and is not seen."""


def carried(card: Message, title: str = TRUSTED) -> Json:
    """What a button carries."""
    return dict(pressed(card.card, title)["data"])


def action_in(card: Message, title: str = TRUSTED) -> Action:
    """What a button means."""
    action = Action.decode(carried(card, title)["a"])
    assert action is not None
    return action


def value_of(data: Json) -> Json:
    """What a press on a card is worth, on its way."""
    return {"action": {"type": "Action.Execute", "verb": "press", "data": data}, "trigger": "manual"}


def sends(town: OpenTown, name: str, card: Message, data: Json) -> Ack:
    """Somebody presses something on a card that nobody has shown them."""
    return town.teams.presses_raw(town.user(name), card, value_of(data))


def presses(town: OpenTown, name: str, action: Action | str, **more: object) -> Ack:
    """Somebody presses a forged answer on the card with their question."""
    card = questioned(town, name)
    value = action if isinstance(action, str) else action.encode()
    return sends(town, name, card, carried(card) | {"a": value} | more)


def answer(town: OpenTown, name: str, **changed: object) -> Action:
    """The action behind an answer on somebody's card, with changes."""
    return replace(action_in(questioned(town, name)), **changed)  # type: ignore[arg-type]


def pack(town: OpenTown, number: int) -> Message:
    """One of the cards in the team's channel on which it says that it has talked."""
    return town.channel(CHANNEL).standing[1 + number]


def posted(town: OpenTown, body: bytes, **headers: str) -> int:
    """Anything at all to the bot's address, signed as Teams does."""
    signed = {"Authorization": header(town.teams.tenant), "Content-Type": "application/json; charset=utf-8"}
    signed |= {name.replace("_", "-"): each for name, each in headers.items()}
    return int(town.teams.post(body, signed).status)


def activity(town: OpenTown, name: str, more: Json) -> Json:
    """An activity of somebody in their own chat."""
    user = town.user(name)
    return activities.activity(town.teams.world, "message", user, town.teams.world.personal(user)) | more
