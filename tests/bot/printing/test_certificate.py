import io
from dataclasses import replace

import pikepdf
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.printing import certificate, paper
from bot.printing.letters import printable
from tests.bot.printing.looking import alternative_texts, assert_accessible, opened, roles, written_words
from tests.bot.printing.on_paper import ADDRESS, CERTIFICATE, HOSTILE, LONG, NUMBER
from tests.bot.printing.on_paper import certificate as of

AUTHORITY = "Grundskoleförvaltningen i Almstad"


def printed(name: str = "Almgårdens skola", address: str = ADDRESS) -> pikepdf.Pdf:
    return opened(certificate.pdf(of(name), AUTHORITY, address))


def test_the_sheet_is_one_page_of_a4_across_that_assistive_technology_can_read() -> None:
    pdf = printed()
    assert_accessible(pdf, "sv", "Certifikat – Almgårdens skola")
    (page,) = pdf.pages
    assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 842, 595]
    assert {"/H1", "/Figure"} <= roles(pdf)


def test_the_sheet_says_who_what_by_whom_and_until_when_in_both_languages() -> None:
    told = written_words(printed())
    for words in (
        "Almgårdens skola",
        "Digital skola",
        "Varje elevs bästa skola – Digital certifiering",
        "11 juni 2027",
        "11 juni 2030",
        NUMBER,
        "is certified as Digital School",
    ):
        assert words.replace(" ", "") in told


def test_the_code_leads_to_the_page_that_tells_whether_it_holds() -> None:
    data = certificate.data(CERTIFICATE, AUTHORITY, ADDRESS)
    page = f"{ADDRESS}/certificate/{NUMBER}"
    assert data["qr"] == segno.make(page, error="m", micro=False).svg_inline(
        dark="#22302c", border=0, omitsize=True
    )
    assert alternative_texts(printed()) == [f"QR-kod till sidan som säger om certifikatet gäller: {page}"]


def test_without_an_address_from_outside_there_is_no_code_that_leads_nowhere() -> None:
    pdf = printed(address="")
    assert alternative_texts(pdf) == []
    assert NUMBER in written_words(pdf)


@pytest.mark.parametrize("name", [LONG, HOSTILE, "Å" * 200, "a\r\nb\tc\x00d\u2028e", "", " "])
def test_any_name_stays_plain_text_on_one_page(name: str) -> None:
    pdf = printed(name)
    assert len(pdf.pages) == 1
    expected = str(printable(name))
    assert "".join(expected.split()) in written_words(pdf)


def test_a_name_in_letters_that_the_fonts_lack_is_printed_all_the_same() -> None:
    pdf = printed("Skola \N{GRINNING FACE} 学校 مدرسة")
    assert_accessible(pdf, "sv", "Certifikat – Skola □ □□ □□□□□")
    assert "□" in written_words(pdf)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_name_at_all_stops_the_printing(name: str) -> None:
    assert len(printed(name).pages) == 1


def test_nothing_of_the_data_is_ever_source() -> None:
    hostile = replace(CERTIFICATE, number='"); #panic("x") //')
    data = certificate.data(hostile, "#authority", ADDRESS)
    picture = paper.png("certificate", data, 20)
    assert len(picture) == 1
    assert opened(certificate.pdf(hostile, "#authority", "")).pages
    assert io.BytesIO(picture[0]).read(4) == b"\x89PNG"
