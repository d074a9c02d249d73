"""A principal gives the own school more days."""

from conversations.context import Context, SchoolView
from conversations.dialogs.following import followed, heads, which
from conversations.dialogs.more_days import tell_teams
from conversations.dialogs.parts import about, note, sentence, titled, written_day
from conversations.dialogs.planning import settings_of
from conversations.messages import Action, Field, Form, Message, Text
from conversations.rules.timetable import Window, check_extension, extended, timetable
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Extend, Replace, Turn


def extend(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask for a later last day, or carry it out once a good one is given."""
    views = followed(context, action, heads)
    if not views:
        return sentence(context, "overview.participation.none")
    if len(views) > 1:
        return Turn((Replace(which(context, views, "extend")),))
    (view,) = views
    if view.window.state(context.now) in {"closing", "closed"}:
        return sentence(context, "overview.extend.already_closed")
    if fields is None:
        return Turn((Replace(_form(context, view)),))
    written = fields.get("closes_on", "")
    error = _error(context, view, written)
    return (
        Turn((Replace(_form(context, view, written, error)),)) if error else _extended(context, view, written)
    )


def _extended(context: Context, view: SchoolView, written: str) -> Turn:
    calendar, today = context.authority.calendar, context.authority.calendar.local_date(context.now)
    new_day = written_day(written) or today
    window = extended(Window(view.window.opens_on, view.window.closes_on), new_day, today)
    occasions = timetable(window, calendar, context.now, settings_of(view.round.kind))
    done = say(
        context.language,
        "overview.extend.done",
        school=view.school.name,
        round=view.round.title,
        day=day(context.language, new_day),
    )
    return Turn(
        (
            Extend(view.round.id, view.school.id, new_day, occasions),
            Replace(note(context, "overview.extend.done_summary", done)),
            *tell_teams(context, view, new_day),
        )
    )


def _form(context: Context, view: SchoolView, value: str = "", error: str = "") -> Message:
    language = context.language
    heading = say(language, "overview.extend.heading", school=view.school.name)
    text = say(language, "overview.extend.text", day=day(language, view.window.closes_on))
    field = Field("closes_on", say(language, "overview.extend.field"), "date", value=value, error=error)
    form = Form(about(view, "extend"), say(language, "overview.extend.submit"), (field,))
    return titled(context, say(language, "overview.extend.summary"), heading, Text(text), form)


def _error(context: Context, view: SchoolView, written: str) -> str:
    calendar, language = context.authority.calendar, context.language
    new_day, today = written_day(written), calendar.local_date(context.now)
    if new_day is None:
        return say(language, "overview.extend.missing", example=today.isoformat())
    if not calendar.is_school_day(new_day):
        return say(language, "overview.extend.not_school_day", day=day(language, new_day))
    problem = check_extension(Window(view.window.opens_on, view.window.closes_on), new_day, today)
    last = day(language, view.window.closes_on)
    if problem == "not_later":
        return say(language, "overview.extend.not_later", day=last)
    return say(language, f"overview.extend.{problem}") if problem else ""
