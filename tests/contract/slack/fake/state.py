"""What Slack keeps: workspaces with their people, channels, messages, views and files."""

import copy
from dataclasses import dataclass, field

from tests.contract.slack.fake.words import Json, labels, mentions, readable


@dataclass(eq=False)
class User:
    id: str
    name: str
    email: str
    workspace: "Workspace" = field(repr=False)
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    locale: str = "sv-SE"
    updated: int = 1_700_000_000

    @property
    def handle(self) -> str:
        return self.name.casefold().replace(" ", ".")


@dataclass(eq=False)
class Message:
    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    bot_id: str = ""
    metadata: Json | None = None
    unfurl_links: bool | None = None
    unfurl_media: bool | None = None
    files: list[str] = field(default_factory=list)
    edited: bool = False
    deleted: bool = False
    ephemeral_to: str = ""
    thread_ts: str = ""
    versions: list[Json] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """The texts of its buttons."""
        return labels(self.blocks)

    @property
    def words(self) -> str:
        """All its readable text, flattened; its `text` where it has no blocks."""
        return readable(self.blocks) or self.text

    @property
    def mentions(self) -> list[str]:
        """Whatever in it calls somebody or is a link."""
        return [*mentions(self.text), *mentions(self.blocks)]

    def becomes(self, text: str, blocks: list[Json]) -> None:
        """Another content in its place; what it was is kept in `versions`."""
        self.versions.append({"text": self.text, "blocks": self.blocks})
        self.text, self.blocks, self.edited = text, blocks, True

    def snapshot(self) -> "Message":
        """As it looks now: what somebody with an old screen presses in."""
        return copy.deepcopy(self)


@dataclass(eq=False)
class Channel:
    id: str
    name: str
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    members: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)

    @property
    def standing(self) -> list[Message]:
        """The messages that are still there, oldest first."""
        return [each for each in list(self.messages.values()) if not each.deleted]


@dataclass(eq=False)
class View:
    id: str
    user: str
    content: Json
    hash: str
    root: str
    previous: str | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.content["type"])

    @property
    def title(self) -> str:
        return str(self.content.get("title", {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.content.get("callback_id", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.content["blocks"])

    @property
    def labels(self) -> list[str]:
        """The texts of its buttons."""
        return labels(self.blocks)

    @property
    def words(self) -> str:
        """All its readable text, flattened, the title first."""
        return "\n".join(filter(None, (self.title, readable(self.blocks))))


@dataclass(eq=False)
class File:
    id: str
    name: str
    length: int
    user: str
    alt_text: str = ""
    title: str = ""
    content: bytes | None = None
    finished_at: float | None = None
    shared_in: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Token:
    value: str = field(repr=False)
    workspace: "Workspace | None"
    scopes: set[str]
    revoked: bool = False


@dataclass(eq=False)
class Group:
    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Workspace:
    id: str
    name: str
    bot: User | None = None
    bot_id: str = ""
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    direct: dict[str, Channel] = field(default_factory=dict)
    views: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    by_email: dict[str, User] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        return self.name.casefold().replace(" ", "-")
