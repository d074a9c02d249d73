"""What a school still has to do to be certified, with a way to do it."""

from datetime import date

from conversations.cohorts import SessionFacts
from conversations.context import Context
from conversations.dialogs.certification.certificate.checklist_facts import (
    Followed,
    about,
    certified,
    everybody,
    followed,
    kind,
    name,
    session_of,
)
from conversations.dialogs.certification.certificate.checklist_ways import deciding, to_certificate, ways
from conversations.dialogs.certification.session.who import has_left
from conversations.dialogs.parts import sentence, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Message, Part, Progress, Table, Text, is_id
from conversations.rules.checklist import Requirement
from conversations.texts import say
from conversations.texts.dates import short_day
from conversations.turn import Replace, Turn

_MOST_BUTTONS = 5


def checklist(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """The list of the school that is named, or of my own; a choice where there are several."""
    place, _, school = (fields or {}).get("school", "").partition(":")
    if is_id(place) and is_id(school):
        action = Action("checklist", school=int(school), item=place)
    if action.item:
        it = followed(context, action)
        return Turn((Replace(card(context, it)),)) if it else refused(context, action.verb, "not theirs")
    mine = tuple(each for each in everybody(context) if each.leads)
    if len(mine) == 1:
        return Turn((Replace(card(context, mine[0])),))
    if not mine:
        gone = any(has_left(context, cohort) for cohort in context.certification.cohorts)
        return sentence(context, f"certificate.checklist.{'left' if gone else 'none'}")
    return Turn((Replace(_which(context, mine)),))


def card(context: Context, it: Followed) -> Message:
    """The list as a table, how much is done, and what can be done now."""
    language = context.language
    heading = say(language, "certificate.checklist.heading", school=it.member.school.name)
    names = ("requirement", "state", "next")
    columns = tuple(say(language, f"certificate.checklist.column_{name}") for name in names)
    rows = tuple(
        (name(language, it.cohort, each), _state(context, it, each), _next(language, it, each))
        for each in it.listed
    )
    label = say(language, "certificate.checklist.progress", done=it.done, total=len(it.listed))
    done = certified(context, it)
    key = "certified" if done else "complete" if it.complete else "text"
    text = Text(say(language, f"certificate.checklist.{key}"), "quiet" if key == "text" else "warm")
    parts: tuple[Part, ...] = (text, Progress(it.done, len(it.listed), label), Table(columns, rows, heading))
    offered = (to_certificate(context, it),) if done else (ways(context, it), deciding(context, it))
    rows_of_buttons = tuple(Buttons(each) for each in offered if each)
    return titled(context, heading, heading, *parts, *rows_of_buttons)


def _state(context: Context, it: Followed, requirement: Requirement) -> str:
    language = context.language
    if requirement.state == "waived":
        reason = it.member.waived.get(requirement.name, "")
        return say(language, "certificate.state.waived", reason=reason)
    session = session_of(it.cohort, requirement)
    if requirement.state == "to_come" and session is not None:
        when = _local_day(context, session)
        return say(language, "certificate.checklist.comes", day=short_day(language, when))
    return say(language, f"certificate.state.{requirement.state}")


def _local_day(context: Context, session: SessionFacts) -> date:
    return context.authority.calendar.local_date(session.begins_at)


def _next(language: str, it: Followed, requirement: Requirement) -> str:
    what = kind(it, requirement) if requirement.state == "open" else "nothing"
    return say(language, f"certificate.next.{what}")


def _which(context: Context, several: tuple[Followed, ...]) -> Message:
    summary = say(context.language, "certificate.checklist.which")
    buttons = tuple(
        Button(f"{each.member.school.name}: {each.cohort.name}", about(each, "checklist"))
        for each in several[:_MOST_BUTTONS]
    )
    return titled(context, summary, summary, Buttons(buttons))
