"""What everybody concerned hears when a learning session changes."""

from collections.abc import Iterator

from conversations.cohorts import CohortFacts, SessionFacts
from conversations.context import Context
from conversations.dialogs.certification.session.card import Lead, Reader, calendar_file, card
from conversations.dialogs.certification.session.replying import invitation_key
from conversations.dialogs.certification.session.who import concerned
from conversations.dialogs.certification.session.words import meeting_time, short_title, title
from conversations.dialogs.parts import heard_by, titled
from conversations.facts import Listener
from conversations.messages import Facts, Message, Text
from conversations.texts import say
from conversations.turn import Say, To


def invited(
    context: Context,
    cohort: CohortFacts,
    session: SessionFacts,
    listener: Listener,
    schools: tuple[int, ...],
    lead: Lead,
) -> Message:
    """The session's card as a listener gets it, for the schools that it concerns them for."""
    leads = any(
        listener.id in {each.id for each in context.certification.leading(school)} for school in schools
    )
    return card(heard_by(context, listener), cohort, session, Reader(schools, leads), lead)


def tell_changed(
    context: Context, cohort: CohortFacts, old: SessionFacts, new: SessionFacts
) -> tuple[Say, ...]:
    """Everybody hears of a new time, place or link, and gets a new calendar document.

    ``new`` has the revision that the change leads to.
    """
    return tuple(
        Say(
            To("person", listener.id),
            invited(context, cohort, new, listener, schools, _changed(heard_by(context, listener), old, new)),
            # A change stands for the invitation to that time, which the next day then need not repeat.
            invitation_key(new.id, new.revision, listener.id),
        )
        for listener, schools in concerned(context, cohort, new)
    )


def tell_cancelled(
    context: Context, cohort: CohortFacts, session: SessionFacts, reason: str
) -> Iterator[Say]:
    """All but those who had said no anyway hear that a session is called off, and why."""
    for listener, schools in concerned(context, cohort, session):
        if all(session.part(school).reply == "no" for school in schools):
            continue
        heard, language = heard_by(context, listener), listener.language
        accepted = any(session.part(school).reply == "yes" for school in schools)
        summary = say(language, "session.cancelled.summary", session=short_title(language, session))
        rows = (
            (say(language, "session.card.cohort"), cohort.name),
            (say(language, "session.cancelled.was"), meeting_time(heard, session)),
            (say(language, "session.cancelled.why"), reason),
        )
        text = say(language, "session.cancelled.accepted" if accepted else "session.cancelled.text")
        message = titled(
            heard,
            summary,
            title(language, cohort, session),
            Text(say(language, "session.cancelled.lead"), "warning"),
            Facts(rows),
            Text(text),
            calendar_file(heard, session, "session.cancelled.calendar"),
        )
        yield Say(
            To("person", listener.id),
            message,
            f"session-cancelled:{session.id}:{session.revision}:{listener.id}",
        )


def _changed(context: Context, old: SessionFacts, new: SessionFacts) -> Lead:
    language, session = context.language, short_title(context.language, new)
    before, now = meeting_time(context, old), meeting_time(context, new)
    if old.cancelled_at is not None:
        summary = say(language, "session.changed.restored_summary", session=session)
        return Lead(summary, say(language, "session.changed.restored", session=session, now=now))
    if before != now:
        summary = say(language, "session.changed.time_summary", session=session)
        return Lead(summary, say(language, "session.changed.time", before=before, now=now), "warning")
    if old.place != new.place:
        summary = say(language, "session.changed.place_summary", session=session)
        before, now = (each.place or say(language, "session.changed.nowhere") for each in (old, new))
        return Lead(summary, say(language, "session.changed.place", before=before, now=now), "warning")
    summary = say(language, "session.changed.links_summary", session=session)
    return Lead(summary, say(language, "session.changed.links"))
