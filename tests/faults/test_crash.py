"""kill -9 at every step: what was acknowledged is there, what was not is whole or absent, nothing is lost."""

import os
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.play.travel import travel
from conversations.messages import Action, Message, Text
from conversations.rules.result import Material, freeze
from conversations.rules.sheets import Sheet
from conversations.snapshot import Snapshot
from conversations.turn import To
from storage import frameworks, outbox, snapshots
from storage.database import Database
from storage.keys import Keys, Poll
from storage.outbox import Parcel
from storage.sending import LEASE
from storage.tables import Inbox, Outbox, Participation, Round, Window
from storage.tables import Snapshot as SnapshotRow
from tests.conftest import Server
from tests.faults.crashing import (
    CIA,
    PLAN_FIELDS,
    PRESS_KEY,
    FileChat,
    Job,
    Outcome,
    Steps,
    plan,
    press,
    presses,
    town_of,
)
from tests.faults.town import ANSWERS, ASTA, BO, NORRA, OTHERS, PLAN, RUT, SODRA, STIG, Town, in_memory, town

OPENING = datetime(2026, 1, 19, 7, 15, tzinfo=UTC)
OPEN = datetime(2026, 1, 20, 9, tzinfo=UTC)
CLOSE = datetime(2026, 1, 30, 23, tzinfo=UTC)
AFTER = datetime(2026, 2, 3, 9, tzinfo=UTC)

_SAMPLES = 8

Before = Callable[[Town], datetime]
Killed = Callable[[Job], Outcome]


@dataclass(frozen=True)
class Scene:
    """A town as it stands before something happens, to be copied as often as it is to be killed."""

    folder: Path
    job: Job

    def copy(self, dies_at: int, url: str = "") -> Job:
        place = self.folder.with_name("living")
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.folder, place)
        return replace(
            self.job,
            url=url or f"sqlite:///{place / 'skolsteg.sqlite3'}",
            folder=str(place / "keys"),
            chat=str(place / "chat"),
            dies_at=dies_at,
        )


def prepared(scenario: str, before: Before, database: Database, folder: Path) -> Scene:
    living = town(database, Keys(folder / "keys"), None if scenario == "plan" else PLAN)
    now = before(living)
    job = Job(scenario, "", "", "", now.isoformat(), living.id, living.authority.round, newest(living))
    return Scene(folder, job)


@pytest.fixture
def scene(migrated_file: Path) -> Iterator[Callable[[str, Before], Scene]]:
    """Makes a scene of what is to be done, and what went before it."""

    with in_memory() as place:

        def make(scenario: str, before: Before) -> Scene:
            folder = place / "scene"
            folder.mkdir()
            shutil.copyfile(migrated_file, folder / "skolsteg.sqlite3")
            with closing(Database(f"sqlite:///{folder / 'skolsteg.sqlite3'}")) as database:
                return prepared(scenario, before, database, folder)

        yield make


def deaths(scene: Scene, killed: Killed) -> Iterator[tuple[Job, Outcome]]:
    """Each step's death in a copy of its own, and at the end a child that lived."""
    killed(scene.copy(0))
    for dies_at in range(1, 2000):
        job = scene.copy(dies_at)
        outcome = killed(job)
        yield job, outcome
        if outcome.finished:
            assert dies_at > 10, "the hook has seen hardly anything"
            return


@contextmanager
def restarted(job: Job) -> Iterator[Town]:
    living = town_of(job)
    try:
        yield living
    finally:
        living.database.close()


def settle(living: Town, job: Job) -> list[tuple[int, int]]:
    """Let the leases of the dead end and everything arrive; gives what the chat has seen."""
    living.clock.move_to(living.clock() + LEASE + timedelta(seconds=1))
    living.dispatcher.sweep()
    living.dispatcher.deliver()
    assert living.waiting() == 0
    return FileChat(Path(job.chat)).arrived()


def newest(living: Town) -> int:
    person = living.authority.person(ASTA)
    statement = select(func.max(Outbox.id)).where(Outbox.to_kind == "person", Outbox.to_id == person)
    with living.database.reading() as connection:
        return connection.execute(statement).scalar() or 0


