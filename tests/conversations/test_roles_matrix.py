"""Every role, every verb, every object: deny by default, through the spine and on a real database."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.dispatcher import Dispatcher
from bot.platforms.envelope import Incoming, Reply
from bot.play.travel import travel
from conversations.context import Need
from conversations.events import Event, Pressed, Submitted
from conversations.framework import load
from conversations.messages import Action
from conversations.turn import Record, To
from storage import answers, channels, frameworks
from storage.columns import Base
from storage.database import Database
from storage.keys import Keys
from storage.tables import Audit, Outbox
from tests.faults.town import PLAN, TINY, Chat, in_memory, memory
from tests.storage.authorities import FRAMEWORK, PLANNED, Authority, Line, found

OPEN = datetime(2026, 2, 4, 9, tzinfo=UTC)
CLOSED = replace(
    PLAN, framework=FRAMEWORK, opens_on=date(2026, 1, 12), closes_on=date(2026, 1, 16), title="Förra omgången"
)
NOW = replace(PLAN, opens_on=date(2026, 2, 2), closes_on=date(2026, 2, 13), title="Den här omgången")
TEAMS = replace(NOW, kind="pulse", mode="team", leadership=False, title="Pulsen")
ALM, BJORK, CEDER, DAL = "Almskolan", "Björkskolan", "Cederskolan", "Dalskolan"
SECOND = "Dalstads kommun"

Targets = dict[str, Action]


def _school(school: str, teams: dict[str, tuple[str, ...]], leaders: dict[str, str]) -> list[Line]:
    return [
        *(Line(school, name, work_team=team) for team, names in teams.items() for name in names),
        *(Line(school, name, (role,)) for role, name in leaders.items()),  # type: ignore[arg-type]
    ]


FIRST_ROSTER = [
    *_school(
        ALM,
        {
            "Lag Gran": ("Asta A", "Bo A", "Cia A", "Dan A", "Eva A"),
            "Lag Tall": tuple(f"T{n} A" for n in range(5)),
            "Lag Rönn": tuple(f"R{n} A" for n in range(5)),
        },
        {"principal": "Rut Rektor", "representative": "Rita Representant"},
    ),
    Line(ALM, "Lena Lag", ("team_leader",), work_team="Lag Gran"),
    *_school(
        BJORK,
        {
            "Lag Ek": ("Bea B", *(f"E{n} B" for n in range(5))),
            "Lag Lind": tuple(f"L{n} B" for n in range(5)),
            "Lag Alm": tuple(f"A{n} B" for n in range(5)),
        },
        {"principal": "Stig Styr"},
    ),
    *_school(CEDER, {"": ("C1 C", "C2 C", "C3 C")}, {"principal": "Sten Chef"}),
    Line("", "Karin Kord", ("coordinator",)),
    Line("", "Frida Forsk", ("researcher",)),
    Line(ALM, "Leo Lämnat", work_team="Lag Gran"),
]
SECOND_ROSTER = [
    *_school(
        DAL,
        {"Lag Dal": ("Dag D", *(f"D{n} D" for n in range(5))), "Lag Dis": tuple(f"I{n} D" for n in range(5))},
        {"principal": "Dora Dal"},
    ),
    Line("", "Disa Dal", ("coordinator",)),
]
ACTORS = (
    *("Asta A", "Lena Lag", "Rut Rektor", "Rita Representant", "Sten Chef", "Karin Kord", "Frida Forsk"),
    *("Leo Lämnat", "nobody", "Dora Dal", "Disa Dal"),
)
STRANGERS = {"Leo Lämnat", "nobody", "Dora Dal", "Disa Dal"}
"""Dora and Disa are known in their own authority; here they speak to another one."""

OWN = {"my round", "my team"}
AT_ALM = {"my round", "my team", "a colleague", "another team", "the leadership", "a team in the wrong round"}
AT_BJORK = {
    *("another school", "another school's closed round", "somebody at another school"),
    *("another school's leadership", "another school's team"),
}
MAY: dict[tuple[str, str], set[str]] = {
    **{(name, verb): OWN for name in ("Asta A", "Lena Lag") for verb in ("answer", "erase_yes")},
    **{(name, "mute"): OWN | {"the closed round"} for name in ("Asta A", "Lena Lag")},
    **{(name, verb): {"my team"} for name in ("Asta A", "Lena Lag") for verb in ("discussed", "undiscussed")},
    **{("Rut Rektor", verb): {"the leadership"} for verb in ("answer", "erase_yes", "mute")},
    ("Rut Rektor", "extend"): AT_ALM,
    ("Rut Rektor", "apply"): {"the closed round"},
    ("Karin Kord", "channels"): {*AT_ALM, "the closed round", "no round at all", *AT_BJORK},
    **{("Sten Chef", verb): {"the small school"} for verb in ("answer", "erase_yes", "mute", "extend")},
}
"""All that anybody here may change; what is not here is denied."""

CHANGING = (
    "answer",
    "erase_yes",
    "mute",
    "discussed",
    "undiscussed",
    "extend",
    "apply",
    "channels",
    "no_such_verb",
)
READING = (
    "ask",
    "review",
    "results",
    "criteria",
    "teams",
    "participation",
    "counts",
    "overview",
    "export",
    "channels",
    "dashboard",
)


@dataclass
class World:
    """Two authorities in one database, each with a closed round, an open one, and one for teams."""

    database: Database
    keys: Keys
    first: Authority
    second: Authority
    closed: int
    open: int
    teams: int
    elsewhere: int

    def targets(self) -> Targets:
        one, two = self.first, self.second
        alm, bjork, ceder, dal = (*map(one.school, (ALM, BJORK, CEDER)), two.school(DAL))
        team = {name: f"team:{one.team(name)}" for name in ("Lag Gran", "Lag Tall", "Lag Ek")}
        places = {
            "my round": (self.open, alm, ""),
            "my team": (self.teams, alm, team["Lag Gran"]),
            "a colleague": (self.open, alm, f"person:{one.person('Bo A')}"),
            "another team": (self.teams, alm, team["Lag Tall"]),
            "a team in the wrong round": (self.open, alm, team["Lag Tall"]),
            "the leadership": (self.open, alm, f"leadership:{alm}"),
            "the closed round": (self.closed, alm, ""),
            "another school": (self.open, bjork, ""),
            "another school's closed round": (self.closed, bjork, ""),
            "somebody at another school": (self.open, bjork, f"person:{one.person('Bea B')}"),
            "another school's leadership": (self.open, bjork, f"leadership:{bjork}"),
            "another school's team": (self.teams, bjork, team["Lag Ek"]),
            "the small school": (self.open, ceder, f"school:{ceder}"),
            "another authority": (self.elsewhere, dal, ""),
            "somebody in another authority": (self.elsewhere, dal, f"person:{two.person('Dag D')}"),
            "another authority's leadership": (self.elsewhere, dal, f"leadership:{dal}"),
            "no round at all": (999, alm, ""),
        }
        return {name: Action("", *place) for name, place in places.items()}


@pytest.fixture(scope="module")
def template(migrated_file: Path) -> Iterator[tuple[Path, World]]:
    with in_memory() as folder:
        (folder / "template").mkdir()
        file = folder / "template" / "skolsteg.sqlite3"
        shutil.copyfile(migrated_file, file)
        with closing(Database(f"sqlite:///{file}")) as database:
            made = build(database, Keys(folder / "template" / "keys"))
        shared = Database(f"sqlite:///{folder / 'living' / 'skolsteg.sqlite3'}")
        yield folder, replace(made, database=shared)
        shared.close()


@pytest.fixture
def world(template: tuple[Path, World]) -> Iterator[Callable[[], World]]:
    """Gives the world as it was, as often as it is asked for."""
    folder, made = template

    def fresh() -> World:
        made.database.close()
        shutil.rmtree(folder / "living", ignore_errors=True)
        shutil.copytree(folder / "template", folder / "living")
        keys = Keys(folder / "living" / "keys")
        one, two = (replace(each, database=made.database, keys=keys) for each in (made.first, made.second))
        return replace(made, keys=keys, first=one, second=two)

    yield fresh
    made.database.close()


def build(database: Database, keys: Keys) -> World:
    first = found(database, keys, FIRST_ROSTER)
    second = found(database, keys, SECOND_ROSTER, "second")
    sources = {path.name: path.read_text("utf-8") for path in TINY.glob("*.toml")}
    with database.writing() as connection:
        for authority in (first, second):
            frameworks.keep(connection, authority.id, load(sources))
            there = channels.Channel("C1", "gran", private=False, member=True)
            channels.take(connection, authority.id, "web", [there], PLANNED, all_of_them=True)
    clock = MovableClock(PLANNED)
    spine = Dispatcher(memory(database, keys, clock), Chat())
    closed, elsewhere_closed = first.plan(CLOSED), second.plan(CLOSED)
    travel(database, spine, clock, datetime(2026, 1, 14, 9, tzinfo=UTC))
    everybody_answers(first, clock(), closed)
    everybody_answers(second, clock(), elsewhere_closed)
    travel(database, spine, clock, datetime(2026, 1, 20, 9, tzinfo=UTC))
    planned = first.plan(NOW, clock()), first.plan(TEAMS, clock()), second.plan(NOW, clock())
    travel(database, spine, clock, OPEN)
    first.take([line for line in FIRST_ROSTER if line.name != "Leo Lämnat"], OPEN)
    for authority in (first, second):
        everybody_answers(authority, OPEN)
    return World(database, keys, first, second, closed, *planned)


def everybody_answers(authority: Authority, now: datetime, round_id: int = 0) -> None:
    """Each respondent gives one answer, or all of them in the round that is named."""
    roster = FIRST_ROSTER if authority.id == 1 else SECOND_ROSTER
    for name in (line.name for line in roster):
        if name == "Leo Lämnat":
            continue
        for desk in authority.desks(name, now):
            if desk.window.state(now) != "open" or round_id not in (0, desk.round.id):
                continue
            sheet = dict.fromkeys(desk.asked if round_id else desk.asked[:1], 3)
            effect = Record(desk.round.id, desk.school.id, desk.respondent, sheet, "begun")
            with authority.database.writing() as connection:
                answers.record(connection, authority.keys, authority.id, desk, effect, now)


def act(world: World, actor: str, event: Event, key: str = "the event") -> Reply:
    """What an actor does in the first authority."""
    person = 4711
    if actor != "nobody":
        home = world.second if actor in {"Dora Dal", "Disa Dal"} else world.first
        person = home.person(actor)
    spine = Dispatcher(memory(world.database, world.keys, lambda: OPEN), Chat())
    return spine.handle(Incoming(key, world.first.id, person, To("person", person), event))


def written_to(world: World, actor: str) -> str:
    """Everything in the actor's own conversation in the first authority."""
    person = 0 if actor in STRANGERS else world.first.person(actor)
    own = (Outbox.authority_id == world.first.id, Outbox.to_kind == "person", Outbox.to_id == person)
    with world.database.reading() as connection:
        return "".join(connection.execute(select(Outbox.body).where(*own)).scalars())


