"""The local chat over a real installation: nobody is made up, and time goes as it does."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import files
from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.platforms.envelope import Incoming, Reply
from bot.platforms.web.casting import cast
from bot.platforms.web.stage import Cast, Fetched, Language, Shown
from conversations.turn import To
from storage import outbox, reports

PLATFORM = "local"


class InstalledStage:
    """The first authority whose chat is the local one; empty until there is one and its roster is read in."""

    def __init__(self, memory: Memory, dispatcher: Dispatcher, zone: ZoneInfo) -> None:
        self._memory = memory
        self._dispatcher = dispatcher
        self._zone = zone

    def people(self) -> Cast:
        """Everybody on the roster today."""
        with self._memory.database.reading() as connection:
            known = (row for row in reports.authorities(connection) if row.platform == PLATFORM)
            authority = next(known, None)
            if authority is None:
                return Cast(0, "sv", ())
            language: Language = "en" if authority.language == "en" else "sv"
            return cast(connection, authority.id, language, self.now().date())

    def handle(self, incoming: Incoming) -> Reply:
        """Let something happen, and have it saved before this returns."""
        reply = self._dispatcher.handle(incoming)
        self._dispatcher.deliver()
        return reply

    def conversation(self, to: To) -> tuple[Shown, ...]:
        """The messages in a conversation, oldest first."""
        authority = self.people().authority
        with self._memory.database.reading() as connection:
            found = outbox.conversation(connection, authority, to)
        return tuple(
            Shown(each.id, each.revision, each.message, each.created_at.astimezone(self._zone))
            for each in found
        )

    def now(self) -> datetime:
        """The time where the installation is."""
        return self._memory.now().astimezone(self._zone)

    def file(self, person: int, name: str) -> Fetched | None:
        """A document by its name, or nothing where there is none that this person may have."""
        found = files.fetch(self._memory, self.people().authority, person, name)
        return Fetched(found.content, found.media_type, found.filename) if found else None
