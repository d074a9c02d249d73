"""Every document by its name, on a real database: whoever may fetch it does, and nobody else."""

import io
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar, Event
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from bot import files
from bot.clock import MovableClock
from bot.memory import Memory
from conversations.decisions import (
    Certify,
    LetBeNamed,
    PutMeasure,
    SaveProtocol,
    SetVisit,
    WithdrawCertificate,
)
from conversations.framework import load, packaged
from conversations.turn import Close
from storage import audit
from storage.database import Database
from storage.keys import Keys
from storage.tables import Certificate, Person
from tests.faults.town import memory
from tests.storage.authorities import (
    CLOSED,
    FRAMEWORK,
    OPEN,
    Arrived,
    Authority,
    Line,
    found,
)
from tests.storage.deciders import KARIN, NORRA, RUT, SODRA, STIG, Deciders

ASTA, REPRESENTATIVE, RESEARCHER, ELSEWHERE = "Asta Berg", "Rafael Norr", "Frida Forskare", "Vera Väst"
STAFF = (ASTA, *(f"Person {number}" for number in range(11)))
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
FIGURES = ("xlsx", "json")
PAPERS = ("pdf", "docx")


def roster() -> list[Line]:
    """Norra with twelve staff and Södra with two, those who lead them, a coordinator and a researcher."""
    return [
        *(Line(NORRA, name) for name in STAFF),
        *(Line(SODRA, name) for name in ("Gun Ivarsson", "Hans Jonsson")),
        Line(NORRA, RUT, ("principal",)),
        Line(NORRA, REPRESENTATIVE, ("representative",)),
        Line(SODRA, STIG, ("principal",)),
        Line("", KARIN, ("coordinator",)),
        Line("", RESEARCHER, ("researcher",)),
    ]


@dataclass
class House:
    """An authority that has come all the way to a certificate, and its neighbour."""

    here: Deciders
    neighbour: Authority
    memory: Memory

    def fetch(self, name: str, document: str) -> files.File | None:
        return files.fetch(self.memory, self.here.authority.id, self.here.person(name), document)

    def documents(self) -> tuple[str, ...]:
        """Every document of the contract that can be made here, by its name."""
        here, school, polled = self.here, self.here.norra, self.here.round
        return (
            f"session/{here.session()}/ics",
            f"visit/{here.visit()}/ics",
            *(f"certificate/{school}/{kind}" for kind in ("pdf", "json")),
            *(f"plan/{polled}/{school}/{kind}" for kind in PAPERS),
            f"decisions/{school}/pdf",
            "decisions/0/pdf",
            *(f"results/{polled}/{kind}" for kind in ("csv", "json", "xlsx")),
            *(f"year/{kind}" for kind in (*FIGURES, *PAPERS)),
            f"research/{polled}/xlsx",
        )

    def had_by(self, name: str) -> set[str]:
        """The kinds of documents that somebody is given."""
        return {kind(each) for each in self.documents() if self.fetch(name, each) is not None}


def kind(document: str) -> str:
    """A document's name without the numbers in it, but for the log of all schools."""
    pieces = document.split("/")
    return "/".join(piece for piece in pieces if not piece.isdigit() or piece == "0")


SHARED = {"session/ics", "visit/ics"}
CERTIFICATE = {"certificate/pdf", "certificate/json"}
PLANS = {"plan/pdf", "plan/docx"}
YEAR = {f"year/{each}" for each in (*FIGURES, *PAPERS)}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    shutil.copyfile(migrated_file, folder / "skolsteg.sqlite3")
    with closing(Database(f"sqlite:///{folder / 'skolsteg.sqlite3'}")) as database:
        keys = Keys(folder / "keys")
        here = _far_down_the_road(database, keys)
        neighbour = _closed(found(database, keys, [Line("Västra", "Ola Ny"), _vera()], "next"), "Västra")
        yield House(here, neighbour, memory(database, keys, MovableClock(NOW)))


def _vera() -> Line:
    return Line("", ELSEWHERE, ("coordinator",))


