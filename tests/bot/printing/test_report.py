import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from bot.printing import docx_file, report
from bot.printing.letters import clean
from bot.printing.log_report import log_report
from bot.printing.plan_report import plan_report
from bot.printing.report import Grid, Paragraph, Report, Section
from conversations.plans import PlanFacts
from conversations.snapshot import Snapshot
from tests.bot.printing.looking import alternative_texts, assert_accessible, opened, roles, written_words
from tests.bot.printing.on_paper import (
    DECISIONS,
    HOSTILE,
    LAST,
    LONG,
    PLAN,
    SCHOOL,
    TODAY,
    context,
    snapshot,
    view,
)

RESULT = snapshot(3, 2, 3, 1, 4)


def plan(
    language: str = "sv", result: Snapshot | None = RESULT, made: PlanFacts = PLAN, name: str = SCHOOL.name
) -> Report:
    return plan_report(context(language, (made, LAST)), view(result, name), made, TODAY)


def words_of(content: bytes) -> str:
    book = Document(io.BytesIO(content))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in book.paragraphs), *cells])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_plan_is_a_document_that_assistive_technology_can_read(language: str) -> None:
    pdf = opened(report.pdf(plan(language)))
    title = {"sv": "Handlingsplan – Almgårdens skola", "en": "Action plan – Almgårdens skola"}[language]
    assert_accessible(pdf, language, title)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/P"} <= roles(pdf)
    (told,) = alternative_texts(pdf)
    assert "Ledarskap" in told or "Leadership" in told


def test_a_plan_carries_the_result_what_is_planned_and_what_became_of_the_last_one() -> None:
    told = written_words(opened(report.pdf(plan())))
    in_word = words_of(docx_file.docx(plan()))
    for words in (
        "Digitala resurser och infrastruktur",
        "Välutvecklad",
        "ungefär 2,3",
        "Skriv ner högst tre mål.",
        "Samira Lindqvist-Åkerström",
        "12 april 2027",
        "Kört fast",
        "Så har det gått: Inga lediga.",
        "Det här blev av förra planen",
        "Blev en vana.",
        "Gäller frågan ”Gemensam riktning”.",
    ):
        assert words.replace(" ", "") in told
        assert words in in_word


def test_what_too_few_have_answered_is_in_no_plan() -> None:
    hidden = snapshot(3, 2, 3, 1, 4, shown=False)
    told = words_of(docx_file.docx(plan(result=hidden)))
    assert "För få har svarat" in told
    assert "ungefär" not in told


def test_an_empty_first_plan_says_that_it_is_empty() -> None:
    empty = replace(PLAN, measures=())
    made = plan_report(context("sv", (empty,)), view(RESULT), empty, TODAY)
    told = words_of(docx_file.docx(made))
    assert "Det finns inga insatser i planen ännu." in told
    assert "förra planen" not in told


@pytest.mark.parametrize("name", [LONG, HOSTILE, "B" * 300, "a\x00b\x0bc\ufffe"])
def test_names_and_wordings_with_markup_are_plain_text_in_both_files(name: str) -> None:
    hostile = replace(PLAN, measures=(replace(PLAN.measures[0], wording=name, outcome=name),))
    made = plan(made=hostile, name=name)
    expected = clean(name)
    told = written_words(opened(report.pdf(made)))
    assert told.count("".join(expected.split())) >= 3
    assert words_of(docx_file.docx(made)).count(expected) >= 3


def test_the_word_file_has_headings_header_rows_alternative_texts_and_its_language() -> None:
    content = docx_file.docx(plan("en"))
    book = Document(io.BytesIO(content))
    styles = [paragraph.style.name for paragraph in book.paragraphs if paragraph.style]
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == 3
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        written = packed.read("word/document.xml").decode()
        assert b"en-GB" in packed.read("word/styles.xml")
    assert written.count("<w:tblHeader/>") == len(book.tables) == 3
    drawn = [each for each in ET.fromstring(written).iter() if each.tag.endswith("docPr")]  # noqa: S314  # our own
    assert [bool(each.get("descr")) for each in drawn] == [True]
    assert book.core_properties.title == "Action plan – Almgårdens skola"


def test_the_log_tells_when_who_what_and_why_on_a_wide_sheet() -> None:
    pdf = opened(report.pdf(log_report(context(), DECISIONS)))
    assert_accessible(pdf, "sv", "Beslutslogg – alla skolor")
    assert float(pdf.pages[0].mediabox[2]) > float(pdf.pages[0].mediabox[3])
    told = written_words(pdf)
    for words in ("9 mars 2027 kl. 14.00", "Karin Öst", "Almgårdens skola", "personalen har varit med"):
        assert words.replace(" ", "") in told


def test_the_log_of_one_school_names_it_once_and_not_in_every_row() -> None:
    made = log_report(context(), DECISIONS, SCHOOL.name)
    (table,) = (piece for piece in made.sections[0].pieces if isinstance(piece, Grid))
    assert "Skola" not in table.columns
    assert made.title == "Beslutslogg – Almgårdens skola"


def test_an_empty_log_says_so() -> None:
    told = written_words(opened(report.pdf(log_report(context(), ()))))
    assert "Detfinnsingabeslutännu." in told


def test_a_long_table_goes_on_with_its_headings_on_the_next_page() -> None:
    rows = tuple((f"rad {number}", "text") for number in range(120))
    long = replace(plan(), sections=(Section("Allt", (Grid(("Först", "Sedan"), rows, (1, 1)),)),))
    pdf = opened(report.pdf(long))
    assert len(pdf.pages) > 1
    assert written_words(pdf).count("FörstSedan") == len(pdf.pages)


def test_a_table_with_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="as wide"):
        Grid(("a", "b"), (("1",),), (1, 1))


def test_a_paragraph_is_in_no_repr() -> None:
    assert "hemligt" not in repr(Section("Rubrik", (Paragraph("hemligt"),)))
