"""A school authority that lives in a Slack of its own, and the bot beside it as a separate process."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from slack_sdk import WebClient

from storage import channels, people, roster
from storage.channels import Channel
from storage.database import Database
from storage.people import NewAuthority
from tests.contract.open_town import BEGINS
from tests.contract.slack.asking import CARD
from tests.contract.slack.fake.slack import Slack
from tests.contract.slack.fake.state import Message, User
from tests.contract.slack.small_bot import SmallBot
from tests.contract.town import AnyTown
from tests.storage.authorities import Line, lines


class Town(AnyTown):
    """The authority, its Slack and its bot."""

    @property
    def slack(self) -> Slack:
        return self.chat

    def start(self, *, sockets: bool = False, **settings: str) -> None:
        """Start the bot, over HTTP or over a WebSocket."""
        environment = self.slack.environment() | settings
        if sockets:
            environment |= {
                "SKOLSTEG_SLACK_APP_TOKEN": self.slack.app.app_token,
                "SKOLSTEG_SLACK_SIGNING_SECRET": "",
            }
        self.runs(environment)
        if sockets:
            # It serves before it has connected.
            self.slack.until(lambda: self.slack.sockets.alive, within=60)
        else:
            self.slack.bot_at(f"{self.bot.address}/slack/events")

    def presses(self, name: str, label: str) -> Message:
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


@pytest.fixture
def slack() -> Iterator[Slack]:
    """A Slack in which nobody lives yet."""
    with Slack() as started:
        yield started


@pytest.fixture
def client(slack: Slack) -> WebClient:
    return WebClient(slack.token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def bot(slack: Slack) -> Iterator[SmallBot]:
    """Stands beside the Slack, and hears what people do but not itself."""
    with SmallBot() as started:
        slack.bot_at(started.url)
        slack.manners.echo = False
        yield started


@pytest.fixture
def anna(slack: Slack) -> User:
    return slack.user("Anna Berg", "anna@example.se")


@pytest.fixture
def card(slack: Slack, client: WebClient, anna: User) -> Message:
    """A card that Anna has got."""
    client.chat_postMessage(channel=anna.id, text="Var står ni?", blocks=CARD)
    return slack.said(anna)[-1]
