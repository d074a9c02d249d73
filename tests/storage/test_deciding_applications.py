from datetime import date, timedelta

import pytest

from conversations.certification import ApplicationStatus
from conversations.decisions import (
    DecideApplication,
    Decided,
    GrantException,
    SaveApplication,
    SetDeadline,
    TakeBackException,
)
from storage.database import Database
from storage.keys import Keys
from storage.rounds import NotPossible
from storage.tables import Application, Round
from tests.storage.deciders import DECIDED, KARIN, RUT, Deciders, deciders

LATER = DECIDED + timedelta(days=1)
FORM = {"why": "Vi vill lära", "example:culture": "Elevråd om skärmar"}


@pytest.fixture
def here(database: Database, keys: Keys) -> Deciders:
    return deciders(database, keys)


@pytest.fixture
def elsewhere(here: Deciders) -> Deciders:
    """Another authority of the same installation."""
    return deciders(here.authority.database, here.authority.keys, "other")


def save(here: Deciders, form: dict[str, str] = FORM) -> SaveApplication:
    return SaveApplication(here.round, here.norra, form)


def decide(here: Deciders, status: ApplicationStatus, reason: str = "") -> DecideApplication:
    return DecideApplication(here.round, here.norra, status, reason)


def test_what_is_filled_in_first_is_a_draft_that_may_be_changed(here: Deciders) -> None:
    here.decide(RUT, save(here, {}))
    here.decide(RUT, save(here), now=LATER)
    here.decide(KARIN, save(here), now=LATER + timedelta(days=1))
    (row,) = here.rows(Application)
    assert (row.round_id, row.school_id, row.status, row.form) == (here.round, here.norra, "draft", FORM)
    assert (row.at, row.by_id) == (LATER, here.person(RUT))
    assert here.log() == [("application begun", here.norra, "")]


@pytest.mark.parametrize("status", ["sent", "returned", "accepted"])
def test_an_application_that_has_been_sent_stays_so_when_it_is_filled_in(
    here: Deciders, status: ApplicationStatus
) -> None:
    here.decide(RUT, save(here, {}), decide(here, status, "Berätta mer"))
    for _ in range(2):
        here.decide(KARIN, save(here), now=LATER)
    (row,) = here.rows(Application)
    assert (row.status, row.form, row.reason, row.at) == (status, FORM, "Berätta mer", DECIDED)
    assert here.log(2) == [("application changed", here.norra, "")]


@pytest.mark.parametrize("status", ["declined", "withdrawn"])
def test_a_school_that_applies_again_begins_with_a_draft(here: Deciders, status: ApplicationStatus) -> None:
    here.decide(RUT, save(here), decide(here, status, "Inte i år"))
    here.decide(RUT, save(here), now=LATER)
    (row,) = here.rows(Application)
    assert (row.status, row.reason, row.at) == ("draft", "", LATER)
    assert [what for what, _, _ in here.log()] == [
        "application begun",
        f"application {status}",
        "application begun",
    ]


def test_a_decision_has_who_when_and_why_and_is_made_once(here: Deciders) -> None:
    here.decide(RUT, save(here), decide(here, "sent"))
    for _ in range(2):
        here.decide(KARIN, decide(here, "accepted", "Tydliga exempel"), now=LATER)
    (row,) = here.rows(Application)
    assert (row.status, row.reason, row.by_id) == ("accepted", "Tydliga exempel", here.person(KARIN))
    assert here.log(2) == [("application accepted", here.norra, "Tydliga exempel")]
    entry = here.entries()[-1]
    assert (entry.person, entry.round, entry.at) == (here.person(KARIN), here.round, LATER)


def test_a_double_press_after_the_decision_does_not_move_its_moment(here: Deciders) -> None:
    here.decide(RUT, save(here), decide(here, "sent"))
    here.decide(RUT, decide(here, "sent"), now=LATER)
    assert here.rows(Application)[0].at == DECIDED