@dataclass(frozen=True)
class Standing:
    """What a press touches."""

    answers: tuple[int, ...]
    status: str
    revision: int
    seen: bool

    def pressed(self) -> "Standing":
        answers = (3, *self.answers[1:])
        return Standing(answers, "finished" if answers[1] else "begun", self.revision + 1, seen=True)


def standing(living: Town, card: int) -> Standing:
    asta = living.authority.person(ASTA)
    with living.database.reading() as connection:
        return Standing(
            living.answers(ASTA),
            connection.execute(
                select(Participation.status).where(
                    Participation.respondent_kind == "person", Participation.respondent_id == asta
                )
            ).scalar_one(),
            connection.execute(select(Outbox.revision).where(Outbox.id == card)).scalar_one(),
            connection.execute(select(Inbox.key).where(Inbox.key == PRESS_KEY)).first() is not None,
        )


def ready_to_press(given: dict[int, int]) -> Before:
    def before(living: Town) -> datetime:
        travel(living.database, living.dispatcher, living.clock, OPEN)
        if given:
            living.authority.answer(ASTA, given, OPEN)
        return OPEN

    return before


@pytest.mark.parametrize("given", [{}, {1: 2}], ids=["the first answer", "the last answer"])
def test_a_killed_press_is_whole_or_absent_and_never_lost(
    scene: Callable[[str, Before], Scene], killed: Killed, given: dict[int, int]
) -> None:
    made = scene("press", ready_to_press(given))
    with restarted(made.copy(0)) as living:
        before = standing(living, made.job.card)
    after = before.pressed()
    acknowledged = 0
    for job, outcome in deaths(made, killed):
        with restarted(job) as living:
            found = standing(living, job.card)
            assert found in ((after,) if outcome.acknowledged else (before, after)), outcome
            press(living, job, Steps(0, 1))
            assert standing(living, job.card) == after, outcome
            living.press(ASTA, living.action("answer", "plants", "3"), "again", job.card)
            assert standing(living, job.card) == replace(after, revision=after.revision + 1), outcome
            arrived = settle(living, job)
        assert max(Counter(arrived).values()) == 1, outcome
        assert (job.card, after.revision + 1) in arrived, outcome
        acknowledged += outcome.acknowledged
    assert acknowledged > 1


def test_presses_killed_together_are_all_there_or_none_and_done_again_count_once(
    scene: Callable[[str, Before], Scene], killed: Killed
) -> None:
    made = scene("presses", ready_to_press({}))
    saved, ended = [], 0
    for job, outcome in deaths(made, killed):
        with restarted(job) as living:
            before = [living.answers(name)[0] for name in (ASTA, BO, CIA)]
            assert before == [3, 3, 3] or (before == [0, 0, 0] and not outcome.acknowledged), outcome
            presses(living, job, Steps(0, 1))
            assert [living.answers(name)[0] for name in (ASTA, BO, CIA)] == [3, 3, 3], outcome
            assert standing(living, job.card).revision == 2, outcome
        saved.append(before[0])
        ended += outcome.acknowledged
    assert {0, 3} == set(saved)
    assert ended


def everybody_has_answered(living: Town) -> datetime:
    travel(living.database, living.dispatcher, living.clock, OPEN)
    living.others_answer()
    living.authority.answer(ASTA, {0: 3, 1: 2}, OPEN)
    living.authority.answer(RUT, {0: 3, 2: 1}, OPEN)
    living.authority.answer(STIG, {0: 3, 1: 2, 2: 1}, OPEN)
    travel(living.database, living.dispatcher, living.clock, CLOSE - timedelta(seconds=1))
    living.dispatcher.sweep()
    return CLOSE


def expected(living: Town) -> dict[str, Snapshot]:
    """What the closes must come to, made from the answers as they were given."""
    team = living.authority.team("Lag ett")
    sheets = tuple(
        Sheet(0 if name == OTHERS[-1] else team, (*given, 0))
        for name, given in zip((*OTHERS, ASTA), (*ANSWERS, (3, 2)), strict=True)
    )
    with living.database.reading() as connection:
        framework = frameworks.named(connection, living.id, "tiny")
    norra = Material(
        framework,
        "yearly",
        "individual",
        7,
        sheets,
        leadership=Sheet(0, (3, 0, 1)),
        teams=((team, "Lag ett"),),
    )
    sodra = Material(framework, "yearly", "individual", 3, joint=Sheet(0, (3, 2, 1)))
    return {NORRA: freeze(norra), SODRA: freeze(sodra)}


