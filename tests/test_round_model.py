"""A whole round against a simple model of it: whatever people do and in whatever order, both agree."""

import os
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from bot.platforms.envelope import Incoming, Reply
from bot.play.travel import travel
from conversations.context import Need
from conversations.events import Pressed, Submitted, Wrote
from conversations.messages import Action
from conversations.rules.result import Material, freeze
from conversations.rules.sheets import Sheet
from conversations.rules.timetable import REMINDERS
from conversations.snapshot import Snapshot
from conversations.turn import Respondent, To, nudge
from storage import cards, frameworks, snapshots
from storage.ballots import BallotBox
from storage.database import Database
from storage.keys import Keys
from storage.tables import Discussion, Outbox, Participation, Person, Scheduled, Window
from storage.tables import Snapshot as SnapshotRow
from tests.conftest import Server
from tests.faults.town import (
    ANSWERS,
    ASTA,
    BO,
    KARIN,
    NORRA,
    OTHERS,
    PLAN,
    RUT,
    SODRA,
    STIG,
    Town,
    in_memory,
    reopened,
    roster,
    town,
)
from tests.storage.authorities import CALENDAR

ITEMS = ("plants", "meals", "sight")
VALUES = {"1": 1, "2": 2, "3": 3, "na": 14, "skip": 15}
ODD = ("9", "4", "0", "-1", "\uff11\uff12", "\u0663", "1_0", "", "3 ", "two")
WORDS = {
    "1": "1",
    "tre": "3",
    "2!": "2",
    "grodd": "2",
    "Tree": "3",
    "vet inte": "na",
    "skip": "skip",
    **dict.fromkeys(
        ("\uff14", "4", "9", "1_0", "tillbaka", "paus", "next", "radera", "mina svar", "hjälp", "qwx")
    ),
}
OPEN = datetime(2026, 1, 20, 9, tzinfo=UTC)
STARTS = ("planned", "open")
EXPLORING = "SKOLSTEG_EXPLORE" in os.environ


@dataclass
class Seat:
    """Where somebody answers, as the model knows it: None as long as there is no ballot."""

    school: str
    kind: str
    asked: tuple[int, ...]
    sheet: list[int] | None = None
    muted: bool = False
    gone: bool = False

    @property
    def status(self) -> str:
        if self.sheet is None:
            return "invited"
        return "finished" if all(self.sheet[place] for place in self.asked) else "begun"


def seats() -> dict[str, Seat]:
    people = {name: Seat(NORRA, "person", (0, 1)) for name in (ASTA, BO, *OTHERS)}
    return {**people, RUT: Seat(NORRA, "leadership", (0, 2)), STIG: Seat(SODRA, "school", (0, 1, 2))}


@dataclass
class Model:
    """All that matters of a round, in a few lines."""

    now: datetime
    seats: dict[str, Seat] = field(default_factory=seats)
    last_days: dict[str, date] = field(default_factory=lambda: dict.fromkeys((NORRA, SODRA), PLAN.closes_on))
    results: dict[str, Snapshot] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=lambda: {line.name: line.language for line in roster()})
    left: set[str] = field(default_factory=set)
    discussed: dict[str, str] = field(default_factory=dict)
    eligible: int = 7
    punctual: bool = True

    def taking_part(self, school: str) -> dict[str, Seat]:
        return {name: seat for name, seat in self.seats.items() if seat.school == school and not seat.gone}

    def closes_at(self, school: str) -> datetime:
        return CALENDAR.end_of_day(self.last_days[school])

    def ended(self, school: str) -> bool:
        return school in self.results or self.now >= self.closes_at(school)

    def is_open(self, school: str) -> bool:
        return not self.ended(school) and self.now >= CALENDAR.opening(PLAN.opens_on)

    def language(self, name: str) -> str:
        return "sv" if name in self.left else self.languages[name]


