"""Graph as the bot asks it, over real sockets."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.platforms.teams.graph import graph
from bot.platforms.teams.tokens import roles_in
from bot.platforms.teams.wire import NotLetIn, Refused, Unclear
from tests.bot.platforms.teams.graph_desk import GraphDesk, at


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.teams.graph_asking._growing", lambda _: 0.01)


def asked(place: GraphDesk, ask: Callable[[Any], Awaitable[Any]]) -> Any:  # noqa: ANN401  # whatever is asked for
    services = place.services()

    async def done() -> Any:  # noqa: ANN401  # the same
        async with graph(services.settings, services.settings.registrations[0]) as found:
            return await ask(found)

    try:
        return asyncio.run(done())
    finally:
        services.close()


async def everybody(found: Any) -> list[Any]:  # noqa: ANN401  # Graph
    return [each async for page in found.people.everybody() for each in page]


def test_every_page_of_the_users_is_read(place: GraphDesk) -> None:
    for number in range(1_001):
        place.teams.user(f"N{number}", f"n{number}@kommun.example")
    place.teams.user("Erik", "", upn="erik@kommun.example", locale="en-GB", enabled=False)
    found = {each.email: each for each in asked(place, everybody)}
    assert len(found) == 1_002
    assert place.count("graph.users") == 2
    erik = found["erik@kommun.example"]
    assert (erik.active, erik.language) == (False, "en")
    assert (found["n0@kommun.example"].active, found["n0@kommun.example"].language) == (True, "sv")


def test_nobodys_name_or_address_is_in_a_representation(place: GraphDesk) -> None:
    place.teams.user("Anna Lärare", at("Anna"))
    assert "nna" not in repr(asked(place, everybody))


def test_members_of_groups_within_the_group_are_read_and_no_groups(place: GraphDesk) -> None:
    anna, bo = place.teams.user("Anna", at("Anna")), place.teams.user("Bo", at("Bo"))
    inner = place.teams.group("Inre", bo)
    outer = place.teams.group("Norra skolan's lag", anna, inner)

    async def members(found: Any) -> Any:  # noqa: ANN401  # Graph
        names = await found.people.group("Norra skolan's lag")
        return names, [each.email async for page in found.people.members(names[0]) for each in page]

    assert asked(place, members) == ((outer.id,), [at("Anna"), at("Bo")])


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("kind", ["ratelimited", "503", "502", "reset"])
def test_what_passes_is_asked_again(place: GraphDesk, kind: str) -> None:
    place.teams.user("Anna", at("Anna"))
    place.teams.fails("graph.users", kind, 2)
    assert len(asked(place, everybody)) == 1
    assert place.count("graph.users") == 3


@pytest.mark.usefixtures("quick")
def test_as_long_as_graph_wants_nobody_asks(place: GraphDesk) -> None:
    place.teams.fails("graph.users", "ratelimited", retry_after=1)

    async def both(found: Any) -> float:  # noqa: ANN401  # Graph
        loop = asyncio.get_running_loop()
        began = loop.time()
        await everybody(found)
        return loop.time() - began

    assert 1 <= asked(place, both) < 3


def test_who_is_told_to_wait_very_long_comes_back_another_time(place: GraphDesk) -> None:
    place.teams.fails("graph.users", "ratelimited", retry_after=3600)
    with pytest.raises(Refused) as told:
        asked(place, everybody)
    assert (told.value.status, told.value.retry_after) == (429, 3600)


@pytest.mark.usefixtures("quick")
def test_a_graph_that_stays_down_is_unclear_or_refused(place: GraphDesk) -> None:
    place.teams.fails("graph.users", "reset", 9)
    with pytest.raises(Unclear):
        asked(place, everybody)
    place.teams.faults.none()
    place.teams.fails("graph.users", "503", 9)
    with pytest.raises(Refused):
        asked(place, everybody)


def test_a_missing_permission_is_said_with_its_word(place: GraphDesk) -> None:
    place.teams.roles.clear()
    with pytest.raises(Refused) as told:
        asked(place, everybody)
    assert (told.value.status, told.value.code) == (403, "Authorization_RequestDenied")


def test_a_wrong_secret_is_told_by_its_number(place: GraphDesk) -> None:
    place.teams.tenant.secret = "another"  # noqa: S105  # it is no secret here
    with pytest.raises(NotLetIn) as told:
        asked(place, everybody)
    assert told.value.code == "invalid_client, AADSTS7000215"
    place.teams.violations.clear()


def test_a_token_never_goes_to_anybody_else(place: GraphDesk) -> None:
    async def elsewhere(found: Any) -> None:  # noqa: ANN401  # Graph
        users = found.people._client.users.with_url("http://127.0.0.1:9/v1.0/users")
        await found.people._asking.read(users.to_get_request_information)

    with pytest.raises(Unclear):
        asked(place, elsewhere)


def test_a_next_page_that_leads_elsewhere_is_not_followed(place: GraphDesk) -> None:
    async def follows(found: Any) -> str:  # noqa: ANN401  # Graph
        return str(found.people._asking.follows("https://graph.example/v1.0/users?$skiptoken=1"))

    with pytest.raises(Unclear):
        asked(place, follows)


def test_nothing_of_people_or_tokens_is_logged(place: GraphDesk, caplog: pytest.LogCaptureFixture) -> None:
    place.teams.user("Anna", at("Anna"))
    with caplog.at_level(logging.DEBUG):
        asked(place, everybody)
    logged = " ".join(f"{record.name} {record.getMessage()}" for record in caplog.records)
    assert at("Anna") not in logged
    assert place.teams.tenant.secret not in logged
    assert "Bearer" not in logged


def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    import subprocess  # noqa: PLC0415  # only here

    code = (
        "import sys, bot.cli, bot.platforms.teams.outreach, bot.platforms.teams.meetings, bot.serve;"
        "print([name for name in sys.modules if name.split('.')[0] in ('msgraph', 'msgraph_core', 'azure')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # our own
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("token", ["", "a.b", "a.!!.c", "a.W10.c", "a.e30.c", "a.eyJyb2xlcyI6MX0.c"])
def test_a_token_that_is_not_as_expected_allows_nothing(token: str) -> None:
    assert roles_in(token) == frozenset()
