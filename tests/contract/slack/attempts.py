"""What the hostile cases need: people at a question, cards with other values, and how things stand."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from conversations.messages import Action
from storage.tables import (
    Audit,
    Ballot,
    Base,
    Discussion,
    Membership,
    Outbox,
    Participation,
    Person,
    Round,
    Scheduled,
    Window,
    WorkTeam,
)
from tests.contract.slack.fake.delivery import Ack
from tests.contract.slack.fake.state import Message, User, View
from tests.contract.slack.fake.words import Json, elements
from tests.contract.slack.open_town import OpenTown

Attempt = Callable[[OpenTown], Iterator[str]]
"""Prepares, yields the name of whoever tries, and tries; where the first time is right, yields once more."""

CANARY = "KANARIEFÅGEL"
MARKUP = f"<!channel> <https://ond.example|klicka> <@U123> &lt;b&gt; *fet* \u202emoc.live {CANARY}"
TRUSTED = "3 · Trygg"
CHANNEL = "norra-lag-ett"
DISCUSSED = "Vi har diskuterat"
_ONWARD = ("Börja", "Fortsätt", "Ja, vi har pratat")
_KEPT: tuple[type[Base], ...] = (
    Ballot,
    Discussion,
    Membership,
    Participation,
    Person,
    Round,
    Scheduled,
    Window,
    WorkTeam,
)


@dataclass(frozen=True)
class Standing:
    """Everything at one moment: what is kept, what is said to others, and what each person sees."""

    kept: list[list[tuple[object, ...]]]
    others: list[tuple[object, ...]]
    seen: Counter[str]
    hidden: Counter[str]
    refused: int


def standing(town: OpenTown, name: str) -> Standing:
    """How things stand, from somebody's place."""
    town.slack.settle()
    person = next((row["id"] for row in town.rows(Person) if row["name"] == name), 0)
    own = {
        ("person", person),
        *(("team", row["team_id"]) for row in town.rows(Membership) if row["person_id"] == person),
    }
    said = [row for row in town.rows(Outbox) if (row["to_kind"], row["to_id"]) not in own]
    seen, hidden = _sights(town, town.user(name))
    return Standing(
        [sorted(tuple(map(repr, row.values())) for row in town.rows(table)) for table in _KEPT],
        sorted((row["id"], row["body"], row["revision"]) for row in said),
        seen,
        hidden,
        sum(str(row["what"]).startswith("refused ") for row in town.rows(Audit)),
    )


def _sights(town: OpenTown, user: User) -> tuple[Counter[str], Counter[str]]:
    """The words of the bot that this person sees, and those that they do not."""
    seen: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    for place in town.slack.world.workspaces.values():
        for channel in list(place.channels.values()):
            for message in [*channel.standing, *(each for each in channel.ephemerals if not each.deleted)]:
                if message.bot_id:
                    mine = message.ephemeral_to == user.id or (
                        not message.ephemeral_to and user.id in channel.members
                    )
                    (seen if mine else hidden)[f"{message.words} {len(message.versions)}"] += 1
        for number, views in list(place.views.items()):
            for view in views:
                (seen if number == user.id else hidden)[f"{view.words}{view.errors}"] += 1
    return seen, hidden


def questioned(town: OpenTown, name: str) -> Message:
    """The card on which somebody is asked a question."""
    slack, user = town.slack, town.user(name)
    card = slack.said(user)[-1]
    if TRUSTED not in card.labels and not set(_ONWARD) & set(card.labels):
        before = len(slack.said(user))
        assert slack.writes(user, "fortsätt").ok
        slack.until(lambda: len(slack.said(user)) > before)
        card = slack.said(user)[-1]
    while TRUSTED not in card.labels:
        words, button = card.words, next(each for each in _ONWARD if each in card.labels)
        assert slack.presses(user, card, button).ok
        slack.until(lambda: card.words != words)  # noqa: B023  -- used at once
    slack.settle()
    return card


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
