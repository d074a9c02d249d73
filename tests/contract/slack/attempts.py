"""What the hostile cases need: people at a question, and cards with other values."""

from dataclasses import replace

from conversations.messages import Action
from tests.contract import trying
from tests.contract.asked import questioned
from tests.contract.slack.fake.delivery import Ack
from tests.contract.slack.fake.state import Message, View
from tests.contract.slack.fake.words import Json, elements
from tests.contract.slack.open_town import OpenTown
from tests.contract.trying import CANARY, DISCUSSED, TRUSTED

__all__ = ["CANARY", "DISCUSSED", "TRUSTED", "Attempt", "questioned"]

Attempt = trying.Attempt[OpenTown]
MARKUP = f"<!channel> <https://ond.example|klicka> <@U123> &lt;b&gt; *fet* \u202emoc.live {CANARY}"
CHANNEL = "norra-lag-ett"


def action_in(card: Message, label: str) -> Action:
    """What a button carries."""
    action = Action.decode(
        next(each["value"] for _, each in elements(card.blocks) if each["text"]["text"] == label)
    )
    assert action is not None
    return action


def forged(card: Message, label: str, value: str | None = None, row: int | None = None) -> Message:
    """The card with another value behind a button, or with the number of another card."""
    changed = card.snapshot()
    for block, element in elements(changed.blocks):
        if element["text"]["text"] == label:
            element["value"] = element["value"] if value is None else value
            if row is not None:
                block["block_id"] = f"{row}.{block['block_id'].partition('.')[2]}"
    return changed


def presses(town: OpenTown, name: str, action: Action | str) -> Ack:
    """Somebody presses a forged answer on the card with their question."""
    card = questioned(town, name)
    value = action if isinstance(action, str) else action.encode()
    return town.slack.presses(town.user(name), forged(card, TRUSTED, value), TRUSTED)


def answer(town: OpenTown, name: str, **changed: object) -> Action:
    """The action behind an answer on somebody's card, with changes."""
    return replace(action_in(questioned(town, name), TRUSTED), **changed)  # type: ignore[arg-type]


def delivered(town: OpenTown, kind: str, payload: Json) -> Ack:
    """A payload to the bot, signed as Slack does, whatever it says."""
    return town.slack.run(town.slack.delivery.deliver(kind, payload))


def opened(town: OpenTown, name: str, label: str, card: Message) -> View:
    """The modal that a press opens."""
    user = town.user(name)
    user.workspace.views.pop(user.id, None)
    assert town.slack.presses(user, card, label).ok
    return town.slack.until(lambda: town.slack.view(user))


def all_messages(town: OpenTown) -> list[Message]:
    """Everything that stands or has stood anywhere in the workspace."""
    channels = list(town.slack.workspace.channels.values())
    return [each for channel in channels for each in [*channel.messages.values(), *channel.ephemerals]]
