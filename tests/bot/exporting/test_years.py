import json
from dataclasses import replace
from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from bot.exporting import research, years
from conversations.context import YearResult
from conversations.facts import RoundFacts, SchoolFacts
from conversations.framework import load, packaged
from conversations.snapshot import AreaResult, CriterionResult, Index, Snapshot

FRAMEWORK = load(packaged("malmo-2022-2025"))
NEW = RoundFacts(2, "Skattningen 2027", "yearly", "individual", leadership=False, framework=FRAMEWORK)
OLD = replace(NEW, id=1, title="Skattningen 2026")
NAMES = ("Almskolan", "Björkskolan", "Cederskolan", "Dalskolan", "Ekskolan")


def snapshot(level: int, answered: int = 25) -> Snapshot:
    return Snapshot(
        FRAMEWORK.hash,
        "yearly",
        "individual",
        (),
        40,
        answered,
        shown=True,
        outcome="reached" if level >= 3 else "on_the_way",
        qualifies=level >= 3,
        criteria=tuple(CriterionResult(each.id, level, level >= 3) for each in FRAMEWORK.criteria),
        areas=tuple(AreaResult(area.id, level, Index(level + 0.2)) for area in FRAMEWORK.areas),
    )


def year(facts: RoundFacts, *results: Snapshot) -> list[YearResult]:
    opens = date(2025 + facts.id, 1, 12)
    return [
        YearResult(facts, opens, SchoolFacts(number, NAMES[number]), each)
        for number, each in enumerate(results)
    ]


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_compares_the_years_and_holds_each() -> None:
    made = sheets(years.workbook([*year(NEW, snapshot(3), snapshot(2)), *year(OLD, snapshot(2))], "sv"))
    compared, *each = made.values()
    assert compared == [
        ["Skola", "Skattningen 2026", "Skattningen 2027"],
        ["Almskolan", 0.0, 5.0],
        ["Björkskolan", "", 0.0],
    ]
    assert [len(rows) for rows in each] == [2, 3]


def test_a_school_whose_result_is_hidden_is_empty_in_the_comparison() -> None:
    hidden = replace(snapshot(4), shown=False)
    compared, *_ = sheets(years.workbook(year(NEW, snapshot(3), hidden), "sv")).values()
    assert compared[2] == ["Björkskolan", ""]


def test_open_data_tells_the_authority_s_figures_and_names_no_school() -> None:
    content = years.open_data(year(NEW, *(snapshot(level) for level in (3, 3, 2, 1, 4))))
    (told,) = json.loads(content)["years"]
    assert told["answered_percent"] == 62
    assert told["schools_per_area_and_level"]["culture"] == {"1": 1, "2": 1, "3": 2, "4": 1}
    assert not any(name in content.decode() for name in NAMES)


def test_open_data_is_withheld_where_there_are_few_schools() -> None:
    (told,) = json.loads(years.open_data(year(NEW, *[snapshot(3)] * 4)))["years"]
    assert set(told) == {"round", "opened", "framework", "schools", "withheld"}
    hidden = replace(snapshot(3), shown=False)
    (told,) = json.loads(years.open_data(year(NEW, *[snapshot(3)] * 4, hidden)))["years"]
    assert "withheld" in told


def test_the_research_file_has_codes_for_names_and_classes_for_numbers() -> None:
    content = research.workbook([*year(OLD, snapshot(2)), *year(NEW, snapshot(3), snapshot(4, 80))], "en")
    assert content is not None
    data = sheets(content)["Data"]
    assert {row[0] for row in data[1:]} == {"S1", "S2"}
    assert {(row[1], row[3]) for row in data[1:]} == {(2026.0, "20–39"), (2027.0, "20–39"), (2027.0, "80+")}
    # One school has the same code in both years.
    assert any({row[1] for row in data[1:] if row[0] == code} == {2026.0, 2027.0} for code in ("S1", "S2"))
    assert not any(name in str(sheets(content)) for name in NAMES)


def test_a_school_with_few_answers_is_not_in_the_research_file() -> None:
    assert research.workbook(year(NEW, snapshot(3, 9)), "sv") is None
    content = research.workbook(year(NEW, snapshot(3, 9), snapshot(2, 10)), "sv")
    assert content is not None
    assert {row[0] for row in sheets(content)["Data"][1:]} == {"S1"}


def test_what_may_not_be_told_is_empty_in_the_research_file() -> None:
    whole = snapshot(3)
    hidden = tuple(
        replace(each, shown=FRAMEWORK.criterion(each.id).area != "culture") for each in whole.criteria
    )
    content = research.workbook(year(NEW, replace(whole, criteria=hidden)), "sv")
    assert content is not None
    culture = [row for row in sheets(content)["Data"][1:] if row[5] == "culture"]
    assert culture
    assert all(row[6] == row[7] == row[9] == "" for row in culture)


def test_every_column_and_question_is_in_the_dictionary() -> None:
    content = research.workbook(year(NEW, snapshot(3)), "sv")
    assert content is not None
    data, dictionary = sheets(content).values()
    told = {row[0] for row in dictionary}
    assert set(data[0]) <= told
    assert {each.id for each in FRAMEWORK.criteria} <= told
