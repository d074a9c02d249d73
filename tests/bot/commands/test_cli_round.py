import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from storage.tables import Participation, Scheduled
from tests.bot.commands.desk import Desk

OPEN = ("round", "open", "--title", "Puls")
DAYS = ("--opens", "2027-03-01", "--closes", "2027-03-12")
DECISION = ("--decision", "GRF-2026-1")


@pytest.fixture
def malmo(desk: Desk) -> Desk:
    desk.set_up()
    return desk


@pytest.fixture
def running(malmo: Desk) -> Desk:
    """A round that has been open for some days."""
    malmo.plan()
    malmo.now = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)
    return malmo


def audited(desk: Desk) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(desk.folder / "skolsteg.db")) as connection:
        return connection.execute("SELECT what, detail FROM audit ORDER BY id").fetchall()


def test_a_round_is_planned_for_every_school_with_its_keys(malmo: Desk) -> None:
    malmo.plan()
    assert malmo.type("round", "status").lines[1] == [
        "1",
        "Självskattningen 2027",
        "yearly",
        "2027-01-11",
        "2027-01-29",
        "3",
        "0",
    ]
    assert len(list((malmo.folder / "keys").glob("*.key"))) == 3
    assert audited(malmo) == [("open round", "command line: GRF-2026-1234")]


def test_a_pulse_round_goes_beside_a_yearly_one(malmo: Desk) -> None:
    malmo.plan()
    malmo.done(*OPEN, "--pulse", "--opens", "2027-01-18", "--closes", "2027-01-22", *DECISION)
    assert [line[2] for line in malmo.type("round", "status").lines[1:]] == ["yearly", "pulse"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--opens", "2027-03-12", "--closes", "2027-03-01"), "before the first"),
        (("--opens", "2026-12-01", "--closes", "2026-12-11"), "are over"),
        (("--opens", "2027-03-01", "--closes", "2027-11-12"), "120 days"),
        (("--opens", "2027-03-06", "--closes", "2027-03-07"), "no school day"),
        ((*DAYS, "--framework", "lund-2030"), "There is malmo-2022-2025"),
        ((*DAYS, "--title", " "), "needs a title"),
        (("--opens", "2027-01-20", "--closes", "2027-02-05"), "Another yearly round"),
        ((*DAYS, "--decision", " "), "reference"),
    ],
)
def test_a_round_that_cannot_be_planned_is_a_sentence(malmo: Desk, words: tuple[str, ...], said: str) -> None:
    malmo.plan()
    assert said in malmo.refused(*OPEN, *DECISION, *words)
    assert len(malmo.type("round", "status").lines) == 2
    assert len(list((malmo.folder / "keys").glob("*.key"))) == 3


def test_a_round_is_misused_with_a_sentence(malmo: Desk) -> None:
    assert "--decision" in malmo.refused(*OPEN, *DAYS, code=2)
    assert "2027-02-30" in malmo.refused(*OPEN, *DECISION, "--opens", "2027-02-30", "--closes", "x", code=2)
    assert "pulse" in malmo.refused(*OPEN, *DAYS, *DECISION, "--pulse", "--leadership", code=2)
    assert "pulse" in malmo.refused(*OPEN, *DAYS, *DECISION, "--pulse", "--mode", "team", code=2)


def test_a_round_needs_people(desk: Desk) -> None:
    desk.done("authority", "create", "Malmö", "--contact", "d@m.example")
    assert "No school has any staff" in desk.refused(*OPEN, *DAYS, *DECISION)
    assert "round open" in desk.refused("round", "status", "1")


def test_status_shows_shares_and_never_who(running: Desk) -> None:
    installed = running.installed()
    polls = running.polls()
    with installed.memory.database.writing() as connection:
        here = Participation.school_id == polls["Oxievångsskolan"].school
        three = connection.execute(
            update(Participation).where(here, Participation.id % 4 == 0).values(status="finished")
        )
        assert three.rowcount == 3
    installed.close()
    rows = {line[0]: line[1:] for line in running.type("round", "status", "självskattningen 2027").lines}
    assert rows["Oxievångsskolan"] == ["open", "2027-01-11", "2027-01-29", "25%"]
    assert rows["Lilla skolan"][-1] == "joint answer to come"


