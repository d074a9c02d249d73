"""Learning sessions: when and where, who comes, who was there, and what was prepared and learned."""

from typing import assert_never

from sqlalchemy import Connection, bindparam, select

from conversations.decisions import Attend, CancelSession, ChangeSession, FillSession, ReplyToSession
from storage.audit import Entry
from storage.deciding.deed import Deciding, change, differing, known, member, note, works_at
from storage.facts import AnyRow
from storage.tables import Application, Attendance, LearningSession
from storage.writes import insert_ignore

OnSessions = ChangeSession | CancelSession | ReplyToSession | FillSession | Attend

_ATTENDED = {True: "session attended", False: "session missed", None: "session unknown"}

_SESSION = (
    select(
        LearningSession.id,
        LearningSession.cohort_id,
        LearningSession.begins_at,
        LearningSession.ends_at,
        LearningSession.place,
        LearningSession.links,
        LearningSession.revision,
        LearningSession.cancelled_at,
    )
    .where(LearningSession.authority_id == bindparam("authority"), LearningSession.id == bindparam("session"))
    .with_for_update()
)
_PRESENT = (
    select(Application.school_id)
    .where(
        Application.authority_id == bindparam("authority"),
        Application.cohort_id == bindparam("cohort"),
        Application.left_at.is_(None),
    )
    .distinct()
    .order_by(Application.school_id)
)
_NEW_PART = insert_ignore(Attendance)
_PART = (
    select(
        Attendance.id,
        Attendance.school_id,
        Attendance.person_id,
        Attendance.reply,
        Attendance.attended,
        Attendance.preparation,
        Attendance.reflection,
        Attendance.made_up,
    )
    .where(
        Attendance.authority_id == bindparam("authority"),
        Attendance.session_id == bindparam("session"),
        Attendance.school_id == bindparam("school"),
    )
    .with_for_update()
)


def carry_out(connection: Connection, deciding: Deciding, decided: OnSessions) -> None:
    """Carry out what is decided about a learning session."""
    match decided:
        case ChangeSession():
            _change(connection, deciding, decided)
        case CancelSession():
            _cancel(connection, deciding, decided)
        case ReplyToSession():
            _reply(connection, deciding, decided)
        case FillSession():
            _fill(connection, deciding, decided)
        case Attend(session, school, attended, reason):
            part = _part(connection, deciding, session, school)
            _say(
                connection, deciding, part, {"attended": attended}, Entry(_ATTENDED[attended], detail=reason)
            )
        case _:
            assert_never(decided)


def _change(connection: Connection, deciding: Deciding, decided: ChangeSession) -> None:
    row = _session(connection, deciding, decided.session)
    values: dict[str, object] = {
        "begins_at": decided.begins_at,
        "ends_at": decided.ends_at,
        "place": decided.place,
        "links": [list(link) for link in decided.links],
    }
    if differing(row, values):
        _revise(connection, deciding, row, values)
        _note(connection, deciding, row, Entry("session changed"))


def _cancel(connection: Connection, deciding: Deciding, decided: CancelSession) -> None:
    row = _session(connection, deciding, decided.session)
    if (row.cancelled_at is None) == decided.undone:
        return
    _revise(connection, deciding, row, {"cancelled_at": None if decided.undone else deciding.now})
    what = "session resumed" if decided.undone else "session cancelled"
    _note(connection, deciding, row, Entry(what, detail=decided.reason))


def _note(connection: Connection, deciding: Deciding, row: AnyRow, entry: Entry) -> None:
    """Write it into the log of every school that is in the cohort: each follows its own."""
    values = {"authority": deciding.authority, "cohort": row.cohort_id}
    schools = connection.execute(_PRESENT, values).scalars().all()
    for school in schools or (0,):
        note(connection, deciding, Entry(entry.what, school=school, detail=entry.detail))


def _revise(connection: Connection, deciding: Deciding, row: AnyRow, values: dict[str, object]) -> None:
    change(connection, deciding, LearningSession, row.id, {**values, "revision": row.revision + 1})


def _reply(connection: Connection, deciding: Deciding, decided: ReplyToSession) -> None:
    part = _part(connection, deciding, decided.session, decided.school)
    if decided.person and decided.person != part.person_id:
        works_at(connection, deciding, decided.person, decided.school)
    values: dict[str, object] = {"reply": decided.reply, "person_id": decided.person or None}
    _say(connection, deciding, part, values, Entry("session answered"))


def _fill(connection: Connection, deciding: Deciding, decided: FillSession) -> None:
    part = _part(connection, deciding, decided.session, decided.school)
    words = "\n".join(each for each in decided.form.values() if each)
    filled = words if decided.what == "made_up" else dict(decided.form)
    _say(connection, deciding, part, {decided.what: filled}, Entry(f"session {decided.what}"))


def _say(
    connection: Connection, deciding: Deciding, part: AnyRow, values: dict[str, object], entry: Entry
) -> None:
    if differing(part, values):
        change(connection, deciding, Attendance, part.id, values)
        note(connection, deciding, Entry(entry.what, school=part.school_id, detail=entry.detail))


def _session(connection: Connection, deciding: Deciding, session: int) -> AnyRow:
    values = {"authority": deciding.authority, "session": session}
    return known(connection.execute(_SESSION, values).one_or_none(), "learning session")


def _part(connection: Connection, deciding: Deciding, session: int, school: int) -> AnyRow:
    """The part of a school that is or was in the session's cohort, held; made where it has none yet."""
    cohort = _session(connection, deciding, session).cohort_id
    member(connection, deciding, cohort, school)
    whose = {"authority_id": deciding.authority, "session_id": session, "school_id": school}
    _NEW_PART.run(connection, whose)
    values = {"authority": deciding.authority, "session": session, "school": school}
    return known(connection.execute(_PART, values).one_or_none(), "part in the session")
