"""A made-up authority set up from nothing: a database, a roster, last year's result and this year's plan."""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from pydantic import SecretStr

from bot.app import Installation, installation
from bot.clock import MovableClock
from bot.config import SchoolBreak, Settings
from bot.dispatcher import Dispatcher
from bot.platforms.envelope import Sender
from bot.play.answers import LEANINGS, Kind, Leaning, expected
from bot.play.everybody import Mood, answer_all
from bot.play.people import SCHOOLS, Size, roster
from bot.play.pressing import Hands
from conversations.messages import Action
from conversations.rules.timetable import Window
from conversations.texts import say
from conversations.turn import Close, OpenRound, RoundPlan
from storage import authorities, closing, frameworks, fresh, outbox, people, rounds
from storage import roster as rosters
from storage.keys import Poll

FRAMEWORK = "malmo-2022-2025"
BREAKS = (
    SchoolBreak(date(2026, 2, 16), date(2026, 2, 20), "Sportlov"),
    SchoolBreak(date(2027, 2, 15), date(2027, 2, 19), "Sportlov"),
)
LAST_YEAR = (datetime(2026, 1, 12, 8, 0, tzinfo=UTC), Window(date(2026, 1, 19), date(2026, 1, 30)))
THIS_YEAR = (datetime(2027, 1, 11, 8, 0, tzinfo=UTC), Window(date(2027, 1, 18), date(2027, 1, 29)))

_MORE_SCHOOLS = ("Pilskolan", "Videskolan")
"""Two more that qualify, so that there are schools to learn with; their names are made up too."""
_LEANINGS = (*LEANINGS, *[LEANINGS[0]] * len(_MORE_SCHOOLS))
_TAKE_PART = 0.86
_BETTER_BY = 0.5
_CAUGHT_UP = 8


@dataclass(frozen=True, slots=True)
class World:
    """A made-up authority at work."""

    installed: Installation
    dispatcher: Dispatcher
    clock: MovableClock
    authority: int
    hands: Hands


def build(directory: Path, sender: Sender, language: str = "sv") -> World:
    """Set a world up in an empty directory, on the morning when this year's round has just been planned."""
    clock = MovableClock(LAST_YEAR[0])
    installed = installation(_settings(directory), clock)
    fresh.make(installed.memory.database)
    dispatcher, authority = Dispatcher(installed.memory, sender), _authority(installed, language)
    world = World(installed, dispatcher, clock, authority, Hands(dispatcher, authority))
    _last_year(world, language)
    clock.move_to(THIS_YEAR[0])
    _plan_this_year(world, language)
    world.dispatcher.tick()
    with installed.memory.database.writing() as connection:
        # Nobody looks yet, so the messages need not travel one by one.
        outbox.arrive(connection, world.authority, clock())
    return world


def mood(school: int, year: int, kind: Kind = "yearly") -> Mood:
    """How a school answers in a year: better than before, and each in its own way."""
    leaning = _LEANINGS[(school - 1) % len(_LEANINGS)]
    ago = THIS_YEAR[0].year - year
    leaning = Leaning(leaning.level - _BETTER_BY * ago, max(0, leaning.lagging + _CAUGHT_UP * ago))
    usual = expected(frameworks.shipped(FRAMEWORK), kind, leaning, year + school)
    return Mood(usual, _TAKE_PART, Random(year * 1000 + school))  # noqa: S311  # repeatable, not secret


def _settings(directory: Path) -> Settings:
    url = SecretStr(f"sqlite:///{directory / 'skolsteg.db'}")
    return Settings(database_url=url, keys_dir=directory / "keys", breaks=BREAKS)


def _authority(installed: Installation, language: str) -> int:
    new = people.NewAuthority(
        "local",
        secrets.token_hex(4),
        say(language, "demo.authority.name"),
        language,
        contact=say(language, "demo.authority.contact"),
    )
    lines = roster(Size((*SCHOOLS, *_MORE_SCHOOLS)))
    with installed.memory.database.writing() as connection:
        authority = people.create_authority(connection, new)
        rosters.import_rows(connection, authority, lines, installed.memory.now())
        authorities.speak(connection, authority, language)
    return authority


def _last_year(world: World, language: str) -> None:
    """A round that is over, so that this year's bars have something to stand beside; it left no messages."""
    memory, (_, window) = world.installed.memory, LAST_YEAR
    plan = RoundPlan(
        say(language, "demo.round.previous"),
        "yearly",
        FRAMEWORK,
        "individual",
        leadership=False,
        opens_on=window.opens_on,
        closes_on=window.closes_on,
        decision=say(language, "demo.round.decision"),
    )
    with memory.database.writing() as connection:
        calendar = memory.calendars(connection, world.authority)
        planned = rounds.plan_round(
            connection, memory.keys, world.authority, OpenRound(plan, ()), calendar, memory.now()
        )
        schools = people.schools(connection, world.authority)
    world.clock.move_to(calendar.opening(window.opens_on))
    polls = [Poll(world.authority, planned, school.id) for school in schools]
    for poll in polls:
        answer_all(memory, poll, mood(poll.school, window.opens_on.year))
    world.clock.move_to(calendar.end_of_day(window.closes_on))
    for poll in polls:
        with memory.database.writing() as connection:
            effect = Close(poll.round, poll.school, ())
            closing.close(connection, memory.keys, world.authority, effect, calendar, memory.now())
        memory.keys.destroy(poll)


def _plan_this_year(world: World, language: str) -> None:
    memory, (_, window) = world.installed.memory, THIS_YEAR
    with memory.database.reading() as connection:
        coordinator = people.coordinators(connection, world.authority, window.opens_on)[0].id
    fields = {
        "title": say(language, "demo.round.title"),
        "opens_on": window.opens_on.isoformat(),
        "closes_on": window.closes_on.isoformat(),
        "framework": FRAMEWORK,
        "mode": "individual",
        "leadership": "yes",
        "decision": say(language, "demo.round.decision"),
    }
    world.hands.submit(coordinator, Action("plan", value="yearly"), fields)
