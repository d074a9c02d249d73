"""Where a conversation starts and what can always be asked: home, help, language, who sees what."""

from dataclasses import replace

from conversations.context import Context, Desk
from conversations.dialogs import team
from conversations.dialogs.assessment import pause, thanks
from conversations.dialogs.desks import choose, current, desk_for, open_desks
from conversations.dialogs.parts import at, button, note, titled
from conversations.dialogs.welcome import later as not_now
from conversations.dialogs.welcome import nothing_to_answer, out_of_time, welcome
from conversations.facts import Role
from conversations.messages import Action, Button, Buttons, Facts, Message, Part, Text
from conversations.texts import say
from conversations.turn import Replace, SetLanguage, Show, Turn

_HELP = ("continue", "back", "pause", "answers", "erase", "who", "results", "language")
_HELP_LEADER = ("participation", "action_plan", "road")
_HELP_PRINCIPAL = ("extend", "apply")
_HELP_COORDINATOR = ("overview", "plan", "year", "applications", "cohorts", "export", "channels")
_HELP_ALSO: tuple[Role, ...] = ("coordinator", "principal", "representative")
_SEES = ("own", "team", "principal", "authority", "researcher")
_LANGUAGES = ("sv", "en")


def home(context: Context, _action: Action) -> Turn:
    """Where I stand: what to answer, what to follow; in a team's channel where the team stands."""
    if context.place.kind == "team":
        return team.counts(context, Action("counts"))
    desks = open_desks(context)
    if len(desks) > 1:
        return Turn((Replace(choose(context, desks, "welcome", "home.menu.choose", *_menu(context))),))
    desk = desks[0] if desks else desk_for(context, Action("home"))
    leads = _menu(context)
    if not desks and leads:
        return Turn((Replace(_leading(context, leads)),))
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    return _with_menu(_standing(context, desk), leads)


def welcomed(context: Context, action: Action) -> Turn:
    """The welcome for one of my desks, with the privacy notice."""
    desk = desk_for(context, action)
    if desk is None:
        return Turn((Replace(nothing_to_answer(context)),))
    if desk.window.state(context.now) != "open":
        return Turn((Replace(out_of_time(context, desk)),))
    if desk.respondent.kind == "team" and desk.open_questions:
        # A colleague may have begun; whoever comes after is told the same before the first question.
        return Turn((Replace(welcome(context, desk)),))
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
    me = context.me
    topics: tuple[str, ...] = _HELP
    if me and (me.is_("principal") or me.is_("representative")):
        topics = (*topics, *_HELP_LEADER)
    if me and me.is_("principal"):
        topics = (*topics, *_HELP_PRINCIPAL)
    if me and me.is_("coordinator"):
        topics = (*topics, *_HELP_COORDINATOR)
    text = Text(say(context.language, "home.help.text"))
    leads = next((role for role in _HELP_ALSO if me and me.is_(role)), None)
    also = (Text(say(context.language, f"home.help.also_{leads}")),) if leads else ()
    return Turn((Replace(_explained(context, "help", text, _pairs(context, "help", topics), *also)),))


def who(context: Context, _action: Action) -> Turn:
    """Who sees what, and one's rights."""
    rights = Text(say(context.language, "home.who.rights", contact=context.authority.contact))
    chat = Text(say(context.language, "home.who.chat"), "quiet")
    return Turn((Show(_explained(context, "who", _pairs(context, "who", _SEES), rights, chat)),))


def language(context: Context, action: Action) -> Turn:
    """Ask which language to speak, or change to the one that was chosen."""
    if action.value in _LANGUAGES:
        return Turn((SetLanguage(action.value), Replace(_changed(context, action.value))))
    buttons = tuple(
        Button(say(context.language, f"home.language.{each}"), Action("language", value=each))
        for each in _LANGUAGES
    )
    text = say(context.language, "home.language.text")
    return Turn((Replace(note(context, "home.language.summary", text, *buttons)),))


def _changed(context: Context, language: str) -> Message:
    """The change in the new language, with a way back to the questions where some are left."""
    spoken = replace(context, me=replace(context.me, language=language)) if context.me else context
    desk = current(context)
    buttons: tuple[Button, ...] = ()
    if desk and desk.window.state(context.now) == "open" and desk.open_questions:
        begun = desk.status == "begun"
        key = "assessment.pause.go_on" if begun else "home.welcome.begin"
        buttons = (Button(say(language, key), at(desk, "begin" if begun else "welcome"), "primary"),)
    return note(spoken, "home.language.summary", say(language, "home.language.changed"), *buttons)


def _pairs(context: Context, section: str, topics: tuple[str, ...]) -> Facts:
    texts = (f"home.{section}.{topic}" for topic in topics)
    return Facts(tuple((say(context.language, key), say(context.language, f"{key}_text")) for key in texts))


def _explained(context: Context, section: str, *parts: Part) -> Message:
    summary, heading = (say(context.language, f"home.{section}.{name}") for name in ("summary", "heading"))
    return titled(context, summary, heading, *parts)


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


def _with_menu(turn: Turn, buttons: tuple[Button, ...]) -> Turn:
    """The same turn, with what else I can do under what I am to answer."""
    if not buttons:
        return turn
    return Turn(
        tuple(
            Replace(replace(each.message, parts=(*each.message.parts, Buttons(buttons))))
            if isinstance(each, Replace)
            else each
            for each in turn.effects
        )
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
    leads = me is not None and (me.is_("principal") or me.is_("representative"))
    if leads:
        buttons = (
            button(context, "home.menu.participation", Action("participation")),
            button(context, "home.menu.results", Action("results")),
            button(context, "home.menu.action_plan", Action("action_plan")),
            button(context, "home.menu.road", Action("road")),
        )
    if me and me.is_("coordinator"):
        buttons = (
            *buttons,
            button(context, "home.menu.overview", Action("overview")),
            button(context, "home.menu.plan", Action("plan")),
            button(context, "home.menu.year", Action("year")),
            *(() if leads else (button(context, "home.menu.road", Action("road")),)),
        )
    return (*buttons, button(context, "home.menu.help", Action("help"))) if buttons else ()