def frozen(living: Town) -> dict[str, Snapshot]:
    """The results there are: with one, nothing is left of what it was made from; without one, all of it."""
    results, sealed = {}, {NORRA: 7, SODRA: 1}
    with living.database.reading() as connection:
        for school in (NORRA, SODRA):
            poll = living.poll(school)
            snapshot = snapshots.latest(connection, poll)
            which = (Window.round_id == poll.round, Window.school_id == poll.school)
            window = connection.execute(select(Window.frozen_at).where(*which)).scalar_one()
            assert (snapshot is None) == (window is None)
            if snapshot:
                results[school] = snapshot
            else:
                assert poll in living.keys.kept()
        assert living.ballots() == sum(sealed[school] for school in sealed if school not in results)
        rows = connection.execute(select(func.count()).select_from(SnapshotRow)).scalar_one()
    assert rows == len(results)
    return results


def test_a_killed_close_done_again_gives_the_same_result_and_leaves_nothing(
    scene: Callable[[str, Before], Scene], killed: Killed
) -> None:
    made = scene("tick", everybody_has_answered)
    with restarted(made.copy(0)) as living:
        wanted = expected(living)
        assert wanted[NORRA].shown
        assert wanted[SODRA].shown
    for job, outcome in deaths(made, killed):
        with restarted(job) as living:
            assert frozen(living).items() <= wanted.items(), outcome
            living.dispatcher.tick()
            assert frozen(living) == wanted, outcome
            assert living.dispatcher.tick() == 0, outcome
            assert [path.name for path in Path(job.folder).iterdir()] == ["belongs-to"], outcome
            travel(living.database, living.dispatcher, living.clock, AFTER)
            told = settle(living, job)
        assert max(Counter(told).values()) == 1, outcome
        assert len(told) == 5, outcome


def test_a_killed_opening_invites_everybody_once(
    scene: Callable[[str, Before], Scene], killed: Killed
) -> None:
    def before(living: Town) -> datetime:
        travel(living.database, living.dispatcher, living.clock, OPENING - timedelta(seconds=1))
        return OPENING

    made = scene("tick", before)
    with restarted(made.copy(0)) as living:
        living.dispatcher.tick()
        wanted = keys_said(living)
    for job, outcome in deaths(made, killed):
        with restarted(job) as living:
            assert set(keys_said(living)) <= set(wanted), outcome
            living.dispatcher.tick()
            assert keys_said(living) == wanted, outcome


def keys_said(living: Town) -> list[str]:
    with living.database.reading() as connection:
        return list(connection.execute(select(Outbox.dedupe_key).order_by(Outbox.dedupe_key)).scalars())


def test_a_killed_plan_is_a_whole_round_or_none(
    scene: Callable[[str, Before], Scene], killed: Killed
) -> None:
    made = scene("plan", lambda living: living.clock())
    for job, outcome in deaths(made, killed):
        with restarted(job) as living:
            planned = polls(living)
            assert len(planned) in ((2,) if outcome.acknowledged else (0, 2)), outcome
            assert set(planned) <= set(living.keys.kept()), outcome
            living.dispatcher.tick()
            assert living.keys.kept() == planned or not planned, outcome
            plan(living, job, Steps(0, 1))
            living.submit("Karin Samordnare", *again())
            assert len(polls(living)) == 2, outcome
            assert living.keys.kept() == polls(living), outcome
            arrived = settle(living, job)
        assert max(Counter(arrived).values()) == 1, outcome


def kept_files(job: Job) -> list[str]:
    """Every file that holds a key, or may."""
    return [path.name for path in Path(job.folder).iterdir() if path.suffix in {".key", ".new"}]


