"""A whole workspace that keeps to Slack's limits, in a process of its own.

Run as ``python -m benchmarks._workspace``; prints what the bot needs to know. A line of JSON on standard
input asks for something, a line on standard output answers it.
"""

import inspect
from collections import Counter
from collections.abc import Mapping
from functools import partial
from random import Random
from typing import Any

from benchmarks._answering import answering, at_a_pace
from tests.contract.slack.fake.delivery import Ack
from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import Message

SLOWEST, FASTEST = 0.15, 0.05
ON_THE_WAY = ("Ja, vi har pratat", "Börja", "Fortsätt")

Json = dict[str, Any]


def people(slack: Slack, task: Mapping[str, Any]) -> Json:
    """Everybody gets an account; the bot is told of nobody."""
    for name, email in task["people"]:
        slack.world.add_user(slack.workspace, name, email)
    return {}


def settings(slack: Slack, task: Mapping[str, Any]) -> Json:
    """Where the bot is, and how many new messages a minute the workspace takes; 0 for any number."""
    slack.bot_at(task["bot"])
    slack.limits.enforced = bool(task["per_minute"])
    slack.limits.messages_per_minute = task["per_minute"]
    return {}


def told(slack: Slack, _task: Mapping[str, Any]) -> Json:
    """What has been said and how often, from when to when, and what Slack had to refuse."""
    said = [each for channel in list(slack.workspace.direct.values()) for each in channel.standing]
    marks = Counter(each.metadata["event_payload"]["message"] for each in said if each.metadata)
    stamps = [float(each.ts) for each in said]
    return {
        "said": len(said),
        "different": len(marks),
        "first": min(stamps, default=0),
        "last": max(stamps, default=0),
        "refused": dict(slack.rate_limited),
        "methods": Counter(method for method, _ in slack.calls),
        "violations": slack.violations[:5],
    }


def presses(slack: Slack, task: Mapping[str, Any]) -> Json:
    """Everybody in turn presses what comes next on their card, so many times a second."""
    chance = Random(4)
    slack.answers.seconds = lambda: chance.uniform(FASTEST, SLOWEST)
    cards = [channel.standing[-1] for channel in slack.workspace.direct.values()]
    acks: list[Ack] = slack.run(
        at_a_pace(lambda number: _press(slack, cards[number % len(cards)]), task["rate"], task["seconds"])
    )
    slack.settle(1, within=60)
    pressed = Counter(id(cards[number % len(cards)]) for number in range(len(acks)))
    return {
        "waited": [each.seconds for each in acks],
        "refused presses": sum(not each.ok for each in acks),
        "not back": sum(len(each.versions) != pressed[id(each)] for each in cards),
    }


async def _press(slack: Slack, card: Message) -> Ack:
    label = next(each for each in card.labels if each.startswith("3 · ") or each in ON_THE_WAY)
    user = slack.workspace.users[slack.workspace.channels[card.channel].members[0]]
    # What waits for the answer in the workspace's own thread, which this is.
    press = inspect.unwrap(Slack.presses)
    pressed: Ack = await press(slack, user, card, label)
    return pressed


TASKS = {"people": people, "settings": settings, "told": told, "presses": presses}


def main() -> None:
    with Slack() as slack:
        known = {"workspace": slack.workspace.id, "settings": slack.environment()}
        answering(known, {name: partial(task, slack) for name, task in TASKS.items()})


if __name__ == "__main__":
    main()
