from collections.abc import Iterator

import pytest

from storage import accounts, audit, channels
from tests.bot.commands.desk import Desk
from tests.contract.slack.fake.slack import Slack

STAFF = (
    "Norra skolan;;Lag ett;Anna Lärare;anna@kommun.example;lärare;",
    "Norra skolan;;Lag två;Bo Lärare;bo@kommun.example;lärare;",
    "Norra skolan;;Lag tre;Cia Lärare;cia@kommun.example;lärare;",
)
CREATE = ("authority", "create", "Lindeborg", "--contact", "d@kommun.example", "--platform", "slack")


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> Iterator[Slack]:  # noqa: ARG001  # it clears the settings first
    with Slack() as slack:
        for name, value in slack.environment().items():
            monkeypatch.setenv(name, value)
        yield slack
        assert slack.violations == []


@pytest.fixture
def set_up(desk: Desk, slack: Slack) -> Desk:  # noqa: ARG001  # it is asked
    desk.done(*CREATE)
    desk.done("roster", "import", desk.file("staff.csv", *STAFF))
    return desk


def test_slack_says_which_workspace_an_authority_works_in(desk: Desk, slack: Slack) -> None:
    said = desk.done(*CREATE)
    assert f"Lindeborgs kommun ({slack.workspace.id})" in said
    assert desk.type("authority", "list").lines[1][2:4] == ["slack", slack.workspace.id]
    assert "already" in desk.refused(*CREATE)


def test_a_workspace_that_is_given_is_not_asked_for(desk: Desk, slack: Slack) -> None:
    desk.done(*CREATE, "--workspace", "T0OTHER")
    assert slack.calls == []


def test_without_a_token_or_a_workspace_it_says_what_to_give(
    desk: Desk, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.fails("auth.test", "invalid_auth")
    assert "Slack does not accept the token" in desk.refused(*CREATE)
    monkeypatch.delenv("SKOLSTEG_SLACK_BOT_TOKEN")
    said = desk.refused(*CREATE, code=2)
    assert "--workspace" in said
    assert "SKOLSTEG_SLACK_BOT_TOKEN" in said
    assert "--workspace" in desk.refused(*CREATE[:-1], "teams", code=2)


def test_looking_around_takes_accounts_and_channels_in(set_up: Desk, slack: Slack) -> None:
    anna = slack.user("Anna", "anna@kommun.example")
    slack.user("Vera", "vera@elsewhere.example")
    slack.channel("norra-lag-ett")
    said = set_up.type("slack", "look")
    assert said.code == 0
    assert "1 people newly reached" in said.out
    assert "1 accounts of nobody on the roster" in said.out
    assert "1 channels" in said.out
    assert "accounts …" in said.err
    installed = set_up.installed()
    with installed.memory.database.reading() as connection:
        assert accounts.person_of(connection, 1, "slack", anna.id)
        assert [each.name for each in channels.known(connection, 1)] == ["norra-lag-ett"]
    installed.close()


def test_looking_where_the_bot_is_not_let_in_is_a_sentence(
    set_up: Desk, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.fails("users.list", "account_inactive")
    assert "(account_inactive)" in set_up.refused("slack", "look")
    slack.stop()
    assert "cannot be reached" in set_up.refused("slack", "look")
    slack.start()
    monkeypatch.delenv("SKOLSTEG_SLACK_BOT_TOKEN")
    assert "not installed" in set_up.refused("slack", "look")


def test_an_authority_elsewhere_has_no_slack_to_look_at(desk: Desk) -> None:
    assert "authority create NAME" in desk.refused("slack", "look")
    desk.done("authority", "create", "Malmö", "--contact", "d@malmo.example")
    assert "Malmö does not work in Slack" in desk.refused("slack", "channels", "--authority", "Malmö")


def test_channels_are_proposed_by_name_and_confirmed_at_once(set_up: Desk, slack: Slack) -> None:
    open_one = slack.channel("norra-lag-ett", bot=False)
    slack.channel("norra-lag-två")
    set_up.done("slack", "look")
    rows = set_up.type("slack", "channels").lines
    assert rows[0] == ["School", "Work team", "Channel", "Proposed"]
    assert ["Norra skolan", "Lag ett", "", "#norra-lag-ett"] in rows
    assert ["Norra skolan", "Lag tre", "", ""] in rows
    said = set_up.done("slack", "channels", "--confirm")
    assert "2 work teams have got their channels" in said
    assert "invite" not in said
    assert slack.workspace.bot
    assert slack.workspace.bot.id in open_one.members
    rows = set_up.type("slack", "channels").lines
    assert ["Norra skolan", "Lag ett", "#norra-lag-ett", ""] in rows
    installed = set_up.installed()
    with installed.memory.database.reading() as connection:
        assert [each.member for each in channels.known(connection, 1)] == [True, True]
        assert [entry.what for entry in audit.entries(connection, 1)] == ["link", "link"]
    installed.close()
    assert "Nothing to propose" in set_up.done("slack", "channels", "--confirm")


def test_a_channel_that_cannot_be_joined_is_named(set_up: Desk, slack: Slack) -> None:
    slack.channel("norra-lag-ett", bot=False)
    set_up.done("slack", "look")
    slack.fails("conversations.join", "restricted_action")
    said = set_up.done("slack", "channels", "--confirm")
    assert "invite the bot to #norra-lag-ett" in said
