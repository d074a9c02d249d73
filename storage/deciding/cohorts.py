"""Cohorts: made of accepted applications, with their sessions and visits; schools that come and leave."""

from typing import assert_never

from sqlalchemy import Connection, bindparam, insert, or_, select

from conversations.decisions import JoinCohort, MakeCohort
from storage.audit import Entry
from storage.deciding.deed import Deciding, change, known, member, note
from storage.facts import AnyRow
from storage.rounds import NotPossible
from storage.tables import Application, Cohort, LearningSession, Visit
from storage.writes import insert_ignore

OnCohorts = MakeCohort | JoinCohort

_NEW = insert_ignore(Cohort, Cohort.id)
_APPLICATION = select(
    Application.id,
    Application.round_id,
    Application.school_id,
    Application.status,
    Application.cohort_id,
    Application.left_at,
).where(Application.authority_id == bindparam("authority"))
_CHOSEN = (
    _APPLICATION.where(Application.id.in_(bindparam("chosen", expanding=True)))
    .order_by(Application.id)
    .with_for_update()
)
_FREE = (
    _APPLICATION.where(
        Application.school_id == bindparam("school"),
        Application.status == "accepted",
        or_(Application.cohort_id.is_(None), Application.left_at.is_not(None)),
    )
    .order_by(Application.id.desc())
    .limit(1)
    .with_for_update()
)
_COHORT = select(Cohort.id, Cohort.name).where(
    Cohort.authority_id == bindparam("authority"), Cohort.id == bindparam("cohort")
)


def carry_out(connection: Connection, deciding: Deciding, decided: OnCohorts) -> None:
    """Carry out what is decided about a cohort; NotPossible where another has been quicker."""
    match decided:
        case MakeCohort():
            _make(connection, deciding, decided)
        case JoinCohort(left=True):
            _leave(connection, deciding, decided)
        case JoinCohort():
            _join(connection, deciding, decided)
        case _:
            assert_never(decided)


def _make(connection: Connection, deciding: Deciding, decided: MakeCohort) -> None:
    chosen = _chosen(connection, deciding, decided)
    if not {school for pair in decided.visits for school in pair} <= {row.school_id for row in chosen}:
        raise LookupError("a visit of a school that is not in the cohort")
    values = {
        "authority_id": deciding.authority,
        "name": decided.name,
        "begins_on": decided.begins_on,
        "ends_on": decided.ends_on,
    }
    cohort = _NEW.number(connection, values)
    if cohort is None:
        raise NotPossible("not_now", "another cohort has this name")
    note(connection, deciding, Entry("cohort made", detail=decided.name))
    for row in chosen:
        _enter(connection, deciding, cohort, row)
        note(connection, deciding, Entry("cohort joined", 0, row.round_id, row.school_id, decided.name))
    _plan(connection, deciding, cohort, decided)


def _chosen(connection: Connection, deciding: Deciding, decided: MakeCohort) -> list[AnyRow]:
    values = {"authority": deciding.authority, "chosen": list(decided.applications)}
    chosen = list(connection.execute(_CHOSEN, values))
    if len(chosen) != len(set(decided.applications)):
        raise LookupError("an application that this authority does not have")
    if len({row.school_id for row in chosen}) != len(chosen) or not all(map(_is_free, chosen)):
        raise NotPossible("not_now", "an application is not accepted, or in a cohort already")
    return chosen


def _is_free(row: AnyRow) -> bool:
    return row.status == "accepted" and (row.cohort_id is None or row.left_at is not None)


def _enter(connection: Connection, deciding: Deciding, cohort: int, row: AnyRow) -> None:
    """Let an application into a cohort; what another cohort waived is not waived here."""
    values: dict[str, object] = {"cohort_id": cohort, "left_at": None}
    if row.cohort_id != cohort:
        values["waived"] = {}
    change(connection, deciding, Application, row.id, values)


def _plan(connection: Connection, deciding: Deciding, cohort: int, decided: MakeCohort) -> None:
    whose = {"authority_id": deciding.authority, "cohort_id": cohort}
    sessions = [
        {
            **whose,
            "number": each.number,
            "theme": each.theme,
            "begins_at": each.begins_at,
            "ends_at": each.ends_at,
            "place": each.place,
        }
        for each in decided.sessions
    ]
    visits = [{**whose, "host_id": host, "guest_id": guest} for host, guest in decided.visits]
    if sessions:
        connection.execute(insert(LearningSession), sessions)
    if visits:
        connection.execute(insert(Visit), visits)


def _leave(connection: Connection, deciding: Deciding, decided: JoinCohort) -> None:
    row = member(connection, deciding, decided.cohort, decided.school)
    if row.left_at is None:
        change(connection, deciding, Application, row.id, {"left_at": deciding.now})
        note(connection, deciding, Entry("cohort left", 0, row.round_id, row.school_id, decided.reason))


def _join(connection: Connection, deciding: Deciding, decided: JoinCohort) -> None:
    named = {"authority": deciding.authority, "cohort": decided.cohort}
    known(connection.execute(_COHORT, named).one_or_none(), "cohort")
    row = _coming(connection, deciding, decided)
    if row is not None:
        _enter(connection, deciding, decided.cohort, row)
        note(connection, deciding, Entry("cohort joined", 0, row.round_id, row.school_id, decided.reason))


def _coming(connection: Connection, deciding: Deciding, decided: JoinCohort) -> AnyRow | None:
    """The application that comes in: the one that has left, or the newest accepted; None where it is in."""
    try:
        row = member(connection, deciding, decided.cohort, decided.school)
    except LookupError:
        free = {"authority": deciding.authority, "school": decided.school}
        return known(connection.execute(_FREE, free).one_or_none(), "accepted application")
    return row if row.left_at is not None else None
