"""The fake answers as Graph does: what Microsoft's own client says of it."""

import asyncio
import time
import warnings
from typing import Any

import pytest

from tests.contract.teams.asking_graph import Asked, Work, asking, refused
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.small_bot import SmallBot

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from kiota_abstractions.base_request_configuration import RequestConfiguration
    from msgraph import GraphServiceClient
    from msgraph.generated.models.user_scope_teams_app_installation import UserScopeTeamsAppInstallation
    from msgraph.generated.users.item.teamwork.installed_apps.installed_apps_request_builder import (
        InstalledAppsRequestBuilder,
    )
    from msgraph.generated.users.users_request_builder import UsersRequestBuilder

Users = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters
Installed = InstalledAppsRequestBuilder.InstalledAppsRequestBuilderGetQueryParameters


@pytest.fixture
def graph(teams: Teams, bot: SmallBot) -> Asked:
    return asking(teams, bot)


def test_people_come_in_pages_with_what_is_asked_for(teams: Teams, graph: Asked) -> None:
    for number in range(7):
        teams.user(f"P{number}", f"p{number}@example.se", enabled=number != 3)
    wish = Users(top=3, select=["id", "mail", "accountEnabled", "preferredLanguage"])

    async def everybody(client: GraphServiceClient) -> list[Any]:
        page = await client.users.get(RequestConfiguration(query_parameters=wish))
        found = list(page.value)
        while page.odata_next_link:
            page = await client.users.with_url(page.odata_next_link).get()
            found += page.value
        return found

    found = graph(everybody)
    assert [each.mail for each in found] == [f"p{number}@example.se" for number in range(7)]
    assert [each.account_enabled for each in found].count(False) == 1
    assert {(each.preferred_language, each.display_name) for each in found} == {("sv-SE", None)}
    assert len([name for name, _ in teams.calls if name == "graph.users"]) == 3
    assert not teams.violations


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ("mail eq 'P1@example.se'", ["P1"]),
        ("accountEnabled eq false and startswith(displayName, 'p')", ["P2"]),
        ("id in ('none')", []),
        ("userPrincipalName in ('p0@example.se', 'p2@example.se')", ["P0", "P2"]),
        ("userType eq 'Guest'", []),
    ],
)
def test_people_are_filtered(teams: Teams, graph: Asked, wish: str, names: list[str]) -> None:
    for number in range(3):
        teams.user(f"P{number}", f"p{number}@example.se", enabled=number != 2)
    asked = RequestConfiguration(query_parameters=Users(filter=wish))
    assert [each.display_name for each in graph(lambda client: client.users.get(asked)).value] == names


def test_a_filter_that_graph_does_not_know_is_refused(teams: Teams, graph: Asked) -> None:
    asked = RequestConfiguration(query_parameters=Users(filter="mail like 'x'"))
    assert refused(graph, lambda client: client.users.get(asked)) == (400, "BadRequest")
    assert len(teams.violations) == 1


def test_groups_have_members_and_members_of_members(teams: Teams, graph: Asked) -> None:
    anna, bo = teams.user("Anna", "anna@example.se"), teams.user("Bo", "bo@example.se")
    inner = teams.group("Lag ett", bo)
    outer = teams.group("Norra", anna, inner, security=True)
    found = graph(lambda client: client.groups.get()).value
    assert [each.display_name for each in found] == ["Lag ett", "Norra"]
    place = lambda client: client.groups.by_group_id(outer.id)  # noqa: E731 -- said twice
    direct = graph(lambda client: place(client).members.get()).value
    assert [each.odata_type for each in direct] == ["#microsoft.graph.user", "#microsoft.graph.group"]
    people = graph(lambda client: place(client).transitive_members.graph_user.get()).value
    assert [each.mail for each in people] == ["anna@example.se", "bo@example.se"]


def test_a_permission_that_is_missing_is_said(teams: Teams, graph: Asked) -> None:
    anna = teams.user("Anna", "anna@example.se")
    group = teams.group("Norra", anna)
    teams.roles.remove("User.Read.All")
    assert refused(graph, lambda client: client.users.get()) == (403, "Authorization_RequestDenied")
    member = graph(lambda client: client.groups.by_group_id(group.id).members.get()).value[0]
    assert (member.id, member.mail) == (anna.aad_id, None)


def installation(teams: Teams) -> UserScopeTeamsAppInstallation:
    bound = f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{teams.tenant.catalogue_id}"
    return UserScopeTeamsAppInstallation(additional_data={"teamsApp@odata.bind": bound})


def test_an_install_by_graph_reaches_the_bot_once(teams: Teams, bot: SmallBot, graph: Asked) -> None:
    anna = teams.user("Anna", "anna@example.se")
    apps = lambda client: client.users.by_user_id(anna.aad_id).teamwork.installed_apps  # noqa: E731 -- said often
    graph(lambda client: apps(client).post(installation(teams)))
    teams.settle()
    assert [each["type"] for each in bot.told] == ["installationUpdate", "conversationUpdate"]
    assert refused(graph, lambda client: apps(client).post(installation(teams))) == (409, "Conflict")
    wish = Installed(filter=f"teamsApp/externalId eq '{teams.tenant.external_id}'", expand=["teamsApp"])
    found = graph(lambda client: apps(client).get(RequestConfiguration(query_parameters=wish))).value
    place = apps
    chat = graph(lambda client: place(client).by_user_scope_teams_app_installation_id(found[0].id).chat.get())
    assert teams.tenant.conversation(chat.id) is teams.world.personal(anna)
    assert not teams.violations


@pytest.mark.parametrize("state", [{"refuses_install": True}, {"enabled": False}])
def test_an_install_that_is_not_allowed_is_refused(
    teams: Teams, graph: Asked, state: dict[str, bool]
) -> None:
    anna = teams.user("Anna", "anna@example.se", **state)
    work: Work = lambda client: client.users.by_user_id(anna.aad_id).teamwork.installed_apps.post(  # noqa: E731 -- the call
        installation(teams)
    )
    assert refused(graph, work) == (403, "Forbidden")


def test_a_throttled_call_is_made_again_when_it_may(teams: Teams, graph: Asked) -> None:
    teams.fails("graph.users", "ratelimited", retry_after=1)
    started = time.monotonic()
    graph(lambda client: client.users.get())
    assert time.monotonic() - started >= 1
    assert [name for name, _ in teams.calls].count("graph.users") == 2


def test_many_calls_at_once_are_counted(teams: Teams, graph: Asked) -> None:
    teams.limits.graph = ((5, 60.0),)

    async def several(client: GraphServiceClient) -> None:
        await asyncio.gather(*(client.users.get() for _ in range(5)))

    graph(several)
    assert teams.limits.retry_after(teams.tenant.id, "graph.users", "", teams.world.now()) > 50
