import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from bot import files
from bot.app import Installation, installation
from bot.config import Settings
from bot.fetching.asking import Asking
from conversations.certification import CertificateFacts, Certification
from conversations.cohorts import CohortFacts, CohortSchool, SessionFacts, SessionPart, VisitFacts
from conversations.context import Context, Need
from conversations.facts import Duty, Me, Role, SchoolFacts
from conversations.messages import Action
from tests.bot.printing.on_paper import (
    CERTIFICATE,
    DECISIONS,
    FRAMEWORK,
    LAST,
    NOW,
    PLAN,
    SCHOOL,
    context,
    snapshot,
    view,
)

OTHER = SchoolFacts(4, "Björkskolan")
MEETING = SessionFacts(
    7,
    2,
    1,
    "leadership",
    datetime(2027, 3, 30, 11, tzinfo=UTC),
    datetime(2027, 3, 30, 14, tzinfo=UTC),
)
VISIT = VisitFacts(8, 2, SCHOOL, OTHER, "agreed", date(2027, 5, 4))
COHORT = CohortFacts(
    2,
    "Kull 2027",
    date(2027, 1, 1),
    date(2027, 12, 31),
    FRAMEWORK,
    (CohortSchool(SCHOOL, 1), CohortSchool(OTHER, 2)),
    (MEETING,),
    (VISIT,),
)
EVERYTHING = (
    "session/7/ics",
    "visit/8/ics",
    "certificate/3/pdf",
    "certificate/3/json",
    "plan/2/3/pdf",
    "plan/2/3/docx",
    "decisions/3/pdf",
    "decisions/0/pdf",
)


def seen(role: Role, school: int, *certificates: CertificateFacts, cohort: CohortFacts = COHORT) -> Context:
    return replace(
        context(),
        me=Me(7, "Rut Ek", "sv", (Duty(role, school),)),
        schools=(view(snapshot(3, 2, 3, 1, 4)),),
        plans=(PLAN, LAST),
        log=DECISIONS,
        certification=Certification(cohorts=(cohort,), certificates=certificates or (CERTIFICATE,)),
    )


Fetch = Callable[[Context, str], files.File | None]


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Installation]:
    settings = Settings(keys_dir=tmp_path / "keys", public_url="https://skolsteg.kommun.example")
    with closing(installation(settings, lambda: NOW)) as made:
        yield made


@pytest.fixture
def fetch(installed: Installation, monkeypatch: pytest.MonkeyPatch) -> Fetch:
    def fetched(as_seen: Context, name: str) -> files.File | None:
        def context_of(_asking: Asking, _needs: frozenset[Need], _action: Action) -> Context:
            return as_seen

        monkeypatch.setattr(Asking, "context", context_of)
        monkeypatch.setattr(Asking, "note", lambda *_: None)
        monkeypatch.setattr(Asking, "revision", lambda *_: 6)
        return files.fetch(installed.memory, 1, 7, name)

    return fetched


def had(fetch: Fetch, as_seen: Context) -> set[str]:
    return {name for name in EVERYTHING if fetch(as_seen, name)}


def test_a_principal_has_everything_of_the_own_school_but_the_whole_log(fetch: Fetch) -> None:
    assert had(fetch, seen("principal", 3)) == {*EVERYTHING} - {"decisions/0/pdf"}


def test_a_representative_has_the_same_but_no_log(fetch: Fetch) -> None:
    own = {*EVERYTHING} - {"decisions/0/pdf", "decisions/3/pdf"}
    assert had(fetch, seen("representative", 3)) == own


def test_a_coordinator_has_everything(fetch: Fetch) -> None:
    assert had(fetch, seen("coordinator", 0)) == {*EVERYTHING}


def test_staff_have_the_certificate_of_their_school_and_nothing_else(fetch: Fetch) -> None:
    assert had(fetch, seen("staff", 3)) == {"certificate/3/pdf", "certificate/3/json"}


def test_another_schools_principal_has_what_concerns_both(fetch: Fetch) -> None:
    shown = {"session/7/ics", "visit/8/ics"}
    assert had(fetch, seen("principal", 4)) - {"certificate/3/pdf", "certificate/3/json"} == shown
    assert not had(fetch, seen("principal", 9)) & shown


def test_nobody_has_nothing(fetch: Fetch) -> None:
    nobody = replace(context(), me=None, plans=(), log=())
    assert had(fetch, nobody) == set()


