"""A whole tenant that keeps to Teams' limits, in a process of its own.

Run as ``python -m benchmarks._tenant``; prints what the bot needs to know. A line of JSON on standard
input asks for something, a line on standard output answers it.
"""

import inspect
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any

from benchmarks._answering import answering, at_a_pace
from benchmarks._teams_presses import talk_with
from tests.contract.teams.fake import forgery
from tests.contract.teams.fake.delivery import Ack
from tests.contract.teams.fake.state import Message
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.fake.words import actions, labels

ON_THE_WAY = ("Ja, vi har pratat", "Börja", "Fortsätt")

Json = dict[str, Any]


def people(teams: Teams, task: Mapping[str, Any]) -> Json:
    """Everybody has an account and the bot; gives who they are and where each can be talked to."""
    found = []
    for name, email in task["people"]:
        user = teams.world.add_user(teams.tenant, name, email, installed=True)
        found.append((user.aad_id, teams.world.personal(user).id))
    return {"people": found, "service": teams.tenant.service_url}


def cards(teams: Teams, task: Mapping[str, Any]) -> Json:
    """What the bot believes to have said stands there."""
    for user in task["users"]:
        talk = talk_with(teams.tenant, user)
        teams.tenant.users[user] = talk.members[0]
        teams.tenant.personal[user] = teams.tenant.conversations[talk.id] = talk
    return {}


def settings(teams: Teams, task: Mapping[str, Any]) -> Json:
    """Where the bot is."""
    teams.bot_at(task["bot"])
    return {}


def token(teams: Teams, _task: Mapping[str, Any]) -> Json:
    """What Teams has its requests carry for the next hour."""
    return {"token": forgery.header(teams.tenant)}


def told(teams: Teams, _task: Mapping[str, Any]) -> Json:
    """What has been said and how often, from when to when, and what Teams had to refuse."""
    said = [each for talk in list(teams.tenant.personal.values()) for each in talk.standing if each.bot]
    rows = Counter(actions(each.cards)[0]["data"]["row"] for each in said)
    stamps = [int(each.id) / 1000 for each in said]
    return {
        "said": len(said),
        "different": len(rows),
        "first": min(stamps, default=0),
        "last": max(stamps, default=0),
        "refused": dict(teams.rate_limited),
        "methods": Counter(call for call, _ in teams.calls),
        "violations": teams.violations[:5],
    }


def presses(teams: Teams, task: Mapping[str, Any]) -> Json:
    """Everybody in turn presses what comes next on their card, so many times a second."""
    cards = [talk.standing[-1] for talk in teams.tenant.personal.values()]
    acks: list[Ack] = teams.run(
        at_a_pace(lambda number: _press(teams, cards[number % len(cards)]), task["rate"], task["seconds"])
    )
    teams.settle(1, within=60)
    return {
        "waited": [each.seconds for each in acks],
        "refused presses": sum(not each.ok for each in acks),
        "not changed": sum(not each.versions for each in cards),
    }


async def _press(teams: Teams, card: Message) -> Ack:
    user = teams.tenant.conversations[card.conversation].members[0]
    shown = labels(card.seen_by(user))
    label = next(each for each in shown if each.startswith("3 · ") or each in ON_THE_WAY)
    # What waits for the answer in the tenant's own thread, which this is.
    press = inspect.unwrap(Teams.presses)
    pressed: Ack = await press(teams, user, card, label)
    return pressed


TASKS = {
    "people": people,
    "cards": cards,
    "settings": settings,
    "token": token,
    "told": told,
    "presses": presses,
}


def main() -> None:
    with Teams() as teams:
        # The bot has no address for everybody here, as Microsoft has one.
        service = {"SKOLSTEG_TEAMS_CONNECTOR_URLS": teams.tenant.service_url}
        known = {"workspace": teams.tenant.id, "settings": teams.environment() | service}
        answering(known, {name: partial(task, teams) for name, task in TASKS.items()})


if __name__ == "__main__":
    main()
