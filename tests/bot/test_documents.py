import csv
import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from bot.documents import TablePage, csv_file, json_file, xlsx_file

HOSTILE = (
    "=1+1",
    '=HYPERLINK("https://example.org","tryck")',
    "+46 40 123",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",  # noqa: RUF001  # a wide equals sign
    "{=1}",
    "https://example.org",
    "12345678",
    "<b>fet</b>",
    'citat "i" text',
    "två\nrader",
    "a;b",
    "",
)
PAGE = TablePage(
    "Resultat", ("Område", "Nivå", "Andel"), (("Kulturen åäö", 3, 0.75), ("=1+1", -2, None), ("Ö", 0, 1.0))
)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_csv_opens_in_excel_in_swedish() -> None:
    content = csv_file(PAGE)
    assert content.startswith(b"\xef\xbb\xbfOmr")
    assert content.decode("utf-8-sig").splitlines() == [
        "Område;Nivå;Andel",
        "Kulturen åäö;3;0,75",
        "'=1+1;-2;",
        "Ö;0;1,0",
    ]
    assert content.count(b"\r\n") == content.count(b"\n") == 4


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_csv_begins_like_a_formula(text: str) -> None:
    ((heading,), (cell,)) = read_csv(csv_file(TablePage("T", (text or "x",), ((f"{text} ",),))))
    for written in (heading, cell):
        assert not written.strip().startswith(("=", "+", "-", "@", "＝"))  # noqa: RUF001  # the wide one


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_workbook_comes_back_as_the_same_text(text: str) -> None:
    content = xlsx_file([TablePage("T", ("Kolumn",), ((text,), ("slut",)))])
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    # Line ends inside a cell are always "\n" once XML has been read.
    assert rows[1][0] == text.replace("\r", "\n") or rows[1][0] == text
    assert isinstance(rows[1][0], str)
    parts = zipfile.ZipFile(io.BytesIO(content))
    sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet


def test_numbers_in_a_workbook_are_numbers_and_nothing_is_empty() -> None:
    rows = load_workbook(io.BytesIO(xlsx_file([PAGE]))).get_sheet_by_name("Resultat").to_python()
    assert rows == [
        ["Område", "Nivå", "Andel"],
        ["Kulturen åäö", 3.0, 0.75],
        ["=1+1", -2.0, ""],
        ["Ö", 0.0, 1.0],
    ]


def test_the_heading_stays_in_sight() -> None:
    sheet = zipfile.ZipFile(io.BytesIO(xlsx_file([PAGE]))).read("xl/worksheets/sheet1.xml")
    assert b'ySplit="1"' in sheet
    assert b'state="frozen"' in sheet


def test_titles_that_a_sheet_cannot_have_are_mended() -> None:
    wanted = [
        "A/B: [1]?",
        "Resultat",
        "resultat",
        "History",
        "",
        "'x'",
        "Å" * 40,
        "Å" * 40,
        "Resultat (3)",
        "A (12)",
    ]
    pages = [TablePage(title, ("K",), ()) for title in [*wanted, "A", "A"]]
    names = load_workbook(io.BytesIO(xlsx_file(pages))).sheet_names
    assert len({name.casefold() for name in names}) == len(pages)
    assert names[:4] == ["A B   1", "Resultat", "resultat (3)", "History (4)"]
    assert all(0 < len(name) <= 31 for name in names)


def test_json_keeps_letters_numbers_and_blanks() -> None:
    content = json_file([PAGE])
    assert "Kulturen åäö" in content.decode()
    assert json.loads(content) == [
        {
            "title": "Resultat",
            "rows": [
                {"Område": "Kulturen åäö", "Nivå": 3, "Andel": 0.75},
                {"Område": "=1+1", "Nivå": -2, "Andel": None},
                {"Område": "Ö", "Nivå": 0, "Andel": 1.0},
            ],
        }
    ]


@pytest.mark.parametrize(
    ("columns", "row"),
    [(("a", "a"), (1, 2)), (("a",), (1, 2)), (("a",), (float("nan"),)), (("a",), (float("inf"),))],
)
def test_a_crooked_table_is_refused(columns: tuple[str, ...], row: tuple[float, ...]) -> None:
    with pytest.raises(ValueError):
        TablePage("T", columns, (row,))


def test_a_workbook_needs_a_table() -> None:
    with pytest.raises(ValueError, match="at least one"):
        xlsx_file([])


visible = st.text(st.characters(blacklist_categories=("C",)), max_size=30)


@settings(max_examples=50, deadline=None)
@given(st.lists(visible, min_size=1, max_size=5))
def test_any_visible_text_survives_both_formats(texts: list[str]) -> None:
    page = TablePage("T", ("Kolumn", "Slut"), tuple((text, "slut") for text in texts))
    from_csv = [row[0] for row in read_csv(csv_file(page))[1:]]
    assert [cell.removeprefix("'") for cell in from_csv] == [text.removeprefix("'") for text in texts]
    sheet = load_workbook(io.BytesIO(xlsx_file([page]))).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet[1:]] == texts
