"""All that Teams and Entra know at one moment, without sockets."""

from tests.contract.stand_in import world
from tests.contract.teams.fake.faults import Faults
from tests.contract.teams.fake.ids import Ids
from tests.contract.teams.fake.limits import Limits
from tests.contract.teams.fake.state import Conversation, Group, Message, Team, Tenant, User
from tests.contract.teams.fake.words import Json

ROLES = frozenset(
    (
        "TeamsAppInstallation.ReadWriteSelfForUser.All",
        "GroupMember.Read.All",
        "User.Read.All",
        "Calendars.ReadWrite",
    )
)
TOKEN_SECONDS = 3599


class Refused(Exception):  # noqa: N818 -- an answer of the API, not a mistake of ours
    """An answer with a status and an error that has a name."""

    def __init__(self, status: int, code: str, message: str = "", retry_after: int = 0) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.retry_after = status, code, message or code, retry_after


class World(world.World):
    """Everything that is kept, changed from the server's thread only."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__(Limits(), Faults())
        self.ids = Ids(seed)
        self.token_seconds = TOKEN_SECONDS
        self.conflicts_on_duplicate = False
        self.tenants: dict[str, Tenant] = {}

    def listens_at(self, base: str) -> None:
        """The address of every service, with which each tenant gets its service url."""
        super().listens_at(base)
        for tenant in self.tenants.values():
            tenant.service_url = f"{base}/emea/{tenant.id}/"

    def add_tenant(self, name: str) -> Tenant:
        """An authority with a registration of its own."""
        ids = self.ids
        tenant = Tenant(ids.guid(), name, ids.guid(), ids.secret(), ids.guid(), roles=set(ROLES))
        tenant.external_id = tenant.app_id
        tenant.service_url = f"{self.base}/emea/{tenant.id}/"
        self.tenants[tenant.id] = tenant
        return tenant

    def tenant_of(self, app_id: str) -> Tenant | None:
        return next((each for each in self.tenants.values() if each.app_id == app_id), None)

    def add_user(self, tenant: Tenant, name: str, email: str, **flags: object) -> User:
        user = User(self.ids.person(), name, email, tenant, self.ids.guid(), **flags)
        tenant.users[user.aad_id] = user
        return user

    def user(self, tenant: Tenant, id: str) -> User | None:  # noqa: A002 -- as everything here is named
        """Somebody by object id, bot-specific id or principal name."""
        found = tenant.users.get(id.removeprefix("8:orgid:"))
        same = (each for each in tenant.users.values() if id in (each.id, each.principal))
        return found or next(same, None)

    def personal(self, user: User) -> Conversation:
        """Somebody's chat with the bot, opened when there is none."""
        tenant = user.tenant
        if user.aad_id not in tenant.personal:
            found = Conversation(self.ids.personal(), "personal", tenant, members=[user])
            found.aliases.append(f"19:{user.aad_id}_{tenant.app_id}@unq.gbl.spaces")
            tenant.personal[user.aad_id] = tenant.conversations[found.id] = found
        return tenant.personal[user.aad_id]

    def add_team(self, tenant: Tenant, name: str, channels: tuple[str, ...], members: list[User]) -> Team:
        """A team, named by the id of its general channel; nobody has added the bot yet."""
        general = self.ids.channel()
        team = Team(general, name, self.ids.guid(), tenant, members)
        tenant.teams[team.id] = team
        tenant.groups[team.group] = Group(team.group, name, members, team=True)
        for channel in ("", *channels):
            self.add_channel(team, channel)
        return team

    def add_channel(self, team: Team, name: str) -> Conversation:
        """A new channel, the general one (whose name the connector leaves out) when it has no name."""
        id_ = self.ids.channel() if name else team.id
        found = Conversation(id_, "channel", team.tenant, name, team.members, team=team, bot=team.bot)
        team.tenant.conversations[id_] = found
        team.channels.append(found)
        return found

    def say(self, conversation: Conversation, author: str, activity: Json, *, bot: bool = False) -> Message:
        """A new message in a conversation."""
        found = Message(self.ids.activity(self.now()), conversation.id, author, activity, bot=bot)
        conversation.messages[found.id] = found
        return found
