"""A town in Slack whose schools can answer now: for tests of one thing, which need no round before it."""

import shutil
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from conversations.turn import To
from storage import channels, people, roster
from storage.channels import Channel
from storage.database import Database
from storage.people import NewAuthority
from tests.contract.open_town import (
    BEGINS,
    EVERYBODY,
    KARIN,
    LENA,
    OLD,
    ONE,
    OPEN,
    RUT,
    SOUTH,
    STIG,
    TWO,
    Kept,
    lines,
)
from tests.contract.slack.conftest import Town
from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import User
from tests.storage.authorities import PLAN, Line

__all__ = [
    "KARIN",
    "LENA",
    "OLD",
    "ONE",
    "OPEN",
    "PLAN",
    "RUT",
    "SOUTH",
    "STIG",
    "TWO",
    "OpenTown",
    "lines",
    "open_town",
]

# No test of these is about how fast messages leave.
HASTE = {"SKOLSTEG_SLACK_MESSAGES_PER_MINUTE": "60000"}


@dataclass
class OpenTown(Kept, Town):
    """A town with a round that is open and one that has closed; what it keeps can be looked at."""

    database: Database = field(kw_only=True)

    def settle(self) -> None:
        self.slack.settle()

    def complaints(self) -> list[str]:
        return [*self.slack.violations, *self.slack.undelivered]

    def sights(self, name: str) -> tuple[Counter[str], Counter[str]]:
        """The words of the bot that this person sees, and those that they do not."""
        user = self.user(name)
        seen: Counter[str] = Counter()
        hidden: Counter[str] = Counter()
        for place in self.slack.world.workspaces.values():
            for channel in list(place.channels.values()):
                for message in channel.standing:
                    if message.bot_id:
                        sight = seen if user.id in channel.members else hidden
                        sight[f"{message.words} {len(message.versions)}"] += 1
                for message in channel.ephemerals:
                    if message.bot_id and not message.deleted:
                        sight = seen if message.ephemeral_to == user.id else hidden
                        sight[f"{message.words} {len(message.versions)}"] += 1
            for number, views in list(place.views.items()):
                for view in views:
                    (seen if number == user.id else hidden)[f"{view.words}{view.errors}"] += 1
        return seen, hidden


@contextmanager
def open_town(
    migrated_file: Path,
    folder: Path,
    *more: Line,
    accounts: str | Collection[str] = EVERYBODY,
    packs: bool = True,
    others: int = 0,
) -> Iterator[OpenTown]:
    """A running bot on SQLite in a town where a round is open; ``accounts`` names who is in Slack.

    Without ``packs`` the work teams get nothing to talk over, which takes five seconds. So many ``others``
    are in the workspace besides.
    """
    file = folder / "skolsteg.sqlite3"
    shutil.copyfile(migrated_file, file)
    url = f"sqlite:///{file}"
    with Slack() as slack, closing(Database(url)) as database, ExitStack() as stack:
        slack.limits.enforced = False
        town = OpenTown(slack, url, folder, stack, database=database)
        for number in range(others):
            slack.user(f"Kollega {number}", f"kollega{number}@annan.example")
        _settle(town, [*lines(), *more], accounts)
        town.planned((OLD, PLAN) if packs else (PLAN,), packs=packs)
        town.start(**HASTE)
        slack.settle(within=30)
        town.live_until(OPEN)
        yield town


def _settle(town: OpenTown, staff: list[Line], accounts: str | Collection[str]) -> None:
    slack = town.slack
    for line in staff:
        if accounts == EVERYBODY or line.name in accounts:
            slack.user(line.name, line.email)
    with town.database.writing() as connection:
        new = NewAuthority("slack", slack.workspace.id, "Malmö stad", contact="dataskydd@malmo.example")
        town.authority = people.create_authority(connection, new)
        roster.import_rows(connection, town.authority, staff, BEGINS)
    members: dict[str, list[User]] = {}
    for line in staff:
        here = [each for each in slack.workspace.users.values() if each.name == line.name]
        members.setdefault(line.work_team, []).extend(here)
    for team in filter(None, members):
        _channel(town, team, tuple(members[team]))


def _channel(town: OpenTown, team: str, members: tuple[User, ...]) -> None:
    channel = town.slack.channel(f"norra-{team.lower().replace(' ', '-')}", members)
    number = town.team(team)
    with town.database.writing() as connection:
        seen = Channel(channel.id, channel.name, private=False, member=True)
        channels.take(connection, town.authority, "slack", [seen], BEGINS, all_of_them=False)
        channels.link(connection, town.authority, To("team", number), channel.id)
