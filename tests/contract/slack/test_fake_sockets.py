"""Slack's own Socket Mode client is at home in the fake."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from tests.contract.slack.fake.slack import Slack


class Listener:
    """Acknowledges whatever comes, with the answer it is given."""

    def __init__(self, slack: Slack) -> None:
        self.heard: list[SocketModeRequest] = []
        self.answer: dict[str, object] | None = None
        self.times = 1
        web = WebClient(slack.token, base_url=slack.api_url)
        self.client = SocketModeClient(
            slack.app.app_token, web_client=web, ping_interval=0.2, auto_reconnect_enabled=True
        )
        self.client.socket_mode_request_listeners.append(self._hears)
        self.client.connect()

    def _hears(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        for _ in range(self.times):
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id, self.answer))


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack() as started:
        started.manners.echo = False
        yield started


@pytest.fixture
def listener(slack: Slack) -> Iterator[Listener]:
    made = Listener(slack)
    slack.until(lambda: slack.sockets.alive)
    yield made
    made.client.close()


def test_only_the_apps_own_token_opens_a_connection(slack: Slack) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        WebClient(slack.token, base_url=slack.api_url).apps_connections_open(app_token=slack.token)


def test_events_presses_and_commands_come_through_the_socket(slack: Slack, listener: Listener) -> None:
    anna = slack.user("Anna", "anna@example.se")
    assert slack.writes(anna, "hej").via == "socket"
    assert slack.shortcut(anna, "begin").ok
    listener.answer = {"text": "Så här"}
    assert slack.command(anna, "hjälp").body == {"text": "Så här"}
    assert [each.type for each in listener.heard] == ["events_api", "interactive", "slash_commands"]
    assert listener.heard[0].payload["event"]["text"] == "hej"
    assert [each.text for each in slack.ephemerals(anna)] == ["Så här"]
    assert not slack.violations


def test_an_event_takes_no_answer_and_an_envelope_only_one(slack: Slack, listener: Listener) -> None:
    anna = slack.user("Anna", "anna@example.se")
    listener.answer = {"text": "Nej"}
    slack.writes(anna, "hej")
    assert slack.violations == ["socket: an event was answered with a payload"]
    listener.answer, listener.times = None, 2
    slack.writes(anna, "hej")
    slack.until(lambda: len(slack.violations) == 2)
    assert slack.violations[1].startswith("socket: an answer to an envelope")


def test_the_client_comes_back_however_the_connection_goes(slack: Slack, listener: Listener) -> None:
    anna = slack.user("Anna", "anna@example.se")
    for times, lose in enumerate((slack.drop_sockets, slack.refresh_sockets, slack.restart), start=2):
        lose()
        slack.until(lambda: slack.sockets.opened == times, within=20)  # noqa: B023 -- looked at before the next
        assert slack.writes(anna, f"hej {times}").ok
        assert listener.heard[-1].payload["event"]["text"] == f"hej {times}"
    assert not slack.world.tickets


def test_without_a_connection_nothing_is_delivered(slack: Slack) -> None:
    anna = slack.user("Anna", "anna@example.se")
    assert slack.writes(anna, "hej").status == 0
    assert slack.undelivered == ["message"]
