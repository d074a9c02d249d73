"""What the bot asks a workspace's leave for: each with its reason, and nothing besides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A permission by Slack's own name, and in one sentence what does not work without it."""

    name: str
    reason: str


SCOPES = (
    Scope("chat:write", "Says everything that the bot says, and changes its own messages."),
    Scope("commands", "Lets people call the bot with a command from wherever they are."),
    Scope("im:history", "Is told what people write to the bot in their one-to-one conversation with it."),
    Scope("im:write", "Opens the one-to-one conversation in which the bot speaks first."),
    Scope("users:read", "Is told who has an account, and when somebody comes, leaves or changes theirs."),
    Scope("users:read.email", "Knows by the address which account belongs to whom on the roster."),
    Scope("files:write", "Sends pictures of results, certificates and the documents that people ask for."),
    Scope(
        "app_mentions:read",
        "Is told when somebody speaks to the bot in a channel, and of nothing else there.",
    ),
    Scope(
        "channels:read", "Finds the work teams' public channels, and notices when one is renamed or archived."
    ),
    Scope("groups:read", "Does the same for the private channels that the bot has been invited to."),
    Scope("channels:join", "Joins a work team's public channel when a coordinator has chosen it."),
    Scope(
        "channels:history", "Looks, after a crash, whether a message to a work team's channel has arrived."
    ),
    Scope("groups:history", "Looks for the same in a work team's private channel."),
    Scope("usergroups:read", "Finds the user groups that work teams go by, to propose which team is which."),
)
"""What works with the least; a new one means that every workspace has to install the bot again."""