def event_of(verb: str, target: Action, value: str = "2") -> Event:
    item = (
        "garden" if verb in {"discussed", "undiscussed"} else "sight" if "leader" in target.who else "meals"
    )
    action = replace(target, verb=verb, item=item, value=value)
    if verb == "discussed":
        return Submitted(action, {"note": "Vi är överens"})
    if verb == "channels":
        # Whichever the school, a channel for its first team.
        return Submitted(replace(action, round=0, item="", value=""), {"team1": "C1", "team4": "C1"})
    if verb == "extend":
        return Submitted(action, {"closes_on": "2026-02-20"})
    return Pressed(action)


def state(world: World, actor: str) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table but what is seen and noted; of the messages those to others than the actor."""
    left_out = {"inbox", "audit", "lease"}
    me = 0 if actor == "nobody" else (world.first if actor not in STRANGERS else world.second)
    mine = me.person(actor) if isinstance(me, Authority) and actor != "Leo Lämnat" else 0
    with world.database.reading() as connection:
        rows = {
            table.name: {tuple(map(str, row)) for row in connection.execute(select(table))}
            for table in Base.metadata.sorted_tables
            if table.name not in left_out | {"outbox"}
        }
        said = connection.execute(
            select(Outbox.__table__).where(~((Outbox.to_kind == "person") & (Outbox.to_id == mine)))
        )
        rows["outbox"] = {tuple(map(str, row)) for row in said}
    return rows


def refusals(world: World) -> list[str]:
    with world.database.reading() as connection:
        noted = connection.execute(select(Audit.what).where(Audit.authority_id == world.first.id)).scalars()
        return [what for what in noted if what.startswith("refused")]


@pytest.mark.parametrize("verb", CHANGING)
@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_changes_more_than_they_may(world: Callable[[], World], actor: str, verb: str) -> None:
    now = world()
    before = state(now, actor)
    for name, target in now.targets().items():
        if name in MAY.get((actor, verb), set()):
            continue
        reply = act(now, actor, event_of(verb, target), name)
        said = reply.shown or reply.replaced
        assert said is not None, name
        assert (said.language, bool(said.summary)) == ("sv", True), name
        assert state(now, actor) == before, name


@pytest.mark.parametrize(("actor", "verb"), sorted(MAY))
def test_everybody_changes_what_they_may(world: Callable[[], World], actor: str, verb: str) -> None:
    for name in sorted(MAY[actor, verb]):
        now = world()
        target = now.targets()[name]
        if verb == "undiscussed":
            act(now, actor, event_of("discussed", target), "discussed before")
        before = state(now, actor)
        act(now, actor, event_of(verb, target))
        changed = {table for table, rows in state(now, actor).items() if rows != before[table]}
        silent = verb == "mute" and name == "my team"
        assert bool(changed) is not silent, name
        assert refusals(now) == [], name


@pytest.mark.parametrize("verb", [verb for verb in CHANGING if verb not in {"mute", "no_such_verb"}])
@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor not in STRANGERS])
def test_whoever_reaches_for_what_is_not_theirs_leaves_a_line(
    world: Callable[[], World], actor: str, verb: str
) -> None:
    now, missing = world(), []
    follows = AT_ALM if (actor, verb) in {("Rut Rektor", "apply"), ("Rut Rektor", "extend")} else set()
    small = {"the small school"} if (actor, verb) == ("Sten Chef", "apply") else set()
    for name, target in now.targets().items():
        if name in MAY.get((actor, verb), set()) | follows | small or "closed" in name:
            continue
        before = len(refusals(now))
        act(now, actor, event_of(verb, target), name)
        if refusals(now)[before:] != [f"refused {verb}"]:
            missing.append(name)
    assert missing == []


FOREIGN = re.compile(f"{SECOND}|{DAL}|Lag Dal|Lag Dis|Dag D|Dora|Disa")
OTHERS_SCHOOL = re.compile(f"{BJORK}|{CEDER}|Lag Ek|Lag Lind|Bea B")


@pytest.mark.parametrize("verb", READING)
@pytest.mark.parametrize("actor", ACTORS)
def test_nobody_reads_about_others(world: Callable[[], World], actor: str, verb: str) -> None:
    now = world()
    for name, target in now.targets().items():
        reply = act(now, actor, event_of(verb, target), f"{verb} {name}")
        said = repr(reply.shown) + repr(reply.replaced) + written_to(now, actor)
        assert reply.shown or reply.replaced or written_to(now, actor)
        assert not FOREIGN.search(said), name
        if actor not in {"Karin Kord", "Sten Chef"}:
            assert not OTHERS_SCHOOL.search(said), name
        if actor in STRANGERS:
            assert ALM not in said, name


@pytest.mark.parametrize(
    "value", ["9", "0", "4", "-1", "\uff11", "\uff11\uff12", "1_0", "1.0", " 2", "2 ", "0x2", "", "two"]
)
@pytest.mark.parametrize("item", ["plants", "meals", "sight", "nothing", "", "plants|meals"])
def test_only_a_level_on_a_question_that_is_asked_is_an_answer(
    world: Callable[[], World], item: str, value: str
) -> None:
    now = world()
    before = state(now, "Asta A")
    action = replace(now.targets()["my round"], verb="answer", item=item, value=value)
    reply = act(now, "Asta A", Pressed(action))
    assert reply.replaced is not None
    assert state(now, "Asta A") == before


@pytest.mark.parametrize(
    "line", ["answer|\uff11|1||meals|2", "answer|1_0|1||meals|2", "answer|+1|1||meals|2", "a|b"]
)
def test_a_button_with_odd_digits_is_none_of_ours(line: str) -> None:
    assert Action.decode(line) is None


def test_own_answers_are_read_by_nobody_else(world: Callable[[], World]) -> None:
    now = world()
    named = replace(now.targets()["a colleague"], verb="review")
    for actor in ("Asta A", "Lena Lag", "Rut Rektor", "Karin Kord"):
        arrived = now.first.arrived(actor, Pressed(named))
        context = now.first.context(arrived, Need.DESKS, now=OPEN)
        assert now.first.person("Bo A") not in {
            desk.respondent.id for desk in context.desks if desk.respondent.kind == "person"
        }
