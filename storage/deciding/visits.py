"""Visits between a cohort's schools: planned, agreed, made, and what the guests saw."""

from typing import assert_never

from sqlalchemy import Connection, bindparam, select

from conversations.decisions import PlanVisits, SaveProtocol, SetVisit
from storage.audit import Entry
from storage.deciding.deed import Deciding, change, differing, known, member, note
from storage.facts import AnyRow
from storage.tables import Visit
from storage.writes import insert_ignore

OnVisits = PlanVisits | SetVisit | SaveProtocol

_NEW = insert_ignore(Visit)
_VISIT = select(
    Visit.id,
    Visit.cohort_id,
    Visit.host_id,
    Visit.guest_id,
    Visit.status,
    Visit.takes_place_on,
    Visit.proposed_by,
    Visit.protocol,
    Visit.ratings,
).where(Visit.authority_id == bindparam("authority"))
_BY_ID = _VISIT.where(Visit.id == bindparam("visit")).with_for_update()
_BY_PAIR = _VISIT.where(
    Visit.cohort_id == bindparam("cohort"),
    Visit.host_id == bindparam("host"),
    Visit.guest_id == bindparam("guest"),
).with_for_update()


def carry_out(connection: Connection, deciding: Deciding, decided: OnVisits) -> None:
    """Carry out what is decided about visits."""
    match decided:
        case PlanVisits():
            _plan(connection, deciding, decided)
        case SetVisit():
            _set(connection, deciding, decided)
        case SaveProtocol(visit, protocol, ratings):
            row = _visit(connection, deciding, visit)
            values: dict[str, object] = {
                "status": "made",
                "protocol": dict(protocol),
                "ratings": dict(ratings),
            }
            _change(connection, deciding, row, values, Entry("visit protocol"))
        case _:
            assert_never(decided)


def _plan(connection: Connection, deciding: Deciding, decided: PlanVisits) -> None:
    for visit in decided.cancelled:
        row = _visit(connection, deciding, visit)
        if row.cohort_id != decided.cohort:
            raise LookupError("a visit of another cohort")
        if row.status != "made":
            cancelled: dict[str, object] = {"status": "cancelled", "proposed_by": None}
            _change(connection, deciding, row, cancelled, Entry("visit cancelled", detail=decided.reason))
    for host, guest in decided.added:
        _add(connection, deciding, decided, (host, guest))


def _add(connection: Connection, deciding: Deciding, decided: PlanVisits, pair: tuple[int, int]) -> None:
    """Plan one visit; one that was called off is on again, without a day, and any other stays as it is."""
    for school in pair:
        member(connection, deciding, decided.cohort, school)
    host, guest = pair
    whose = {"authority_id": deciding.authority, "cohort_id": decided.cohort}
    is_new = _NEW.run(connection, {**whose, "host_id": host, "guest_id": guest}) > 0
    named = {"authority": deciding.authority, "cohort": decided.cohort, "host": host, "guest": guest}
    row = known(connection.execute(_BY_PAIR, named).one_or_none(), "visit")
    entry = Entry("visit planned", detail=decided.reason)
    if is_new:
        _note(connection, deciding, row, entry)
    elif row.status == "cancelled":
        again: dict[str, object] = {"status": "proposed", "takes_place_on": None, "proposed_by": None}
        _change(connection, deciding, row, again, entry)


def _set(connection: Connection, deciding: Deciding, decided: SetVisit) -> None:
    row = _visit(connection, deciding, decided.visit)
    if decided.proposed_by not in {0, row.host_id, row.guest_id}:
        raise LookupError("a day proposed by a school that is not of this visit")
    values: dict[str, object] = {
        "status": decided.status,
        # A visit that has been made was made on the agreed day unless another is said.
        "takes_place_on": decided.day or (row.takes_place_on if decided.status == "made" else None),
        "proposed_by": decided.proposed_by or None,
    }
    _change(connection, deciding, row, values, Entry(f"visit {decided.status}", detail=decided.reason))


def _change(
    connection: Connection, deciding: Deciding, row: AnyRow, values: dict[str, object], entry: Entry
) -> None:
    if differing(row, values):
        change(connection, deciding, Visit, row.id, values)
        _note(connection, deciding, row, entry)


def _note(connection: Connection, deciding: Deciding, row: AnyRow, entry: Entry) -> None:
    """Write it into the log of both schools: each follows its own."""
    for school in (row.host_id, row.guest_id):
        note(connection, deciding, Entry(entry.what, school=school, detail=entry.detail))


def _visit(connection: Connection, deciding: Deciding, visit: int) -> AnyRow:
    values = {"authority": deciding.authority, "visit": visit}
    return known(connection.execute(_BY_ID, values).one_or_none(), "visit")
