"""The first words: welcome with the privacy notice, and what to say when there is nothing to answer."""

from conversations.context import Context, Desk
from conversations.dialogs.desks import current
from conversations.dialogs.parts import at, button, last_day, minutes, note, titled
from conversations.messages import Action, Button, Buttons, Message, Part, Text
from conversations.texts import say
from conversations.texts.dates import day


def welcome(context: Context, desk: Desk) -> Message:
    """Who I am, what it is about, how answers are kept, and two ways on."""
    language = context.language
    name = context.me.name.split()[0] if context.me else ""
    text = say(
        language,
        "home.welcome.text",
        school=desk.school.name,
        round=desk.round.title,
        count=len(desk.asked),
        minutes=minutes(desk, len(desk.asked)),
    )
    key = "notice" if desk.respondent.kind == "person" else "notice_joint"
    notice = say(
        language,
        f"home.privacy.{key}",
        authority=context.authority.name,
        contact=context.authority.contact,
    )
    return titled(
        context,
        say(language, "home.welcome.summary", round=desk.round.title),
        say(language, "home.welcome.heading", name=name),
        Text(text),
        *_joint(context, desk),
        Text(_when(context, desk)),
        Text(notice, "quiet"),
        _ways(context, desk),
    )


def nothing_to_answer(context: Context) -> Message:
    """There is nothing for this person to answer."""
    name = context.me.name.split()[0] if context.me else ""
    return titled(
        context,
        say(context.language, "home.nothing.summary"),
        say(context.language, "home.nothing.heading", name=name),
        Text(say(context.language, "home.nothing.text")),
        Buttons((button(context, "home.menu.help", Action("help")),)),
    )


def out_of_time(context: Context, desk: Desk) -> Message:
    """A kind sentence for whoever comes too early or too late, and the way to what can be answered now."""
    if desk.window.state(context.now) == "planned":
        opens = day(context.language, desk.window.opens_on)
        text = say(context.language, "assessment.closed.not_open", round=desk.round.title, day=opens)
        return note(context, "home.nothing.summary", text, *_instead(context))
    text = say(
        context.language, "assessment.closed.text", round=desk.round.title, day=last_day(context, desk)
    )
    return note(context, "assessment.closed.summary", text, *_instead(context))


def later(context: Context, desk: Desk) -> Message:
    """Not now is a fine answer."""
    text = say(context.language, "home.later.text", day=last_day(context, desk))
    return note(
        context,
        "home.later.summary",
        text,
        Button(say(context.language, "home.welcome.begin"), at(desk, "begin"), "primary"),
    )


def _instead(context: Context) -> tuple[Button, ...]:
    other = current(context)
    if other is None or other.window.state(context.now) != "open" or not other.open_questions:
        return ()
    verb = "begin" if other.status == "begun" else "welcome"
    label = say(context.language, "assessment.closed.instead", round=other.round.title)
    return (Button(label, at(other, verb), "primary"),)


def _when(context: Context, desk: Desk) -> str:
    if desk.window.state(context.now) == "planned":
        opens = day(context.language, desk.window.opens_on)
        return say(context.language, "home.welcome.opens", day=opens, closes=last_day(context, desk))
    return say(context.language, "home.welcome.closes", day=last_day(context, desk))


def _joint(context: Context, desk: Desk) -> tuple[Part, ...]:
    if desk.respondent.kind == "person":
        return ()
    team = desk.team.name if desk.team else ""
    return (Text(say(context.language, f"home.welcome_joint.{desk.respondent.kind}", team=team)),)


def _ways(context: Context, desk: Desk) -> Buttons:
    who = button(context, "home.privacy.more", at(desk, "who"))
    if desk.window.state(context.now) != "open":
        return Buttons((who,))
    begin = Button(say(context.language, "home.welcome.begin"), at(desk, "begin"), "primary")
    return Buttons((begin, button(context, "home.welcome.later", at(desk, "later")), who))