def test_one_school_gets_more_days(running: Desk) -> None:
    said = running.done("round", "extend", "1", "--school", "oxievångsskolan", "--to", "2027-02-05")
    assert "Oxievångsskolan can answer until 2027-02-05" in said
    closes = {line[0]: line[3] for line in running.type("round", "status", "1").lines}
    assert (closes["Oxievångsskolan"], closes["Åsaskolan"]) == ("2027-02-05", "2027-01-29")
    assert audited(running)[-1] == ("extend", "command line: 2027-02-05")


@pytest.mark.parametrize(
    ("school", "day", "said"),
    [
        ("Åsaskolan", "2027-01-29", "later than the old"),
        ("Åsaskolan", "2027-02-06", "not a school day"),
        ("Åsaskolan", "2027-07-30", "120 days"),
        ("Åsskolan", "2027-02-05", "Did you mean Åsaskolan?"),
    ],
)
def test_what_cannot_be_extended_is_a_sentence(running: Desk, school: str, day: str, said: str) -> None:
    assert said in running.refused("round", "extend", "1", "--school", school, "--to", day)


def test_a_round_that_is_over_is_not_extended(running: Desk) -> None:
    running.now = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
    said = running.refused("round", "extend", "1", "--school", "Åsaskolan", "--to", "2027-02-05")
    assert "is over" in said


def test_an_unknown_round_is_a_sentence(running: Desk) -> None:
    assert "There is no round called 7. There is Självskattningen 2027." in running.refused(
        "round", "status", "7"
    )


def test_a_round_that_has_not_opened_is_not_closed(malmo: Desk) -> None:
    malmo.plan()
    assert "nothing to close" in malmo.refused("round", "close", "1", "--yes")


def test_closing_asks_first(running: Desk) -> None:
    said = running.type("round", "close", "1", "--school", "Åsaskolan", answer="n\n")
    assert "Självskattningen 2027 at Åsaskolan: 0% have finished." in said.out
    assert (said.code, "Nothing was changed." in said.err) == (1, True)
    assert running.type("round", "status").lines[1][-1] == "0"


def test_one_school_closes_early_and_the_others_go_on(running: Desk) -> None:
    polls = running.polls()
    running.answer(polls["Åsaskolan"], 3)
    running.done("round", "close", "1", "--school", "Åsaskolan", answer="y\n")
    states = {line[0]: line[1:4] for line in running.type("round", "status", "1").lines}
    assert states["Åsaskolan"] == ["closed", "2027-01-11", "2027-01-20"]
    assert states["Oxievångsskolan"][0] == "open"
    assert len(list((running.folder / "keys").glob("*.key"))) == 2
    installed = running.installed()
    with installed.memory.database.reading() as connection:
        rows = connection.execute(
            Scheduled.__table__.select().where(
                Scheduled.school_id == polls["Åsaskolan"].school, Scheduled.fired_at.is_(None)
            )
        ).all()
    installed.close()
    assert [(row.kind, row.local_day.isoformat()) for row in rows] == [("summary", "2027-01-21")]
    assert ("close early", "command line") in audited(running)
    assert "nothing to close" in running.refused("round", "close", "1", "--school", "Åsaskolan", "--yes")


def test_all_schools_close_early(running: Desk) -> None:
    assert "Closed at 3 schools." in running.done("round", "close", "1", "--yes")
    assert running.type("round", "status").lines[1][-1] == "3"
    assert "nothing to close" in running.refused("round", "close", "1", "--yes")


def test_a_close_without_its_key_is_told_and_can_be_tried_again(running: Desk) -> None:
    poll = running.polls()["Åsaskolan"]
    key = running.folder / "keys" / f"1-1-{poll.school}.key"
    content = key.read_bytes()
    key.unlink()
    said = running.refused("round", "close", "1", "--school", "Åsaskolan", "--yes")
    assert "Not closed yet: Åsaskolan" in said
    key.write_bytes(content)
    key.chmod(0o600)
    running.done("round", "close", "1", "--school", "Åsaskolan", "--yes")
