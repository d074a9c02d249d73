"""What every conversation in Slack needs at hand, and the small ways to show something."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bot.platforms.conversing import Conversing, Who
from bot.platforms.slack import render
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.files import Gallery
from bot.platforms.slack.listen import Actor
from bot.platforms.slack.refusals import GONE, OUTSIDE
from bot.platforms.slack.render import ModalAddress
from bot.platforms.slack.replies import Replies
from bot.platforms.slack.trouble import UNREACHABLE
from bot.platforms.slack.wire import Json, Refused, Wire
from bot.platforms.slack.workspaces import PLATFORM, Workspaces
from bot.postman import Postman
from conversations.messages import Form, Message, Text
from conversations.texts import say
from conversations.turn import To
from storage import channels

# A modal must open within three seconds, whatever else is being brought.
_THREADS = 32


@dataclass(frozen=True, slots=True)
class Office(Conversing):
    """The services behind a conversation in Slack."""

    platform = PLATFORM
    wire: Wire
    workspaces: Workspaces
    directory: Directory
    replies: Replies
    postman: Postman
    gallery: Gallery
    errands: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_THREADS, "errands"), kw_only=True
    )
    homes: dict[Who, None] = field(default_factory=dict)
    """Whose home is still to be shown, in their order."""

    def who(self, actor: Actor) -> Who | None:
        """Who acts, None where the workspace is nobody's, or a bot acts."""
        authority = self.workspaces.authority(actor.team)
        person = self.directory.person(authority, actor.user) if authority else None
        return None if person is None else Who(authority, person, actor.user)

    def remembered(self, actor: Actor) -> Who | None:
        """Who acts, as far as that is known without asking anybody."""
        authority = self.workspaces.remembered(actor.team)
        person = self.directory.remembered(authority, actor.user)
        return Who(authority, person, actor.user) if authority and person else None

    def place(self, who: Who, channel: str) -> To:
        """The conversation that a channel is: a work team's, or else one's own."""
        if is_direct(channel):
            return who.own
        with self.memory.database.reading() as connection:
            found = channels.place(connection, who.authority, channel)
        return found if found and found.kind == "team" else who.own

    def call(self, who: Who, method: str, arguments: Json) -> Json:
        """Call Slack for somebody's workspace; nothing where the bot is not installed."""
        tokens = self.workspaces.tokens(who.authority)
        return self.wire.call(tokens.bot, method, arguments) if tokens else {}

    def pictures(self, who: Who, message: Message) -> dict[int, str]:
        """A message's pictures as files in somebody's workspace."""
        tokens = self.workspaces.tokens(who.authority)
        return self.gallery.of(message, tokens.bot) if tokens else {}

    def whisper(self, who: Who, channel: str, message: Message) -> None:
        """Show something to one person where they are, or in their own conversation where the bot is not.

        It is gone when they reload.
        """
        shown = render.message(message)
        said = {"user": who.user, "text": shown.text, "blocks": shown.blocks}
        if channel:
            try:
                self.call(who, "chat.postEphemeral", {"channel": channel, **said})
            except Refused as problem:
                if problem.error not in OUTSIDE | GONE:
                    raise
            else:
                return
        own = self.call(who, "conversations.open", {"users": who.user})
        if own:
            self.call(who, "chat.postEphemeral", {"channel": own["channel"]["id"], **said})

    def offer(self, who: Who, trigger: str, channel: str, view: Json) -> None:
        """Open a modal for a press; a sentence in its channel where three seconds have gone already."""
        try:
            self.call(who, "views.open", {"trigger_id": trigger, "view": view})
        except (Refused, *UNREACHABLE):
            self.late(who, channel)

    def late(self, who: Who, channel: str) -> None:
        """Say that it took too long and is to be tried again."""
        late = say(self.language(who), "chat.modal.late")
        self.whisper(who, channel, Message(late, (Text(late),)))

    def close(self) -> None:
        """Finish what is under way and let go."""
        self.errands.shutdown()
        self.replies.close()


def is_direct(channel: str) -> bool:
    """Whether nobody else is there: a one-to-one conversation, or none at all."""
    return not channel or channel.startswith("D")


def form_in(message: Message) -> Form | None:
    """The form that a message asks to be filled in, if there is one."""
    return next((part for part in message.parts if isinstance(part, Form)), None)


def shown_modal(message: Message, row: int = 0, channel: str = "") -> Json:
    """A modal with whatever the message holds: its form to fill in, or only to read."""
    return render.modal(message, form_in(message), ModalAddress(row, channel))