def days_pass(job: Job) -> None:
    """A key that nobody has claimed is left in peace for a day, by the clock of its disk."""
    long_ago = time.time() - timedelta(days=2).total_seconds()
    for path in Path(job.folder).iterdir():
        os.utime(path, (long_ago, long_ago))


def again() -> tuple[Action, dict[str, str]]:
    return Action("plan", value="yearly"), PLAN_FIELDS


def polls(living: Town) -> list[Poll]:
    with living.database.reading() as connection:
        rows = connection.execute(select(Window.round_id, Window.school_id)).all()
        assert len({row.round_id for row in rows}) == connection.scalar(select(func.count(Round.id)))
    return sorted(Poll(living.id, row.round_id, row.school_id) for row in rows)


def four_messages(living: Town) -> datetime:
    asta, bo = (To("person", living.authority.person(name)) for name in (ASTA, BO))
    places = (asta, asta, bo, To("team", living.authority.team("Lag ett")))
    with living.database.writing() as connection:
        for number, to in enumerate(places):
            parcel = Parcel(to, f"message-{number}", Message("Hej", (Text("Hej"),), "sv"))
            outbox.queue(connection, living.id, parcel, living.clock())
    return living.clock()


@pytest.mark.parametrize("looks", [True, False], ids=["looking first", "not looking"])
def test_a_killed_delivery_loses_nothing_and_doubles_at_most_what_was_in_flight(
    scene: Callable[[str, Before], Scene], killed: Killed, *, looks: bool
) -> None:
    made = scene("deliver", four_messages)
    made = replace(made, job=replace(made.job, looks=looks))
    ids = wanted_ids(made)
    doubled = 0
    for job, outcome in deaths(made, killed):
        with restarted(job) as living:
            arrived = [message for message, _ in settle(living, job)]
        assert set(arrived) == set(ids), outcome
        assert list(dict.fromkeys(arrived)).index(ids[0]) < list(dict.fromkeys(arrived)).index(ids[1]), (
            outcome
        )
        doubled += len(arrived) - len(ids)
        assert len(arrived) - len(ids) <= (0 if looks else 1), outcome
    # The chat that does not look shows that there was something to look for.
    assert bool(doubled) is not looks


def wanted_ids(made: Scene) -> list[int]:
    with restarted(made.copy(0)) as living, living.database.reading() as connection:
        return list(connection.execute(select(Outbox.id).order_by(Outbox.id)).scalars())


def test_a_killed_close_on_postgresql_gives_the_same_result(
    postgresql: Server, tmp_path: Path, killed: Killed
) -> None:
    name, folder = f"scene_{uuid.uuid4().hex[:12]}", tmp_path / "scene"
    postgresql.run("CREATE DATABASE {} TEMPLATE {}", name, "migrated")
    with closing(Database(postgresql.url(name))) as database:
        made = prepared("tick", everybody_has_answered, database, folder)
    outcome = on_postgresql(postgresql, made, name, 10_000, killed)
    assert outcome.finished
    for number in range(_SAMPLES):
        dies_at = 1 + number * outcome.steps // _SAMPLES
        assert not on_postgresql(postgresql, made, name, dies_at, killed).finished
    postgresql.run("DROP DATABASE {} WITH (FORCE)", name)


def on_postgresql(server: Server, made: Scene, name: str, dies_at: int, killed: Killed) -> Outcome:
    """One death in a copy of the database, and what is found and done after it."""
    copy = f"{name}_living"
    server.run("CREATE DATABASE {} TEMPLATE {}", copy, name)
    try:
        job = made.copy(dies_at, server.url(copy))
        outcome = killed(job)
        with restarted(job) as living:
            close_again(living, expected(living))
            assert living.dispatcher.tick() == 0, outcome
        assert [path.name for path in Path(job.folder).iterdir()] == ["belongs-to"], outcome
    finally:
        server.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", copy)
    return outcome


def close_again(living: Town, wanted: dict[str, Snapshot]) -> None:
    """The server needs a moment to notice that the dead one's transaction has nobody behind it."""
    for _ in range(100):
        living.dispatcher.tick()
        if frozen(living) == wanted:
            return
        time.sleep(0.02)
    assert frozen(living) == wanted
