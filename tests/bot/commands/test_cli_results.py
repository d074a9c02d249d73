import csv
import io
import json
from datetime import UTC, datetime

import pytest
from python_calamine import load_workbook

from bot import results
from storage import audit
from tests.bot.commands.desk import Desk


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """One school that everybody answered at, one where four did, and one that is still open."""
    desk.set_up()
    desk.plan("=Omgång 2027")
    desk.now = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)
    polls = desk.polls()
    desk.answer(polls["Oxievångsskolan"], 3)
    desk.answer(polls["Åsaskolan"], 4, but=8)
    desk.done("round", "close", "1", "--school", "Oxievångsskolan", "--yes")
    desk.done("round", "close", "1", "--school", "Åsaskolan", "--yes")
    return desk


def exported(desk: Desk, kind: str, *words: str) -> bytes:
    path = desk.folder / f"ut.{kind}"
    desk.done("results", "export", "1", "--out", str(path), *words)
    return path.read_bytes()


def test_before_the_close_there_is_nothing_to_see(desk: Desk) -> None:
    desk.set_up()
    desk.plan()
    out = desk.folder / "x.csv"
    assert "nothing to see" in desk.refused("results", "show", "1")
    assert "nothing to see" in desk.refused("results", "export", "1", "--out", str(out))
    assert not out.exists()


def test_show_gives_each_closed_school_a_line_in_the_authoritys_language(closed: Desk) -> None:
    heading, *rows = closed.type("results", "show", "1").lines
    assert heading[:5] == ["Skola", "Svarsform", "Inbjudna", "Har svarat (%)", "Utfall"]
    assert len(heading) == 5 + 2 * 5
    shown = {row[0]: row[1:] for row in rows}
    assert shown.keys() == {"Oxievångsskolan", "Åsaskolan"}
    assert shown["Oxievångsskolan"][:6] == [
        "var och en",
        "12",
        "100",
        "Kvalificerar sig",
        "Trygg",
        "ungefär 3,0",
    ]
    assert shown["Åsaskolan"][:4] == ["var och en", "12", "33", "För få svar"]
    assert {cell.lower() for cell in shown["Åsaskolan"][4:]} == {"visas inte"}


def test_show_gives_one_school_question_by_question(closed: Desk) -> None:
    said = closed.type("results", "show", "1", "--school", "oxievångsskolan", "--language", "en")
    assert "Outcome: Qualifies" in said.out
    rows = [line for line in said.lines if line[0] == "shared-direction"]
    assert [(len(row), *row[2:]) for row in rows] == [(4, "3", "Confident")]
    assert "There is no school" in closed.refused("results", "show", "1", "--school", "Nordskolan")


def test_the_workbook_has_every_table_and_explains_itself(closed: Desk) -> None:
    book = load_workbook(io.BytesIO(exported(closed, "xlsx")))
    assert book.sheet_names == ["Skolor", "Frågor", "Förklaringar"]
    schools, criteria, meanings = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert [row[0] for row in schools] == ["Skola", "Oxievångsskolan", "Åsaskolan"]
    assert len(criteria) == 1 + 2 * 30
    of_school = [row for row in criteria if row[0] == "Oxievångsskolan"]
    assert {(row[7], row[8]) for row in of_school} == {(3.0, "Trygg")}
    explained = {row[1] for row in meanings}
    assert set(criteria[0]) <= explained
    assert {"Nivå 3", "Regel", "Skydd"} <= explained


def test_csv_holds_the_questions(closed: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(closed, "csv").decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 60
    assert rows[0]["Område"] == "Ledarskap och planering"
    assert {row["Nivå"] for row in rows if row["Skola"] == "Åsaskolan"} == {""}


def test_json_can_be_had_in_english(closed: Desk) -> None:
    tables = json.loads(exported(closed, "json", "--language", "en"))
    assert [table["title"] for table in tables] == ["Schools", "Questions", "Explanations"]
    assert tables[1]["rows"][0]["Level"] == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_a_school_with_too_few_answers_looks_the_same_whatever_was_answered(desk: Desk, kind: str) -> None:
    desk.set_up()
    began, seen = desk.now, set()
    for level in (1, 4):
        title, path = f"Omgång {level}", desk.folder / f"{level}.{kind}"
        desk.now = began
        desk.plan(title)
        desk.now = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)
        desk.answer(desk.polls()["Åsaskolan"], level, but=8)
        desk.done("round", "close", title, "--yes")
        desk.done("results", "export", title, "--out", str(path))
        seen.add(read(path.read_bytes(), kind))
    assert len(seen) == 1


def read(content: bytes, kind: str) -> str:
    if kind != "xlsx":
        return content.decode()
    book = load_workbook(io.BytesIO(content))
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def test_an_export_is_noted(closed: Desk) -> None:
    exported(closed, "csv")
    installed = closed.installed()
    with installed.memory.database.reading() as connection:
        newest = audit.entries(connection, 1)[0]
    installed.close()
    assert (newest.what, newest.round, newest.detail) == ("export", 1, "command line: csv")


def test_a_file_of_another_kind_or_in_no_folder_is_a_sentence(closed: Desk) -> None:
    assert ".xlsx" in closed.refused("results", "export", "1", "--out", "x.pdf", code=2)
    nowhere = closed.folder / "no" / "x.csv"
    assert "No such file or directory" in closed.refused("results", "export", "1", "--out", str(nowhere))


def test_a_file_needs_a_closed_school() -> None:
    with pytest.raises(ValueError, match="no school has closed"):
        results.file((), "csv", "sv")
