"""A day's look at a large authority against reading the same rows and nothing else."""

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select, update

from benchmarks._figures import Goal, milliseconds, reported, seconds
from benchmarks._school import authority, memory, planned_round
from bot.clock import MovableClock
from bot.dispatcher import Dispatcher
from bot.memory import Memory
from conversations.decisions import (
    DecideApplication,
    Decided,
    MakeCohort,
    PutMeasure,
    SaveApplication,
    SessionPlan,
)
from conversations.rules.pairing import pairs
from conversations.rules.session_dates import fitted
from storage import decisions, frameworks, outbox, people
from storage.decisions import Deciding
from storage.sending import Delivery
from storage.tables import (
    Application,
    Attendance,
    Authority,
    Certificate,
    Cohort,
    LearningSession,
    Measure,
    Membership,
    Person,
    Visit,
)

SCHOOLS, WORK_TEAMS, COHORT, MEASURES = 80, (5, 5), 30, 5
BEGINS, ENDS = date(2027, 3, 1), date(2027, 12, 10)
RUNS = 5
GOAL_RATIO = 20.0
READ = (Application, Cohort, LearningSession, Attendance, Visit, Certificate, Measure, Membership, Person)


class _Nobody:
    def send(self, delivery: Delivery) -> str:
        raise NotImplementedError(f"nothing is sent here, {delivery.id}")


def decide(remembered: Memory, number: int, *decided: Decided) -> None:
    with remembered.database.writing() as connection:
        for each in decided:
            decisions.carry_out(connection, Deciding(number, 0, remembered.now()), each)


def prepare(remembered: Memory, clock: MovableClock) -> int:
    """Every school has a plan, and as many as a cohort holds are in one."""
    number = authority(remembered, SCHOOLS, WORK_TEAMS)
    round_id = planned_round(remembered, number)
    staff: dict[int, int] = {}
    with remembered.database.reading() as connection:
        for each in people.staff(connection, number, BEGINS):
            staff.setdefault(each.school, each.id)
        calendar = remembered.calendars(connection, number)
    clock.move_to(calendar.opening(date(2027, 2, 22)))
    # What the round itself still has to do is not what is measured.
    Dispatcher(remembered, _Nobody()).tick()
    for school, person in staff.items():
        measures = (
            PutMeasure(round_id, school, "", f"Insats {n}", person=person, due_on=ENDS)
            for n in range(MEASURES)
        )
        decide(remembered, number, *measures)
    members = sorted(staff)[:COHORT]
    for school in members:
        sent, accepted = (DecideApplication(round_id, school, status) for status in ("sent", "accepted"))
        decide(
            remembered, number, SaveApplication(round_id, school, {"why": "Vi vill lära."}), sent, accepted
        )
    with remembered.database.reading() as connection:
        applied = tuple(connection.execute(select(Application.id)).scalars())
    themes = [*(area.id for area in frameworks.shipped("malmo-2022-2025").areas), "certification"]
    days = [calendar.opening(day) for day in fitted(BEGINS, ENDS, len(themes), calendar)]
    sessions = tuple(
        SessionPlan(place, theme, begins, begins + timedelta(hours=3), "Här")
        for place, (theme, begins) in enumerate(zip(themes, days, strict=True), start=1)
    )
    decide(remembered, number, MakeCohort("Kullen", BEGINS, ENDS, applied, sessions, pairs(members)))
    return number


def read(remembered: Memory) -> int:
    """The same rows, as bare as they come."""
    with remembered.database.reading() as connection:
        return sum(len(connection.execute(select(table.__table__)).all()) for table in READ)


def queued(remembered: Memory, number: int) -> int:
    with remembered.database.reading() as connection:
        return outbox.counts(connection, number).get("queued", 0)


def again(remembered: Memory) -> None:
    with remembered.database.writing() as connection:
        connection.execute(update(Authority).values(tend_at=None))


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with memory(f"sqlite:///{folder / 'bench.db'}", folder / "keys") as (remembered, clock):
            number = prepare(remembered, clock)
            dispatcher = Dispatcher(remembered, _Nobody())
            again(remembered)
            before = queued(remembered, number)
            busy = seconds(dispatcher.tick)
            said = queued(remembered, number) - before
            floor, quiet = [], []
            for _ in range(RUNS):
                again(remembered)
                floor.append(seconds(lambda: read(remembered)))
                quiet.append(seconds(dispatcher.tick))
            figures = (
                ("bare reading", milliseconds(min(floor))),
                ("a day with nothing new", milliseconds(min(quiet))),
                (f"the day that says {said} things", milliseconds(busy)),
            )
    goal = Goal("ratio", min(quiet) / min(floor), GOAL_RATIO, "x")
    return reported("A day's look at 80 schools, 30 of them in a cohort, 400 measures", figures, [goal])


if __name__ == "__main__":
    sys.exit(main())
