"""A coordinator changes the last day to apply, and the schools that may want to know are told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from conversations.context import Context, SchoolView
from conversations.decisions import SetDeadline
from conversations.dialogs.applying import applying, may_want
from conversations.dialogs.certification.application.deciding import closed_views, latest
from conversations.dialogs.parts import about, button, heard_by, said, sentence, titled, written_day
from conversations.messages import Action, Buttons, Field, Form, Message, Text
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Replace, Say, To, Turn


def deadline(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask for the last day to apply after a round, or change it once a good one is given."""
    views = closed_views(context, action)
    if not views:
        return sentence(context, "application.list.too_early")
    written = (fields or {}).get("day", "")
    if fields is None:
        return Turn((Replace(_form(context, views, latest(context, views).isoformat())),))
    error, wanted = _error(context, views, written), written_day(written)
    if error or wanted is None:
        return Turn((Replace(_form(context, views, written, error)),))
    return _changed(context, views, wanted)


def _changed(context: Context, views: tuple[SchoolView, ...], wanted: date) -> Turn:
    facts, language = views[0].round, context.language
    done = say(language, "application.deadline.done", round=facts.title, day=day(language, wanted))
    return Turn((SetDeadline(facts.id, wanted), *said(context, done).effects, *_tell(context, views, wanted)))


def _tell(context: Context, views: tuple[SchoolView, ...], wanted: date) -> Iterator[Say]:
    for at in (replace(applying(context, view), last_day=wanted) for view in views):
        for each in context.certification.principals(at.view.school.id) if may_want(at) else ():
            heard = heard_by(context, each)
            when, school = day(heard.language, wanted), at.view.school.name
            heading = say(heard.language, "application.deadline.told", day=when)
            text = say(heard.language, "application.deadline.told_text", school=school, day=when)
            see = button(heard, "application.remind.open", about(at.view, "apply"))
            key = f"apply-deadline:{at.view.round.id}:{at.view.school.id}:{wanted.isoformat()}:{each.id}"
            message = titled(heard, heading, heading, Text(text), Buttons((see,)))
            yield Say(To("person", each.id), message, key)


def _form(context: Context, views: tuple[SchoolView, ...], value: str, error: str = "") -> Message:
    language, facts = context.language, views[0].round
    heading = say(language, "application.deadline.heading", round=facts.title)
    text = say(language, "application.deadline.text", day=day(language, latest(context, views)))
    field = Field("day", say(language, "application.deadline.field"), "date", value, error=error)
    form = Form(Action("deadline", facts.id), say(language, "application.deadline.submit"), (field,))
    return titled(context, heading, heading, Text(text), form)


def _error(context: Context, views: tuple[SchoolView, ...], written: str) -> str:
    calendar, language = context.authority.calendar, context.language
    wanted, today = written_day(written), calendar.local_date(context.now)
    if wanted is None:
        return say(language, "application.deadline.error_date", example=today.isoformat())
    if wanted < today:
        return say(language, "application.deadline.error_past")
    if not calendar.is_school_day(wanted):
        return say(language, "application.deadline.error_no_school_day", day=day(language, wanted))
    if all(last == wanted for last in (applying(context, view).last_day for view in views)):
        return say(language, "application.deadline.error_same", day=day(language, wanted))
    return ""
