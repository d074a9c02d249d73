import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import update

from conversations.decisions import Certify, Decided, JoinCohort, LetBeNamed, Waive, WithdrawCertificate
from conversations.messages import Message, Text
from conversations.turn import PRINCIPALS, To
from storage import certificates, outbox
from storage.certificates import ALPHABET
from storage.database import Database
from storage.keys import Keys
from storage.outbox import Parcel
from storage.rounds import NotPossible
from storage.tables import Application, Certificate, Outbox, Round, School
from tests.storage.deciders import DECIDED, KARIN, RUT, Deciders, deciders

ISSUED, UNTIL, LATER = date(2027, 6, 9), date(2030, 6, 9), date(2028, 2, 1)


@pytest.fixture
def here(database: Database, keys: Keys) -> Deciders:
    return deciders(database, keys)


@pytest.fixture
def elsewhere(here: Deciders) -> Deciders:
    return deciders(here.authority.database, here.authority.keys, "other")


def certify(here: Deciders, cohort: int, issued_on: date = ISSUED) -> Certify:
    return Certify(here.norra, cohort, issued_on, UNTIL)


def test_a_school_is_certified_once_with_a_number_of_its_own(here: Deciders) -> None:
    cohort, lines = here.cohort(), len(here.log())
    here.decide(KARIN, certify(here, cohort), certify(here, cohort))
    here.decide(KARIN, Certify(here.sodra, cohort, ISSUED, UNTIL))
    first, second = here.rows(Certificate)
    assert first.number != second.number
    part = f"[{ALPHABET}]{{5}}"
    assert re.fullmatch(f"DS-2027-{part}-{part}", first.number)
    assert len(set(ALPHABET)) ** 10 >= 2**50
    assert set("ILOU").isdisjoint(ALPHABET)
    assert (first.school_id, first.cohort_id, first.issued_on, first.valid_until) == (
        here.norra,
        cohort,
        ISSUED,
        UNTIL,
    )
    assert first.framework_hash == here.rows(Round)[0].framework_hash
    assert here.log(lines) == [
        ("certificate issued", here.norra, ""),
        ("certificate issued", here.sodra, ""),
    ]


def test_a_number_that_is_taken_is_not_given_twice(here: Deciders, monkeypatch: pytest.MonkeyPatch) -> None:
    cohort = here.cohort()
    drawn: Iterator[str] = iter("A" * 20 + "B" * 10)
    monkeypatch.setattr(certificates.secrets, "choice", lambda _alphabet: next(drawn))
    here.decide(KARIN, certify(here, cohort))
    here.decide(KARIN, Certify(here.sodra, cohort, ISSUED, UNTIL))
    assert [row.number for row in here.rows(Certificate)] == ["DS-2027-AAAAA-AAAAA", "DS-2027-BBBBB-BBBBB"]


def test_a_certificate_is_withdrawn_and_given_back(here: Deciders) -> None:
    here.decide(KARIN, certify(here, here.cohort()))
    number, lines = here.rows(Certificate)[0].id, len(here.log())
    for undone, expected in ((False, (LATER, "Fel underlag")), (True, (None, ""))):
        step = WithdrawCertificate(number, LATER, "Fel underlag", undone=undone)
        here.decide(KARIN, step, step)
        row = here.rows(Certificate)[0]
        assert (row.withdrawn_on, row.reason) == expected
    assert here.log(lines) == [
        ("certificate withdrawn", here.norra, "Fel underlag"),
        ("certificate restored", here.norra, "Fel underlag"),
    ]


def test_a_school_whose_certificate_is_withdrawn_or_has_expired_may_be_certified_again(
    here: Deciders,
) -> None:
    cohort = here.cohort()
    here.decide(KARIN, certify(here, cohort))
    here.decide(KARIN, WithdrawCertificate(here.rows(Certificate)[0].id, LATER, "Fel"))
    here.decide(KARIN, certify(here, cohort, LATER))
    here.decide(KARIN, Certify(here.norra, cohort, date(2030, 6, 10), date(2033, 6, 10)))
    assert [row.issued_on for row in here.rows(Certificate)] == [ISSUED, LATER, date(2030, 6, 10)]


def test_a_school_that_has_left_its_cohort_is_not_certified_there(here: Deciders) -> None:
    cohort = here.cohort()
    here.leave(cohort)
    with pytest.raises(NotPossible):
        here.decide(KARIN, certify(here, cohort))
    here.decide(KARIN, JoinCohort(cohort, here.norra, "Tillbaka"), certify(here, cohort))
    assert len(here.rows(Certificate)) == 1


