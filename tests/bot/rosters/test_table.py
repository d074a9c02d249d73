import io
import random
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bot.rosters.rows import Roster
from bot.rosters.table import read
from bot.rosters.words import cleaned, roles_in

HEADING = "school;school_code;work_team;name;email;roles;language"
LINE = "Oxievångsskolan;10000003;Lag Väst;Örjan Ekström;orjan@skola.example;lärare;sv"
Write = Callable[[str | bytes], Roster]


@pytest.fixture
def reads(tmp_path: Path) -> Write:
    def write(content: str | bytes) -> Roster:
        path = tmp_path / "personal"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path)

    return write


def said(roster: Roster) -> list[str]:
    assert roster.rows == ()
    return [problem.sentence("sv") for problem in roster.problems]


def table(*lines: str) -> str:
    return "\r\n".join((HEADING, *lines)) + "\r\n"


def authority(schools: int, people: int, seed: int) -> tuple[list[list[str]], set[str]]:
    """Lines for an authority, and the addresses of those who work at two schools."""
    chance = random.Random(seed)
    first = ["Åsa", "Örjan", "Märta", "Anna-Karin", "Jöns", "Zoë", "Karl Åke", "D'Arcy"]
    last = ["Öberg", "Ängström", "Åkerblom Sjö", "Lindqvist-Öhman", "von Äpplerot", "Håkansson"]
    lines: list[list[str]] = []
    twice: set[str] = set()
    for number in range(people):
        school = number % schools
        name = f"{chance.choice(first)} {chance.choice(last)}"
        email = f"person.{number}@skola.example"
        role = (
            "rektor" if number < schools else chance.choice(["lärare", "", "lärare/IKT-pedagog", "Personal"])
        )
        places = [school, (school + 7) % schools] if number % 25 == 3 else [school]
        twice |= {email} if len(places) > 1 else set()
        for place in places:
            team = chance.choice(["", "Arbetslag Åk 1-3", "Röda laget", "Lag Öst"])
            lines.append([f"Ängsskolan {place}", str(20_000_000 + place), team, name, email, role, ""])
    return lines, twice


@pytest.mark.parametrize("composed", ["NFC", "NFD"])
def test_a_file_of_eighty_schools_and_five_thousand_people_as_excel_in_swedish_writes_it(
    reads: Write, composed: str
) -> None:
    lines, twice = authority(80, 5_000, seed=1)
    heading = "Skola;Skolenhetskod;Arbetslag;Namn;E-post;Roller;Språk"
    text = "\r\n".join([heading, *(";".join(line) for line in lines)]) + "\r\n"
    normalised = unicodedata.normalize("NFC" if composed == "NFC" else "NFD", text)
    roster = reads(normalised.encode("utf-8-sig"))
    assert roster.problems == ()
    assert len(roster.rows) == len(lines) == 5_000 + len(twice)
    assert len({row.email for row in roster.rows}) == 5_000
    assert {row.email for row in roster.rows if sum(row.email == email for email in twice)} == twice
    assert [row.name for row in roster.rows] == [line[3] for line in lines]
    assert [row.work_team for row in roster.rows] == [line[2] for line in lines]
    assert len({(row.school, row.school_code) for row in roster.rows}) == 80
    assert sum(row.roles == ("principal",) for row in roster.rows) >= 80
    assert {row.language for row in roster.rows} == {"sv"}


