"""Small compositions that several dialogs share."""

from dataclasses import replace
from datetime import date

from conversations.context import Context, Desk, SchoolView
from conversations.facts import Listener, Me
from conversations.messages import Action, Button, Buttons, Heading, Message, Part, Text, Tone
from conversations.rules.timetable import minutes_left
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Replace, Say, To, Turn


def button(context: Context, key: str, action: Action) -> Button:
    """A plain button whose label is the text behind the key."""
    return Button(say(context.language, key), action)


def note(context: Context, key: str, text: str, *buttons: Button, tone: Tone = "plain") -> Message:
    """A short message: a summary, one paragraph, and perhaps buttons."""
    row: tuple[Part, ...] = (Buttons(buttons),) if buttons else ()
    return Message(say(context.language, key), (Text(text, tone), *row), context.language)


def titled(context: Context, summary: str, heading: str, *parts: Part) -> Message:
    """A message under a heading, in the language of the one it is for."""
    return Message(summary, (Heading(heading), *parts), context.language)


def plainly(context: Context, text: str) -> Message:
    """One sentence and nothing else."""
    return Message(text, (Text(text),), context.language)


def said(context: Context, text: str) -> Turn:
    """A turn that only says one sentence."""
    return Turn((Replace(plainly(context, text)),))


def sentence(context: Context, key: str) -> Turn:
    """A turn that only says the sentence behind the key."""
    return said(context, say(context.language, key))


def written_day(text: str) -> date | None:
    """The day that was filled in as year-month-day, or nothing when it is not one."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def heard_by(context: Context, listener: Listener) -> Context:
    """The same moment as somebody hears of it, in their own conversation and language."""
    me = Me(listener.id, listener.name, listener.language)
    return replace(context, me=me, place=To("person", listener.id))


def last_day(context: Context, desk: Desk) -> str:
    """A desk's last day to answer, in words."""
    return day(context.language, desk.window.closes_on)


def minutes(desk: Desk, questions: int) -> int:
    """How many minutes so many questions take, at least one."""
    return minutes_left(questions, desk.round.framework.minutes_per_criterion)


def at(desk: Desk, verb: str, item: str = "", value: str = "") -> Action:
    """An action that concerns this desk."""
    who = "" if desk.respondent.kind == "person" else desk.respondent.encode()
    return Action(verb, desk.round.id, desk.school.id, who, item, value)


def about(view: SchoolView, verb: str) -> Action:
    """An action that concerns this school's round."""
    return Action(verb, view.round.id, view.school.id)


def whose(context: Context, desk: Desk) -> str:
    """Which of somebody's desks this is, in words."""
    team = desk.team.name if desk.team else ""
    return say(context.language, f"home.menu.desk_{desk.respondent.kind}", school=desk.school.name, team=team)


def beside(turn: Turn, place: To) -> Turn:
    """The same turn with a message of its own, so that the card which was pressed stays to be read."""
    return Turn(
        tuple(Say(place, each.message) if isinstance(each, Replace) else each for each in turn.effects)
    )
