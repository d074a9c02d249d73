"""A town in Teams whose schools can answer now: for tests of one thing, which need no round before it."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from conversations.turn import To
from storage import channels, people, roster
from storage.channels import Channel
from storage.database import Database
from storage.people import NewAuthority
from storage.tables import Outbox
from tests.contract.open_town import BEGINS, KARIN, OLD, OPEN, Kept, lines
from tests.contract.teams.conftest import SCHOOL, Town
from tests.contract.teams.fake.state import Message
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.fake.words import readable
from tests.storage.authorities import PLAN, Line

# No test of these is about how fast messages leave.
HASTE = {"SKOLSTEG_TEAMS_MESSAGES_PER_MINUTE": "60000"}


@dataclass
class OpenTown(Kept, Town):
    """A town with a round that is open and one that has closed; what it keeps can be looked at."""

    database: Database = field(kw_only=True)

    def has_it(self, name: str) -> None:
        """Somebody gets the bot and hears its first words."""
        assert self.teams.installs(self.user(name)).ok
        self.teams.until(lambda: self.teams.said(self.user(name)))

    def all_messages(self) -> list[Message]:
        """Everything that the bot has said anywhere, and that was not taken away."""
        places = list(self.teams.tenant.conversations.values())
        return [each for place in places for each in place.standing if each.bot]

    def settle(self) -> None:
        """Wait for what a conversation's pace holds back as well."""
        self.teams.until(lambda: not {"queued", "sending"} & {row["state"] for row in self.rows(Outbox)})
        self.teams.settle()

    def complaints(self) -> list[str]:
        return [*self.teams.violations, *self.teams.undelivered]

    def sights(self, name: str) -> tuple[Counter[str], Counter[str]]:
        """The words of the bot that this person sees, and those that they do not."""
        user = self.user(name)
        seen: Counter[str] = Counter()
        hidden: Counter[str] = Counter()
        for place in list(self.teams.tenant.conversations.values()):
            for message in (each for each in place.standing if each.bot):
                sight = seen if user in place.members else hidden
                sight[f"{message.words} {len(message.versions)}"] += 1
                for who, shown in list(message.shown.items()):
                    (seen if who == user.id else hidden)[f"{message.id} {readable(shown)}"] += 1
        for who, dialog in list(self.teams.tenant.dialogs.items()):
            (seen if who == user.id else hidden)[dialog.words] += 1
        for who, told in list(self.teams.told.items()):
            (seen if who == user.id else hidden)[told] += 1
        return seen, hidden


@contextmanager
def open_town(
    migrated_file: Path,
    folder: Path,
    *more: Line,
    without: tuple[str, ...] = (),
    packs: bool = True,
    open_now: bool = True,
    graph: bool = False,
) -> Iterator[OpenTown]:
    """A running bot on SQLite in a town where a round is open; all have the bot but those ``without`` it.

    Without ``packs`` the work teams get nothing to talk over, and the bot is in no team of Teams.
    Where it is not ``open_now``, the round is planned.
    """
    file = folder / "skolsteg.sqlite3"
    shutil.copyfile(migrated_file, file)
    url = f"sqlite:///{file}"
    with Teams() as teams, closing(Database(url)) as database, ExitStack() as stack:
        teams.limits.enforced = False
        town = OpenTown(teams, url, folder, stack, database=database)
        _settle(town, [*lines(), *more])
        town.planned((OLD, PLAN) if packs else (PLAN,), packs=packs)
        town.start(graph=graph, **HASTE)
        for user in teams.tenant.users.values():
            assert user.name in without or teams.installs(user).ok
        if packs:
            assert teams.adds_to_team(town.user(KARIN), town.school).ok
        teams.until(lambda: all(row["state"] == "sent" for row in town.rows(Outbox)), within=30)
        if open_now:
            town.live_until(OPEN)
        yield town


def _settle(town: OpenTown, staff: list[Line]) -> None:
    teams = town.teams
    members = {line.name: teams.user(line.name, line.email) for line in staff}
    with town.database.writing() as connection:
        new = NewAuthority("teams", teams.tenant.id, "Malmö stad", contact="dataskydd@malmo.example")
        town.authority = people.create_authority(connection, new)
        roster.import_rows(connection, town.authority, staff, BEGINS)
    named = tuple(sorted({line.work_team for line in staff if line.work_team}))
    school = teams.team(SCHOOL, named, tuple(members[each.name] for each in staff if each.school == SCHOOL))
    for channel in school.channels[1:]:
        number = town.team(channel.name)
        with town.database.writing() as connection:
            seen = Channel(channel.id, f"{SCHOOL} – {channel.name}", private=False, member=True)
            channels.take(connection, town.authority, "teams", [seen], BEGINS, all_of_them=False)
            channels.link(connection, town.authority, To("team", number), channel.id)
