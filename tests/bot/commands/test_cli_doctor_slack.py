from collections.abc import Iterator

import pytest
from sqlalchemy import update

from conversations.messages import Message, Text
from conversations.turn import PRINCIPALS, To
from storage import installations, outbox
from storage.installations import Tokens, Vault
from storage.outbox import Parcel
from storage.tables import Outbox
from tests.bot.commands.desk import Desk
from tests.contract.slack.fake.slack import Slack

STAFF = (
    "Norra;;Lag ett;Anna Lärare;anna@kommun.example;lärare;",
    "Norra;;Lag två;Bo Teacher;bo@kommun.example;lärare;en",
    "Norra;;;Rut Rektor;rut@kommun.example;rektor;",
)


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack() as slack:
        yield slack
        assert slack.violations == []


@pytest.fixture
def set_up(desk: Desk, slack: Slack, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An authority in a Slack of its own, with nobody's account known yet."""
    for name, value in slack.environment().items():
        monkeypatch.setenv(name, value)
    created = ("authority", "create", "Lindeborg", "--contact", "d@kommun.example", "--platform", "slack")
    desk.done(*created)
    desk.done("roster", "import", desk.file("staff.csv", *STAFF))
    return desk


def about(said: str, subject: str) -> str:
    return "\n".join(line for line in said.splitlines() if line[2:].startswith(f"{subject}:"))


def test_a_slack_where_all_is_well(set_up: Desk, slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_SLACK_APP_TOKEN", slack.app.app_token)
    said = set_up.done("doctor")
    assert about(said, "Slack token") == (
        f"✓ Slack token: it is good for the workspace Lindeborgs kommun ({slack.workspace.id})."
    )
    assert about(said, "Slack scopes").startswith("✓")
    assert about(said, "Slack to the bot").startswith("✓")
    assert about(said, "Socket Mode").startswith("✓")
    for secret in (slack.token, slack.app.app_token, slack.app.signing_secret):
        assert secret not in said


def test_a_quick_look_does_not_ask_slack(set_up: Desk, slack: Slack) -> None:
    asked = len(slack.calls)
    assert "Slack" not in set_up.done("doctor", "--quick")
    assert len(slack.calls) == asked


def test_a_workspace_without_an_authority_gets_its_command(
    desk: Desk, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in slack.environment().items():
        monkeypatch.setenv(name, value)
    said = desk.type("doctor")
    assert said.code == 1
    create = "python -m bot authority create NAME --contact MAIL --platform slack"
    command = f"{create} --workspace {slack.workspace.id}"
    assert about(said.out, "Slack workspace").endswith(f"Run: {command}")


def test_missing_scopes_are_named(set_up: Desk, slack: Slack) -> None:
    slack.scopes.difference_update({"im:write", "files:write"})
    said = set_up.type("doctor")
    assert said.code == 1
    line = about(said.out, "Slack scopes")
    assert "has not granted im:write, files:write." in line
    assert "python -m bot manifest slack" in line


def test_a_token_that_is_no_good_is_found(set_up: Desk, slack: Slack) -> None:
    slack.fails("auth.test", "invalid_auth")
    said = set_up.type("doctor")
    assert said.code == 1
    assert "(invalid_auth)" in about(said.out, "Slack token")
    assert "SKOLSTEG_SLACK_BOT_TOKEN" in about(said.out, "Slack token")


def test_a_slack_that_is_down_is_a_line_and_the_rest_is_still_told(set_up: Desk, slack: Slack) -> None:
    slack.stop()
    said = set_up.type("doctor")
    assert said.code == 1
    assert about(said.out, "Slack").startswith("✗ Slack: Slack cannot be reached.")
    assert about(said.out, "Slack accounts")
    slack.start()


@pytest.mark.parametrize("kind", ["500", "reset", "ratelimited"])
def test_whatever_slack_answers_is_a_line(set_up: Desk, slack: Slack, kind: str) -> None:
    slack.fails("auth.test", kind)
    said = set_up.type("doctor")
    assert said.code == 1
    assert len([line for line in said.out.splitlines() if line.startswith("✗")]) in {1, 2}


def test_without_any_secret_nobody_is_heard(set_up: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SKOLSTEG_SLACK_SIGNING_SECRET")
    said = set_up.type("doctor")
    assert "SKOLSTEG_SLACK_SIGNING_SECRET" in about(said.out, "Slack to the bot")
    monkeypatch.delenv("SKOLSTEG_SLACK_BOT_TOKEN")
    said = set_up.type("doctor")
    assert said.code == 1
    assert "SKOLSTEG_SLACK_BOT_TOKEN" in about(said.out, "Slack")


def test_a_closed_socket_is_found(set_up: Desk, slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_SLACK_APP_TOKEN", slack.app.app_token)
    slack.fails("apps.connections.open", "invalid_auth")
    said = set_up.type("doctor")
    assert said.code == 1
    assert "connections:write" in about(said.out, "Socket Mode")


def test_half_an_oauth_client_is_found(set_up: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOLSTEG_SLACK_CLIENT_ID", "1.2")
    said = set_up.type("doctor")
    line = about(said.out, "Slack installations")
    assert line.endswith("Set SKOLSTEG_SLACK_CLIENT_SECRET and SKOLSTEG_PUBLIC_URL.")


def test_an_installation_is_tried_with_its_own_token_until_it_is_taken_back(
    set_up: Desk, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SKOLSTEG_SLACK_BOT_TOKEN")
    monkeypatch.setenv("SKOLSTEG_SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SKOLSTEG_SLACK_CLIENT_SECRET", "hemligt")
    monkeypatch.setenv("SKOLSTEG_PUBLIC_URL", "https://skolsteg.kommun.example")
    vault = Vault(set_up.folder / "keys")
    never = set_up.type("doctor")
    assert "has not installed the bot" in about(never.out, "Slack installation")
    installed = set_up.installed()
    with installed.memory.database.writing() as connection:
        installations.keep(connection, vault, 1, "slack", Tokens(slack.token), set_up.now)
    assert "✗" not in set_up.done("doctor")
    with installed.memory.database.writing() as connection:
        installations.revoke(connection, 1, "slack", set_up.now)
    installed.close()
    said = set_up.type("doctor")
    assert said.code == 1
    line = about(said.out, "Slack installation")
    assert "Lindeborg" in line
    assert "has taken the installation back" in line
    assert line.endswith("https://skolsteg.kommun.example/slack/install")


def test_who_is_not_reached_is_counted(set_up: Desk, slack: Slack) -> None:
    slack.user("Anna", "anna@kommun.example")
    said = set_up.done("doctor")
    assert "3 on the roster have none" in about(said, "Slack accounts")
    assert "2 of 2 work teams have none" in about(said, "Slack channels")
    set_up.done("slack", "look")
    assert "2 on the roster have none" in about(set_up.done("doctor"), "Slack accounts")


def test_messages_that_wait_for_a_new_installation_are_counted(set_up: Desk) -> None:
    installed = set_up.installed()
    with installed.memory.database.writing() as connection:
        for number, to in enumerate((To("person", 1), To("person", 2), To("team", 1), PRINCIPALS)):
            outbox.queue(connection, 1, Parcel(to, f"x{number}", Message("x", (Text("x"),))), set_up.now)
        connection.execute(update(Outbox).values(state="parked"))
    installed.close()
    said = about(set_up.type("doctor").out, "Slack messages")
    assert "2 messages wait for the bot to be let in" in said
    assert "1 messages wait for their work teams’ channels" in said
    assert "1 messages wait for the principals’ channel" in said


@pytest.mark.parametrize(
    ("email", "word"), [("anna@kommun.example", "Hej!"), ("BO@kommun.example", "Hello!")]
)
def test_a_test_message_arrives_in_ones_own_language(
    set_up: Desk, slack: Slack, email: str, word: str
) -> None:
    user = slack.user("Somebody", email)
    said = set_up.done("doctor", "--send-test", email)
    assert about(said, "Test message") == f"✓ Test message: sent to {email} in Lindeborgs kommun."
    assert [message.words.startswith(word) for message in slack.said(user)] == [True]


def test_a_test_message_to_nobody_says_so(set_up: Desk, slack: Slack) -> None:
    said = set_up.type("doctor", "--send-test", "ingen@kommun.example")
    assert said.code == 1
    assert "ingen@kommun.example" in about(said.out, "Test message")
    slack.user("Anna", "anna@kommun.example")
    slack.fails("chat.postMessage", "missing_scope", needed="chat:write")
    said = set_up.type("doctor", "--send-test", "anna@kommun.example")
    assert said.code == 1
    assert "it was not sent" in about(said.out, "Test message")
