"""Where in Slack a message goes: to an account, or to the channel of a work team or the principals."""

from bot.memory import Memory
from bot.platforms.envelope import Rejected
from bot.platforms.slack.directory import Directory
from conversations.turn import To
from storage import channels


class Addresses:
    """Looks up where people and teams are reached now; call it from any thread."""

    def __init__(self, memory: Memory, directory: Directory) -> None:
        self._memory = memory
        self._directory = directory

    def of(self, authority: int, to: To) -> str:
        """The user or the channel; raises Rejected where there is none, else as `Directory.account`."""
        if to.kind == "person":
            account = self._directory.account(authority, to.id)
            if account is None or not account.active:
                raise Rejected(lastingly=True)
            return account.user
        with self._memory.database.reading() as connection:
            channel = channels.of(connection, authority, to)
        if channel is None:
            # It waits until a coordinator has said which channel is theirs.
            raise Rejected(lastingly=False)
        return channel