class Round(RuleBasedStateMachine):
    """People press, type, repeat, leave, forge and wait; the machine is given its towns from outside."""

    towns: Callable[[str], "Place"]

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: str) -> None:
        self.place = type(self).towns(start)
        self.town = self.place.town
        self.town.chat.arrived.clear()
        self.model = Model(self.town.clock())
        if start == "open":
            self._others_have_answered()
        self.past: list[Incoming] = []
        self.shown: dict[str, list[tuple[int, Action]]] = {}
        self.now_on: dict[tuple[str, int], list[Action]] = {}
        self._look_at_the_past()

    def teardown(self) -> None:
        if hasattr(self, "place"):
            self.place.close()

    @rule(
        name=st.sampled_from([ASTA, BO, RUT, STIG]),
        place=st.integers(0, 2),
        value=st.sampled_from(sorted(VALUES)),
    )
    def answer(self, name: str, place: int, value: str) -> None:
        self._press(name, self._own(name, "answer", ITEMS[place], value))

    @rule(name=st.sampled_from([ASTA, BO, RUT, STIG]), place=st.integers(0, 2), value=st.sampled_from(ODD))
    def answer_oddly(self, name: str, place: int, value: str) -> None:
        self._press(name, self._own(name, "answer", ITEMS[place], value))

    @rule(name=st.sampled_from([ASTA, BO, RUT, STIG]))
    def want_no_reminders(self, name: str) -> None:
        self._press(name, self._own(name, "mute"))

    @rule(
        name=st.sampled_from([ASTA, BO, RUT, STIG]),
        verb=st.sampled_from(["begin", "back", "ask", "pause", "review", "erase", "erase_yes", "home"]),
        place=st.integers(0, 2),
    )
    def ask(self, name: str, verb: str, place: int) -> None:
        self._press(name, self._own(name, verb, ITEMS[place]))

    @rule(name=st.sampled_from([ASTA, BO, RUT, STIG]), which=st.integers(0, 400))
    def press_some_card_new_or_old(self, name: str, which: int) -> None:
        known = self.shown.get(name)
        if known:
            message, action = known[-1 - which % len(known)]
            self._press(name, action, message)

    @rule(name=st.sampled_from([ASTA, BO, RUT, STIG]), words=st.sampled_from(sorted(WORDS)))
    def type_words(self, name: str, words: str) -> None:
        card = self._newest_card(name)
        asked = next((action for action in card if action.verb == "answer"), None)
        value = WORDS[words]
        if value and asked:
            self._answered(name, replace(asked, value=value))
        self._handle(self.town.incoming(name, Wrote(words)), name)

    @rule(name=st.sampled_from([ASTA, BO, RUT]), language=st.sampled_from(["sv", "en", "xx"]))
    def change_language(self, name: str, language: str) -> None:
        if language != "xx" and name not in self.model.left:
            self.model.languages[name] = language
        self._handle(self.town.incoming(name, Pressed(Action("language", value=language))), name)

    @rule(name=st.sampled_from([ASTA, BO, OTHERS[-1], RUT]), note=st.sampled_from(["", "Vi är överens"]))
    def discuss(self, name: str, note: str) -> None:
        """Only those of the team may; Gro is in none, and Rut leads the school."""
        if self._may_discuss(name):
            self.model.discussed["garden"] = note
        event = Submitted(self._of_team("discussed"), {"note": note})
        self._handle(self.town.incoming(name, event, place=self._channel()), name)

    @rule(name=st.sampled_from([ASTA, BO, RUT]))
    def take_the_talk_back(self, name: str) -> None:
        if self._may_discuss(name):
            self.model.discussed.pop("garden", None)
        event = Pressed(self._of_team("undiscussed"))
        self._handle(self.town.incoming(name, event, place=self._channel()), name)

    @rule(
        name=st.sampled_from([RUT, STIG, ASTA]),
        school=st.sampled_from([NORRA, SODRA]),
        days=st.integers(-3, 9),
    )
    def extend(self, name: str, school: str, days: int) -> None:
        new, old = self.model.last_days[school] + timedelta(days=days), self.model.last_days[school]
        leads = {RUT: NORRA, STIG: SODRA}.get(name) == school
        if leads and not self.model.ended(school) and new > old and CALENDAR.is_school_day(new):
            self.model.last_days[school] = new
            self.model.punctual = False
        event = Submitted(self.town.action("extend", school=school), {"closes_on": new.isoformat()})
        self._handle(self.town.incoming(name, event), name)

    @rule(
        name=st.sampled_from([ASTA, BO, RUT, STIG, KARIN]),
        verb=st.sampled_from(["answer", "erase_yes", "change", "mute", "discussed", "undiscussed", "extend"]),
        whose=st.sampled_from(["person:BO", "person:ASTA", "leadership", "school", "team", "person:0", "x"]),
        item=st.sampled_from(["plants", "sight", "garden", "nothing", ""]),
        value=st.sampled_from(["3", "skip"]),
        where=st.sampled_from(["other round", "other school", "as it is"]),
    )
    def forge(self, name: str, verb: str, whose: str, item: str, value: str, where: str) -> None:
        """An action that nobody was shown: somebody else's, or nobody's."""
        action = self._forged(verb, whose, item, value, where)
        mine = where == "as it is" and action.who == self._who(name) and name != KARIN
        if mine or verb == "extend":
            return
        event = Submitted(action, {"criterion": item}) if verb in {"change", "discussed"} else Pressed(action)
        self._handle(self.town.incoming(name, event), name)

    @precondition(lambda self: self.past)
    @rule(which=st.integers(0, 50))
    def repeat_an_event(self, which: int) -> None:
        reply = self.town.dispatcher.handle(self.past[which % len(self.past)])
        assert (reply.shown, reply.replaced) == (None, None)

    @precondition(lambda self: len(self.model.left) < 2)
    @rule(name=st.sampled_from([ASTA, BO]))
    def leave(self, name: str) -> None:
        self.model.left.add(name)
        staying = [
            replace(line, language=self.model.languages[line.name])
            for line in roster()
            if line.name not in self.model.left
        ]
        self.town.authority.take(staying, self.model.now)

    @rule()
    def restart(self) -> None:
        self.town = self.place.restart()

    @rule(hours=st.sampled_from([24, 72, 24 * 10]))
    def let_time_pass(self, hours: int) -> None:
        """With a clock that ticks; everything happens at its moment."""
        before = self._reminded()
        until = self.model.now + timedelta(hours=hours)
        travel(self.town.database, self.town.dispatcher, self.town.clock, until)
        self._reminders_were(before)
        self._time_is(until)

    @rule(hours=st.sampled_from([1, 30, 24 * 6]))
    def sleep(self, hours: int) -> None:
        """With nobody who ticks."""
        self.model.punctual = False
        self.model.now += timedelta(hours=hours)
        self.town.clock.move_to(self.model.now)

    @rule()
    def tick_twice(self) -> None:
        before = self._reminded()
        self.town.dispatcher.tick()
        self._reminders_were(before)
        self._time_is(self.model.now)
        assert self.town.dispatcher.tick() == 0

    @invariant()
    def everybody_finds_their_own_answers(self) -> None:
        for name in (ASTA, BO, RUT, STIG) if hasattr(self, "model") else ():
            seat = self.model.seats[name]
            wanted = (
                (0, 0, 0) if seat.sheet is None or seat.school in self.model.results else tuple(seat.sheet)
            )
            assert self._found(name, seat) == wanted

    @invariant()
    def counts_are_what_they_are(self) -> None:
        if not hasattr(self, "model"):
            return
        person = self.town.authority.person(KARIN)
        arrived = self.town.incoming(KARIN, Pressed(Action("overview")))
        assert person == arrived.person
        context = self.town.authority.context(arrived, Need.SCHOOLS, now=self.model.now)  # type: ignore[arg-type]
        for view in context.schools:
            wanted = Counter(
                seat.status
                for seat in self.model.taking_part(view.school.name).values()
                if seat.kind != "leadership"
            )
            counts = view.counts
            assert (counts.begun, counts.finished) == (wanted["begun"], wanted["finished"])
            assert counts.invited == wanted.total()

    @invariant()
    def ballots_and_keys_are_there_until_the_close_and_no_longer(self) -> None:
        if not hasattr(self, "model"):
            return
        sealed = [
            seat
            for seat in self.model.seats.values()
            if seat.sheet is not None and seat.school not in self.model.results
        ]
        assert self.town.ballots() == len(sealed)
        open_polls = {self.town.poll(school) for school in (NORRA, SODRA) if school not in self.model.results}
        assert set(self.town.keys.kept()) == open_polls

    @invariant()
    def results_are_frozen_once_and_stay(self) -> None:
        if not hasattr(self, "model"):
            return
        with self.town.database.reading() as connection:
            for school in (NORRA, SODRA):
                found = snapshots.latest(connection, self.town.poll(school))
                assert found == self.model.results.get(school)
            rows = connection.execute(select(func.count()).select_from(SnapshotRow)).scalar_one()
        assert rows == len(self.model.results)

    @invariant()
    def choices_are_kept(self) -> None:
        if not hasattr(self, "model"):
            return
        muted = select(Participation.respondent_kind, Participation.respondent_id).where(Participation.muted)
        with self.town.database.reading() as connection:
            said = connection.execute(select(Person.name, Person.language)).all()
            notes = connection.execute(select(Discussion.area, Discussion.note)).all()
            quiet = {Respondent(*row) for row in connection.execute(muted)}
        assert {row.name: row.language for row in said} == self.model.languages
        assert {row.area: row.note for row in notes} == self.model.discussed
        assert quiet == {
            self._respondent(name) for name, seat in self.model.seats.items() if seat.muted and not seat.gone
        }

    def _press(self, name: str, action: Action, message: int = 0) -> None:
        self._pressed(name, action)
        incoming = self.town.incoming(name, Pressed(action))
        self._handle(replace(incoming, message=message), name)

    def _handle(self, incoming: Incoming, name: str) -> None:
        reply = self.town.dispatcher.handle(incoming)
        self._is_kind(reply, "sv" if incoming.place.kind == "team" else self.model.language(name))
        self.past.append(incoming)
        self.town.dispatcher.deliver()
        self._look_at_the_past()

    def _is_kind(self, reply: Reply, language: str) -> None:
        message = reply.shown or reply.replaced
        assert message is not None
        assert message.language == language
        assert message.summary
        assert message.parts

    def _pressed(self, name: str, action: Action) -> None:
        """What a press means to the model."""
        if name in self.model.left:
            return
        match action.verb:
            case "answer":
                self._answered(name, action)
            case "erase_yes":
                seat = self.model.seats[name]
                if self._names(name, action) and self.model.is_open(seat.school):
                    seat.sheet = None
            case "mute":
                if self._names(name, action):
                    self.model.seats[name].muted = True
            case "language":
                if action.value in {"sv", "en"}:
                    self.model.languages[name] = action.value

    def _answered(self, name: str, action: Action) -> None:
        seat = self.model.seats[name]
        place = ITEMS.index(action.item) if action.item in ITEMS else -1
        gone = name in self.model.left or not self.model.is_open(seat.school)
        if gone or place not in seat.asked or action.value not in VALUES or not self._names(name, action):
            return
        seat.sheet = seat.sheet or [0, 0, 0]
        seat.sheet[place] = VALUES[action.value]

    def _names(self, name: str, action: Action) -> bool:
        seat = self.model.seats[name]
        where = (self.town.authority.round, self.town.authority.school(seat.school))
        mine = {self._who(name)} | ({""} if seat.kind == "person" else set())
        return not action.round or ((action.round, action.school) == where and action.who in mine)

    def _own(self, name: str, verb: str, item: str = "", value: str = "") -> Action:
        seat = self.model.seats[name]
        who = "" if seat.kind == "person" else self._who(name)
        return self.town.action(verb, item, value, seat.school, who)

    def _respondent(self, name: str) -> Respondent:
        seat = self.model.seats[name]
        number = (
            self.town.authority.person(name)
            if seat.kind == "person"
            else self.town.authority.school(seat.school)
        )
        return Respondent(seat.kind, number)  # type: ignore[arg-type]

    def _who(self, name: str) -> str:
        return self._respondent(name).encode() if name in self.model.seats else ""

    def _forged(self, verb: str, whose: str, item: str, value: str, where: str) -> Action:
        authority = self.town.authority
        who = {
            "person:BO": f"person:{authority.person(BO)}",
            "person:ASTA": f"person:{authority.person(ASTA)}",
            "leadership": f"leadership:{authority.school(NORRA)}",
            "school": f"school:{authority.school(SODRA)}",
            "team": f"team:{authority.team('Lag ett')}",
        }.get(whose, whose)
        round_id = authority.round + 7 if where == "other round" else authority.round
        school = authority.school(SODRA if (where == "other school") is (whose != "school") else NORRA)
        return Action(verb, round_id, school, who, item, value)

    def _may_discuss(self, name: str) -> bool:
        return name in {ASTA, BO} and name not in self.model.left and not self.model.ended(NORRA)

    def _of_team(self, verb: str) -> Action:
        who = f"team:{self.town.authority.team('Lag ett')}"
        return self.town.action(verb, "garden", who=who)

    def _channel(self) -> To:
        return To("team", self.town.authority.team("Lag ett"))

    def _newest_card(self, name: str) -> list[Action]:
        mine = [message for whose, message in self.now_on if whose == name]
        return self.now_on[name, max(mine)] if mine else []

    def _look_at_the_past(self) -> None:
        """Remember every button that was ever on a screen, and what is on it now."""
        names = {self.town.authority.person(name): name for name in (ASTA, BO, RUT, STIG)}
        for delivery in self.town.chat.arrived:
            name = names.get(delivery.to.id, "") if delivery.to.kind == "person" else ""
            buttons = list(cards.actions(delivery.message))
            self.shown.setdefault(name, []).extend(
                (delivery.id, action) for action in buttons if action.verb not in {"extend", "plan"}
            )
            self.now_on[name, delivery.id] = buttons
        self.town.chat.arrived.clear()

    def _found(self, name: str, seat: Seat) -> tuple[int, ...]:
        poll = self.town.poll(seat.school)
        if name not in self.model.left:
            who = self._who(name)
            return self.town.answers(name, seat.school, who)
        if seat.school in self.model.results:
            return (0, 0, 0)
        with self.town.database.reading() as connection:
            ballot = BallotBox(poll, self.town.keys.seal(poll)).load(connection, self._respondent(name))
        return ballot.answers if ballot else (0, 0, 0)

    def _others_have_answered(self) -> None:
        for name, given in zip(OTHERS, ANSWERS, strict=True):
            self.model.seats[name].sheet = [*given, 0]

    def _time_is(self, now: datetime) -> None:
        self.model.now = now
        self._roster_is_frozen()
        for school in (NORRA, SODRA):
            if school not in self.model.results and self.model.now >= self.model.closes_at(school):
                self.model.results[school] = self._frozen(school)
        self.town.dispatcher.sweep()
        self.town.dispatcher.deliver()
        assert self.town.waiting() == 0
        self._look_at_the_past()

    def _frozen(self, school: str) -> Snapshot:
        team = self.town.authority.team("Lag ett")
        sheets: dict[str, list[Sheet]] = {"person": [], "leadership": [], "school": []}
        for name, seat in self.model.seats.items():
            if seat.school == school and seat.sheet is not None:
                of_team = team if seat.kind == "person" and name != OTHERS[-1] else 0
                sheets[seat.kind].append(Sheet(of_team, tuple(seat.sheet)))
        with self.town.database.reading() as connection:
            framework = frameworks.named(connection, self.town.id, "tiny")
        return freeze(
            Material(
                framework,
                "yearly",
                "individual",
                eligible=self.model.eligible if school == NORRA else 3,
                sheets=tuple(sheets["person"]),
                leadership=next(iter(sheets["leadership"]), None),
                joint=next(iter(sheets["school"]), None),
                teams=((team, "Lag ett"),) if school == NORRA else (),
            )
        )

    def _reminded(self) -> tuple[set[str], set[tuple[str, int]]]:
        """Every reminder to a person so far, and the occasions that have been."""
        keys = select(Outbox.dedupe_key).where(
            Outbox.to_kind == "person", Outbox.dedupe_key.startswith("remind_")
        )
        fired = select(Scheduled.kind, Scheduled.school_id).where(
            Scheduled.fired_at.is_not(None), Scheduled.kind.in_(REMINDERS)
        )
        with self.town.database.reading() as connection:
            return set(connection.execute(keys).scalars()), {
                (row.kind, row.school_id) for row in connection.execute(fired)
            }

    def _reminders_were(self, before: tuple[set[str], set[tuple[str, int]]]) -> None:
        """Whoever has not finished, has not left and wants it is reminded, and nobody else is.

        As long as somebody always ticked and no school got more days, all of these reminders are due.
        """
        said, fired = (now - then for now, then in zip(self._reminded(), before, strict=True))
        wanted = {key for occasion in fired for key in self._reminders(*occasion)}
        assert said == wanted if self.model.punctual else said <= wanted
        far = Counter(
            key.split(":", 1)[1] for key in self._reminded()[0] if not key.startswith("remind_last")
        )
        assert max(far.values(), default=0) <= 2

    def _reminders(self, kind: str, school: int) -> Iterator[str]:
        for name, seat in self.model.seats.items():
            if self.town.authority.school(seat.school) != school or name in self.model.left:
                continue
            asleep = kind == "remind_last" and seat.status == "invited"
            if seat.muted or seat.status == "finished" or asleep:
                continue
            person, last_day = self.town.authority.person(name), self.model.last_days[seat.school]
            beginning = nudge(kind, self.town.authority.round, school, self._respondent(name))
            yield f"{beginning}person:{person}:{last_day}"

    def _roster_is_frozen(self) -> None:
        """Who has left without a beginning when the round opens is not asked and not counted."""
        this = Window.school_id == self.town.authority.school(NORRA)
        asked = select(Participation.respondent_id).where(Participation.respondent_kind == "person")
        with self.town.database.reading() as connection:
            there = set(connection.execute(asked).scalars())
            self.model.eligible = connection.execute(select(Window.staff).where(this)).scalar_one()
        assert 7 - len(self.model.left) <= self.model.eligible <= 7
        for name, seat in self.model.seats.items():
            if seat.kind == "person" and self.town.authority.person(name) not in there:
                assert name in self.model.left
                assert seat.status == "invited"
                seat.gone = True


