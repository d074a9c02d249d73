"""Learning sessions in the organiser's calendar, with a meeting online: made, changed and called off.

What is planned is looked at again and again and brought into the calendar, so that nothing is lost when Graph
is away for a while; the sessions' own calendar files in the chat do not depend on it.
"""

import secrets
from datetime import datetime, timedelta

from bot.log import logger
from bot.memory import Memory
from bot.platforms.teams.graph import installed
from bot.platforms.teams.meeting import Booked, Meeting
from bot.platforms.teams.meetings import Meetings
from bot.platforms.teams.tenants import Tenants
from bot.platforms.teams.wire import Refused, Unclear
from bot.teams_settings import TeamsSettings
from conversations.certification import Certification
from conversations.cohorts import CohortFacts, SessionFacts
from conversations.dialogs.certification.session import words as session_words
from storage import authorities, certification, leases, meetings
from storage.leases import Task
from storage.meetings import Behind

_SOON, _AGAIN = timedelta(minutes=1), timedelta(minutes=15)
_LEASE = timedelta(minutes=10)
_GONE = frozenset({404, 410})

_log = logger()


class Diary:
    """Keeps sessions in the calendar of the mailbox that the settings name; without one it does nothing."""

    def __init__(self, memory: Memory, tenants: Tenants, settings: TeamsSettings) -> None:
        self._memory = memory
        self._tenants = tenants
        self._settings = settings
        self._holder = secrets.token_hex(8)
        self._due: dict[int, datetime] = {}

    def look(self) -> None:
        """Bring the calendars up to date, each once a minute, and a while after a failure."""
        if not self._settings.teams_organiser or not installed():
            return
        now = self._memory.now()
        for authority in self._tenants.everyone():
            if self._due.get(authority, now) > now:
                continue
            self._due[authority] = now + _SOON
            try:
                self._look_at(authority, now)
            except Refused as problem:
                self._due[authority] = now + _AGAIN
                told = {"status": problem.status, "kind": problem.code}
                _log.warning("the calendar does not take a session", authority=authority, **told)
            except Unclear:
                self._due[authority] = now + _AGAIN
                _log.warning("the calendar could not be reached", authority=authority)

    def _look_at(self, authority: int, now: datetime) -> None:
        with self._memory.database.reading() as connection:
            behind = meetings.behind(connection, authority, now)
        if not behind:
            return
        task = Task(authority, "sessions in the calendar", self._holder)
        with self._memory.database.writing() as connection:
            if not leases.take(connection, task, now, _LEASE):
                return
        try:
            for each in behind:
                self._bring(authority, each)
        finally:
            with self._memory.database.writing() as connection:
                leases.give_back(connection, task)

    def _bring(self, authority: int, behind: Behind) -> None:
        registration = self._tenants.registration(authority)
        planned = self._planned(authority, behind.session)
        if registration is None or planned is None:
            return
        session, meeting = planned
        calendar, organiser = Meetings(self._settings, registration), self._settings.teams_organiser
        if session.cancelled_at is not None:
            calendar.cancel(organiser, behind.meeting)
            booked = Booked("", "")
        else:
            booked = self._booked(calendar, behind, meeting)
        kept = Behind(behind.session, booked.id, session.revision)
        with self._memory.database.writing() as connection:
            meetings.booked(connection, authority, kept, booked.join_url)
        _log.info("a session is in the calendar", authority=authority, session=behind.session)

    def _booked(self, calendar: Meetings, behind: Behind, meeting: Meeting) -> Booked:
        organiser = self._settings.teams_organiser
        if behind.meeting:
            try:
                return calendar.change(organiser, behind.meeting, meeting)
            except Refused as problem:
                # Somebody has taken it out of the calendar: it comes back.
                if problem.status not in _GONE:
                    raise
        return calendar.book(organiser, meeting)

    def _planned(self, authority: int, number: int) -> tuple[SessionFacts, Meeting] | None:
        with self._memory.database.reading() as connection:
            today = self._memory.calendars(connection, authority).local_date(self._memory.now())
            whole = certification.load(connection, authority, today)
            found = whole.session(number)
            if found is None:
                return None
            invited = meetings.addresses(connection, authority, _invited(whole, *found))
            language = authorities.language_of(connection, authority)
        cohort, session = found
        key = f"skolsteg-session-{authority}-{session.id}-{session.revision}"
        meeting = Meeting(
            key=key,
            subject=session_words.title(language, cohort, session),
            text=cohort.name,
            starts_at=session.begins_at,
            ends_at=session.ends_at,
            invited=tuple(sorted(invited.values())),
            place=session.place,
        )
        return session, meeting


def _invited(whole: Certification, cohort: CohortFacts, session: SessionFacts) -> set[int]:
    """The leaders of every school in the cohort, whoever comes for it, and the coordinators."""
    people = {each.id for each in whole.leading(0)}
    for member in cohort.present:
        people |= {each.id for each in whole.leading(member.school.id)}
        people.add(session.part(member.school.id).person)
    return people
