"""A Slack on this machine: the real protocol over real sockets, kept in memory."""

from tests.contract.slack.fake.admins import Admins
from tests.contract.slack.fake.app import App
from tests.contract.slack.fake.delivery import Ack
from tests.contract.slack.fake.server import Server
from tests.contract.slack.fake.state import Channel, Group, Message, User, View, Workspace
from tests.contract.slack.fake.words import Json


class Slack(Server, Admins):
    """Started with `with Slack() as slack:`; the app under test finds it at `slack.api_url`."""

    def __init__(self, port: int = 0, seed: int = 1, workspace: str = "Lindeborgs kommun") -> None:
        super().__init__(port, seed)
        self.workspace = self.world.add_workspace(workspace)
        self.world.happened = self._echo

    def _echo(self, workspace: Workspace, event: Json) -> None:
        """The app hears its own direct messages too, as everybody in a conversation does."""
        channel = workspace.channels[event["channel"]]
        if channel.is_im and self.delivery.manners.echo:
            self.delivery.later(self._event(workspace, event | {"channel_type": "im"}))

    @property
    def app(self) -> App:
        return self.world.app

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def token(self) -> str:
        """The bot's newest token in the first workspace."""
        return self.world.token_of(self.workspace).value

    @property
    def scopes(self) -> set[str]:
        """What the bot's token may do; changing it changes the token."""
        return self.world.token_of(self.workspace).scopes

    def bot_at(self, url: str) -> None:
        """The address of the app, with its path."""
        self.delivery.url = url

    def environment(self) -> dict[str, str]:
        """What the bot's process needs to know, without Socket Mode."""
        return {
            "SKOLSTEG_SLACK_API_URL": self.api_url,
            "SKOLSTEG_SLACK_BOT_TOKEN": self.token,
            "SKOLSTEG_SLACK_SIGNING_SECRET": self.app.signing_secret,
        }

    def user(self, name: str, email: str = "", workspace: Workspace | None = None, **flags: object) -> User:
        """The one with this name or e-mail address, new when there is nobody."""
        place = workspace or self.workspace
        found = place.by_email.get((email or name).casefold())
        named = (each for each in place.users.values() if each.name == name)
        return found or next(named, None) or self.world.add_user(place, name, email, **flags)

    def channel(
        self, name: str, members: tuple[User, ...] = (), *, private: bool = False, bot: bool = True
    ) -> Channel:
        """The channel of the first workspace with this name, new when there is none."""
        named = (each for each in self.workspace.channels.values() if each.name == name)
        found = next(named, None) or self.world.add_channel(self.workspace, name, private=private, bot=bot)
        found.members += [each.id for each in members if each.id not in found.members]
        return found

    def group(self, handle: str, *users: User) -> Group:
        """A new user group of the first workspace."""
        group = Group(self.world.ids.new("S"), handle, handle, [each.id for each in users])
        self.workspace.groups[group.id] = group
        return group

    def conversation(self, user: User) -> list[Message]:
        """What stands in somebody's conversation with the bot, oldest first."""
        channel = user.workspace.direct.get(user.id)
        return channel.standing if channel else []

    def said(self, user: User) -> list[Message]:
        """What the bot has written there."""
        return [each for each in self.conversation(user) if each.bot_id]

    def ephemerals(self, user: User, channel: Channel | None = None) -> list[Message]:
        """What only this person sees in a conversation and that is still there."""
        place = channel or user.workspace.direct.get(user.id)
        return [
            each
            for each in (place.ephemerals if place else [])
            if each.ephemeral_to == user.id and not each.deleted
        ]

    def view(self, user: User) -> View | None:
        """The modal that is open, the topmost."""
        stack = user.workspace.views.get(user.id)
        return stack[-1] if stack else None

    def home(self, user: User) -> View | None:
        return user.workspace.homes.get(user.id)

    def post(self, body: bytes, headers: dict[str, str]) -> Ack:
        """Anything at all to the app's address: no signature, no judgement."""
        return self.run(self.delivery.post(body, headers))

    def replay(self) -> Ack:
        """The last request to the app once more, byte by byte."""
        return self.post(self.delivery.last.body, self.delivery.last.headers)

    def uses(self, manifest: Json) -> None:
        """Take scopes, events, the command and addresses from the app's own manifest."""
        scopes = set(manifest["oauth_config"]["scopes"]["bot"])
        self.app.scopes = frozenset(scopes)
        self.world.token_of(self.workspace).scopes = scopes
        self.app.redirect_urls = list(manifest["oauth_config"].get("redirect_urls", []))
        self.app.subscribed = set(manifest["settings"]["event_subscriptions"]["bot_events"])
        commands = manifest["features"].get("slash_commands", [])
        self.app.command = commands[0]["command"] if commands else self.app.command