@dataclass
class Place:
    """A town on a disk of its own, that can be started again and is thrown away in the end."""

    town: Town
    leave: Callable[[], None]

    def restart(self) -> Town:
        """A new process: no connection, no key and no lease is left of the old one."""
        old = self.town
        old.database.close()
        folder, authority = old.keys._directory, old.authority
        self.town = reopened(old.database, folder, old.clock(), authority.id, authority.round)
        self.town.events = old.events
        return self.town

    def close(self) -> None:
        self.town.database.close()
        self.leave()


def ready(database: Database, folder: Path, start: str) -> Town:
    """The town on the day of the plan, or in an open round when the others have answered."""
    made = town(database, Keys(folder / "keys"))
    if start == "open":
        travel(database, made.dispatcher, made.clock, OPEN)
        made.others_answer()
    else:
        made.dispatcher.tick()
        made.dispatcher.deliver()
    return made


def play(towns: Callable[[str], Place], *, examples: int, steps: int) -> None:
    machine = type("ARound", (Round,), {"towns": staticmethod(towns)})
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=not EXPLORING,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)


def test_a_round_agrees_with_its_model(migrated_file: Path) -> None:
    with in_memory() as folder:
        facts, living = {}, folder / "living"
        for start in STARTS:
            (folder / start).mkdir()
            file = folder / start / "skolsteg.sqlite3"
            shutil.copyfile(migrated_file, file)
            with closing(Database(f"sqlite:///{file}")) as database:
                facts[start] = ready(database, folder / start, start)
        # One database for all towns, one after the other: it remembers its statements.
        shared = Database(f"sqlite:///{living / 'skolsteg.sqlite3'}")

        def towns(start: str) -> Place:
            shutil.copytree(folder / start, living)
            return Place(moved_in(facts[start], shared, living), lambda: shutil.rmtree(living))

        play(towns, examples=40, steps=30)


def test_a_round_on_postgresql_agrees_with_its_model(postgresql: Server, tmp_path: Path) -> None:
    facts, living = {}, f"model_{uuid.uuid4().hex[:12]}"
    for start in STARTS:
        postgresql.run("CREATE DATABASE {} TEMPLATE {}", f"{living}_{start}", "migrated")
        with closing(Database(postgresql.url(f"{living}_{start}"))) as database:
            facts[start] = ready(database, tmp_path / start, start)
    shared = Database(postgresql.url(living))

    def leave() -> None:
        shutil.rmtree(tmp_path / "living")
        postgresql.run("DROP DATABASE {} WITH (FORCE)", living)

    def towns(start: str) -> Place:
        postgresql.run("CREATE DATABASE {} TEMPLATE {}", living, f"{living}_{start}")
        shutil.copytree(tmp_path / start, tmp_path / "living")
        return Place(moved_in(facts[start], shared, tmp_path / "living"), leave)

    play(towns, examples=6, steps=15)
    for start in STARTS:
        postgresql.run("DROP DATABASE {} WITH (FORCE)", f"{living}_{start}")


def moved_in(made: Town, database: Database, folder: Path) -> Town:
    return reopened(database, folder / "keys", made.clock(), made.id, made.authority.round)