def test_a_spreadsheet_saved_by_libreoffice() -> None:
    roster = read(Path(__file__).with_name("libreoffice.xlsx"))
    assert roster.problems == ()
    assert len(roster.rows) == 12
    first = roster.rows[0]
    assert (first.line, first.name, first.school_code) == (2, "Åsa Öberg-Ängström", "10000001")
    assert [row.school for row in roster.rows if row.email == first.email] == [
        "Hermodsdalsskolan",
        "Mellersta Förstadsskolan",
    ]
    assert roster.rows[3].roles == ("staff", "representative")
    assert roster.rows[1].roles == ("team_leader", "staff")
    assert (roster.rows[-1].roles, roster.rows[-1].school) == (("researcher",), "")
    assert [row.name for row in roster.rows if row.language == "en"] == ["Zoë Håkansson", "D'Arcy Nyström"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_encodings_and_line_ends(
    reads: Write, separator: str, encoding: str, line_end: str
) -> None:
    text = line_end.join([HEADING, "", LINE, ""]).replace(";", separator)
    (row,) = reads(text.encode(encoding)).rows
    assert (row.name, row.work_team, row.line) == ("Örjan Ekström", "Lag Väst", 3)


def test_excel_s_own_line_about_the_separator_is_not_a_heading(reads: Write) -> None:
    (row,) = reads("sep=,\r\n" + table(LINE).replace(";", ",")).rows
    assert row.line == 3


def test_columns_come_in_any_order_and_only_three_are_needed(reads: Write) -> None:
    (row,) = reads("E-post; NAMN ;skola;;\nAsa@Skola.example;Åsa;Ängsskolan;;\n").rows
    assert (row.email, row.name, row.school) == ("asa@skola.example", "Åsa", "Ängsskolan")
    assert (row.roles, row.language, row.school_code, row.work_team) == (("staff",), "sv", "", "")


def test_a_quoted_cell_may_hold_the_separator_and_a_quotation_mark(reads: Write) -> None:
    (row,) = reads(table('"Skola; Väst";;;"Anna ""Ann"" Öberg";a@b.example;;')).rows
    assert (row.school, row.name) == ("Skola; Väst", 'Anna "Ann" Öberg')


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("S;;;Åsa;;;", "E-postadressen saknas."),
        ("S;;;Åsa;asa(at)skola;;", "”asa(at)skola” är ingen giltig e-postadress."),
        ("S;;;Åsa;åsa@skola.example;;", "”åsa@skola.example” är ingen giltig e-postadress."),
        ("S;;;Åsa;Åsa <a@b.example>;;", "”åsa <a@b.example>” är ingen giltig e-postadress."),
        ("S;;; ;a@b.example;;", "Namnet saknas."),
        ("S;;;\u200b\u202e;a@b.example;;", "Namnet saknas."),
        ("S;;;Åsa;a@b.example;kung;", "Rollen ”kung” känns inte igen."),
        ("S;;;Åsa;a@b.example;;tyska", "Språket ”tyska” känns inte igen. Skriv svenska eller engelska."),
        ("S;1234567;;Åsa;a@b.example;;", "Skolenhetskoden ”1234567” ska ha åtta siffror."),
        (
            "S;１２３４５６７８;;Åsa;a@b.example;;",  # noqa: RUF001  # digits that are not ASCII
            "Skolenhetskoden ”１２３４５６７８” ska ha åtta siffror.",  # noqa: RUF001  # the same
        ),
        (";;;Åsa;a@b.example;lärare;", "Skolan saknas."),
        (";;;Åsa;a@b.example;processledare och lärare;", "Skolan saknas."),
        (";;Lag;Åsa;a@b.example;processledare;", "Skolan saknas."),
        (f"S;;;{'Å' * 121};a@b.example;;", "Kolumnen ”name” är för lång."),
        ("S;;;Åsa;a@b.example;;;mer", "Raden har fler celler än det finns rubriker."),
    ],
)
def test_a_wrong_line_is_reported_with_its_number_and_nothing_is_read(
    reads: Write, line: str, reason: str
) -> None:
    assert said(reads(table(LINE, line))) == [f"Rad 3: {reason}"]


def test_every_wrong_line_is_reported_in_the_order_of_the_file(reads: Write) -> None:
    found = said(reads(table("S;;;Åsa;;;", LINE, "S;12;;;b@b.example;kung/drake;")))
    assert [sentence.partition(":")[0] for sentence in found] == ["Rad 2", "Rad 4", "Rad 4", "Rad 4", "Rad 4"]


def test_lines_that_contradict_each_other_are_reported(reads: Write) -> None:
    found = said(
        reads(
            table(
                "Norr;10000001;;Åsa;a@b.example;;sv",
                "Söder;10000002;;Åsa B;A@b.example;;",
                "Norr;10000003;;Bo;bo@b.example;;",
                "Väst;10000002;;Cia;c@b.example;;",
                "Väst;;;Åsa;a@b.example;;en",
            )
        )
    )
    assert found == [
        "Rad 3: a@b.example har ett annat namn på rad 2.",
        "Rad 4: Norr har en annan skolenhetskod på rad 2.",
        "Rad 5: Skolenhetskoden 10000002 hör till en annan skola på rad 3.",
        "Rad 6: a@b.example har ett annat språk på rad 2.",
    ]


