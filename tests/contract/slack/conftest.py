"""A school authority that lives in a Slack of its own, and the bot beside it as a separate process."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import channels, people, roster
from storage.channels import Channel
from storage.database import Database
from storage.people import NewAuthority
from tests.contract.process import Bot, running
from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import Message, User
from tests.storage.authorities import Line, lines

BEGINS = datetime(2026, 1, 7, 9, tzinfo=UTC)


@dataclass
class Town:
    """The authority, its Slack and its bot."""

    slack: Slack
    url: str
    folder: Path
    stack: ExitStack
    authority: int = 0
    bot: Bot = field(init=False)
    now: datetime = BEGINS

    def user(self, name: str) -> User:
        return self.slack.user(name)

    def start(self, *, sockets: bool = False, **settings: str) -> None:
        """Start the bot, over HTTP or over a WebSocket."""
        environment = self.slack.environment() | settings
        if sockets:
            environment |= {
                "SKOLSTEG_SLACK_APP_TOKEN": self.slack.app.app_token,
                "SKOLSTEG_SLACK_SIGNING_SECRET": "",
            }
        environment |= {"SKOLSTEG_DATABASE_URL": self.url, "SKOLSTEG_KEYS_DIR": str(self.folder / "keys")}
        self.bot = self.stack.enter_context(running(environment, self.now, self.folder))
        if sockets:
            # It serves before it has connected.
            self.slack.until(lambda: self.slack.sockets.alive, within=60)
        else:
            self.slack.bot_at(f"{self.bot.address}/slack/events")

    def live_until(self, instant: datetime) -> None:
        self.bot.live_until(instant)
        self.now = instant
        self.slack.settle()

    def newest(self, name: str, within: float = 10.0) -> Message:
        """The newest message of the bot in somebody's conversation."""
        self.slack.settle(within=within)
        return self.slack.said(self.user(name))[-1]

    def presses(self, name: str, label: str) -> Message:
        """Somebody presses a button on the newest message that has it; gives what stands there then."""
        user = self.user(name)
        self.slack.settle()
        card = next(each for each in reversed(self.slack.said(user)) if label in each.labels)
        assert self.slack.presses(user, card, label).ok
        self.slack.settle()
        return self.slack.said(user)[-1]


@pytest.fixture
def town(url_of: Callable[[str], str], tmp_path: Path) -> Iterator[Town]:
    """Everybody on the roster has an account, the two teams of Norra a channel each."""
    url = url_of("migrated")
    with Slack() as slack, ExitStack() as stack:
        place = Town(slack, url, tmp_path, stack)
        with closing(Database(url)) as database:
            place.authority = _settled(database, slack, lines())
        yield place


def _settled(database: Database, slack: Slack, staff: list[Line]) -> int:
    with database.writing() as connection:
        new = NewAuthority("slack", slack.workspace.id, "Malmö stad", contact="dataskydd@malmo.example")
        authority = people.create_authority(connection, new)
        roster.import_rows(connection, authority, staff, BEGINS)
        for line in staff:
            slack.user(line.name, line.email)
        teams = {line.work_team for line in staff if line.work_team}
        for name in sorted(teams):
            members = tuple(slack.user(line.name) for line in staff if line.work_team == name)
            channel = slack.channel(f"norra-{name.lower().replace(' ', '-')}", members)
            seen = Channel(channel.id, channel.name, private=False, member=True)
            channels.take(connection, authority, "slack", [seen], BEGINS, all_of_them=False)
    return authority
