"""What is shown to one person: in their home, and beside a conversation."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from bot.platforms.conversing import Who
from bot.platforms.envelope import Incoming, Reply
from bot.platforms.slack import home
from bot.platforms.slack.office import Office
from bot.platforms.slack.wire import Json, Refused, Wire
from conversations.messages import Message, Text

HELLO = Message("Hej", (Text("Hej"),))
ASTA, BO, ELSEWHERE = Who(1, 1, "U1"), Who(1, 2, "U2"), Who(2, 3, "U3")
OWN = "D1"


@dataclass
class Slack:
    """Takes calls, of each method and place only as many as it has room for; in some channels it is not."""

    room: int = 99
    outside: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)

    def call(self, _token: str, method: str, arguments: Json) -> Json:
        if method == "conversations.open":
            return {"channel": {"id": OWN}}
        if arguments.get("channel") == self.outside:
            raise Refused("channel_not_found")
        if not self.room:
            raise Refused("ratelimited", 30, method)
        self.room -= 1
        self.calls.append((method, str(arguments.get("channel") or arguments["user_id"])))
        return {}


class Anything:
    """A token for every workspace, and a greeting for whatever is asked."""

    bot = "token"

    def tokens(self, _authority: int) -> "Anything":
        return self

    def handle(self, _incoming: Incoming) -> Reply:
        return Reply(shown=HELLO)


def office(slack: Slack) -> Office:
    any_of = cast("Any", Anything())
    return Office(any_of, any_of, cast("Any", slack), any_of, any_of, any_of, any_of, any_of)


def test_homes_that_slack_has_no_time_for_are_shown_later_and_once() -> None:
    slack = Slack(room=1)
    desk = office(slack)
    for who in (ASTA, BO, BO, ELSEWHERE):
        home.publish(desk, who)
    assert slack.calls == [("views.publish", "U1")]
    home.go_on(desk)
    assert len(slack.calls) == 1
    slack.room = 99
    home.go_on(desk)
    assert sorted(user for _, user in slack.calls) == ["U1", "U2", "U3"]
    home.go_on(desk)
    assert len(slack.calls) == 3


@pytest.mark.parametrize(("channel", "shown_in"), [("C1", "C1"), ("C9", OWN), ("", OWN)])
def test_what_is_whispered_is_seen_also_where_the_bot_is_not(channel: str, shown_in: str) -> None:
    slack = Slack(outside="C9")
    office(slack).whisper(ASTA, channel, HELLO)
    assert slack.calls == [("chat.postEphemeral", shown_in)]


@pytest.mark.parametrize(
    "url",
    ["http://files.slack.com/upload/v1/a", "https://files.slack.com.example/a", "https://169.254.169.254/"],
)
def test_a_file_goes_to_slack_and_nowhere_else(url: str) -> None:
    wire = Wire("https://slack.com/api/")
    try:
        with pytest.raises(Refused, match="foreign_url"):
            wire.upload(url, b"content")
    finally:
        wire.close()
