"""A school authority that lives in a Microsoft Teams of its own, and the bot as a process beside it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from storage import people, roster
from storage.database import Database
from storage.people import NewAuthority
from tests.contract.open_town import BEGINS
from tests.contract.teams.fake.state import Conversation, Message, Team, Tenant, User
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.small_bot import SmallBot
from tests.contract.town import AnyTown
from tests.storage.authorities import Line, lines

SCHOOL = "Norra"
COORDINATOR = "Karin Samordnare"


class Town(AnyTown):
    """The authority, its Teams and its bot."""

    @property
    def teams(self) -> Teams:
        return self.chat

    @property
    def school(self) -> Team:
        """The team of Teams that everybody in the school is in."""
        return self.teams.team(SCHOOL)

    def channel(self, name: str) -> Conversation:
        return self.teams.channel(self.school, name)

    def start(self, path: str = "/api/messages", *, graph: bool = False, **settings: str) -> None:
        """Start the bot; nobody has it yet, and without Graph it comes to nobody by itself."""
        environment = self.teams.environment()
        if not graph:
            self.teams.roles.clear()
        # The fake has no address for everybody, as Microsoft has; where nobody has spoken yet, this is tried.
        environment |= {"SKOLSTEG_TEAMS_CONNECTOR_URLS": self.teams.tenant.service_url} | settings
        self.runs(environment)
        self.teams.bot_at(f"{self.bot.address}{path}")

    def everybody_has_it(self) -> None:
        """The bot is installed for all who are in the tenant, and added to the school's team."""
        for user in self.teams.tenant.users.values():
            assert self.teams.installs(user).ok
        assert self.teams.adds_to_team(self.user(COORDINATOR), self.school).ok
        self.teams.settle()

    def presses(self, name: str, title: str, values: dict[str, object] | None = None) -> Message:
        user = self.user(name)
        self.teams.settle()
        said = [each for each in self.teams.said(user) if title in each.labels]
        assert said, [(each.words, each.labels) for each in self.teams.said(user)]
        card = said[-1]
        assert self.teams.presses(user, card, title, values).ok
        self.teams.settle()
        return card


@pytest.fixture
def town(url_of: Callable[[str], str], tmp_path: Path) -> Iterator[Town]:
    """Everybody on the roster has an account, and Norra a team of Teams with a channel for each work team."""
    url = url_of("migrated")
    with Teams() as teams, ExitStack() as stack:
        place = Town(teams, url, tmp_path, stack)
        with closing(Database(url)) as database:
            place.authority = settled(database, teams.tenant)
        staff = lines()
        members = tuple(teams.user(line.name, line.email) for line in staff)
        _school(teams, staff, members)
        yield place


def settled(database: Database, tenant: Tenant, name: str = "Malmö stad") -> int:
    """The authority behind a tenant, with its people."""
    with database.writing() as connection:
        new = NewAuthority("teams", tenant.id, name, contact="dataskydd@malmo.example")
        authority = people.create_authority(connection, new)
        roster.import_rows(connection, authority, lines(), BEGINS)
    return authority


def _school(teams: Teams, staff: list[Line], members: tuple[User, ...]) -> None:
    names = sorted({line.work_team for line in staff if line.work_team})
    teams.team(SCHOOL, tuple(names), members)


@pytest.fixture
def teams() -> Iterator[Teams]:
    """A Teams in which nobody lives yet."""
    with Teams() as started:
        yield started


@pytest.fixture
def bot(teams: Teams) -> Iterator[SmallBot]:
    """Stands beside the Teams and hears what people do."""
    with SmallBot(teams) as started:
        yield started


@pytest.fixture
def anna(teams: Teams, bot: SmallBot) -> User:
    """Somebody who has the bot."""
    found = teams.user("Anna Berg", "anna@example.se")
    assert bot
    assert teams.installs(found).ok
    return found
