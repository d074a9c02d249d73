"""Giving work teams the channels that are proposed by their names."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from bot.app import Installation
from bot.commands.mistakes import NotPossibleError
from conversations.dialogs.channel_choice import named_channels, named_teams
from conversations.facts import Channels
from conversations.rules.matching import proposals
from conversations.turn import Link, To
from storage import channels, team_places
from storage.rounds import NotPossible


def proposed(places: Channels) -> dict[int, str]:
    """Channels by work team, for those that have none."""
    return proposals(named_teams(places.teams), named_channels(places.for_teams))


def confirmed(installed: Installation, authority: int, meant: Mapping[int, str]) -> None:
    """Give all of them away, or none when somebody else has given one away meanwhile."""
    memory = installed.memory
    now = memory.now()
    try:
        with memory.database.writing() as connection:
            for team, channel in meant.items():
                team_places.give(connection, authority, Link(To("team", team), channel), 0, now)
    except NotPossible:
        raise NotPossibleError(
            "The channels have changed meanwhile. Nothing was changed; look again."
        ) from None


def entered(
    installed: Installation, authority: int, wanted: Collection[str], join: Callable[[str], bool]
) -> list[str]:
    """Join the channels that the bot is not in; gives the names of those that it could not join."""
    memory = installed.memory
    with memory.database.reading() as connection:
        outside = [
            each for each in channels.known(connection, authority) if each.id in wanted and not each.member
        ]
    inside = [replace(each, member=True) for each in outside if not each.private and join(each.id)]
    with memory.database.writing() as connection:
        channels.take(connection, authority, "slack", inside, memory.now(), all_of_them=False)
    mine = {each.id for each in inside}
    return [f"#{each.name}" for each in outside if each.id not in mine]