def test_a_school_that_has_left_the_cohort_is_invited_no_more(fetch: Fetch) -> None:
    left = replace(COHORT, schools=(CohortSchool(SCHOOL, 1, left=True), CohortSchool(OTHER, 2)))
    assert fetch(seen("principal", 3, cohort=left), "session/7/ics") is None


def test_a_day_that_was_taken_back_is_called_off_until_there_is_another_one(fetch: Fetch) -> None:
    def event(planned: VisitFacts, name: str = "visit/8/2027-05-04/ics") -> Event:
        found = fetch(seen("principal", 3, cohort=replace(COHORT, visits=(planned,))), name)
        assert found
        (one,) = Calendar.from_ical(found.content).walk("VEVENT")
        return one

    free = replace(VISIT, status="proposed", day=None)
    agreed, off = event(VISIT, "visit/8/ics"), event(free)
    assert (off["UID"], off["SEQUENCE"]) == (agreed["UID"], 6)
    assert (off["STATUS"], off["DTSTART"].dt) == ("CANCELLED", date(2027, 5, 4))
    again = event(replace(VISIT, day=date(2027, 5, 18)))
    assert (again["STATUS"], again["DTSTART"].dt) == ("CONFIRMED", date(2027, 5, 18))
    lost = replace(COHORT, visits=(free,))
    for day in ("2026-12-31", "2028-01-01", "9999-12-31", "x", "", "2027-05-04/2027-05-05"):
        assert fetch(seen("principal", 3, cohort=lost), f"visit/8/{day}/ics") is None
    assert fetch(seen("principal", 3, cohort=lost), "visit/8/ics") is None
    assert fetch(seen("principal", 9, cohort=lost), "visit/8/2027-05-04/ics") is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "session",
        "session//ics",
        "session/7/pdf",
        "session/-7/ics",
        "session/99/ics",
        "visit/99/ics",
        "certificate/3/docx",
        "certificate/99/pdf",
        "plan/2/3",
        "plan/2/3/pdf/x",
        "plan/9/3/pdf",
        "decisions/x/pdf",
        "decisions/9/pdf",
        "../secrets",
        "__init__/3",
    ],
)
def test_what_there_is_not_is_nothing(fetch: Fetch, name: str) -> None:
    assert fetch(seen("coordinator", 0), name) is None


def test_the_newest_certificate_counts_and_none_that_is_withdrawn(fetch: Fetch) -> None:
    newer = replace(CERTIFICATE, id=6, issued_on=date(2030, 6, 1), number="DS-2030-NEWER-NEWER")
    found = fetch(seen("principal", 3, CERTIFICATE, newer), "certificate/3/json")
    assert found
    assert b"DS-2030-NEWER-NEWER" in found.content
    gone = replace(newer, withdrawn_on=date(2030, 7, 1))
    assert fetch(seen("principal", 3, CERTIFICATE, gone), "certificate/3/pdf") is None


def test_every_file_has_its_type_and_a_name_that_a_folder_takes(fetch: Fetch) -> None:
    odd = replace(CERTIFICATE, school=replace(SCHOOL, name="A/B: <Skolan>\n*"))
    found = fetch(seen("principal", 3, odd), "certificate/3/pdf")
    assert found
    assert (found.media_type, found.content[:5]) == ("application/pdf", b"%PDF-")
    assert found.filename == "Certifikat A B   Skolan   .pdf"
    calendar = fetch(seen("principal", 3), "session/7/ics")
    assert calendar
    assert calendar.media_type.startswith("text/calendar")
    assert Calendar.from_ical(calendar.content).walk("VEVENT")


def test_where_what_prints_is_not_installed_there_is_nothing_to_fetch(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each for each in sys.modules if each.startswith(("bot.printing", "bot.fetching."))]:
        if name != "bot.fetching.asking":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "typst", None)
    assert fetch(seen("coordinator", 0), "plan/2/3/pdf") is None
    assert fetch(seen("coordinator", 0), "session/7/ics") is not None


def test_whoever_comes_for_a_school_has_the_session_for_their_calendar_and_nothing_else(fetch: Fetch) -> None:
    coming = replace(MEETING, parts=(SessionPart(3, person=7),))
    cohort = replace(COHORT, sessions=(coming,))
    schools = {"certificate/3/pdf", "certificate/3/json"}
    assert had(fetch, seen("staff", 3, cohort=cohort)) == schools | {"session/7/ics"}