def test_an_exception_is_kept_whatever_becomes_of_the_application(here: Deciders) -> None:
    exception = GrantException(here.round, here.norra, "Ny skola utan resultat")
    here.decide(KARIN, exception, exception)
    here.decide(RUT, save(here), decide(here, "sent"))
    (row,) = here.rows(Application)
    assert (row.exception, row.status) == ("Ny skola utan resultat", "sent")
    assert here.log()[0] == ("application exception", here.norra, "Ny skola utan resultat")
    assert len(here.log()) == 2


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_an_exception_is_taken_back_and_what_was_written_stays(
    here: Deciders, status: ApplicationStatus
) -> None:
    back = TakeBackException(here.round, here.norra, "Fel skola")
    here.decide(KARIN, GrantException(here.round, here.norra, "Ny skola"))
    here.decide(RUT, save(here))
    if status == "withdrawn":
        here.decide(RUT, decide(here, "sent"), decide(here, "withdrawn"))
    here.decide(KARIN, back, back, now=LATER)
    (row,) = here.rows(Application)
    assert (row.exception, row.status, row.form, row.at) == ("", status, FORM, LATER)
    (line,) = [each for each in here.entries() if each.what == "application exception_taken_back"]
    assert (line.person, line.school, line.detail, line.at) == (
        here.person(KARIN),
        here.norra,
        "Fel skola",
        LATER,
    )
    here.decide(KARIN, GrantException(here.round, here.norra, "Ändå"))
    assert here.rows(Application)[0].exception == "Ändå"


@pytest.mark.parametrize(
    "statuses", [("sent",), ("sent", "returned"), ("sent", "accepted"), ("sent", "declined")]
)
def test_an_exception_of_what_has_been_sent_stays(
    here: Deciders, statuses: tuple[ApplicationStatus, ...]
) -> None:
    here.decide(KARIN, GrantException(here.round, here.norra, "Ny skola"))
    here.decide(RUT, save(here), *(decide(here, each) for each in statuses))
    before = here.log()
    with pytest.raises(NotPossible):
        here.decide(KARIN, TakeBackException(here.round, here.norra, "Fel skola"))
    assert here.rows(Application)[0].exception == "Ny skola"
    assert here.log() == before


def test_a_deadline_is_the_round_s(here: Deciders, elsewhere: Deciders) -> None:
    deadline = SetDeadline(here.round, date(2026, 4, 17))
    here.decide(KARIN, deadline, deadline)
    assert [row.applications_until for row in here.rows(Round)] == [date(2026, 4, 17)]
    assert [row.applications_until for row in elsewhere.rows(Round)] == [None]
    assert here.log() == [("application deadline", 0, "2026-04-17")]


def test_the_log_never_holds_what_was_filled_in(here: Deciders) -> None:
    here.decide(RUT, save(here), decide(here, "sent"), save(here, {"why": "Något annat"}))
    assert not [line for line in here.log() if line[2]]


def test_nothing_of_another_authority_is_changed(here: Deciders, elsewhere: Deciders) -> None:
    elsewhere.decide(RUT, save(elsewhere))
    before = elsewhere.rows(Application)
    foreign: tuple[Decided, ...] = (
        save(elsewhere),
        SaveApplication(here.round, elsewhere.norra, FORM),
        SaveApplication(elsewhere.round, here.norra, FORM),
        decide(elsewhere, "accepted"),
        decide(here, "accepted"),
        GrantException(elsewhere.round, elsewhere.norra, "Nej"),
        TakeBackException(elsewhere.round, elsewhere.norra, "Nej"),
        TakeBackException(here.round, here.norra, "Nej"),
        SetDeadline(elsewhere.round, date(2026, 4, 17)),
    )
    for each in foreign:
        with pytest.raises(LookupError):
            here.decide(KARIN, each)
    assert elsewhere.rows(Application) == before
    assert (here.rows(Application), here.log()) == ([], [])
