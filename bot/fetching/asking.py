"""Somebody asks for a document: who, and what they may see of it now."""

from dataclasses import dataclass, field
from datetime import date

from bot.memory import Memory
from bot.platforms.envelope import Incoming
from conversations.context import Context, Need
from conversations.events import Pressed
from conversations.messages import Action
from conversations.turn import To
from storage import audit, contexts, decision_log
from storage.audit import Entry
from storage.keys import KeyMissing

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The media type of each kind of document, which is also its ending."""

_NO_NAME = frozenset('/\\:*?"<>|\0')


@dataclass(frozen=True, slots=True)
class File:
    """A file for somebody who may have it."""

    content: bytes = field(repr=False)
    media_type: str
    filename: str


def file(content: bytes, title: str, kind: str) -> File:
    """A file called by a title, without the letters that a folder cannot hold."""
    name = "".join(" " if letter in _NO_NAME or not letter.isprintable() else letter for letter in title)
    return File(content, TYPES[kind], f"{name}.{kind}")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a document; rights are looked up when the context is read, from nothing but this."""

    memory: Memory
    authority: int
    person: int

    def context(self, needs: frozenset[Need], action: Action) -> Context:
        """What this person may see now, as if they had pressed for it."""
        try:
            return self._loaded(needs, action)
        except KeyMissing:
            # The window closed between two of our glances: look at what is there now.
            return self._loaded(needs, action)

    def today(self, context: Context) -> date:
        """The local day."""
        return context.authority.calendar.local_date(self.memory.now())

    def revision(self, host: int) -> int:
        """A number that grows with each decision on a visit to this school."""
        with self.memory.database.reading() as connection:
            return decision_log.on_visits(connection, self.authority, host)

    def note(self, round_id: int, kind: str) -> None:
        """Write down that results have left the house."""
        with self.memory.database.writing() as connection:
            entry = Entry("export", self.person, round_id, detail=kind)
            audit.note(connection, self.authority, entry, self.memory.now())

    def _loaded(self, needs: frozenset[Need], action: Action) -> Context:
        event = Pressed(action)
        incoming = Incoming("", self.authority, self.person, To("person", self.person), event)
        with self.memory.database.reading() as connection:
            calendar = self.memory.calendars(connection, self.authority)
            now = self.memory.now()
            return contexts.load(connection, self.memory.keys, incoming, needs, now, calendar)