def _far_down_the_road(database: Database, keys: Keys) -> Deciders:
    authority = found(database, keys, roster())
    here = Deciders(authority)
    authority.plan()
    for name in STAFF:
        authority.answer_all(name, 3)
    for school in (NORRA, SODRA):
        _close(authority, school)
    cohort = here.cohort()
    criterion = load(packaged(FRAMEWORK)).criteria[0].id
    here.decide(RUT, PutMeasure(here.round, here.norra, criterion, "Låna robotar", due_on=date(2027, 1, 11)))
    here.decide(STIG, SetVisit(here.visit(), "agreed", date(2026, 11, 11)))
    here.decide(KARIN, Certify(here.norra, cohort, date(2026, 10, 9), date(2029, 10, 9)))
    return here


def _closed(authority: Authority, school: str) -> Authority:
    authority.plan()
    _close(authority, school)
    return authority


def _close(authority: Authority, school: str) -> None:
    closed = Close(authority.round, authority.school(school), ())
    authority.do(Arrived(authority.id, 0), closed, now=CLOSED)


@pytest.mark.parametrize(
    ("name", "had"),
    [
        (RUT, SHARED | CERTIFICATE | PLANS | {"decisions/pdf"}),
        (REPRESENTATIVE, SHARED | CERTIFICATE | PLANS),
        (STIG, SHARED),
        (ASTA, CERTIFICATE),
        ("Gun Ivarsson", set()),
        (RESEARCHER, {"research/xlsx"}),
    ],
)
def test_each_has_what_is_theirs_and_nothing_else(house: House, name: str, had: set[str]) -> None:
    assert house.had_by(name) == had


def test_the_coordinator_has_every_document_there_is(house: House) -> None:
    every = house.documents()
    assert [each for each in every if house.fetch(KARIN, each) is None] == []
    assert len(every) == 16


def test_a_visits_file_counts_up_with_every_day_that_is_agreed(house: House) -> None:
    here, visit = house.here, house.here.visit()

    def event(name: str) -> Event:
        found_file = house.fetch(name, f"visit/{visit}/ics")
        assert found_file
        (one,) = Calendar.from_ical(found_file.content).walk("VEVENT")
        return one

    first, again = event(RUT), event(RUT)
    here.decide(RUT, SetVisit(visit, "proposed", None, 0, "Storm"))
    gone = house.fetch(RUT, f"visit/{visit}/2026-11-11/ics")
    assert gone
    (off,) = Calendar.from_ical(gone.content).walk("VEVENT")
    here.decide(STIG, SetVisit(visit, "agreed", date(2026, 11, 11)))
    moved = event(STIG)
    assert first["SEQUENCE"] == again["SEQUENCE"] < off["SEQUENCE"] < moved["SEQUENCE"]
    assert len({each["UID"] for each in (first, off, moved)}) == 1
    assert (off["STATUS"], moved["STATUS"]) == ("CANCELLED", "CONFIRMED")


def test_nobody_is_given_anything(house: House) -> None:
    for person in (0, 99_999, house.neighbour.person(ELSEWHERE)):
        given = [
            files.fetch(house.memory, house.here.authority.id, person, each) for each in house.documents()
        ]
        assert given == [None] * len(given)


def test_another_authority_s_coordinator_has_their_own_years_and_nothing_of_ours(house: House) -> None:
    vera = house.neighbour.person(ELSEWHERE)

    def fetched(name: str) -> files.File | None:
        return files.fetch(house.memory, house.neighbour.id, vera, name)

    given = {kind(each) for each in house.documents() if fetched(each) is not None}
    assert given == YEAR | {"decisions/0/pdf"}
    workbook = fetched("year/xlsx")
    assert workbook
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook.content))
    told = str([book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names])
    assert "Västra" in told
    assert NORRA not in told


def test_numbers_that_are_guessed_lead_nowhere(house: House) -> None:
    for document in house.documents():
        pieces = document.split("/")
        for number in ("999", "-1", "x", "", "1 OR 1=1", "0" * 19):
            guessed = "/".join(number if piece.isdigit() else piece for piece in pieces)
            if guessed != document:
                assert house.fetch(KARIN, guessed) is None


