"""A world for asking who may do what: two authorities in one database, and people in every role."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.clock import MovableClock
from bot.dispatcher import Dispatcher
from bot.platforms.envelope import Incoming, Reply
from bot.play.travel import travel
from conversations.events import Event
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
FALT, HED, EK = "Fältskolan", "Hedskolan", "Ekskolan"
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
    *_school(FALT, {"": ("F1 F", "F2 F", "F3 F")}, {"principal": "Fia Fält"}),
    *_school(HED, {"": ("H1 H", "H2 H", "H3 H")}, {"principal": "Hans Hed"}),
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
    *_school(EK, {"": ("K1 D", "K2 D", "K3 D")}, {"principal": "Eva Ek"}),
    Line("", "Disa Dal", ("coordinator",)),
]
ACTORS = (
    *("Asta A", "Lena Lag", "Rut Rektor", "Rita Representant", "Sten Chef", "Karin Kord", "Frida Forsk"),
    *("Leo Lämnat", "nobody", "Dora Dal", "Disa Dal"),
)
STRANGERS = {"Leo Lämnat", "nobody", "Dora Dal", "Disa Dal"}
"""Dora and Disa are known in their own authority; here they speak to another one."""


@dataclass
class World:
    """Two authorities in one database, each with a closed round, an open one, and one for teams."""

    database: Database
    keys: Keys
    first: Authority
    second: Authority
    closed: int
    closed_elsewhere: int
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


@contextmanager
def worlds(migrated_file: Path, *prepare: Callable[[World], None]) -> Iterator[Callable[[], World]]:
    """Gives what makes the world as it was, as often as it is asked for, with what prepares it done."""
    with in_memory() as folder:
        (folder / "template").mkdir()
        file = folder / "template" / "skolsteg.sqlite3"
        shutil.copyfile(migrated_file, file)
        with closing(Database(f"sqlite:///{file}")) as database:
            made = build(database, Keys(folder / "template" / "keys"))
            for each in prepare:
                each(made)
        living = Database(f"sqlite:///{folder / 'living' / 'skolsteg.sqlite3'}")

        def fresh() -> World:
            living.close()
            shutil.rmtree(folder / "living", ignore_errors=True)
            shutil.copytree(folder / "template", folder / "living")
            keys = Keys(folder / "living" / "keys")
            one, two = (replace(each, database=living, keys=keys) for each in (made.first, made.second))
            return replace(made, database=living, keys=keys, first=one, second=two)

        yield fresh
        living.close()


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
    return World(database, keys, first, second, closed, elsewhere_closed, *planned)


def everybody_answers(authority: Authority, now: datetime, round_id: int = 0) -> None:
    """Each respondent gives one answer, or all of them in the round that is named."""
    roster = FIRST_ROSTER if authority.id == 1 else SECOND_ROSTER
    for name in (line.name for line in roster):
        if name == "Leo Lämnat":
            continue
        for desk in authority.desks(name, now):
            if desk.window.state(now) != "open" or round_id not in (0, desk.round.id):
                continue
            level = 1 if desk.school.name == HED else 3
            sheet = dict.fromkeys(desk.asked if round_id else desk.asked[:1], level)
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
