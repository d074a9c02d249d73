"""Applications: filled in, sent, decided, allowed by way of exception, and until when."""

from typing import assert_never

from sqlalchemy import Connection, bindparam, select

from conversations.decisions import (
    DecideApplication,
    GrantException,
    SaveApplication,
    SetDeadline,
    TakeBackException,
)
from conversations.rules.eligibility import NOT_SENT
from storage.audit import Entry
from storage.deciding.deed import Deciding, change, differing, known, note, takes_part
from storage.facts import AnyRow
from storage.rounds import NotPossible
from storage.tables import Application, Round
from storage.writes import insert_ignore

OnApplications = SaveApplication | DecideApplication | GrantException | TakeBackException | SetDeadline

# What has been filled in by a school that has not applied, or not any more, is a draft.
_NOT_APPLIED = frozenset({"draft", "withdrawn", "declined"})

_NEW = insert_ignore(Application)
_FOUND = (
    select(Application.id, Application.status, Application.reason, Application.form, Application.exception)
    .where(
        Application.authority_id == bindparam("authority"),
        Application.round_id == bindparam("round"),
        Application.school_id == bindparam("school"),
    )
    .with_for_update()
)
_ROUND = (
    select(Round.id, Round.applications_until)
    .where(Round.authority_id == bindparam("authority"), Round.id == bindparam("round"))
    .with_for_update()
)


def carry_out(connection: Connection, deciding: Deciding, decided: OnApplications) -> None:
    """Carry out what is decided about an application."""
    match decided:
        case SaveApplication():
            _save(connection, deciding, decided)
        case DecideApplication():
            _decide(connection, deciding, decided)
        case GrantException():
            _grant(connection, deciding, decided)
        case TakeBackException():
            _take_back(connection, deciding, decided)
        case SetDeadline():
            _deadline(connection, deciding, decided)
        case _:
            assert_never(decided)


def _save(connection: Connection, deciding: Deciding, decided: SaveApplication) -> None:
    row, is_new = _begun(connection, deciding, decided.round, decided.school)
    form: dict[str, object] = {"form": dict(decided.form)}
    begins = is_new or (row.status in _NOT_APPLIED and row.status != "draft")
    if not begins and not differing(row, form):
        return
    if row.status in _NOT_APPLIED:
        again = {"status": "draft", "reason": ""} if begins else {}
        form |= {**again, "at": deciding.now, "by_id": deciding.person or None}
    change(connection, deciding, Application, row.id, form)
    if begins or row.status not in _NOT_APPLIED:
        what = "application begun" if begins else "application changed"
        note(connection, deciding, Entry(what, round=decided.round, school=decided.school))


def _decide(connection: Connection, deciding: Deciding, decided: DecideApplication) -> None:
    row = known(_found(connection, deciding, decided.round, decided.school), "application")
    values: dict[str, object] = {"status": decided.status, "reason": decided.reason}
    if not differing(row, values):
        return
    values |= {"at": deciding.now, "by_id": deciding.person or None}
    change(connection, deciding, Application, row.id, values)
    what = f"application {decided.status}"
    note(connection, deciding, Entry(what, 0, decided.round, decided.school, decided.reason))


def _grant(connection: Connection, deciding: Deciding, decided: GrantException) -> None:
    row, _ = _begun(connection, deciding, decided.round, decided.school)
    if row.exception == decided.reason:
        return
    change(connection, deciding, Application, row.id, {"exception": decided.reason})
    entry = Entry("application exception", 0, decided.round, decided.school, decided.reason)
    note(connection, deciding, entry)


def _take_back(connection: Connection, deciding: Deciding, decided: TakeBackException) -> None:
    row = known(_found(connection, deciding, decided.round, decided.school), "application")
    if not row.exception:
        return
    if row.status not in NOT_SENT:
        raise NotPossible("not_now", "the school has sent its application")
    # The instant tells this exception from the next one, so that both are told.
    values = {"exception": "", "at": deciding.now, "by_id": deciding.person or None}
    change(connection, deciding, Application, row.id, values)
    what = "application exception_taken_back"
    note(connection, deciding, Entry(what, 0, decided.round, decided.school, decided.reason))


def _deadline(connection: Connection, deciding: Deciding, decided: SetDeadline) -> None:
    values = {"authority": deciding.authority, "round": decided.round}
    row = known(connection.execute(_ROUND, values).one_or_none(), "round")
    if row.applications_until == decided.day:
        return
    change(connection, deciding, Round, row.id, {"applications_until": decided.day})
    entry = Entry("application deadline", round=decided.round, detail=decided.day.isoformat())
    note(connection, deciding, entry)


def _begun(connection: Connection, deciding: Deciding, round_id: int, school: int) -> tuple[AnyRow, bool]:
    """A school's application, held, with an empty draft where there was none; and whether there was none."""
    takes_part(connection, deciding, round_id, school)
    values = {
        "authority_id": deciding.authority,
        "round_id": round_id,
        "school_id": school,
        "status": "draft",
        "at": deciding.now,
        "by_id": deciding.person or None,
    }
    is_new = _NEW.run(connection, values) > 0
    return known(_found(connection, deciding, round_id, school), "application"), is_new


def _found(connection: Connection, deciding: Deciding, round_id: int, school: int) -> AnyRow | None:
    values = {"authority": deciding.authority, "round": round_id, "school": school}
    return connection.execute(_FOUND, values).one_or_none()
