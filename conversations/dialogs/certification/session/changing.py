"""The coordinator moves a learning session to another day, time or place, or adds links to it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from conversations.cohorts import SessionFacts
from conversations.context import Context
from conversations.decisions import CancelSession, ChangeSession
from conversations.dialogs.certification.session.session import answered
from conversations.dialogs.certification.session.telling import tell_changed
from conversations.dialogs.certification.session.who import Known, at_session, run_by_me
from conversations.dialogs.certification.session.words import local, title
from conversations.dialogs.certification.session.written import (
    LONGEST_LINKS,
    LONGEST_PLACE,
    hours_written,
    line,
    links_written,
    span,
    written_length,
    written_links,
    written_time,
)
from conversations.dialogs.parts import titled, written_day
from conversations.messages import Action, Field, Form, Message, Text
from conversations.rules.session_dates import wrong_day
from conversations.texts import say
from conversations.turn import Replace, Turn

_FARTHEST = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class _Read:
    """A filled-in form: the session as it would be, and a sentence for each field that is not right."""

    session: SessionFacts
    errors: dict[str, str] = field(default_factory=dict)


def change(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Another day, time or place, or other links; everybody concerned hears what was and what is."""
    known = run_by_me(context, action)
    if isinstance(known, Turn):
        return known
    if fields is None:
        return Turn((Replace(_form(context, known, _as_it_is(context, known[1]), {})),))
    read = _read(context, known[1], fields)
    if read.errors:
        return Turn((Replace(_form(context, known, fields, read.errors)),))
    return _changed(context, known, read.session)


def _changed(context: Context, known: Known, new: SessionFacts) -> Turn:
    """Save what is new; one that was called off takes place again once it has another time."""
    cohort, old = known
    moved = (old.begins_at, old.ends_at) != (new.begins_at, new.ends_at)
    if not moved and (old.place, old.links) == (new.place, new.links):
        return Turn((answered(context, cohort, old, say(context.language, "session.change.nothing")),))
    again = old.cancelled_at is not None and moved
    revision = old.revision + (2 if again else 1)
    new = replace(new, cancelled_at=None if again else old.cancelled_at, revision=revision)
    back = (CancelSession(old.id, "", undone=True),) if again else ()
    told = tell_changed(context, cohort, old, new) if new.cancelled_at is None else ()
    said = say(context.language, "session.change.done" if told else "session.change.done_quietly")
    deed = ChangeSession(old.id, new.begins_at, new.ends_at, new.place, new.links)
    return Turn((deed, *back, answered(context, cohort, new, said), *told))


def _read(context: Context, session: SessionFacts, fields: dict[str, str]) -> _Read:
    language, calendar = context.language, context.authority.calendar
    day, at = written_day(fields.get("day", "")), written_time(fields.get("begins", ""))
    length, links = written_length(fields.get("length", "")), written_links(fields.get("links", ""))
    errors = _errors(context, session, day)
    for name, value in (("begins", at), ("length", length), ("links", links)):
        if value is None:
            errors[name] = say(language, f"session.change.wrong_{name}")
    if errors or day is None or at is None or length is None or links is None:
        return _Read(session, errors)
    times = span(calendar, day, at, length)
    if times is None:
        return _Read(session, {"length": say(language, "session.change.wrong_length")})
    place = line(fields.get("place", ""), LONGEST_PLACE)
    return _Read(replace(session, begins_at=times[0], ends_at=times[1], place=place, links=links))


def _errors(context: Context, session: SessionFacts, day: date | None) -> dict[str, str]:
    """What is wrong with the day; one that is as it was may have been, so that links can be added later."""
    calendar = context.authority.calendar
    if day is None:
        example = calendar.next_school_day(calendar.local_date(context.now)).isoformat()
        return {"day": say(context.language, "session.change.wrong_day", example=example)}
    if day == calendar.local_date(session.begins_at):
        return {}
    far = day - calendar.local_date(context.now) > _FARTHEST
    problem = "too_far" if far else wrong_day(day, calendar, context.now)
    return {"day": say(context.language, f"session.change.{problem}")} if problem else {}


def _as_it_is(context: Context, session: SessionFacts) -> dict[str, str]:
    begins: datetime = local(context, session.begins_at)
    length: timedelta = session.ends_at - session.begins_at
    at: time = begins.time()
    return {
        "day": begins.date().isoformat(),
        "begins": say(context.language, "session.word.time", hour=f"{at.hour:02}", minute=f"{at.minute:02}"),
        "length": hours_written(length, say(context.language, "dates.number.decimal")),
        "place": session.place,
        "links": links_written(session.links),
    }


def _form(context: Context, known: Known, values: dict[str, str], errors: dict[str, str]) -> Message:
    language = context.language
    fields = (
        Field("day", say(language, "session.change.day"), "date"),
        Field("begins", say(language, "session.change.begins"), longest=10),
        Field("length", say(language, "session.change.length"), longest=10),
        Field("place", say(language, "session.change.place"), required=False, longest=LONGEST_PLACE),
        Field(
            "links",
            say(language, "session.change.links"),
            "long_text",
            hint=say(language, "session.change.links_hint"),
            required=False,
            longest=LONGEST_LINKS,
        ),
    )
    kept = tuple(
        replace(each, value=values.get(each.name, ""), error=errors.get(each.name, "")) for each in fields
    )
    form = Form(at_session("session_change", known[1]), say(language, "session.change.save"), kept)
    text = Text(say(language, "session.change.text"), "quiet")
    return titled(context, say(language, "session.change.summary"), title(language, *known), text, form)
