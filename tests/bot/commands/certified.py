"""An operator's authority on the road to a certificate: two schools that have applied."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

from sqlalchemy import select

from conversations.cohorts import CohortFacts
from conversations.decisions import DecideApplication, Decided, PutMeasure, SaveApplication, Waive
from conversations.rules.checklist import requirements
from storage import certification, decisions
from storage.decisions import Deciding
from storage.tables import Person
from tests.bot.commands.desk import Desk, people

KARIN, STEN = "Karin Samordnare", "Sten Samordnare"
OXIE, ASA = "Oxievångsskolan", "Åsaskolan"
KULL = "Kull 2027"
MAKE = ("cohort", "make", KULL, "--first", "2027-08-23", "--last", "2028-05-26")
SPRING = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


def coordinator(name: str) -> str:
    return f";;;{name};{name.split(maxsplit=1)[0].lower()}@skola.example;processledare;"


def set_up(desk: Desk, *coordinators: str) -> None:
    desk.done("authority", "create", "Malmö stad", "--contact", "dataskydd@malmo.example")
    lines = [*people(), *map(coordinator, coordinators)]
    desk.done("roster", "import", desk.file("staff.csv", *lines))


def close(desk: Desk) -> None:
    """Both schools qualify."""
    desk.plan()
    desk.now = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)
    for poll in list(desk.polls().values())[1:]:
        desk.answer(poll, 3)
    desk.done("round", "close", "1", "--yes")
    desk.now = SPRING


def decide(desk: Desk, who: str, *decided: Decided) -> None:
    """Let somebody decide in the chat, with the forms already filled in."""
    installed = desk.installed()
    with installed.memory.database.writing() as connection:
        person = connection.execute(select(Person.id).where(Person.name == who)).scalar_one()
        for each in decided:
            decisions.carry_out(connection, Deciding(1, person, desk.now), each)
    installed.close()


def apply(desk: Desk) -> None:
    for name, principal in ((OXIE, "Ö. Rektor 10000001"), (ASA, "Ö. Rektor 10000002")):
        school = desk.polls()[name].school
        filled = SaveApplication(1, school, {"why": "Vi vill lära"})
        decide(desk, principal, filled, DecideApplication(1, school, "sent"))


def make_cohort(desk: Desk) -> None:
    """Both schools go on together, with sessions from September to May."""
    for name in (OXIE, ASA):
        desk.done("application", "decide", name, "accepted")
    desk.done(*MAKE, "--place", "Rådhuset", "--yes")


def cohort(desk: Desk) -> CohortFacts:
    installed = desk.installed()
    with installed.memory.database.reading() as connection:
        found = certification.load(connection, 1, desk.now.date()).cohorts[0]
    installed.close()
    return found


def complete(desk: Desk, name: str) -> None:
    """Whatever is left to do need not be done by this school."""
    known, school = cohort(desk), desk.polls()[name].school
    named = [each.name for each in requirements(known, school, desk.now.date())]
    decide(desk, KARIN, *(Waive(known.id, school, each, "Görs nästa år") for each in named))


def measure(desk: Desk, name: str) -> None:
    here = desk.polls()[name].school
    decide(desk, "Ö. Rektor 10000001", PutMeasure(1, here, "", "Låna robotar", due_on=date(2027, 5, 4)))


def kept(desk: Desk) -> list[list[tuple[object, ...]]]:
    """Everything in the database that a command could have changed."""
    with closing(sqlite3.connect(desk.folder / "skolsteg.db")) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608  # our own words
            for table in (
                "application",
                "cohort",
                "learning_session",
                "certificate",
                "audit",
                "outbox",
                "inbox",
            )
        ]


def log(desk: Desk) -> list[tuple[str, str, str]]:
    """What has been decided, by whom and why, oldest first."""
    with closing(sqlite3.connect(desk.folder / "skolsteg.db")) as connection:
        statement = (
            "SELECT what, name, detail FROM audit LEFT JOIN person ON person.id = person_id ORDER BY audit.id"
        )
        return connection.execute(statement).fetchall()


def told(desk: Desk, name: str) -> int:
    """How many messages wait for somebody."""
    with closing(sqlite3.connect(desk.folder / "skolsteg.db")) as connection:
        statement = (
            "SELECT count(*) FROM outbox JOIN person ON person.id = to_id "
            "WHERE to_kind = 'person' AND name = ?"
        )
        return connection.execute(statement, (name,)).fetchone()[0]
