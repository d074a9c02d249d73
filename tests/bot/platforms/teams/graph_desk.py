"""A Graph to try things out with: one authority in the fake tenant, and what the bot needs to ask there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.platforms.teams.connector import Connector
from bot.platforms.teams.directory import Directory
from bot.platforms.teams.installs import Installs
from bot.platforms.teams.outreach import Outreach
from bot.platforms.teams.tenants import Tenants
from bot.platforms.teams.wire import Wire
from storage.tables import Account
from tests.bot.commands.desk import Desk
from tests.contract.teams.fake.state import User
from tests.contract.teams.fake.teams import Teams

CREATE = ("authority", "create", "Lindeborg", "--contact", "d@kommun.example", "--platform", "teams")
CATALOGUE = "AppCatalog.Read.All"


def staff(*names: str) -> list[str]:
    return [f"Norra;;;{name} Lärare;{name.lower()}@kommun.example;lärare;" for name in names]


def at(name: str) -> str:
    return f"{name.lower()}@kommun.example"


@dataclass
class GraphDesk:
    """An operator's desk with a tenant beside it."""

    desk: Desk
    teams: Teams

    def roster(self, *names: str) -> list[User]:
        """People on the roster, each with an account in the tenant."""
        self.desk.done("roster", "import", self.desk.file("staff.csv", *staff(*names)), "--yes")
        return [self.teams.user(name, at(name)) for name in names]

    def services(self) -> "Services":
        return Services(self)

    def talks(self) -> dict[str, dict[str, Any] | None]:
        """Where each account is spoken to."""
        installed = self.desk.installed()
        with installed.memory.database.reading() as connection:
            rows = connection.execute(select(Account.user_id, Account.conversation)).all()
        installed.close()
        return {row.user_id: row.conversation for row in rows}

    def count(self, call: str) -> int:
        return sum(name == call for name, _ in self.teams.calls)


class Services:
    """What the bot's process has; to be closed."""

    def __init__(self, place: GraphDesk) -> None:
        self.installed = place.desk.installed()
        settings, memory = self.installed.settings, self.installed.memory
        self.tenants = Tenants(memory, settings.registrations, settings.teams_connector_urls)
        self.wire = Wire(settings.teams_login_url)
        directory = Directory(memory, Connector(self.wire, self.tenants))
        self.outreach = Outreach(memory, self.tenants, directory, settings)
        self.installs: Installs = self.outreach.installs
        self.settings = settings

    def close(self) -> None:
        self.wire.close()
        self.installed.close()
