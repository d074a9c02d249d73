"""What learning sessions ask for day by day: inviting, preparing, reminding, being there, looking back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conversations.cohorts import CERTIFICATION, CohortFacts, SessionFacts, SessionPart
from conversations.context import Context
from conversations.dialogs.certification.cohort.telling import dates
from conversations.dialogs.certification.session.card import Lead
from conversations.dialogs.certification.session.presence import attendance_list
from conversations.dialogs.certification.session.replying import invitation_key
from conversations.dialogs.certification.session.telling import invited
from conversations.dialogs.certification.session.who import all_leaders, comers, concerned, voices
from conversations.dialogs.certification.session.words import inside, meeting_time, short_title
from conversations.dialogs.parts import heard_by
from conversations.dialogs.reminders import tonight
from conversations.facts import Listener
from conversations.texts import say
from conversations.turn import Effect, Say, To

INVITED_AHEAD = timedelta(days=42)
"""How long before a session its invitation comes, unless it is the next one: that comes at once."""
PREPARED_AHEAD = timedelta(days=14)
REMEMBERED = timedelta(days=60)
"""How long after a session reflection or catching up is asked for, should attendance be noted late."""

_SILENCE_DAYS = 2


@dataclass(frozen=True, slots=True)
class _Day:
    """A session as seen from today; both are local days."""

    cohort: CohortFacts
    session: SessionFacts
    takes_place: date
    today: date


@dataclass(frozen=True, slots=True)
class _Kind:
    """Which of the day's messages it is, what makes it be said once, and until when it has its point."""

    name: str
    key: str
    until: datetime | None = None


def tend(context: Context) -> Iterator[Effect]:
    """Say what today asks for about every cohort's sessions."""
    calendar = context.authority.calendar
    today = calendar.local_date(context.now)
    for cohort in context.certification.cohorts:
        yield from dates(context, cohort, today)
        to_come = True
        for session in sorted(cohort.sessions, key=lambda each: each.begins_at):
            if session.cancelled_at is not None:
                continue
            day = _Day(cohort, session, calendar.local_date(session.begins_at), today)
            yield from _said(context, day, is_next=to_come and day.takes_place >= today)
            to_come = to_come and day.takes_place < today


def _said(context: Context, day: _Day, *, is_next: bool) -> Iterator[Effect]:
    if day.today < day.takes_place:
        if is_next:
            yield from _who_instead(context, day)
        ahead = day.takes_place - day.today
        # From then on the request to prepare is the invitation: two cards on one morning are one too many.
        if ahead > PREPARED_AHEAD and (is_next or ahead <= INVITED_AHEAD):
            yield from _invitations(context, day)
        yield from _before(context, day)
    elif day.today == day.takes_place:
        yield from _on_the_day(context, day)
    elif day.today - day.takes_place <= REMEMBERED:
        yield from _after(context, day)


def _invitations(context: Context, day: _Day) -> Iterator[Say]:
    for listener, schools in concerned(context, day.cohort, day.session):
        key = invitation_key(day.session.id, day.session.revision, listener.id)
        yield _carded(context, day, _Kind("invite", key), listener, schools)


def _before(context: Context, day: _Day) -> Iterator[Say]:
    """Preparing two weeks ahead, a reminder to those who have said nothing, and a last word to who comes."""
    calendar = context.authority.calendar
    silence_ends = calendar.add_school_days(day.takes_place, -_SILENCE_DAYS)
    day_before = calendar.previous_school_day(day.takes_place - timedelta(days=1))
    for each in day.cohort.present:
        part = day.session.part(each.school.id)
        if part.reply == "no":
            continue
        # From the last reminder on the other cards ask for it: one a morning is enough.
        if not part.preparation and day.takes_place - PREPARED_AHEAD <= day.today < silence_ends:
            yield from _to(context, day, "prepare", part)
        if part.reply == "none" and day.today >= silence_ends:
            yield from _to(context, day, "remind", part)
        # Whoever is asked who comes instead needs no word that we meet soon.
        if part.person and part.reply == "yes" and day.today >= day_before:
            yield from _to(context, day, "soon", part)


def _on_the_day(context: Context, day: _Day) -> Iterator[Say]:
    for each in day.cohort.present:
        part = day.session.part(each.school.id)
        if part.reply != "no" and part.attended is None:
            yield from _to(context, day, "today", part)
    yield from _to_coordinators(context, day, "today")


def _after(context: Context, day: _Day) -> Iterator[Say]:
    """Looking back for those who were there, catching up for those who were not; what is unknown is asked."""
    parts = [day.session.part(each.school.id) for each in day.cohort.present]
    for part in parts:
        # After the last session there is a certificate to celebrate and nothing more to hand in.
        final = day.session.theme == CERTIFICATION
        if part.attended and not part.reflection and not part.made_up and not final:
            yield from _to(context, day, "reflect", part)
        missed = part.attended is False or (part.attended is None and part.reply == "no")
        if missed and not part.made_up:
            yield from _to(context, day, "missed", part)
    if any(part.attended is None and part.reply != "no" for part in parts):
        yield from _to_coordinators(context, day, "after")


def _who_instead(context: Context, day: _Day) -> Iterator[Say]:
    """Whoever should have come has left: the school's principals are asked once who comes instead."""
    for each in day.cohort.present:
        part = day.session.part(each.school.id)
        if part.reply == "yes" and not part.person:
            for listener in context.certification.principals(each.school.id):
                key = f"session-gone:{day.session.id}:{each.school.id}:{listener.id}"
                yield _carded(context, day, _Kind("gone", key), listener, (each.school.id,))


def _to(context: Context, day: _Day, kind: str, part: SessionPart) -> Iterator[Say]:
    """A message to who comes, or to all who lead where there is something to decide.

    What belongs to the day itself has no point the day after, and is said anew where the session is moved.
    """
    listening = voices if kind in {"remind", "missed"} else comers
    passing = kind in {"remind", "soon", "today"}
    moved, until = (f":{day.takes_place}", tonight(context)) if passing else ("", None)
    for listener in listening(context, day.session, part.school):
        key = f"session-{kind}:{day.session.id}:{part.school}:{listener.id}{moved}"
        yield _carded(context, day, _Kind(kind, key, until), listener, (part.school,))


def _carded(context: Context, day: _Day, kind: _Kind, listener: Listener, schools: tuple[int, ...]) -> Say:
    language, heard = listener.language, heard_by(context, listener)
    named = ", ".join(each.school.name for each in day.cohort.present if each.school.id in schools)
    words = {
        "session": inside(language, day.session),
        "school": named,
        "when": meeting_time(heard, day.session),
        "name": listener.name.split()[0] if listener.name.split() else "",
    }
    lead = Lead(
        say(language, f"session.{kind.name}.summary", **words),
        say(language, f"session.{kind.name}.lead", **words),
    )
    message = invited(context, day.cohort, day.session, listener, schools, lead)
    return Say(To("person", listener.id), message, kind.key, kind.until)


def _to_coordinators(context: Context, day: _Day, kind: str) -> Iterator[Say]:
    for listener in all_leaders(context, (0,)):
        heard = heard_by(context, listener)
        session = short_title(listener.language, day.session)
        said = say(listener.language, f"session.attendance.{kind}_asked", session=session)
        message = attendance_list(heard, day.cohort, day.session, said)
        yield Say(
            To("person", listener.id),
            message,
            f"session-attendance-{kind}:{day.session.id}:{listener.id}:{day.takes_place}",
        )
