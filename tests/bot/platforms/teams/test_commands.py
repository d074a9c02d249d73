"""The command line for an authority in Microsoft 365."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from storage import reports
from tests.bot.commands.desk import Desk
from tests.bot.platforms.teams.graph_desk import CREATE, GraphDesk, at
from tests.contract.teams.fake.teams import Teams


class _Alive(BaseHTTPRequestHandler):
    answer = (200, b"alive")

    def do_GET(self) -> None:  # as the server calls it
        self.send_response(self.answer[0])
        self.end_headers()
        self.wfile.write(self.answer[1])

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def alive(monkeypatch: pytest.MonkeyPatch, teams: Teams) -> Iterator[type[_Alive]]:  # noqa: ARG001  # it clears the settings first
    with HTTPServer(("127.0.0.1", 0), _Alive) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("SKOLSTEG_PUBLIC_URL", f"http://127.0.0.1:{server.server_port}")
        yield _Alive
        server.shutdown()
        _Alive.answer = (200, b"alive")


def about(said: str, subject: str) -> str:
    return "\n".join(line for line in said.splitlines() if line[2:].startswith(f"{subject}:"))


def test_the_settings_say_which_tenant_an_authority_works_in(desk: Desk, teams: Teams) -> None:
    assert teams.tenant.id in desk.done(*CREATE)
    assert desk.type("authority", "list").lines[1][2:4] == ["teams", teams.tenant.id]
    assert "is not a tenant's id" in desk.refused(*CREATE, "--workspace", "abc", code=2)
    assert "already" in desk.refused(*CREATE, "--workspace", teams.tenant.id.upper())


def test_without_a_setting_the_tenant_has_to_be_given(desk: Desk) -> None:
    assert "SKOLSTEG_TEAMS_TENANT" in desk.refused(*CREATE, code=2)


def test_a_dry_run_tells_and_changes_nothing(place: GraphDesk) -> None:
    place.roster("Anna", "Bo", "Cia")
    place.teams.user("Cia", at("Cia")).enabled = False
    said = place.desk.done("teams", "install", "--dry-run")
    assert "brought to 2 people. 1 more" in said
    assert "dry run" in said
    assert place.talks() == {}
    assert place.count("graph.install") == 0


def test_installing_shows_progress_and_sums_up(place: GraphDesk) -> None:
    _, _, cia = place.roster("Anna", "Bo", "Cia")
    cia.refuses_install = True
    place.teams.user("Vera", "vera@elsewhere.example")
    said = place.desk.type("teams", "install")
    assert said.code == 0
    assert "3 people newly reached" in said.out
    assert "1 accounts of nobody on the roster" in said.out
    assert "the bot brought to 2 of 3 people, 1 refused" in said.out
    assert "3 of 3" in said.err
    assert "brought to 0 of 1" in place.desk.done("teams", "install")


def test_what_hinders_it_is_a_sentence(place: GraphDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    place.roster("Anna")
    place.teams.tenant.external_id = "another"
    assert "manifest teams" in place.desk.refused("teams", "install")
    place.teams.roles.discard("User.Read.All")
    said = place.desk.refused("teams", "install")
    assert "403" in said
    assert "admin consent" in said
    monkeypatch.setattr("bot.platforms.teams.graph.installed", lambda: False)
    monkeypatch.setattr("bot.platforms.teams.trouble.installed", lambda: False)
    assert "skolsteg[graph]" in place.desk.refused("teams", "install")


def test_an_authority_elsewhere_or_without_registration_is_told_so(
    desk: Desk, teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--platform teams" in desk.refused("teams", "install")
    desk.done(*CREATE, "--workspace", "01234567-89ab-4cde-8f01-23456789abcd")
    assert "no registration here" in desk.refused("teams", "install")
    monkeypatch.setenv("SKOLSTEG_TEAMS_TENANT", teams.tenant.id)


def test_groups_in_entra_become_a_roster(place: GraphDesk) -> None:
    anna = place.teams.user("Anna Lärare", at("Anna"), job_title="Lärare")
    rut = place.teams.user("Rut Rektor", at("Rut"), job_title="Rektor", locale="en-GB", office="Norra skolan")
    pia = place.teams.user("Pia Led", at("Pia"), job_title="Processledare", office="Norra skolan")
    gone = place.teams.user("Gert", at("Gert"), enabled=False)
    place.teams.group("Lag ett", anna, gone)
    place.teams.group("Alla", rut, pia)
    place.teams.group("Processledare", pia)
    words = (
        "--group",
        "Lag ett=Norra skolan/Lag ett",
        "--group",
        "Alla",
        "--group",
        "Processledare=:coordinator",
    )
    said = place.desk.type("roster", "entra", *words, "--dry-run")
    assert said.code == 0, said.err
    assert "new people: 3" in said.out
    assert "1 accounts are closed" in said.err
    out = place.desk.folder / "staff.csv"
    place.desk.done("roster", "entra", *words, "--out", str(out))
    assert "Anna Lärare;anna@kommun.example;staff;sv" in out.read_text("utf-8")
    assert "Pia Led;pia@kommun.example;staff;sv" in out.read_text("utf-8")
    assert ";;;Pia Led;pia@kommun.example;coordinator;sv" in out.read_text("utf-8")
    place.desk.done("roster", "entra", *words)
    assert "Nothing to change" in place.desk.done("roster", "import", str(out))
    installed = place.desk.installed()
    with installed.memory.database.reading() as connection:
        assert [row.name for row in reports.authorities(connection)] == ["Lindeborg"]
    installed.close()


def test_a_group_that_is_not_one_is_a_sentence(place: GraphDesk) -> None:
    place.teams.group("Två")
    place.teams.group("Två")
    assert "no group called Ingen" in place.desk.refused("roster", "entra", "--group", "Ingen")
    assert "2 groups called Två" in place.desk.refused("roster", "entra", "--group", "Två")
    for wrong in ("=Norra", "A=/Lag", "A=Norra:kung"):
        assert "--group" in place.desk.refused("roster", "entra", "--group", wrong, code=2)


def test_a_teams_where_all_is_well(place: GraphDesk, alive: type[_Alive]) -> None:
    place.roster("Anna")
    place.desk.done("teams", "install")
    said = place.desk.done("doctor")
    assert about(said, "Teams token").startswith("✓ Teams token: Lindeborg: Entra gives one")
    assert about(said, "Graph permissions").startswith("✓")
    assert about(said, "Teams to the bot").startswith("✓")
    assert "everybody on the roster has one" in about(said, "Teams chats")
    assert place.teams.tenant.secret not in said
    alive.answer = (502, b"bad gateway")
    assert "answers 502" in about(place.desk.refused_out("doctor"), "Teams to the bot")


@pytest.mark.usefixtures("alive")
def test_missing_permissions_are_named(place: GraphDesk) -> None:
    place.teams.roles.clear()
    said = place.desk.refused_out("doctor")
    lines = about(said, "Graph permissions")
    for name in (
        "TeamsAppInstallation.ReadWriteSelfForUser.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "Calendars.ReadWrite",
    ):
        assert name in lines
    assert "admin consent" in lines


def test_a_tenant_without_an_authority_gets_its_command(desk: Desk, teams: Teams) -> None:
    said = desk.refused_out("doctor")
    create = "python -m bot authority create NAME --contact MAIL --platform teams"
    assert about(said, "Teams tenant").endswith(f"Run: {create} --workspace {teams.tenant.id}")
    assert "SKOLSTEG_PUBLIC_URL" in about(said, "Teams to the bot")


def test_a_wrong_secret_and_a_silent_entra_are_lines(
    place: GraphDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKOLSTEG_TEAMS_APP_SECRET", "another")
    assert "AADSTS7000215" in about(place.desk.refused_out("doctor"), "Teams token")
    place.teams.violations.clear()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("SKOLSTEG_TEAMS_LOGIN_URL", f"http://127.0.0.1:{free.getsockname()[1]}/login/")
        assert "cannot be reached" in about(place.desk.refused_out("doctor"), "Teams token")


def test_who_is_not_reached_is_counted(place: GraphDesk) -> None:
    place.desk.done("roster", "import", place.desk.file("staff.csv", *_TEAM))
    assert "2 on the roster have none" in about(place.desk.refused_out("doctor"), "Teams accounts")
    assert "1 of 1 work teams have none" in about(place.desk.refused_out("doctor"), "Teams channels")
    place.teams.user("Anna", at("Anna")).refuses_install = True
    place.desk.done("teams", "install")
    said = place.desk.refused_out("doctor")
    assert "1 on the roster have none" in about(said, "Teams accounts")
    assert "1 have an account, and no chat" in about(said, "Teams chats")


@pytest.mark.parametrize("installed_first", [True, False])
def test_a_test_message_arrives(place: GraphDesk, *, installed_first: bool) -> None:
    [anna] = place.roster("Anna")
    if installed_first:
        place.desk.done("teams", "install")
    else:
        anna.installed = True
    said = place.desk.type("doctor", "--send-test", at("Anna")).out
    assert about(said, "Test message") == f"✓ Test message: sent to {at('Anna')} in Lindeborg."
    assert [message.words.count("Hej!") >= 1 for message in place.teams.said(anna)] == [True]


def test_a_test_message_to_nobody_or_without_the_bot_says_so(place: GraphDesk) -> None:
    place.roster("Anna")
    said = place.desk.refused_out("doctor", "--send-test", "ingen@kommun.example")
    assert "nobody in Teams has the address" in about(said, "Test message")
    said = place.desk.refused_out("doctor", "--send-test", at("Anna"))
    assert "teams install" in about(said, "Test message")


_TEAM = (
    "Norra;;Lag ett;Anna Lärare;anna@kommun.example;lärare;",
    "Norra;;Lag ett;Bo Lärare;bo@kommun.example;lärare;",
)
