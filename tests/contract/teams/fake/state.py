"""What Teams keeps: tenants with their people, conversations, messages, teams, dialogs and files."""

import copy
from dataclasses import dataclass, field

from tests.contract.teams.fake.words import Json, inputs, labels, readable

ADAPTIVE = "application/vnd.microsoft.card.adaptive"


@dataclass(eq=False)
class User:
    id: str
    name: str
    email: str
    tenant: "Tenant" = field(repr=False)
    aad_id: str = ""
    locale: str = "sv-SE"
    enabled: bool = True
    blocked: bool = False
    installed: bool = False
    guest: bool = False
    mailbox: bool = True
    refuses_install: bool = False
    department: str = ""
    job_title: str = ""
    office: str = ""
    upn: str = ""

    @property
    def principal(self) -> str:
        return self.upn or self.email


@dataclass(eq=False)
class Message:
    id: str
    conversation: str
    author: str
    activity: Json = field(repr=False)
    bot: bool = False
    edited: bool = False
    deleted: bool = False
    reply_to: str = ""
    versions: list[Json] = field(default_factory=list, repr=False)
    shown: dict[str, Json] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        return str(self.activity.get("text") or "")

    @property
    def attachments(self) -> list[Json]:
        return list(self.activity.get("attachments") or [])

    @property
    def cards(self) -> list[Json]:
        """Its Adaptive Cards."""
        return [each["content"] for each in self.attachments if each.get("contentType") == ADAPTIVE]

    @property
    def card(self) -> Json | None:
        """Its first Adaptive Card as it stands for everybody."""
        return next(iter(self.cards), None)

    @property
    def labels(self) -> list[str]:
        """The texts of its buttons."""
        return labels(self.cards)

    @property
    def words(self) -> str:
        """All its readable text, flattened."""
        return "\n".join(filter(None, (self.text, readable(self.cards))))

    def seen_by(self, user: User) -> Json | None:
        """The card as somebody sees it: what their own press was answered with, else what stands."""
        return self.shown.get(user.id) or self.card

    def becomes(self, activity: Json) -> None:
        """Another content in its place; what it was is kept in `versions`."""
        self.versions.append(self.activity)
        self.activity, self.edited = activity, True
        self.shown.clear()

    def snapshot(self) -> "Message":
        """As it looks now: what somebody with an old screen presses in."""
        return copy.deepcopy(self)


@dataclass(eq=False)
class Conversation:
    """`kind` is personal, channel or groupChat; `aliases` are other ids of the same."""

    id: str
    kind: str
    tenant: "Tenant" = field(repr=False)
    name: str = ""
    members: list[User] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    team: "Team | None" = None
    bot: bool = True
    deleted: bool = False

    @property
    def standing(self) -> list[Message]:
        """The messages that are still there, oldest first."""
        return [each for each in list(self.messages.values()) if not each.deleted]


@dataclass(eq=False)
class Team:
    id: str
    name: str
    group: str
    tenant: "Tenant" = field(repr=False)
    members: list[User] = field(default_factory=list)
    channels: list[Conversation] = field(default_factory=list)
    bot: bool = False


@dataclass(eq=False)
class Dialog:
    """What is open before somebody: a card, or a sentence without one."""

    user: User
    title: str
    card: Json | None
    message: str = ""
    reply_to: str = ""
    conversation: Conversation | None = None

    @property
    def words(self) -> str:
        return "\n".join(filter(None, (self.title, self.message, readable(self.card))))

    @property
    def labels(self) -> list[str]:
        """The texts of its buttons."""
        return labels(self.card)

    @property
    def inputs(self) -> list[Json]:
        return inputs(self.card)


@dataclass(eq=False)
class File:
    id: str
    name: str
    user: User
    size: int = 0
    content: bytes | None = None
    consented: bool = False


@dataclass(eq=False)
class Group:
    id: str
    name: str
    members: list[object] = field(default_factory=list)
    mail: str = ""
    security: bool = False
    team: bool = False


@dataclass(eq=False)
class Tenant:
    """An authority's Entra tenant and its own registration of the bot."""

    id: str
    name: str
    app_id: str
    secret: str = field(repr=False)
    catalogue_id: str = ""
    external_id: str = ""
    service_url: str = ""
    roles: set[str] = field(default_factory=set)
    users: dict[str, User] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    personal: dict[str, Conversation] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    events: dict[str, Json] = field(default_factory=dict)
    disabled: bool = False

    @property
    def bot(self) -> str:
        """The bot's id in a conversation."""
        return f"28:{self.app_id}"

    def conversation(self, id: str) -> Conversation | None:  # noqa: A002 -- as everything here is named
        """A conversation by its id or another name of it, without the thread within it."""
        wanted = id.partition(";")[0]
        named = (each for each in self.conversations.values() if wanted in each.aliases)
        return self.conversations.get(wanted) or next(named, None)
