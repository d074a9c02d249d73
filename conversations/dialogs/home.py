"""Where a conversation starts and what can always be asked: home, help, language, who sees what."""

from conversations.context import Context, Desk
from conversations.dialogs.assessment import pause, thanks
from conversations.dialogs.desks import desk_for, open_desks
from conversations.dialogs.parts import at, button, note, titled, whose
from conversations.dialogs.welcome import later as not_now
from conversations.dialogs.welcome import nothing_to_answer, out_of_time, welcome
from conversations.messages import Action, Button, Buttons, Facts, Message, Text
from conversations.texts import say
from conversations.turn import Replace, SetLanguage, Show, Turn

_HELP = ("continue", "back", "pause", "answers", "erase", "who", "results", "language")
_HELP_PRINCIPAL = ("participation", "extend")
_HELP_COORDINATOR = ("plan", "export")
_LANGUAGES = ("sv", "en")


def home(context: Context, _action: Action) -> Turn:
    """Where I stand: what to answer, what to follow."""
    desks = open_desks(context)
    if len(desks) > 1:
        return Turn((Replace(_choose(context, desks)),))
    desk = desks[0] if desks else desk_for(context, Action("home"))
    leads = _menu(context)
    if not desks and leads:
        return Turn((Replace(_leading(context, leads)),))
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    return _standing(context, desk)


def welcomed(context: Context, action: Action) -> Turn:
    """The welcome for one of my desks, with the privacy notice."""
    desk = desk_for(context, action)
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    if desk.window.state(context.now) != "open":
        return Turn((Replace(out_of_time(context, desk)),))
    return _standing(context, desk)


def later(context: Context, action: Action) -> Turn:
    """Not now."""
    desk = desk_for(context, action)
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    if desk.window.state(context.now) != "open":
        return Turn((Replace(out_of_time(context, desk)),))
    return Turn((Replace(not_now(context, desk)),))


def help_(context: Context, _action: Action) -> Turn:
    """All that I can be asked, as far as it concerns this person."""
    topics: tuple[str, ...] = _HELP
    if context.me and (context.me.is_("principal") or context.me.is_("representative")):
        topics = (*topics, *_HELP_PRINCIPAL)
    if context.me and context.me.is_("coordinator"):
        topics = (*topics, *_HELP_COORDINATOR)
    rows = tuple(
        (say(context.language, f"home.help.{topic}"), say(context.language, f"home.help.{topic}_text"))
        for topic in topics
    )
    parts = (Text(say(context.language, "home.help.text")), Facts(rows))
    return Turn(
        (
            Replace(
                titled(
                    context,
                    say(context.language, "home.help.summary"),
                    say(context.language, "home.help.heading"),
                    *parts,
                )
            ),
        )
    )


def who(context: Context, _action: Action) -> Turn:
    """Who sees what, and one's rights."""
    rows = tuple(
        (say(context.language, f"home.who.{group}"), say(context.language, f"home.who.{group}_text"))
        for group in ("own", "team", "principal", "authority", "researcher")
    )
    rights = say(context.language, "home.who.rights", contact=context.authority.contact)
    parts = (Facts(rows), Text(rights), Text(say(context.language, "home.who.chat"), "quiet"))
    return Turn(
        (
            Show(
                titled(
                    context,
                    say(context.language, "home.who.summary"),
                    say(context.language, "home.who.heading"),
                    *parts,
                )
            ),
        )
    )


def language(context: Context, action: Action) -> Turn:
    """Ask which language to speak, or change to the one that was chosen."""
    if action.value in _LANGUAGES:
        text = say(action.value, "home.language.changed")
        message = Message(say(action.value, "home.language.summary"), (Text(text),), action.value)
        return Turn((SetLanguage(action.value), Replace(message)))
    buttons = tuple(
        Button(say(context.language, f"home.language.{each}"), Action("language", value=each))
        for each in _LANGUAGES
    )
    return Turn(
        (
            Replace(
                note(context, "home.language.summary", say(context.language, "home.language.text"), *buttons)
            ),
        )
    )


def _standing(context: Context, desk: Desk) -> Turn:
    """The card that fits where a desk stands: welcome, go on, or thank you."""
    state = desk.window.state(context.now)
    if state != "open":
        return Turn((Replace(_between(context, desk)),))
    if desk.status == "invited":
        return Turn((Replace(welcome(context, desk)),))
    if not desk.open_questions:
        return Turn((Replace(thanks(context, desk)),))
    return pause(context, at(desk, "pause"))


def _between(context: Context, desk: Desk) -> Message:
    if desk.window.state(context.now) == "planned":
        return out_of_time(context, desk)
    text = say(context.language, "home.closed.text", round=desk.round.title, school=desk.school.name)
    results = button(context, "home.menu.results", Action("results"))
    return (
        note(context, "home.closed.summary", text, results)
        if desk.window.frozen
        else out_of_time(context, desk)
    )


def _choose(context: Context, desks: tuple[Desk, ...]) -> Message:
    buttons = tuple(
        Button(whose(context, desk), at(desk, "welcome"), "plain" if desk.status == "finished" else "primary")
        for desk in desks
    )
    return note(
        context, "home.menu.choose", say(context.language, "home.menu.choose"), *buttons, *_menu(context)
    )


def _leading(context: Context, buttons: tuple[Button, ...]) -> Message:
    name = context.me.name.split()[0] if context.me else ""
    heading = say(context.language, "home.nothing.heading", name=name)
    return titled(
        context, heading, heading, Text(say(context.language, "home.help.text_short")), Buttons(buttons)
    )


def _menu(context: Context) -> tuple[Button, ...]:
    me = context.me
    buttons: tuple[Button, ...] = ()
    if me and (me.is_("principal") or me.is_("representative")):
        buttons = (
            button(context, "home.menu.participation", Action("participation")),
            button(context, "home.menu.results", Action("results")),
        )
    if me and me.is_("coordinator"):
        buttons = (
            *buttons,
            button(context, "home.menu.overview", Action("overview")),
            button(context, "home.menu.plan", Action("plan")),
        )
    return (*buttons, button(context, "home.menu.help", Action("help"))) if buttons else ()
