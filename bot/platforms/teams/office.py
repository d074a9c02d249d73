"""What every conversation in Teams needs at hand, and the small ways to show something."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bot.platforms.conversing import Conversing, Who
from bot.platforms.teams import render
from bot.platforms.teams.connector import Connector, card
from bot.platforms.teams.directory import Directory
from bot.platforms.teams.listen import Actor
from bot.platforms.teams.tenants import PLATFORM, Talk, Tenants
from bot.postman import Postman
from conversations.messages import Message
from conversations.turn import To
from storage import channels

_THREADS = 8


@dataclass(frozen=True, slots=True)
class Office(Conversing):
    """The services behind a conversation in Teams."""

    platform = PLATFORM
    tenants: Tenants
    connector: Connector
    directory: Directory
    postman: Postman
    errands: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_THREADS, "errands"), kw_only=True
    )

    def who(self, actor: Actor) -> Who | None:
        """Who acts, None where the tenant is nobody's, or nobody in particular acts."""
        authority = self.tenants.authority(actor.tenant)
        if not authority or not actor.user:
            return None
        self.tenants.keep_service(authority, actor.service)
        return Who(authority, self.directory.person(authority, actor), actor.user)

    def remembered(self, actor: Actor) -> Who | None:
        """Who acts in their own conversation, as far as that is known without looking anything up."""
        authority = self.tenants.remembered(actor.tenant) if actor.personal else 0
        person = self.directory.remembered(authority, actor) if authority and actor.user else 0
        return Who(authority, person, actor.user) if person else None

    def place(self, who: Who, actor: Actor) -> To | None:
        """The conversation where somebody acts: their own, a work team's, or None for any other."""
        if actor.personal:
            return who.own
        with self.memory.database.reading() as connection:
            found = channels.place(connection, who.authority, actor.conversation)
        return found if found and found.kind == "team" else None

    def show(self, who: Who, actor: Actor, message: Message) -> None:
        """Say something where somebody acts, in its thread, kept nowhere; raises as `Wire.call` does."""
        talk = Talk(who.authority, actor.service, actor.thread)
        shown = render.message(message)
        self.connector.post(talk, card(shown.summary, shown.card))

    def close(self) -> None:
        """Finish what is under way and let go."""
        self.errands.shutdown()
