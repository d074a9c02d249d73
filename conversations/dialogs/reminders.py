"""What the clock says to those who answer: the invitation, at most two reminders, and the last day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from conversations.context import Context, Desk, SchoolView, Waiting, blank_desk
from conversations.dialogs.desks import desk_for
from conversations.dialogs.parts import at, last_day, minutes, note, whose
from conversations.dialogs.welcome import nothing_to_answer, welcome
from conversations.facts import Me
from conversations.messages import Action, Button, Buttons, Message, Text
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Mute, Replace, Say, Turn, nudge


def invitations(context: Context, view: SchoolView) -> Iterator[Say]:
    """The welcome to each respondent, in its own language."""
    for waiting in context.audience.waiting:
        desk, spoken = blank_desk(view, waiting), _spoken_to(context, waiting)
        message = _joint_opening(spoken, desk) if waiting.to.kind == "team" else welcome(spoken, desk)
        yield Say(waiting.to, message, _key(view, "open", waiting), desk.window.closes_at)


def reminders(context: Context, view: SchoolView, kind: str) -> Iterator[Say]:
    """A nudge to those who have not finished and want one; on the last day only to those who have begun."""
    for waiting in context.audience.waiting:
        if waiting.muted or (kind == "remind_last" and waiting.status == "invited"):
            continue
        desk, spoken = blank_desk(view, waiting), _spoken_to(context, waiting)
        message = (
            _team_nudge(spoken, desk, waiting)
            if waiting.to.kind == "team"
            else _nudge(spoken, desk, waiting, kind.removeprefix("remind_"))
        )
        yield Say(waiting.to, message, _key(view, kind, waiting), tonight(context))


def tonight(context: Context) -> datetime:
    """The end of the local day: a nudge that has not left by then is never sent."""
    calendar = context.authority.calendar
    return calendar.end_of_day(calendar.local_date(context.now))


def mute(context: Context, action: Action) -> Turn:
    """No more reminders to me in this round."""
    desk = desk_for(context, action)
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    if desk.respondent.kind == "team":
        text = say(context.language, "reminders.person.team")
        return Turn((Replace(Message(text, (Text(text),), context.language)),))
    text = say(context.language, "reminders.person.muted", day=last_day(context, desk))
    return Turn(
        (
            Mute(desk.round.id, desk.school.id),
            Replace(note(context, "reminders.person.muted_summary", text, _go_on(context, desk))),
        )
    )


def _nudge(context: Context, desk: Desk, waiting: Waiting, occasion: str) -> Message:
    status = "begun" if waiting.status == "begun" else "invited"
    left = say(context.language, "reminders.person.minutes", n=minutes(desk, waiting.remaining))
    text = say(
        context.language,
        f"reminders.{occasion}.{status}",
        name=waiting.name.split()[0],
        school=desk.school.name,
        minutes=left,
        day=last_day(context, desk),
    )
    silence = Button(say(context.language, "reminders.person.mute"), at(desk, "mute"))
    buttons = (_go_on(context, desk), *(() if occasion == "last" else (silence,)))
    message = note(context, f"reminders.{occasion}.summary", text, *buttons)
    if desk.respondent.kind == "person":
        return message
    return replace(message, parts=(Text(whose(context, desk), "quiet"), *message.parts))


def _team_nudge(context: Context, desk: Desk, waiting: Waiting) -> Message:
    left = say(context.language, "assessment.pause.left", n=waiting.remaining)
    text = say(
        context.language,
        "team.reminder.joint",
        round=desk.round.title,
        left=left,
        day=last_day(context, desk),
    )
    return Message(text, (Text(text), Buttons((_for_team(context, desk),))), context.language)


def _joint_opening(context: Context, desk: Desk) -> Message:
    summary = say(context.language, "team.opened.summary", round=desk.round.title)
    text = say(
        context.language,
        "team.opened.joint",
        round=desk.round.title,
        day=day(context.language, desk.window.closes_on),
    )
    return Message(summary, (Text(text), Buttons((_for_team(context, desk),))), context.language)


def _for_team(context: Context, desk: Desk) -> Button:
    return Button(say(context.language, "team.opened.begin"), at(desk, "welcome"), "primary")


def _go_on(context: Context, desk: Desk) -> Button:
    key = "begin" if desk.status == "invited" else "go_on"
    verb = "welcome" if desk.status == "invited" else "begin"
    return Button(say(context.language, f"reminders.person.{key}"), at(desk, verb), "primary")


def _spoken_to(context: Context, waiting: Waiting) -> Context:
    return replace(context, me=Me(waiting.to.id, waiting.name, waiting.language), place=waiting.to)


def _key(view: SchoolView, kind: str, waiting: Waiting) -> str:
    beginning = nudge(kind, view.round.id, view.school.id, waiting.respondent)
    # A school that got more days has another last day, with a reminder of its own.
    return f"{beginning}{waiting.to.kind}:{waiting.to.id}:{view.window.closes_on}"
