"""A Microsoft Teams on this machine: the real protocol over real sockets, kept in memory.

How a bot's process finds it is what `Teams.environment` says. With the Teams SDK (2.1) that means:

    cloud = with_overrides(
        PUBLIC,
        login_endpoint=LOGIN_URL,
        openid_metadata_url=f"{LOGIN_URL}/v1/.well-known/openidconfiguration",
    )
    App(client_id=APP_ID, tenant_id=TENANT, token=own_token, cloud=cloud, service_url=…, messaging_endpoint=…)

`token_issuer`, `bot_scope` and `graph_scope` stay Microsoft's. `own_token(scope, tenant)` posts the client's
credentials to `{LOGIN_URL}/{tenant}/oauth2/v2.0/token` itself: with `client_secret` the SDK uses msal, and
that (as azure-identity) refuses an authority that is not https. CLIENT_SECRET must not be in the environment.
The service url comes with every activity, `{base}/emea/{tenant}/`. Graph is at `{GRAPH_URL}/v1.0`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.contract.teams.fake.delivery import Ack
from tests.contract.teams.fake.places import Places
from tests.contract.teams.fake.server import Server
from tests.contract.teams.fake.state import Conversation, Dialog, File, Group, Message, Team, Tenant, User
from tests.contract.teams.fake.words import Json


class Teams(Server, Places):
    """Started with `with Teams() as teams:`; `teams.tenant` is its first authority."""

    def __init__(self, port: int = 0, seed: int = 1, tenant: str = "Lindeborgs kommun") -> None:
        super().__init__(port, seed)
        self.told: dict[str, str] = {}
        self.installs_by_graph.installed = self.installed
        self.tenant = self.world.add_tenant(tenant)

    def add_tenant(self, name: str) -> Tenant:
        """Another authority, with another registration of the bot."""
        return self.world.add_tenant(name)

    @property
    def login_url(self) -> str:
        return f"{self.world.base}/login"

    @property
    def graph_url(self) -> str:
        return f"{self.world.base}/graph"

    @property
    def roles(self) -> set[str]:
        """The application permissions of Graph's next token; changing it changes them."""
        return self.tenant.roles

    def bot_at(self, url: str, tenant: Tenant | None = None) -> None:
        """The address of the bot, with its path; each authority may have its own."""
        self.delivery.urls[(tenant or self.tenant).id] = url

    def environment(self, tenant: Tenant | None = None) -> dict[str, str]:
        """What the bot's process needs to know."""
        place = tenant or self.tenant
        return {
            "SKOLSTEG_TEAMS_APP_ID": place.app_id,
            "SKOLSTEG_TEAMS_APP_SECRET": place.secret,
            "SKOLSTEG_TEAMS_TENANT": place.id,
            "SKOLSTEG_TEAMS_LOGIN_URL": self.login_url,
            "SKOLSTEG_TEAMS_CONNECTOR_URLS": f"{self.world.base}/emea/",
            "SKOLSTEG_GRAPH_URL": self.graph_url,
        }

    def user(self, name: str, email: str = "", tenant: Tenant | None = None, **flags: object) -> User:
        """The one with this name or e-mail address, new when there is nobody."""
        place = tenant or self.tenant
        same = (each for each in place.users.values() if email and each.email.casefold() == email.casefold())
        named = (each for each in place.users.values() if each.name == name)
        return next(same, None) or next(named, None) or self.world.add_user(place, name, email, **flags)

    def team(self, name: str, channels: tuple[str, ...] = (), members: tuple[User, ...] = ()) -> Team:
        """The team with this name, new when there is none; `adds_to_team` adds the bot to it."""
        named = (each for each in self.tenant.teams.values() if each.name == name)
        return next(named, None) or self.world.add_team(self.tenant, name, channels, list(members))

    def channel(self, team: Team, name: str) -> Conversation:
        """The channel of a team with this name, new (and untold); "" is the general one."""
        named = (each for each in team.channels if each.name == name)
        return next(named, None) or self.world.add_channel(team, name)

    def chat(self, *members: User, meeting: bool = False) -> Conversation:
        """A new group chat, or that of a meeting, still without the bot."""
        ids = self.world.ids
        chat = Conversation(ids.meeting() if meeting else ids.group(), "groupChat", self.tenant, bot=False)
        chat.members += members
        self.tenant.conversations[chat.id] = chat
        return chat

    def group(self, name: str, *members: object, **flags: object) -> Group:
        """A new group of Entra; its members are people and groups."""
        group = Group(self.world.ids.guid(), name, list(members), **flags)
        self.tenant.groups[group.id] = group
        return group

    def conversation(self, user: User) -> list[Message]:
        """What stands in somebody's chat with the bot, oldest first."""
        chat = user.tenant.personal.get(user.aad_id)
        return chat.standing if chat else []

    def said(self, user: User) -> list[Message]:
        """What the bot has written there."""
        return [each for each in self.conversation(user) if each.bot]

    def dialog(self, user: User) -> Dialog | None:
        """The dialog that is open before somebody."""
        return user.tenant.dialogs.get(user.id)

    def files(self, user: User) -> list[File]:
        """What stands among somebody's files: sent by them, or put there by the bot."""
        return [each for each in user.tenant.files.values() if each.user is user and each.content is not None]

    def events(self, user: User) -> list[Json]:
        """What stands in somebody's calendar."""
        return [each for each in user.tenant.events.values() if each["_owner"] == user.aad_id]

    @contextmanager
    def forging(self, kind: str) -> Iterator[None]:
        """Whatever is done meanwhile is wrong in one way; `forgery.FORGERIES` has their names."""
        self.manners.forging = kind
        try:
            yield
        finally:
            self.manners.forging = ""

    def post(self, body: bytes, headers: dict[str, str], url: str = "") -> Ack:
        """Anything at all to the bot's address: no token, no judgement."""
        return self.run(self.delivery.post(url or self.delivery.urls[self.tenant.id], body, headers))

    def replay(self) -> Ack:
        """The last request to the bot once more, byte by byte."""
        last = self.delivery.last
        return self.post(last.body, last.headers, last.url)
