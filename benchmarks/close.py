"""The close of a whole authority's round against reading and opening the same ballots and nothing else."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import update

from benchmarks._figures import Goal, milliseconds, reported, seconds
from benchmarks._school import WINDOW, authority, memory, planned_round
from bot.dispatcher import Dispatcher
from bot.memory import Memory
from bot.play.answers import LEANINGS, expected, one_sheet
from bot.play.world import FRAMEWORK
from conversations.turn import Respondent
from storage import frameworks, people
from storage.ballots import Ballot, BallotBox
from storage.keys import Poll
from storage.people import Colleague
from storage.sending import Delivery
from storage.tables import Participation

SCHOOLS, WORK_TEAMS = 80, (10, 9, 9, 9, 9, 9, 8, 8, 5, 4)
RUNS = 5
GOAL_SECONDS, GOAL_RATIO = 2.0, 10.0


class _Nobody:
    def send(self, delivery: Delivery) -> str:
        raise NotImplementedError(f"nothing is sent here, {delivery.id}")


def staff(remembered: Memory, number: int) -> dict[int, list[Colleague]]:
    found: dict[int, list[Colleague]] = {}
    with remembered.database.reading() as connection:
        for each in people.staff(connection, number, WINDOW.opens_on):
            found.setdefault(each.school, []).append(each)
    return found


def prepare(folder: Path) -> None:
    """Everybody at every school has answered everything."""
    framework = frameworks.shipped(FRAMEWORK)
    with memory(_url(folder), folder / "keys") as (remembered, _):
        number = authority(remembered, SCHOOLS, WORK_TEAMS)
        round_id = planned_round(remembered, number)
        with remembered.database.writing() as connection:
            for school, colleagues in staff(remembered, number).items():
                poll, chance = Poll(number, round_id, school), Random(school)
                box = BallotBox(poll, remembered.keys.seal(poll))
                usual = expected(framework, "yearly", LEANINGS[school % len(LEANINGS)], school)
                for each in colleagues:
                    sheet = one_sheet(usual, len(framework.levels), chance)
                    answers = tuple(sheet[place] for place in range(len(usual)))
                    ballot = Ballot(0, each.team.id if each.team else 0, answers)
                    box.save(connection, Respondent("person", each.id), ballot)
            connection.execute(update(Participation).values(status="finished"))


@contextmanager
def copied(folder: Path) -> Iterator[tuple[Callable[[], int], Callable[[], int]]]:
    """A fresh copy with what is measured on it: the bare reading, and the close."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(folder, name, dirs_exist_ok=True)
        here = Path(name)
        with memory(_url(here), here / "keys") as (remembered, clock):
            number = 1
            everybody = {
                Poll(number, 1, school): [Respondent("person", each.id) for each in colleagues]
                for school, colleagues in staff(remembered, number).items()
            }
            boxes = [(BallotBox(poll, remembered.keys.seal(poll)), who) for poll, who in everybody.items()]

            def read() -> int:
                with remembered.database.reading() as connection:
                    return sum(len(box.open_all(connection, who)) for box, who in boxes)

            dispatcher = Dispatcher(remembered, _Nobody())
            with remembered.database.reading() as connection:
                calendar = remembered.calendars(connection, number)
            clock.move_to(calendar.end_of_day(WINDOW.closes_on) + timedelta(seconds=1))
            yield read, dispatcher.tick


def main() -> int:
    pairs = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for _ in range(RUNS):
            with copied(folder) as (read, close):
                pairs.append((seconds(read), seconds(close)))
    # The fastest, since what else the machine does only ever adds.
    floor, ours = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    figures = (
        ("ballots", str(SCHOOLS * sum(WORK_TEAMS))),
        ("bare reading and opening", milliseconds(floor)),
        ("the close, 80 schools", milliseconds(ours)),
    )
    goals = (Goal("seconds", ours, GOAL_SECONDS, " s"), Goal("ratio", ours / floor, GOAL_RATIO, "x"))
    return reported("The close of 80 schools x 80 staff x 30 criteria", figures, goals)


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'bench.db'}"


if __name__ == "__main__":
    sys.exit(main())
