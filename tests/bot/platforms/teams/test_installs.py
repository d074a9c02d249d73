"""Bringing the bot to everybody: once each, and on with the rest after a crash."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.platforms.teams.installs import NOT_IN_CATALOGUE, TAKEN, Count
from bot.platforms.teams.wire import NotLetIn, Refused
from storage import leases
from storage.leases import Task
from storage.tables import Account, Lease
from tests.bot.platforms.teams.graph_desk import CATALOGUE, GraphDesk, Services, at, staff


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.teams.graph_asking._growing", lambda _: 0.01)


def test_everybody_on_the_roster_gets_a_conversation(place: GraphDesk, services: Services) -> None:
    people = place.roster("Anna", "Bo", "Cia")
    place.teams.user("Pupil", "pupil@kommun.example")
    services.outreach.look()
    chats = {each.aad_id: f"19:{each.aad_id}_{place.teams.tenant.app_id}@unq.gbl.spaces" for each in people}
    talks = place.talks()
    assert {user: (talk or {})["channel"] for user, talk in talks.items()} == chats
    assert {(talk or {})["service"] for talk in talks.values()} == set(services.settings.teams_connector_urls)
    assert place.count("graph.install") == 3
    services.outreach.look()
    assert place.count("graph.users") == 1


def test_who_has_the_app_already_is_a_success(place: GraphDesk, services: Services) -> None:
    [anna] = place.roster("Anna")
    anna.installed = True
    services.outreach.people(1)
    assert services.installs.bring(1) == Count(all=1, reached=1)
    assert services.installs.bring(1) == Count()
    assert place.count("graph.install") == 1


def test_it_goes_on_with_the_rest_after_a_crash(place: GraphDesk, services: Services) -> None:
    place.roster(*(f"N{number}" for number in range(30)))
    services.outreach.people(1)

    def dies(count: Count) -> None:
        if count.done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.installs.bring(1, dies)
    done = sum(talk is not None for talk in place.talks().values())
    assert 10 <= done < 30
    before = place.count("graph.install")
    assert services.installs.bring(1).reached == 30 - done
    assert place.count("graph.install") - before == 30 - done
    assert all(place.talks().values())


def test_only_so_many_are_asked_for_at_the_same_time(
    place: GraphDesk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.platforms.teams.graph_apps import Apps  # noqa: PLC0415  # the library is loaded where it is used

    place.roster(*(f"N{number}" for number in range(24)))
    services.outreach.people(1)
    under_way, most = 0, 0
    install = Apps.install

    async def counted(self: Apps, user: str, app: str) -> bool:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        try:
            return await install(self, user, app)
        finally:
            under_way -= 1

    monkeypatch.setattr(Apps, "install", counted)
    services.installs.bring(1)
    assert 1 < most <= 8


def test_patience_is_kept_and_nobody_is_lost(place: GraphDesk, services: Services) -> None:
    place.roster(*(f"N{number}" for number in range(12)))
    services.outreach.people(1)
    place.teams.fails("graph.install", "ratelimited", 3, retry_after=1)
    place.teams.fails("graph.chat", "503", 2)
    assert services.installs.bring(1).reached == 12


def test_one_person_whom_microsoft_refuses_is_counted_and_asked_for_again(
    place: GraphDesk, services: Services
) -> None:
    _, bo = place.roster("Anna", "Bo")
    bo.refuses_install = True
    services.outreach.people(1)
    seen: list[int] = []
    assert services.installs.bring(1, lambda count: seen.append(count.done)) == Count(2, reached=1, refused=1)
    assert seen == [1, 2]
    bo.refuses_install = False
    assert services.installs.bring(1) == Count(1, reached=1)


def test_what_fails_for_everybody_ends_it(place: GraphDesk, services: Services) -> None:
    people = place.roster(*(f"N{number}" for number in range(60)))
    for each in people:
        each.refuses_install = True
    services.outreach.people(1)
    with pytest.raises(Refused):
        services.installs.bring(1)
    assert place.count("graph.install") < 40


def test_a_guest_with_an_address_of_the_roster_is_nobody_on_it(place: GraphDesk, services: Services) -> None:
    place.desk.done("roster", "import", place.desk.file("staff.csv", *staff("Anna")), "--yes")
    place.teams.user("Anna Annanstans", at("Anna"), guest=True)
    assert services.outreach.people(1).linked == ()
    assert place.talks() == {}


def test_a_closed_account_and_a_stranger_are_left_alone(place: GraphDesk, services: Services) -> None:
    anna, bo = place.roster("Anna", "Bo")
    bo.enabled = False
    services.outreach.look()
    assert list(place.talks()) == [anna.aad_id]
    assert place.count("graph.install") == 1


def test_without_leave_to_look_in_the_catalogue_somebody_who_has_it_is_asked_about(
    place: GraphDesk, services: Services
) -> None:
    place.teams.roles.discard(CATALOGUE)
    anna, _ = place.roster("Anna", "Bo")
    services.outreach.people(1)
    with pytest.raises(Refused) as told:
        services.installs.bring(1)
    assert told.value.code == NOT_IN_CATALOGUE
    anna.installed = True
    with services.installed.memory.database.writing() as connection:
        talk = {"channel": "a:1", "service": "http://127.0.0.1:1/emea/"}
        connection.execute(update(Account).where(Account.user_id == anna.aad_id).values(conversation=talk))
    assert services.installs.bring(1) == Count(1, reached=1)
    assert place.talks()[anna.aad_id] == talk


def test_two_replicas_do_not_do_it_both(place: GraphDesk, services: Services) -> None:
    place.roster("Anna")
    services.outreach.people(1)
    memory = services.installed.memory
    with memory.database.writing() as connection:
        leases.take(connection, Task(1, "bringing the bot", "x"), memory.now(), timedelta(minutes=2))
    with pytest.raises(Refused) as told:
        services.installs.bring(1)
    assert told.value.code == TAKEN
    place.desk.now += timedelta(minutes=3)
    assert services.installs.bring(1).reached == 1
    with memory.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(Lease)).scalar() == 0


def test_a_process_that_stops_finishes_with_those_under_way(place: GraphDesk, services: Services) -> None:
    place.roster(*(f"N{number}" for number in range(40)))
    services.outreach.people(1)
    count = services.installs.bring(1, lambda count: services.outreach.stop() if count.done == 3 else None)
    assert 3 <= count.done <= 3 + 8


def test_a_wrong_secret_ends_it_at_once_and_the_look_around_survives(
    place: GraphDesk, services: Services
) -> None:
    place.roster("Anna")
    services.outreach.people(1)
    place.teams.tenant.secret = "another"  # noqa: S105  # it is no secret here
    with pytest.raises(NotLetIn):
        services.installs.bring(1)
    services.outreach.look()
    place.teams.violations.clear()


def test_it_can_be_done_from_any_thread(place: GraphDesk, services: Services) -> None:
    place.roster("Anna")
    thread = threading.Thread(target=services.outreach.look)
    thread.start()
    thread.join()
    assert all(place.talks().values())
