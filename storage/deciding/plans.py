"""Action plans: measures that come into a school's plan, are changed, and how they get on."""

from typing import assert_never

from sqlalchemy import Connection, bindparam, insert, select

from conversations.decisions import PutMeasure, ReportMeasure
from storage.audit import Entry
from storage.deciding.deed import Deciding, change, differing, known, note, takes_part, works_at
from storage.facts import AnyRow
from storage.tables import ActionPlan, Measure
from storage.writes import insert_ignore

OnPlans = PutMeasure | ReportMeasure

_NEW_PLAN = insert_ignore(ActionPlan)
_PLAN = (
    select(ActionPlan.id)
    .where(
        ActionPlan.authority_id == bindparam("authority"),
        ActionPlan.round_id == bindparam("round"),
        ActionPlan.school_id == bindparam("school"),
    )
    .with_for_update()
)
_NEW = insert(Measure)
_MEASURES = (
    select(
        Measure.id,
        ActionPlan.round_id,
        ActionPlan.school_id,
        Measure.criterion,
        Measure.wording,
        Measure.person_id,
        Measure.due_on,
        Measure.status,
        Measure.outcome,
    )
    .join(ActionPlan, ActionPlan.id == Measure.plan_id)
    .where(Measure.authority_id == bindparam("authority"), ActionPlan.authority_id == bindparam("authority"))
)
_BY_ID = _MEASURES.where(Measure.id == bindparam("measure")).with_for_update(of=Measure)
_ALIKE = _MEASURES.where(
    Measure.plan_id == bindparam("plan"),
    Measure.criterion == bindparam("about"),
    Measure.wording == bindparam("words"),
    Measure.status != "dropped",
)


def carry_out(connection: Connection, deciding: Deciding, decided: OnPlans) -> None:
    """Carry out what is decided about a measure."""
    match decided:
        case PutMeasure(measure=0):
            _add(connection, deciding, decided)
        case PutMeasure():
            _edit(connection, deciding, decided)
        case ReportMeasure():
            _report(connection, deciding, decided)
        case _:
            assert_never(decided)


def _add(connection: Connection, deciding: Deciding, decided: PutMeasure) -> None:
    takes_part(connection, deciding, decided.round, decided.school)
    if decided.person:
        works_at(connection, deciding, decided.person, decided.school)
    plan, values = _plan(connection, deciding, decided), _values(decided)
    alike = {"authority": deciding.authority, "plan": plan, "about": decided.criterion}
    for row in connection.execute(_ALIKE, {**alike, "words": decided.wording}):
        # Chosen once more; whoever is responsible for it and until when stays as it has been set since.
        if not differing(row, {name: value for name, value in values.items() if value is not None}):
            return
    whose = {"authority_id": deciding.authority, "plan_id": plan, "changed_at": deciding.now}
    connection.execute(_NEW, {**whose, **values})
    note(connection, deciding, Entry("plan added", round=decided.round, school=decided.school))


def _edit(connection: Connection, deciding: Deciding, decided: PutMeasure) -> None:
    row = _measure(connection, deciding, decided.measure)
    if (row.round_id, row.school_id) != (decided.round, decided.school):
        raise LookupError("a measure of another plan")
    if decided.person and decided.person != row.person_id:
        works_at(connection, deciding, decided.person, decided.school)
    _change(connection, deciding, row, _values(decided), "plan changed")


def _report(connection: Connection, deciding: Deciding, decided: ReportMeasure) -> None:
    row = _measure(connection, deciding, decided.measure)
    values: dict[str, object] = {"status": decided.status, "outcome": decided.outcome}
    _change(connection, deciding, row, values, f"plan {decided.status}")


def _change(
    connection: Connection, deciding: Deciding, row: AnyRow, values: dict[str, object], what: str
) -> None:
    if differing(row, values):
        change(connection, deciding, Measure, row.id, {**values, "changed_at": deciding.now})
        note(connection, deciding, Entry(what, round=row.round_id, school=row.school_id))


def _values(decided: PutMeasure) -> dict[str, object]:
    return {
        "criterion": decided.criterion,
        "wording": decided.wording,
        "person_id": decided.person or None,
        "due_on": decided.due_on,
    }


def _plan(connection: Connection, deciding: Deciding, decided: PutMeasure) -> int:
    """A school's plan after a round by its id, held; made with its first measure."""
    whose = {"round_id": decided.round, "school_id": decided.school}
    values = {"authority_id": deciding.authority, **whose, "made_at": deciding.now}
    _NEW_PLAN.run(connection, values)
    named = {"authority": deciding.authority, "round": decided.round, "school": decided.school}
    return int(connection.execute(_PLAN, named).scalar_one())


def _measure(connection: Connection, deciding: Deciding, measure: int) -> AnyRow:
    values = {"authority": deciding.authority, "measure": measure}
    return known(connection.execute(_BY_ID, values).one_or_none(), "measure")
