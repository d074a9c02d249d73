"""The local chat's stage: a made-up authority on a real database, and a clock that can be moved."""

import tempfile
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import files
from bot.platforms.envelope import Incoming, Reply, Sender
from bot.platforms.web.casting import cast
from bot.platforms.web.stage import Cast, Fetched, Hint, Language, Leap, Shown
from bot.play.everybody import answer_all
from bot.play.hints import Standing, hint
from bot.play.leaps import destination, leaps, next_morning
from bot.play.schools import Schools
from bot.play.travel import travel
from bot.play.world import World, build, mood
from conversations.context import SchoolView
from conversations.turn import To
from storage import authorities, outbox, people, views
from storage.keys import Poll


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

    def next_step(self, school: int) -> Hint:
        """What to do next at a school."""
        with self._turn:
            standing = self._standing(school)
            return hint(standing, self._world.clock()) if standing else "open"

    def leaps(self, school: int) -> tuple[Leap, ...]:
        """How time can be moved now: within a round to its days, later to what happens next."""
        with self._turn:
            standing = self._standing(school)
            return leaps(standing, self._world.clock()) if standing else ("day", "week")

    def advance(self, leap: Leap, school: int) -> None:
        """Move time forward; what is due on the way happens, and the other schools do their part.

        On the way to the certification the school itself does what its people have not done by hand.
        """
        with self._turn:
            self._begun = True
            world, standing = self._world, self._standing(school)
            until = destination(leap, standing, self.now()) if standing else next_morning(self.now())
            schools = self._schools()
            but = 0 if leap == "certification" else school
            database = world.installed.memory.database
            travel(
                database, world.dispatcher, world.clock, until, meanwhile=lambda: schools.do_their_part(but)
            )

    def let_others(self, school: int, but: int) -> None:
        """Let everybody else do what there is to do: answer while a round is open, later their part."""
        with self._turn:
            self._begun = True
            for each in (school, *(other.id for other in self.people().schools if other.id != school)):
                self._let_answer(each, but)
            schools = self._schools()
            schools.write_application(school)
            # What one school proposes, another can answer at once.
            for _ in range(2):
                schools.do_their_part(school, eager=True)
            self._world.dispatcher.deliver()

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

    def _standing(self, school: int) -> Standing | None:
        view, moment = self._view(school), self._schools().moment()
        if view is None:
            return None
        return Standing(view, moment.views, moment.certification, moment.plans, moment.calendar, moment.today)

    def _schools(self) -> Schools:
        world = self._world
        return Schools(world.installed.memory, world.hands, world.authority, self._language)
