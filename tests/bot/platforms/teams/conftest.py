from collections.abc import Iterator

import pytest

from tests.bot.commands.conftest import bare_desk, desk
from tests.bot.commands.desk import Desk
from tests.bot.platforms.teams.graph_desk import CATALOGUE, CREATE, GraphDesk, Services
from tests.contract.teams.fake.teams import Teams

__all__ = ["bare_desk", "desk"]


@pytest.fixture
def teams(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Iterator[Teams]:  # noqa: ARG001  # it clears the settings first
    with Teams() as teams:
        # What `manifest teams` gives the app as its id.
        teams.tenant.external_id = teams.tenant.app_id
        teams.roles.add(CATALOGUE)
        for name, value in teams.environment().items():
            monkeypatch.setenv(name, value)
        # Where a conversation is that nobody has written in yet.
        monkeypatch.setenv("SKOLSTEG_TEAMS_CONNECTOR_URLS", teams.tenant.service_url)
        yield teams
        assert teams.violations == []


@pytest.fixture
def place(desk: Desk, teams: Teams) -> GraphDesk:  # a fixture's name is how it is asked for
    desk.done(*CREATE)
    return GraphDesk(desk, teams)


@pytest.fixture
def services(place: GraphDesk) -> Iterator[Services]:
    services = place.services()
    yield services
    services.close()
