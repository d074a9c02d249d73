"""Certificates: what need not be met, issued, withdrawn; and which schools may be named."""

from typing import assert_never

from sqlalchemy import Connection, bindparam, exists, select

from conversations.decisions import Certify, LetBeNamed, Waive, WithdrawCertificate
from conversations.turn import PRINCIPALS
from storage import certificates, outbox
from storage.audit import Entry
from storage.deciding.deed import Deciding, change, differing, known, member, note
from storage.facts import AnyRow
from storage.rounds import NotPossible
from storage.tables import Application, Certificate, School

OnCertificates = Waive | Certify | WithdrawCertificate | LetBeNamed

_HELD = select(
    exists().where(
        Certificate.authority_id == bindparam("authority"),
        Certificate.school_id == bindparam("school"),
        Certificate.cohort_id == bindparam("cohort"),
        Certificate.withdrawn_on.is_(None),
        Certificate.valid_until >= bindparam("day"),
    )
)
_CERTIFICATE = (
    select(Certificate.id, Certificate.school_id, Certificate.withdrawn_on, Certificate.reason)
    .where(Certificate.authority_id == bindparam("authority"), Certificate.id == bindparam("certificate"))
    .with_for_update()
)
_SCHOOL = (
    select(School.id, School.may_be_named)
    .where(School.authority_id == bindparam("authority"), School.id == bindparam("school"))
    .with_for_update(key_share=True)
)


def carry_out(connection: Connection, deciding: Deciding, decided: OnCertificates) -> None:
    """Carry out what is decided about a school's certificate; NotPossible for a school that has left."""
    match decided:
        case Waive():
            _waive(connection, deciding, decided)
        case Certify():
            _certify(connection, deciding, decided)
        case WithdrawCertificate():
            _withdraw(connection, deciding, decided)
        case LetBeNamed():
            _name(connection, deciding, decided)
        case _:
            assert_never(decided)


def _waive(connection: Connection, deciding: Deciding, decided: Waive) -> None:
    row = member(connection, deciding, decided.cohort, decided.school)
    waived = {name: why for name, why in row.waived.items() if name != decided.requirement}
    if not decided.undone:
        waived[decided.requirement] = decided.reason
    if waived == row.waived:
        return
    change(connection, deciding, Application, row.id, {"waived": waived})
    what = "certificate required" if decided.undone else "certificate waived"
    _note(connection, deciding, row, Entry(what, round=row.round_id, detail=decided.reason))


def _certify(connection: Connection, deciding: Deciding, decided: Certify) -> None:
    """Issue a certificate; a cohort that a school goes through later for its renewal gives one of its own."""
    row = member(connection, deciding, decided.cohort, decided.school)
    whose = {"authority": deciding.authority, "school": decided.school, "cohort": decided.cohort}
    if connection.execute(_HELD, {**whose, "day": decided.issued_on}).scalar():
        return
    if row.left_at is not None:
        raise NotPossible("not_now", "the school has left the cohort")
    values = {
        "authority_id": deciding.authority,
        "school_id": decided.school,
        "cohort_id": decided.cohort,
        "framework_hash": row.framework_hash,
        "issued_on": decided.issued_on,
        "valid_until": decided.valid_until,
    }
    certificates.issue(connection, values, decided.issued_on.year)
    _note(connection, deciding, row, Entry("certificate issued", round=row.round_id))


def _withdraw(connection: Connection, deciding: Deciding, decided: WithdrawCertificate) -> None:
    values = {"authority": deciding.authority, "certificate": decided.certificate}
    row = known(connection.execute(_CERTIFICATE, values).one_or_none(), "certificate")
    if (row.withdrawn_on is None) == decided.undone:
        return
    withdrawn: dict[str, object] = {"withdrawn_on": decided.day, "reason": decided.reason}
    if decided.undone:
        withdrawn = {"withdrawn_on": None, "reason": ""}
    change(connection, deciding, Certificate, row.id, withdrawn)
    if not decided.undone:
        _name_no_more(connection, deciding)
    what = "certificate restored" if decided.undone else "certificate withdrawn"
    _note(connection, deciding, row, Entry(what, detail=decided.reason))


def _name(connection: Connection, deciding: Deciding, decided: LetBeNamed) -> None:
    values = {"authority": deciding.authority, "school": decided.school}
    row = known(connection.execute(_SCHOOL, values).one_or_none(), "school")
    if not differing(row, {"may_be_named": decided.named}):
        return
    change(connection, deciding, School, row.id, {"may_be_named": decided.named})
    if not decided.named:
        _name_no_more(connection, deciding)
    what = "certificate named" if decided.named else "certificate unnamed"
    note(connection, deciding, Entry(what, school=row.id))


def _name_no_more(connection: Connection, deciding: Deciding) -> None:
    """Whatever waits for the principals' channel may name the school: less is said rather than too much."""
    outbox.forget(connection, deciding.authority, PRINCIPALS)


def _note(connection: Connection, deciding: Deciding, row: AnyRow, entry: Entry) -> None:
    note(connection, deciding, Entry(entry.what, 0, entry.round, row.school_id, entry.detail))