def test_a_code_a_language_and_a_spelling_given_once_serve_the_other_lines(reads: Write) -> None:
    roster = reads(
        table(
            "Norr;;Röda Laget;Åsa;a@b.example;;",
            "NORR;10000001;röda laget;Åsa;A@b.example;rektor;engelska",
        )
    )
    assert [(row.school, row.school_code, row.work_team) for row in roster.rows] == [
        ("Norr", "10000001", "Röda Laget")
    ] * 2
    assert [(row.email, row.language) for row in roster.rows] == [("a@b.example", "en")] * 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Filen innehåller ingen person."),
        (HEADING, "Filen innehåller ingen person."),
        (f"{HEADING}\n;;;;;;\n\n", "Filen innehåller ingen person."),
        ("skola;namn\nS;Åsa\n", "Rad 1: Kolumnen ”email” saknas i första raden."),
        ("skola;namn;epost;personnummer\n", "Rad 1: Kolumnen ”personnummer” känns inte igen."),
        ("skola;namn;epost;e-post\n", "Rad 1: Kolumnen ”email” finns två gånger."),
        ("Hej, här är listan som jag lovade.\n", "Filen är inte en tabell."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "Filen är inte en tabell."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Filen har ett äldre format eller ett lösenord."),
        (b"PK\x03\x04 and nothing more", "Filen är inte en tabell."),
        (b"x" * 20_000_001, "Filen är större än 20 MB."),
        (
            table(LINE, 'S;;;"Åsa;a@b.example;;', LINE, 'S;;;Åsa";b@b.example;;'),
            "Rad 3: Ett citattecken saknas",
        ),
        (table(LINE, 'S;;;"Åsa;a@b.example;;', LINE), "Rad 3: Ett citattecken saknas"),
    ],
)
def test_a_file_that_is_no_roster_gets_one_clear_sentence(
    reads: Write, content: str | bytes, sentence: str
) -> None:
    (only,) = said(reads(content))
    assert only.startswith(sentence)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert said(read(tmp_path / "finns-inte.csv")) == ["Filen finns inte."]
    assert said(read(tmp_path)) == ["Filen går inte att läsa."]


def test_problems_are_told_in_english_too(reads: Write) -> None:
    (problem,) = reads(table("S;;;Åsa;a@b.example;kung;")).problems
    assert problem.sentence("en") == "Line 2: The role “kung” is not known."


def workbook(rows: list[list[str | float]], place: tuple[int, int] = (0, 0)) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        hidden = book.add_worksheet("Gömt")
        shown = book.add_worksheet("Personal")
        shown.activate()
        shown.set_first_sheet()
        hidden.hide()
        hidden.write_string(0, 0, "inte detta")
        for number, row in enumerate(rows):
            shown.write_row(number + place[0], place[1], row)
    return content.getvalue()


HEADINGS: list[str | float] = ["skola", "skolenhetskod", "namn", "e-post"]


def test_a_spreadsheet_with_number_codes_on_the_first_sheet_that_shows(reads: Write) -> None:
    (row,) = reads(workbook([HEADINGS, [], ["Norr", 12345678.0, "Åsa\nÖberg", "a@b.example"]])).rows
    assert (row.school_code, row.name, row.line) == ("12345678", "Åsa Öberg", 3)


def test_lines_keep_the_spreadsheet_s_own_numbers(reads: Write) -> None:
    content = workbook([HEADINGS, ["Norr", 1, "Åsa", "a@b.example"]], place=(3, 0))
    assert said(reads(content)) == ["Rad 5: Skolenhetskoden ”1” ska ha åtta siffror."]


def test_a_sheet_whose_last_cell_is_far_away_is_refused_without_laying_it_out(reads: Write) -> None:
    content = workbook([["skola"]], place=(1_048_575, 16_383))
    (only,) = said(reads(content))
    assert only.startswith("Kalkylbladet är orimligt stort.")


def test_a_zip_bomb_is_refused_by_what_it_unpacks_to(reads: Write) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    tracemalloc.start()
    (only,) = said(reads(packed.getvalue()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert only.startswith("Kalkylbladet är orimligt stort.")
    assert peak < 200_000_000


def test_a_damaged_spreadsheet_never_breaks_the_reader(reads: Write) -> None:
    whole = Path(__file__).with_name("libreoffice.xlsx").read_bytes()
    chance = random.Random(5)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(4, len(damaged))] = chance.randrange(256)
        roster = reads(bytes(damaged[: chance.choice([len(damaged), chance.randrange(4, len(damaged))])]))
        assert bool(roster.rows) != bool(roster.problems)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Lärare", ("staff",)),
        ("", ("staff",)),
        ("rektor", ("principal",)),
        ("Rektor och lärare", ("principal", "staff")),
        ("arbetslagsledare/lärare", ("team_leader", "staff")),
        ("IKT-pedagog, personal", ("representative", "staff")),
        ("digitaliseringspedagog & arbetslagsledare", ("representative", "team_leader")),
        ("team_leader, team leader", ("team_leader",)),
        ("UTVECKLINGSSEKRETERARE", ("coordinator",)),
        ("researcher", ("researcher",)),
    ],
)
def test_roles_in_swedish_and_english(text: str, roles: tuple[str, ...]) -> None:
    assert roles_in(text) == (roles, ())


@given(st.text())
def test_a_cleaned_text_is_visible_composed_and_stays_as_it_is(text: str) -> None:
    clean = cleaned(text)
    assert not any(unicodedata.category(letter).startswith("C") for letter in clean)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean == cleaned(clean) == clean.strip()


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"{HEADING}\n{text}".encode()))
def test_no_content_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "whatever"
    path.write_bytes(content)
    roster = read(path)
    assert bool(roster.rows) != bool(roster.problems)
    assert all(problem.sentence("sv") and problem.sentence("en") for problem in roster.problems)
