"""The fake's calendars answer as Graph's do."""

import warnings
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.contract.teams.asking_graph import Asked, asking, refused
from tests.contract.teams.fake.state import User
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.small_bot import SmallBot

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from msgraph import GraphServiceClient
    from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
    from msgraph.generated.models.event import Event


@pytest.fixture
def graph(teams: Teams, bot: SmallBot) -> Asked:
    return asking(teams, bot)


def event(key: str = "k1") -> Event:
    start = datetime(2026, 3, 2, 14, tzinfo=UTC)
    zone = "Europe/Stockholm"
    return Event(
        subject="Lärpass 1",
        start=DateTimeTimeZone(date_time=start.isoformat(), time_zone=zone),
        end=DateTimeTimeZone(date_time=(start + timedelta(hours=1)).isoformat(), time_zone=zone),
        is_online_meeting=True,
        transaction_id=key,
    )


def events(client: GraphServiceClient, user: User) -> Any:  # noqa: ANN401 -- the client's own builder
    return client.users.by_user_id(user.aad_id).events


def test_an_event_is_made_once_changed_and_removed(teams: Teams, graph: Asked) -> None:
    anna = teams.user("Anna", "anna@example.se")
    made = [graph(lambda client: events(client, anna).post(event())) for _ in range(2)]
    assert made[0].id == made[1].id
    assert made[0].online_meeting.join_url.startswith("https://teams.microsoft.com/")
    graph(lambda client: events(client, anna).by_event_id(made[0].id).patch(Event(subject="Lärpass 2")))
    assert [each["subject"] for each in teams.events(anna)] == ["Lärpass 2"]
    graph(lambda client: events(client, anna).by_event_id(made[0].id).delete())
    assert (teams.events(anna), teams.violations) == ([], [])


def test_an_event_needs_a_mailbox_and_may_conflict(teams: Teams, graph: Asked) -> None:
    anna = teams.user("Anna", "anna@example.se")
    teams.world.conflicts_on_duplicate = True
    graph(lambda client: events(client, anna).post(event()))
    twice = refused(graph, lambda client: events(client, anna).post(event()))
    assert twice == (409, "ErrorDuplicateTransactionId")
    anna.mailbox = False
    without = refused(graph, lambda client: events(client, anna).post(event("k2")))
    assert without == (404, "MailboxNotEnabledForRESTAPI")
