import io
import json
from pathlib import Path

import pytest
from docx import Document
from python_calamine import load_workbook

from bot import files
from tests.bot.commands.certified import ASA, OXIE, log, measure
from tests.bot.commands.desk import Desk


@pytest.fixture
def planned(applied: Desk) -> Desk:
    measure(applied, OXIE)
    return applied


def export(desk: Desk, name: str, *words: str) -> Path:
    path = desk.folder / name
    desk.done("plan", "export", OXIE, "--out", str(path), *words)
    return path


def test_a_plan_is_written_as_its_file_ends(planned: Desk) -> None:
    assert export(planned, "plan.PDF").read_bytes().startswith(b"%PDF-")
    written = Document(str(export(planned, "plan.docx", "--round", "1")))
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert any("Låna robotar" in cell for cell in cells)
    assert [each[0::2] for each in log(planned)[-2:]] == [("export", "plan pdf"), ("export", "plan docx")]


def test_a_format_goes_before_the_files_ending(planned: Desk) -> None:
    assert export(planned, "plan.txt", "--format", "docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("Oxievångskolan", "--out", "x.pdf"), f"Did you mean {OXIE}?", 1),
        ((ASA, "--out", "x.pdf"), "There is no school with a plan called", 1),
        ((OXIE, "--out", "x.pdf", "--round", "7"), "There is no round called 7", 1),
        ((OXIE, "--out", "x.odt"), "--format", 2),
        ((OXIE, "--out", "no/x.pdf"), "No such file or directory", 1),
    ],
)
def test_a_plan_that_cannot_be_written_is_a_sentence(
    planned: Desk, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str, code: int
) -> None:
    monkeypatch.chdir(planned.folder)
    assert said in planned.refused("plan", "export", *words, code=code)
    assert not (planned.folder / "x.pdf").exists()


def test_what_prints_may_be_missing(planned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "fetch", lambda *_: None)
    out = planned.folder / "x.pdf"
    assert "skolsteg[documents]" in planned.refused("plan", "export", OXIE, "--out", str(out))
    assert not out.exists()


def test_no_plan_at_all_is_a_sentence(applied: Desk) -> None:
    said = applied.refused("plan", "export", OXIE, "--out", "x.pdf")
    assert said.strip() == "There is no school with a plan yet."


@pytest.mark.parametrize("words", [(), ("1",)])
def test_research_gets_codes_instead_of_schools(applied: Desk, words: tuple[str, ...]) -> None:
    out = applied.folder / "research.xlsx"
    said = applied.done("results", "export", *words, "--for", "research", "--out", str(out))
    assert "2 result(s) of 1 round(s)" in said
    book = load_workbook(io.BytesIO(out.read_bytes()))
    data = book.get_sheet_by_index(0).to_python()
    assert {row[0] for row in data[1:]} == {"S1", "S2"}
    assert OXIE not in str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    assert log(applied)[-1][0::2] == ("export", "command line: research xlsx")


def test_open_data_holds_the_authoritys_own_figures(applied: Desk) -> None:
    out = applied.folder / "open.json"
    applied.done("results", "export", "--for", "open", "--out", str(out))
    assert [year["round"] for year in json.loads(out.read_bytes())["years"]] == ["Självskattningen 2027"]
    assert log(applied)[-1][2] == "command line: open json"


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("--for", "research", "--out", "x.csv"), "must end in .xlsx", 2),
        (("--for", "open", "--out", "x.xlsx"), "must end in .json", 2),
        (("--for", "fun", "--out", "x.json"), "research", 2),
        (("7", "--for", "open", "--out", "x.json"), "There is no round called 7", 1),
        (("--out", "x.xlsx"), "Say which round", 2),
    ],
)
def test_what_is_not_exported_is_a_sentence(
    applied: Desk, words: tuple[str, ...], said: str, code: int
) -> None:
    before = log(applied)
    assert said in applied.refused("results", "export", *words, code=code)
    assert log(applied) == before


def test_research_needs_schools_with_enough_answers(desk: Desk) -> None:
    desk.set_up()
    desk.plan()
    out = str(desk.folder / "x.xlsx")
    assert "nothing to write" in desk.refused("results", "export", "--for", "research", "--out", out)
    desk.now = desk.now.replace(day=20)
    desk.done("round", "close", "1", "--yes")
    assert "needs" in desk.refused("results", "export", "--for", "research", "--out", out)
    assert not (desk.folder / "x.xlsx").exists()
