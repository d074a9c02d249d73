"""A cohort that has come about behind the scene: its schools have applied and been accepted."""

from datetime import date, time, timedelta

from sqlalchemy import Connection, select

from conversations.decisions import DecideApplication, MakeCohort, SaveApplication, SessionPlan
from conversations.dialogs.certification.cohort.filled import themes
from conversations.framework import Framework
from conversations.rules.calendar import Calendar
from conversations.rules.pairing import pairs
from conversations.rules.session_dates import fitted
from storage import decisions, frameworks
from storage.decisions import Deciding
from storage.tables import Application, Round, School

_LENGTH = timedelta(hours=3)


def come_about(connection: Connection, deciding: Deciding, calendar: Calendar, text: str) -> None:
    """Make the cohort of a direction such as “Kullen, 2027-03-01 – 2027-06-11, Myntaskolan, Timjanskolan”."""
    name, days, *named = (part.strip() for part in text.split(","))
    first, last = (date.fromisoformat(day) for day in days.split(" – "))
    known = {row.name: row.id for row in connection.execute(select(School.name, School.id))}
    schools = [known[each] for each in named]
    newest = connection.execute(select(Round).order_by(Round.id.desc()).limit(1)).one()
    applications = tuple(_accepted(connection, deciding, newest.id, school) for school in schools)
    framework = frameworks.pinned(connection, deciding.authority, newest.framework_hash)
    sessions = _sessions(framework, calendar, first, last)
    made = MakeCohort(name, first, last, applications, sessions, pairs(schools))
    decisions.carry_out(connection, deciding, made)


def _accepted(connection: Connection, deciding: Deciding, round_id: int, school: int) -> int:
    """The school's application, made and accepted where there is none that is."""
    found = select(Application.id, Application.status).where(
        Application.round_id == round_id, Application.school_id == school
    )
    if connection.execute(found).one_or_none() is None:
        decisions.carry_out(connection, deciding, SaveApplication(round_id, school, {}))
    if connection.execute(found).one().status != "accepted":
        for status in ("sent", "accepted"):
            decisions.carry_out(connection, deciding, DecideApplication(round_id, school, status))
    return connection.execute(found).one().id


def _sessions(framework: Framework, calendar: Calendar, first: date, last: date) -> tuple[SessionPlan, ...]:
    """The sessions as the coordinator's own form would propose them, at one in the afternoon."""
    named = themes(framework)
    days = fitted(first, last, len(named), calendar)
    begin = [calendar.instant(day, time(13)) for day in days]
    return tuple(
        SessionPlan(number, theme, at, at + _LENGTH, "Pedagogiskt centrum")
        for number, (theme, at) in enumerate(zip(named, begin, strict=True), start=1)
    )