def test_somebody_who_has_left_is_given_nothing_any_more(house: House) -> None:
    here = house.here
    assert house.fetch(REPRESENTATIVE, f"certificate/{here.norra}/pdf")
    with here.authority.database.writing() as connection:
        left = update(Person).where(Person.id == here.person(REPRESENTATIVE))
        connection.execute(left.values(left_on=date(2026, 10, 1)))
    try:
        assert house.had_by(REPRESENTATIVE) == set()
    finally:
        with here.authority.database.writing() as connection:
            connection.execute(left.values(left_on=None))


def test_a_certificate_that_is_withdrawn_is_fetched_no_more(house: House) -> None:
    here = house.here
    number = int(here.rows(Certificate)[-1].id)
    withdrawn = WithdrawCertificate(number, date(2026, 10, 20), "Prov", undone=False)
    here.decide(KARIN, withdrawn)
    assert house.had_by(ASTA) == set()
    here.decide(KARIN, replace(withdrawn, undone=True))
    assert house.had_by(ASTA) == CERTIFICATE


def test_it_is_written_down_who_took_the_years_out_of_the_house(house: House) -> None:
    here = house.here

    def noted() -> list[tuple[int, int, str]]:
        with here.authority.database.reading() as connection:
            lines = audit.entries(connection, here.authority.id)
        return [(each.person, each.round, each.detail) for each in lines if each.what == "export"]

    before = noted()
    for name, document in ((KARIN, "year/pdf"), (RESEARCHER, f"research/{here.round}/xlsx")):
        assert house.fetch(name, document)
    for name in (RUT, RESEARCHER, STIG):
        assert house.fetch(name, "year/json") is None
    after = noted()
    assert after[: len(after) - len(before)] == [
        (here.person(RESEARCHER), here.round, "research xlsx"),
        (here.person(KARIN), here.round, "year pdf"),
    ]


def test_the_paper_for_an_award_names_a_school_once_its_principal_has_said_yes(house: House) -> None:
    here = house.here
    here.decide(STIG, SaveProtocol(here.visit(), {"saw": "Hemligt om Norra"}, {}))

    def told() -> str:
        found_file = house.fetch(KARIN, "year/docx")
        assert found_file
        book = Document(io.BytesIO(found_file.content))
        cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in book.paragraphs), *cells])

    assert NORRA not in told()
    here.decide(RUT, LetBeNamed(here.norra, named=True))
    named = told()
    assert NORRA in named
    assert SODRA not in named
    assert "Hemligt" not in named
    here.decide(RUT, LetBeNamed(here.norra, named=False))
    assert NORRA not in told()


def test_where_no_school_has_enough_answers_there_is_no_file_for_research(house: House) -> None:
    neighbour = house.neighbour
    vera = neighbour.person(ELSEWHERE)
    assert files.fetch(house.memory, neighbour.id, vera, f"research/{neighbour.round}/xlsx") is None


def test_own_answers_are_fetched_by_oneself_and_only_while_the_window_is_open(
    tmp_path: Path, migrated_file: Path
) -> None:
    shutil.copyfile(migrated_file, tmp_path / "open.sqlite3")
    with closing(Database(f"sqlite:///{tmp_path / 'open.sqlite3'}")) as database:
        authority = found(database, Keys(tmp_path / "keys"), roster())
        authority.plan()
        authority.answer_all(ASTA, 4)
        asta = authority.person(ASTA)
        clock = MovableClock(OPEN)
        name = f"answers/{authority.round}/{authority.school(NORRA)}/person:{asta}"
        at_hand = memory(database, authority.keys, clock)
        own = files.fetch(at_hand, authority.id, asta, name)
        assert own
        assert own.media_type.startswith("text/csv")
        others = ("Person 1", RUT, REPRESENTATIVE, STIG, KARIN, RESEARCHER)
        for person in others:
            assert files.fetch(at_hand, authority.id, authority.person(person), name) is None
        clock.move_to(CLOSED + timedelta(minutes=1))
        assert files.fetch(at_hand, authority.id, asta, name) is None
