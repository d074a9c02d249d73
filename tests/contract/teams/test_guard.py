"""What comes to the bot's address: forged, foreign, malformed, invented; never is it answered with 5xx."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx2
import pytest

from storage.database import Database
from storage.tables import Inbox, Outbox, Stranger
from tests.bot.processes import unreachable
from tests.contract.teams.conftest import Town, settled
from tests.contract.teams.fake import activities
from tests.contract.teams.fake.forgery import FORGERIES, header
from tests.contract.teams.fake.teams import Teams
from tests.contract.teams.fake.words import Json
from tests.storage.authorities import NAMES

# What the protocol and the SDK's own models know, which nobody here listens to.
IGNORED = (
    "event",
    "typing",
    "command",
    "commandResult",
    "contactRelationUpdate",
    "deleteUserData",
    "endOfConversation",
    "handoff",
    "messageDelete",
    "messageReaction",
    "messageUpdate",
    "suggestion",
    "trace",
    "invokeResponse",
    "delay",
    "nobodyKnowsThis",
)
INVOKES = (
    "actionableMessage/executeAction",
    "application/search",
    "composeExtension/fetchTask",
    "composeExtension/query",
    "composeExtension/queryLink",
    "composeExtension/submitAction",
    "config/fetch",
    "config/submit",
    "handoff/action",
    "message/submitAction",
    "signin/tokenExchange",
    "signin/verifyState",
    "signin/failure",
    "tab/fetch",
    "tab/submit",
    "nobody/knowsThis",
)
OURS = ("adaptiveCard/action", "task/fetch", "task/submit", "fileConsent/invoke")
ODD: tuple[object, ...] = (
    None,
    "",
    0,
    True,
    [],
    [None],
    {},
    {"action": None},
    {"action": []},
    {"action": {"data": 3}},
    {"action": {"data": {"action": "press"}}},
    {"action": {"data": {"action": "press", "a": "answer|1|1||1|3", "row": "9" * 40}}},
    {"data": {"action": "press", "a": None, "row": {}, "rev": -1}},
    {"data": {"action": "press", "a": "who|0|0|||", "row": True}},
    {"data": {"action": "press", "document": "answers/1/1/person:1"}},
    {"data": {"action": "press", "a": "plan|0|0|||", "form": [], "field.x": 1}},
    {"action": "accept", "context": 3, "uploadInfo": [1]},
    {"action": "accept", "context": {"document": "results/1/xlsx"}, "uploadInfo": {"uploadUrl": "ftp://x"}},
)
PLACES = (
    "from",
    "recipient",
    "conversation",
    "channelData",
    "entities",
    "attachments",
    "value",
    "membersAdded",
)


@pytest.fixture
def url_of(tmp_path: Path, migrated_file: Path) -> Callable[[str], str]:
    """One engine is enough where nothing comes as far as the database."""
    place = tmp_path / "skolsteg.sqlite3"
    place.write_bytes(migrated_file.read_bytes())
    return lambda _: f"sqlite:///{place}"


@pytest.fixture
def met(town: Town) -> Iterator[Town]:
    """Asta has the bot and has heard its first words."""
    town.start()
    assert town.teams.installs(town.user(NAMES[0])).ok
    town.newest(NAMES[0])
    yield town
    assert not town.teams.violations


def _stands(town: Town) -> tuple[int, int, int]:
    with closing(Database(town.url)) as database, database.reading() as connection:
        return tuple(  # type: ignore[return-value]
            len(connection.execute(table.__table__.select()).all()) for table in (Inbox, Outbox, Stranger)
        )


def _calls(town: Town) -> int:
    # The bot looks around Graph by itself when it starts.
    return sum(name not in {"token", "graph.users"} for name, _ in town.teams.calls)


def test_whatever_is_forged_is_refused_and_changes_nothing(met: Town) -> None:
    teams, asta = met.teams, met.user(NAMES[0])
    before, calls = _stands(met), _calls(met)
    for kind in FORGERIES:
        with teams.forging(kind):
            assert teams.writes(asta, "börja").status in {400, 401, 403}, kind
    assert (_stands(met), _calls(met)) == (before, calls)
    assert met.bot.log.read_text("utf-8").count("teams request refused") == len(FORGERIES)
    assert teams.writes(asta, "hjälp").ok
    teams.until(lambda: len(teams.said(asta)) == 2)


def test_a_body_that_cannot_be_understood_is_refused_before_anything_else(met: Town) -> None:
    teams = met.teams
    headers = {"Authorization": header(teams.tenant), "Content-Type": "application/json"}
    service = teams.tenant.service_url
    for body in (
        b"",
        b"{",
        b"[]",
        b"3",
        b"null",
        b"\xff\xfe",
        b"{}",
        b'{"type": 3, "serviceUrl": "x"}',
        b'{"type": "message"}',
        b"[" * 30_000,
        b'{"a":' * 10_000,
        b"1" * 10_000,
        f'{{"type": "message", "serviceUrl": ["{service}"]}}'.encode(),
    ):
        assert teams.post(body, headers).status == 400, body[:40]
    assert teams.post(b"x" * (64 * 1024 + 1), headers).status == 413
    assert teams.post(b"{}" + b" " * (64 * 1024), headers).status == 413
    bare = json.dumps({"type": "message", "serviceUrl": service}).encode()
    assert teams.post(bare, headers).status == 403, "whose it is, it does not say"


def test_every_kind_of_activity_is_taken_and_what_nobody_listens_to_is_counted(met: Town) -> None:
    teams, asta = met.teams, met.user(NAMES[0])
    before = _stands(met)
    for kind in IGNORED:
        assert teams.sends(asta, {"type": kind}).status == 200, kind
    for name in INVOKES:
        assert teams.invokes(asta, name, {"data": {"action": "press"}}).status == 200, name
    for kind in ("conversationUpdate", "installationUpdate"):
        assert teams.sends(asta, {"type": kind}).status == 200, kind
        assert teams.sends(asta, {"type": kind, "action": "invented"}).status == 200, kind
    assert _stands(met) == before
    figures = httpx2.get(f"{met.bot.address}/metrics").text
    ignored = len(IGNORED) + len(INVOKES) + 4
    assert f'skolsteg_ignored_total{{platform="teams"}} {ignored}.0' in figures


def test_odd_values_in_odd_places_are_taken_without_a_failure(met: Town) -> None:
    teams, asta = met.teams, met.user(NAMES[0])
    for name in OURS:
        for value in ODD:
            assert teams.invokes(asta, name, value).status == 200, (name, value)
    for odd in (None, 3, "x", [], [3], {"id": 3}, {"tenant": 3}):
        for place in PLACES:
            for kind in ("message", "invoke", "conversationUpdate", "installationUpdate"):
                activity: Json = {"type": kind, "name": "adaptiveCard/action", "action": "add"}
                ack = _raw(met, activity | {place: odd})
                assert ack in {200, 400, 403}, (place, odd, kind, ack)
    assert "teams activity failed" not in met.bot.log.read_text("utf-8")


def _raw(town: Town, more: Json) -> int:
    """An activity with something else in one place, signed as it should be."""
    teams, asta = town.teams, town.user(NAMES[0])
    found = activities.activity(teams.world, str(more["type"]), asta, teams.world.personal(asta)) | more
    headers = {"Authorization": header(teams.tenant), "Content-Type": "application/json"}
    return int(teams.post(json.dumps(found).encode(), headers).status)


def test_without_its_database_the_bot_says_so_with_a_reference_and_goes_on_when_it_is_back(met: Town) -> None:
    teams, asta = met.teams, met.user(NAMES[0])
    card = teams.said(asta)[0]
    unreachable(met.url, "", gone=True)
    assert teams.presses(asta, card, "Hjälp").status == 200
    assert "lämna den här koden" in teams.told[asta.id]
    reference = teams.told[asta.id].rpartition(" ")[2]
    assert reference in met.bot.log.read_text("utf-8")
    assert teams.writes(asta, "hjälp").status == 200
    teams.until(lambda: "lämna den här koden" in teams.said(asta)[-1].words)
    unreachable(met.url, "", gone=False)
    assert teams.presses(asta, card, "Hjälp").ok
    teams.until(lambda: card.edited)


def test_two_authorities_in_one_process_do_not_hear_each_other(
    url_of: Callable[[str], str], tmp_path: Path
) -> None:
    url = url_of("migrated")
    with Teams() as teams, ExitStack() as stack:
        here, there = teams.tenant, teams.add_tenant("Skogby kommun")
        with closing(Database(url)) as database:
            settled(database, here)
            settled(database, there, "Skogby kommun")
        file = tmp_path / "registrations.toml"
        file.write_text(
            "".join(
                f'[[registration]]\napp_id = "{each.app_id}"\n'
                f'secret = "{each.secret}"\ntenant = "{each.id}"\n'
                for each in (here, there)
            )
        )
        town = Town(teams, url, tmp_path, stack)
        alone = dict.fromkeys(("APP_ID", "APP_SECRET", "TENANT"), "")
        town.start(
            **{f"SKOLSTEG_TEAMS_{name}": text for name, text in alone.items()},
            SKOLSTEG_TEAMS_REGISTRATIONS=str(file),
        )
        ways = {each.id: f"{town.bot.address}/api/messages/{each.app_id}" for each in (here, there)}
        address = f"{NAMES[0].replace(' ', '.').lower()}@malmo.example"
        people = [teams.user(f"{NAMES[0]} {each.name}", address, each) for each in (here, there)]
        for user, crossed in zip(people, (there, here), strict=True):
            teams.bot_at(ways[user.tenant.id], user.tenant)
            assert teams.installs(user).ok
            teams.until(lambda: teams.said(user))  # noqa: B023  -- used at once
            last = teams.delivery.last
            assert last
            assert teams.post(last.body, last.headers, ways[crossed.id]).status == 401
        assert len(teams.said(people[0])) == len(teams.said(people[1])) == 1
        assert teams.post(b"{}", {}, f"{town.bot.address}/api/messages").status in {403, 404}
        assert not teams.violations
