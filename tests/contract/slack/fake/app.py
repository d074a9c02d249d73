"""Our app as Slack knows it before any manifest says otherwise."""

from dataclasses import dataclass, field

BOT_SCOPES = frozenset(
    (
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "usergroups:read",
        "users:read",
        "users:read.email",
    )
)
EVENTS = frozenset(
    (
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_deleted",
        "channel_rename",
        "channel_unarchive",
        "group_archive",
        "group_deleted",
        "group_rename",
        "group_unarchive",
        "member_joined_channel",
        "member_left_channel",
        "message.im",
        "team_join",
        "tokens_revoked",
        "user_change",
    )
)


@dataclass
class App:
    """Our app as Slack knows it."""

    id: str
    client_id: str
    client_secret: str = field(repr=False)
    signing_secret: str = field(repr=False)
    app_token: str = field(repr=False)
    verification: str = field(repr=False)
    scopes: frozenset[str] = BOT_SCOPES
    command: str = "/skolsteg"
    redirect_urls: list[str] = field(default_factory=list)
    subscribed: set[str] = field(default_factory=lambda: set(EVENTS))
