"""Everybody at a made-up authority, and what they do in the course of a round."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.play.answers import LEANINGS, Kind, Leaning, expected, one_sheet
from bot.play.everybody import Mood, answer_all
from bot.play.people import MadeUp
from bot.play.pressing import Card, Hands
from bot.play.world import FRAMEWORK
from conversations.context import SchoolView
from conversations.messages import Action
from conversations.turn import Respondent, To
from storage import frameworks, outbox, people, reports, review
from storage import roster as rosters
from storage.cards import actions
from storage.keys import Poll
from storage.people import Colleague
from storage.review import Place

_HALFWAY = 13
"""After so many answers somebody pauses and leaves it at that."""
_TO_THE_END = 1000


@dataclass(slots=True)
class Tally:
    """What people have done, and since when somebody need not be reminded."""

    at_once: int = 0
    pressed: int = 0
    finished_at: dict[Place, datetime] = field(default_factory=dict)
    muted_at: dict[Place, datetime] = field(default_factory=dict)


class Crowd:
    """The people of one authority; what they do is done now, by the memory's clock."""

    def __init__(self, memory: Memory, dispatcher: Dispatcher, authority: int, seed: int) -> None:
        self._memory, self._authority, self._seed = memory, authority, seed
        self._chance = Random(seed)  # noqa: S311  # repeatable, not secret
        self._framework = frameworks.shipped(FRAMEWORK)
        self.hands = Hands(dispatcher, authority)
        self.tally = Tally()

    def take_in(self, lines: list[MadeUp]) -> None:
        """Let these be everybody, from today on."""
        with self._memory.database.writing() as connection:
            rosters.import_rows(connection, self._authority, lines, self._memory.now())

    def plan(self, kind: Kind, title: str, opens_on: date, closes_on: date) -> int:
        """The coordinator plans a round; gives its number."""
        fields = {
            "title": title,
            "opens_on": opens_on.isoformat(),
            "closes_on": closes_on.isoformat(),
            "framework": FRAMEWORK,
            "mode": "individual",
            "leadership": "yes",
            "decision": "GRF-2026-1234",
        }
        self.hands.submit(self.coordinator(), Action("plan", value=kind), fields)
        with self._memory.database.reading() as connection:
            return reports.rounds(connection, self._authority)[-1].id

    def discuss(self, round_id: int) -> None:
        """In each school's first work team somebody says that they have talked the first area through."""
        area = self._framework.areas[0].id
        for school, colleagues in self._staff().items():
            person = colleagues[0]
            if person.team:
                to = To("team", person.team.id)
                action = Action("discussed", round_id, school, f"team:{to.id}", area)
                self.hands.submit(person.id, action, {"note": "Vi vill planera mer tillsammans."}, to)

    def sit_down(self, round_id: int) -> None:
        """At each school one person presses through all questions, and another pauses on the way."""
        for school, colleagues in self._staff().items():
            for person, most in zip(colleagues[:2], (_TO_THE_END, _HALFWAY), strict=False):
                self._press_through(Poll(self._authority, round_id, school), person.id, most)
        self._note_finished()

    def answer(self, view: SchoolView, share: float) -> None:
        """A share of those at a school who have not finished answer everything, without a press."""
        mood = Mood(self._usual(view.school.id, view.round.kind), share, self._chance)
        poll = Poll(self._authority, view.round.id, view.school.id)
        self.tally.at_once += answer_all(self._memory, poll, mood)

    def answer_everywhere(self, round_id: int, share: float) -> None:
        """The same at every school that is open."""
        for view in self._schools_in(round_id):
            if view.window.state(self._memory.now()) == "open":
                self.answer(view, share)
        self._note_finished()

    def silence(self, round_id: int) -> None:
        """At each school one of those who have been reminded wants no more of it."""
        for school, colleagues in self._staff().items():
            for person in colleagues:
                mute = self._on_newest_card(person.id, "mute")
                if mute:
                    self.hands.press(person.id, mute)
                    place = Place(round_id, school, Respondent("person", person.id))
                    self.tally.muted_at[place] = self._memory.now()
                    break

    def extend(self, round_id: int, closes_on: date) -> None:
        """The last school's principal asks for a later last day."""
        school = self._schools_in(round_id)[-1].school.id
        action = Action("extend", round_id, school)
        self.hands.submit(self._principal(school), action, {"closes_on": closes_on.isoformat()})

    def coordinator(self) -> int:
        """The person who runs the rounds."""
        with self._memory.database.reading() as connection:
            return people.coordinators(connection, self._authority, self._today())[0].id

    def _press_through(self, poll: Poll, person: int, most: int) -> None:
        with self._memory.database.reading() as connection:
            cards = outbox.conversation(connection, self._authority, To("person", person))
        sheet = one_sheet(self._usual(poll.school, "yearly"), len(self._framework.levels), self._chance)
        criteria = self._framework.selection("yearly")
        wanted = {criteria[place].id: level for place, level in sheet.items()}
        if cards:
            self.tally.pressed += self.hands.answer(
                person, Card(cards[-1].id, cards[-1].message), wanted, most
            )

    def _on_newest_card(self, person: int, verb: str) -> Action | None:
        with self._memory.database.reading() as connection:
            cards = outbox.conversation(connection, self._authority, To("person", person))
        found = actions(cards[-1].message) if cards else ()
        return next((action for action in found if action.verb == verb), None)

    def _usual(self, school: int, kind: Kind) -> tuple[int, ...]:
        chance = Random(self._seed * 10_000 + school)  # noqa: S311  # repeatable, not secret
        leaning = chance.choice(LEANINGS)
        moved = Leaning(leaning.level + chance.uniform(-0.2, 0.2), leaning.lagging)
        return expected(self._framework, kind, moved, school)

    def _note_finished(self) -> None:
        now = self._memory.now()
        with self._memory.database.reading() as connection:
            for part in review.parts(connection, self._authority):
                if part.status == "finished":
                    self.tally.finished_at.setdefault(part.place, now)

    def _schools_in(self, round_id: int) -> tuple[SchoolView, ...]:
        with self._memory.database.reading() as connection:
            return reports.schools_in(connection, self._authority, round_id, self._today())

    def _principal(self, school: int) -> int:
        with self._memory.database.reading() as connection:
            return people.principals(connection, self._authority, school, self._today())[0].id

    def _staff(self) -> dict[int, list[Colleague]]:
        found: dict[int, list[Colleague]] = {}
        with self._memory.database.reading() as connection:
            for each in people.staff(connection, self._authority, self._today()):
                found.setdefault(each.school, []).append(each)
        return found

    def _today(self) -> date:
        with self._memory.database.reading() as connection:
            return self._memory.calendars(connection, self._authority).local_date(self._memory.now())