def test_what_need_not_be_met_is_noted_with_its_reason(here: Deciders) -> None:
    cohort, lines = here.cohort(), len(here.log())
    first = Waive(cohort, here.norra, "session:2", "Sjuk")
    here.decide(KARIN, first, first, Waive(cohort, here.norra, "visit_made", "Inställt"))
    assert here.rows(Application)[0].waived == {"session:2": "Sjuk", "visit_made": "Inställt"}
    undone = Waive(cohort, here.norra, "session:2", "Tog igen", undone=True)
    here.decide(KARIN, undone, undone)
    assert [row.waived for row in here.rows(Application)] == [{"visit_made": "Inställt"}, {}]
    assert here.log(lines) == [
        ("certificate waived", here.norra, "Sjuk"),
        ("certificate waived", here.norra, "Inställt"),
        ("certificate required", here.norra, "Tog igen"),
    ]


def test_a_school_may_be_named_and_no_longer(here: Deciders) -> None:
    for named in (True, False):
        here.decide(RUT, LetBeNamed(here.norra, named), LetBeNamed(here.norra, named))
        assert {row.name: row.may_be_named for row in here.rows(School)}["Norra"] is named
    assert here.log() == [("certificate named", here.norra, ""), ("certificate unnamed", here.norra, "")]


def test_nothing_of_another_authority_is_changed(here: Deciders, elsewhere: Deciders) -> None:
    cohort, other = here.cohort(), elsewhere.cohort()
    elsewhere.decide(KARIN, certify(elsewhere, other))
    theirs = elsewhere.rows(Certificate)[0].id
    before = elsewhere.rows(Certificate), elsewhere.rows(Application), elsewhere.rows(School), here.log()
    foreign: tuple[Decided, ...] = (
        certify(elsewhere, other),
        Certify(elsewhere.norra, cohort, ISSUED, UNTIL),
        Certify(here.norra, other, ISSUED, UNTIL),
        WithdrawCertificate(theirs, LATER, "Nej"),
        Waive(other, elsewhere.norra, "session:1", "Nej"),
        Waive(cohort, elsewhere.norra, "session:1", "Nej"),
        LetBeNamed(elsewhere.norra, named=True),
    )
    for each in foreign:
        with pytest.raises(LookupError):
            here.decide(KARIN, each)
    after = elsewhere.rows(Certificate), elsewhere.rows(Application), elsewhere.rows(School), here.log()
    assert after == before
    assert here.rows(Certificate) == []


def test_anybody_who_has_a_certificate_s_number_may_see_it(here: Deciders) -> None:
    here.decide(KARIN, certify(here, here.cohort()))
    row = here.rows(Certificate)[0]
    with here.authority.database.reading() as connection:
        found = certificates.by_number(connection, row.number)
        assert found is not None
        assert (found.issued_on, found.valid_until, found.withdrawn_on) == (ISSUED, UNTIL, None)
        assert (found.authority_id, found.school_id) == (here.authority.id, here.norra)
        assert (found.authority, found.school, found.zone) == ("Malmö stad", "Norra", "Europe/Stockholm")
        typed = row.number.lower().replace("0", "o").replace("1", "l")
        assert certificates.by_number(connection, f" {typed} ") == found
        for wrong in ("", row.number[:-1], "DS-2027-%-%", "x" * 5000, str(row.id)):
            assert certificates.by_number(connection, wrong) is None


def waiting(here: Deciders) -> set[str]:
    return {row.dedupe_key for row in here.rows(Outbox) if row.state in {"queued", "parked"}}


def queue(here: Deciders, to: To, key: str) -> None:
    with here.authority.database.writing() as connection:
        said = Parcel(to, key, Message("Norra är Digital skola!", (Text("Grattis Norra!"),)))
        outbox.queue(connection, here.authority.id, said, DECIDED)


@pytest.mark.parametrize("state", ["queued", "parked"])
def test_what_waits_for_the_principals_channel_is_not_said_once_a_school_may_not_be_named(
    here: Deciders, state: str
) -> None:
    here.decide(RUT, LetBeNamed(here.norra, named=True))
    queue(here, PRINCIPALS, "certificate-announced:1:principals")
    queue(here, To("person", 1), "hello")
    with here.authority.database.writing() as connection:
        connection.execute(update(Outbox).values(state=state))
    here.decide(RUT, LetBeNamed(here.norra, named=True))
    assert waiting(here) == {"certificate-announced:1:principals", "hello"}
    here.decide(RUT, LetBeNamed(here.norra, named=False))
    assert waiting(here) == {"hello"}


def test_a_certificate_that_is_withdrawn_is_not_announced_to_the_principals_any_more(here: Deciders) -> None:
    here.decide(KARIN, certify(here, here.cohort()))
    queue(here, PRINCIPALS, "certificate-announced:1:principals")
    (row,) = here.rows(Certificate)
    here.decide(KARIN, WithdrawCertificate(row.id, LATER, "Fel skola."))
    assert waiting(here) == set()
