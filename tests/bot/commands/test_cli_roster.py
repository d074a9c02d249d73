import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.commands.desk import Desk

ASA = "Norr;10000001;Röda laget;Åsa Öberg-Ek;asa@skola.example;lärare;"
BO = "Norr;10000001;;Bo Ek;bo@skola.example;rektor;"


def count(desk: Desk, table: str) -> int:
    with closing(sqlite3.connect(desk.folder / "skolsteg.db")) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # our own words


@pytest.fixture
def malmo(desk: Desk) -> Desk:
    desk.done("authority", "create", "Malmö stad", "--contact", "d@malmo.example")
    return desk


def test_a_roster_needs_an_authority_first(desk: Desk) -> None:
    assert "authority create" in desk.refused("roster", "import", desk.file("staff.csv", ASA))


def test_the_first_import_counts_and_asks_nothing(malmo: Desk) -> None:
    said = malmo.done("roster", "import", malmo.file("staff.csv", ASA, BO))
    assert "new schools: 1, new work teams: 1, new people: 2" in said
    assert "asa@" not in said
    assert (count(malmo, "person"), count(malmo, "school"), count(malmo, "work_team")) == (2, 1, 1)


def test_a_file_from_a_real_spreadsheet_program_is_taken_in(malmo: Desk) -> None:
    malmo.done("roster", "import", str(Path(__file__).parents[1] / "rosters" / "libreoffice.xlsx"))
    assert count(malmo, "person") > 1


def test_a_dry_run_changes_nothing(malmo: Desk) -> None:
    said = malmo.done("roster", "import", malmo.file("staff.csv", ASA), "--dry-run")
    assert "new people: 1" in said
    assert "dry run" in said
    assert count(malmo, "person") == 0


def test_every_bad_line_is_named_and_nothing_is_imported(malmo: Desk) -> None:
    bad = (ASA, "Norr;;;Bo;bo-skola.example;;", ";;;Cia;cia@skola.example;lärare;klingon", BO)
    said = malmo.refused("roster", "import", malmo.file("bad.csv", *bad))
    assert [line.partition(":")[0] for line in said.splitlines()[:3]] == ["Line 3", "Line 4", "Line 4"]
    assert "3 things are wrong in bad.csv. Nothing was imported." in said
    assert count(malmo, "person") == 0


def test_a_file_that_is_not_there_is_a_sentence(malmo: Desk) -> None:
    assert "There is no such file." in malmo.refused("roster", "import", str(malmo.folder / "nope.xlsx"))
    assert "cannot be read" in malmo.refused("roster", "import", str(malmo.folder))


def test_the_same_file_again_changes_nothing(malmo: Desk) -> None:
    file = malmo.file("staff.csv", ASA, BO)
    malmo.done("roster", "import", file)
    assert "Nothing to change: all 2 people" in malmo.done("roster", "import", file)


def test_a_second_import_shows_what_it_will_change_and_asks(malmo: Desk) -> None:
    malmo.done("roster", "import", malmo.file("staff.csv", ASA, BO))
    second = malmo.file("second.csv", ASA.replace("Öberg-Ek", "Öst"), "Söder;;;Cia;cia@skola.example;;")
    refused = malmo.type("roster", "import", second, answer="n\n")
    for shown in (
        "New school: Söder",
        "Renamed: Åsa Öberg-Ek → Åsa Öst (asa@skola.example)",
        "Leaves: Bo Ek, Norr (bo@skola.example)",
        "new people: 1, new names: 1, people who leave: 1",
    ):
        assert shown in refused.out
    assert refused.code == 1
    assert count(malmo, "person") == 2
    assert "--yes" in malmo.refused("roster", "import", second)
    assert count(malmo, "person") == 2
    assert "Imported." in malmo.done("roster", "import", second, answer="y\n")
    assert count(malmo, "person") == 3


def test_a_change_while_the_question_stands_there_stops_the_import(
    malmo: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    malmo.done("roster", "import", malmo.file("staff.csv", ASA, BO))
    other = malmo.file("other.csv", ASA.replace("Öberg-Ek", "Öst"), BO)
    second = malmo.file("second.csv", ASA)

    def meanwhile(*_: object, **__: object) -> None:
        monkeypatch.setattr("bot.commands.roster.agreed", lambda *_, **__: None)
        malmo.done("roster", "import", other)

    monkeypatch.setattr("bot.commands.roster.agreed", meanwhile)
    assert "changed meanwhile" in malmo.refused("roster", "import", second)
    with closing(sqlite3.connect(malmo.folder / "skolsteg.db")) as connection:
        names = connection.execute("SELECT name FROM person WHERE left_on IS NULL ORDER BY id").fetchall()
    assert names == [("Åsa Öst",), ("Bo Ek",)]


def test_of_several_authorities_one_must_be_named(malmo: Desk) -> None:
    malmo.done("authority", "create", "Lunds kommun", "--contact", "d@lund.example", "--workspace", "lund")
    file = malmo.file("staff.csv", ASA)
    assert "Malmö stad, Lunds kommun" in malmo.refused("roster", "import", file)
    assert "Did you mean Malmö stad?" in malmo.refused("roster", "import", file, "--authority", "Malmö")
    malmo.done("roster", "import", file, "--authority", "lunds kommun")
    with closing(sqlite3.connect(malmo.folder / "skolsteg.db")) as connection:
        assert connection.execute("SELECT authority_id FROM person").fetchall() == [(2,)]
    assert "Nothing to change" in malmo.done("roster", "import", file, "--authority", "2")


def test_eighty_schools_and_five_thousand_people_reach_the_database(malmo: Desk) -> None:
    lines = [
        f"Skola {school} Åäö;{20000000 + school};{f'Arbetslag {n % 6}' if n % 9 else ''};"
        f'"Anna-Märta Öberg Ek {n}";p{school}.{n}@skola.example;;'
        for school in range(80)
        for n in range(62)
    ]
    lines += [f"Skola {n} Åäö;;;Delad {n};delad{n}@skola.example;lärare;en" for n in range(40)]
    lines += [f"Skola {n + 1} Åäö;;;Delad {n};delad{n}@skola.example;lärare;" for n in range(40)]
    said = malmo.done("roster", "import", malmo.file("staff.csv", *lines))
    assert "new schools: 80, new work teams: 480, new people: 5000" in said
    assert (count(malmo, "person"), count(malmo, "membership")) == (5000, 80 * 62 + 80)
    assert "all 5000 people" in malmo.done("roster", "import", str(malmo.folder / "staff.csv"))
