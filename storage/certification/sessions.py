"""Learning sessions with every school's part in them."""

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, and_, bindparam, exists, select

from conversations.cohorts import SessionFacts, SessionPart
from storage.colleagues import works_at
from storage.facts import AnyRow
from storage.tables import Attendance, LearningSession, Person

_SESSIONS = (
    select(
        LearningSession.id,
        LearningSession.cohort_id,
        LearningSession.number,
        LearningSession.theme,
        LearningSession.begins_at,
        LearningSession.ends_at,
        LearningSession.place,
        LearningSession.revision,
        LearningSession.cancelled_at,
        LearningSession.links,
        LearningSession.join_url,
    )
    .where(LearningSession.authority_id == bindparam("authority"))
    .order_by(LearningSession.number, LearningSession.id)
)
_PARTS = (
    select(
        Attendance.session_id,
        Attendance.school_id,
        Attendance.reply,
        Attendance.attended,
        Attendance.preparation,
        Attendance.reflection,
        Attendance.made_up,
        Person.id.label("person"),
        Person.name,
        Person.language,
    )
    .outerjoin(Person, and_(Person.id == Attendance.person_id, works_at(Attendance.school_id)))
    .where(Attendance.authority_id == bindparam("authority"))
    .order_by(Attendance.school_id)
)
_GOES = select(
    exists().where(
        Attendance.authority_id == bindparam("authority"), Attendance.person_id == bindparam("person")
    )
)


def load(connection: Connection, authority: int, today: date) -> dict[int, list[SessionFacts]]:
    """The learning sessions of each cohort by number; nobody comes who no longer works at the school."""
    parts: dict[int, list[SessionPart]] = defaultdict(list)
    for row in connection.execute(_PARTS, {"authority": authority, "today": today}):
        parts[row.session_id].append(_part(row))
    of_cohort: dict[int, list[SessionFacts]] = defaultdict(list)
    for row in connection.execute(_SESSIONS, {"authority": authority}):
        of_cohort[row.cohort_id].append(_session(row, tuple(parts[row.id])))
    return of_cohort


def goes(connection: Connection, authority: int, person: int) -> bool:
    """Whether somebody is named for any learning session."""
    return bool(connection.execute(_GOES, {"authority": authority, "person": person}).scalar())


def _part(row: AnyRow) -> SessionPart:
    return SessionPart(
        row.school_id,
        row.person or 0,
        row.name or "",
        row.reply,
        row.attended,
        row.preparation,
        row.reflection,
        row.made_up,
        row.language or "sv",
    )


def _session(row: AnyRow, parts: tuple[SessionPart, ...]) -> SessionFacts:
    return SessionFacts(
        row.id,
        row.cohort_id,
        row.number,
        row.theme,
        row.begins_at,
        row.ends_at,
        row.place,
        row.revision,
        row.cancelled_at,
        tuple((label, address) for label, address in row.links),
        row.join_url,
        parts,
    )
