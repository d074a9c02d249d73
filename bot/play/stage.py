"""The local chat's stage: a made-up authority on a real database, and a clock that can be moved."""

import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import files
from bot.platforms.envelope import Incoming, Reply, Sender
from bot.platforms.web.casting import cast
from bot.platforms.web.stage import Cast, Fetched, Hint, Language, Leap, Shown
from bot.play.everybody import answer_all
from bot.play.hints import hint
from bot.play.travel import travel
from bot.play.world import World, build, mood
from conversations.context import SchoolView
from conversations.turn import To
from storage import authorities, outbox, people, views
from storage.keys import Poll

_MORNING = time(9, 0)


class LocalStage:
    """What the page's ``Stage`` asks for; calls are taken one at a time, as on one small stage."""

    def __init__(self, sender: Callable[[], Sender], language: Language = "sv") -> None:
        self._sender = sender
        self._language: Language = language
        self._turn = threading.RLock()
        self._directory = tempfile.TemporaryDirectory(prefix="skolsteg-")
        self._world = self._built()
        self._begun = False

    def close(self) -> None:
        """Leave nothing behind."""
        with self._turn:
            self._world.installed.close()
            self._directory.cleanup()

    def people(self) -> Cast:
        """Everybody on the page."""
        with self._turn, self._world.installed.memory.database.reading() as connection:
            return cast(connection, self._world.authority, self._language, self.now().date())

    def handle(self, incoming: Incoming) -> Reply:
        """Let something happen, and have it saved before this returns."""
        with self._turn:
            self._begun = True
            reply = self._world.dispatcher.handle(incoming)
            self._world.dispatcher.deliver()
            return reply

    def conversation(self, to: To) -> tuple[Shown, ...]:
        """The messages in a conversation, oldest first."""
        with self._turn, self._world.installed.memory.database.reading() as connection:
            found, zone = outbox.conversation(connection, self._world.authority, to), self._zone()
        return tuple(
            Shown(each.id, each.revision, each.message, each.created_at.astimezone(zone)) for each in found
        )

    def now(self) -> datetime:
        """The time on the stage, where the school is."""
        return self._world.clock().astimezone(self._zone())

    def round_hint(self, school: int) -> Hint:
        """What to do next at a school."""
        with self._turn:
            return hint(self._view(school), self._world.clock())

    def advance(self, leap: Leap, school: int) -> None:
        """Move time forward; what is due on the way happens."""
        with self._turn:
            self._begun = True
            memory = self._world.installed.memory
            travel(memory.database, self._world.dispatcher, self._world.clock, self._target(leap, school))

    def let_others_answer(self, school: int, but: int) -> None:
        """Answer at random for everybody but one who has not begun, where it is open, this school first."""
        with self._turn:
            for each in (school, *(other.id for other in self.people().schools if other.id != school)):
                self._let_answer(each, but)

    def reset(self) -> None:
        """Begin again from the first day."""
        with self._turn:
            self.close()
            self._directory = tempfile.TemporaryDirectory(prefix="skolsteg-")
            self._world = self._built()
            self._begun = False

    def set_language(self, language: Language) -> None:
        """Let the page and everybody on it speak this language; what has been said stays as it was said."""
        with self._turn:
            if not self._begun:
                self._language = language
                self.reset()
                return
        with self._turn, self._world.installed.memory.database.writing() as connection:
            authorities.speak(connection, self._world.authority, language)
            self._language = language

    def file(self, person: int, name: str) -> Fetched | None:
        """A document by its name, or nothing where there is none that this person may have."""
        with self._turn:
            found = files.fetch(self._world.installed.memory, self._world.authority, person, name)
        return Fetched(found.content, found.media_type, found.filename) if found else None

    def _let_answer(self, school: int, but: int) -> None:
        view = self._view(school)
        if view is None or view.window.state(self._world.clock()) != "open":
            return
        poll = Poll(self._world.authority, view.round.id, school)
        usual = mood(school, view.window.opens_on.year, view.round.kind)
        answer_all(self._world.installed.memory, poll, replace(usual, but=but))

    def _built(self) -> World:
        return build(Path(self._directory.name), self._sender(), self._language)

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._world.installed.settings.zone)

    def _view(self, school: int) -> SchoolView | None:
        """The newest round as the school's principal follows it."""
        world, today = self._world, self.now().date()
        with world.installed.memory.database.reading() as connection:
            principal = people.principals(connection, world.authority, school, today)[0]
            me = people.me(connection, world.authority, principal.id, today)
            found = views.for_person(connection, world.authority, me, today) if me else ()
        return max(found, key=lambda view: view.round.id, default=None)

    def _target(self, leap: Leap, school: int) -> datetime:
        now, view = self.now(), self._view(school)
        if leap == "day" or view is None:
            return self._morning(now, 1)
        if leap == "week":
            return self._morning(now, 7)
        last = datetime.combine(view.window.closes_on, _MORNING, self._zone())
        if leap == "deadline":
            return last if last > now else self._morning(now, 1)
        return max(self._morning(now, 1), self._result_day(view))

    def _result_day(self, view: SchoolView) -> datetime:
        """The morning when the principal has the result: the first school day after the close."""
        memory = self._world.installed.memory
        with memory.database.reading() as connection:
            calendar = memory.calendars(connection, self._world.authority)
        day = calendar.next_school_day(view.window.closes_on + timedelta(days=1))
        return datetime.combine(day, _MORNING, self._zone())

    def _morning(self, now: datetime, days: int) -> datetime:
        return datetime.combine(now.date() + timedelta(days=days), _MORNING, self._zone())
