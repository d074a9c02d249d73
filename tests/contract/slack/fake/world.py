"""All that Slack knows at one moment, without sockets: credentials, workspaces, triggers, response URLs."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

from tests.contract.slack.fake.app import App
from tests.contract.slack.fake.faults import Faults
from tests.contract.slack.fake.ids import Ids
from tests.contract.slack.fake.limits import Limits
from tests.contract.slack.fake.state import (
    Channel,
    Message,
    Token,
    User,
    View,
    Workspace,
)
from tests.contract.slack.fake.words import Json, fill_in
from tests.contract.stand_in import world

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60
RESPONSE_URL_USES = 5


class Refused(Exception):  # noqa: N818 -- an answer of the API, not a mistake of ours
    """An error that the API answers by its name."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error, self.more = error, more


@dataclass
class Trigger:
    """The right to open one view for somebody."""

    user: str
    workspace: Workspace
    issued_at: float
    view: View | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """The right to answer one press or command without a token."""

    workspace: Workspace
    user: str
    channel: str
    issued_at: float
    message: Message | None = None
    uses: int = 0


class World(world.World):
    """Everything that is kept, changed from the server's thread only."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__(Limits(), Faults())
        self.ids = Ids(seed)
        self.file_delay = 0.0
        self.error_for_disabled = "user_disabled"
        self.workspaces: dict[str, Workspace] = {}
        self.tokens: dict[str, Token] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.codes: dict[str, Json] = {}
        self.tickets: set[str] = set()
        self.happened: Callable[[Workspace, Json], None] = lambda _workspace, _event: None
        self.app = self._app()

    def _app(self) -> App:
        secret = self.ids.secret
        app = App(
            self.ids.new("A"),
            client_id=f"{self.ids.digits()}.{self.ids.digits()}",
            client_secret=secret(32),
            signing_secret=secret(32),
            app_token=f"xapp-1-{secret(40)}",
            verification=secret(),
        )
        self.tokens[app.app_token] = Token(app.app_token, None, {"connections:write"})
        return app

    def add_workspace(self, name: str, *, installed: bool = True) -> Workspace:
        workspace = Workspace(self.ids.new("T"), name)
        self.workspaces[workspace.id] = workspace
        workspace.users["USLACKBOT"] = User("USLACKBOT", "Slackbot", "", workspace, is_bot=False)
        if installed:
            self.install(workspace, self.app.scopes)
        return workspace

    def install(self, workspace: Workspace, scopes: set[str] | frozenset[str]) -> str:
        """Add the app to a workspace; its new bot token."""
        if not workspace.bot:
            workspace.bot = User(self.ids.new("U"), "Skolsteg", "", workspace, is_bot=True)
            workspace.bot_id = self.ids.new("B")
            workspace.users[workspace.bot.id] = workspace.bot
        value = f"xoxb-{self.ids.digits()}-{self.ids.digits()}-{self.ids.secret()}"
        self.tokens[value] = Token(value, workspace, set(scopes))
        return value

    def token_of(self, workspace: Workspace) -> Token:
        """The newest token of the app in a workspace."""
        return [each for each in self.tokens.values() if each.workspace is workspace][-1]

    def add_user(self, workspace: Workspace, name: str, email: str, **flags: object) -> User:
        user = User(self.ids.new("U"), name, email, workspace, **flags)
        workspace.users[user.id] = user
        if email:
            workspace.by_email[email.casefold()] = user
        return user

    def add_channel(
        self, workspace: Workspace, name: str, *, private: bool = False, bot: bool = True
    ) -> Channel:
        channel = Channel(self.ids.new("C"), name, is_private=private)
        if bot and workspace.bot:
            channel.members.append(workspace.bot.id)
        workspace.channels[channel.id] = channel
        return channel

    def direct(self, workspace: Workspace, user: User) -> Channel:
        """Somebody's conversation with the bot, opened when there is none."""
        if user.id not in workspace.direct:
            bot = workspace.bot.id if workspace.bot else ""
            channel = Channel(self.ids.new("D"), "directmessage", is_im=True, members=[user.id, bot])
            workspace.direct[user.id] = workspace.channels[channel.id] = channel
        return workspace.direct[user.id]

    def trigger(self, user: User, view: View | None = None) -> str:
        """A new trigger_id, good for one view within three seconds."""
        name = f"{self.ids.digits(13)}.{self.ids.digits(12)}.{self.ids.secret(32).casefold()}"
        self.triggers[name] = Trigger(user.id, user.workspace, self.now(), view)
        return name

    def response_url(self, kind: str, user: User, channel: Channel, message: Message | None = None) -> str:
        """A new response_url: `kind` is actions or commands."""
        path = f"/{kind}/{user.workspace.id}/{self.ids.digits(13)}/{self.ids.secret()}"
        self.response_urls[path] = ResponseUrl(user.workspace, user.id, channel.id, self.now(), message)
        return self.base + path

    def say(self, channel: Channel, user: str, text: str, **more: object) -> Message:
        """A new message, for all or (`ephemeral_to`) for one."""
        message = Message(self.ids.stamp(self.now()), channel.id, user, text, **more)
        if message.ephemeral_to:
            channel.ephemerals.append(message)
        else:
            channel.messages[message.ts] = message
        return message

    def completed(self, blocks: object) -> list[Json]:
        """Blocks as Slack keeps them: every block and element has an id, every text all its fields."""
        kept = copy.deepcopy(blocks) if isinstance(blocks, list) else []
        for block in kept:
            block.setdefault("block_id", self.ids.secret(5))
            inside = block.get("elements", []) if block["type"] == "actions" else []
            for element in (block.get("accessory"), block.get("element"), *inside):
                if element and element["type"] != "image":
                    element.setdefault("action_id", self.ids.secret(5))
        fill_in(kept)
        return kept

    def pictures(self, workspace: Workspace) -> set[str]:
        """The files that a block may show."""
        ready = self.now() - self.file_delay
        return {
            each.id for each in workspace.files.values() if each.finished_at and each.finished_at <= ready
        }
