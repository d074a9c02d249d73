"""A school takes the day of a visit back, with a reason; the visit waits for another one."""

from dataclasses import replace

from conversations.context import Context
from conversations.decisions import SetVisit
from conversations.dialogs.certification.visit.card import card
from conversations.dialogs.certification.visit.visit import (
    Seen,
    both,
    calendar_file_off,
    own_name,
    seen,
    tell,
    title,
    today,
)
from conversations.dialogs.certification.visit.visit import about as about_visit
from conversations.dialogs.parts import titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Button, Buttons, Field, Form, Message, Text
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Replace, Turn

_LONGEST_REASON = 500
_SHORTEST_REASON = 4


def take_back(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Take a day back with a reason; the visit waits for another one."""
    it = seen(context, action)
    if it is None or not it.mine:
        return refused(context, action.verb, "not theirs")
    if it.visit.status not in {"proposed", "agreed"} or it.visit.day is None:
        return Turn((Replace(card(context, it)),))
    if fields is None:
        return Turn((Replace(_why(context, it)),))
    reason = " ".join(fields.get("reason", "").split())[:_LONGEST_REASON]
    if len(reason) < _SHORTEST_REASON:
        error = say(context.language, "visit.take_back.error")
        return Turn((Replace(_why(context, it, reason, error)),))
    free = replace(it, visit=replace(it.visit, status="proposed", day=None, proposed_by=0))

    def told(heard: Context) -> Message:
        text = say(
            heard.language,
            "visit.take_back.told",
            visit=title(heard.language, it.visit),
            day=day(heard.language, it.visit.day or today(heard)),
            school=own_name(it),
            reason=reason.rstrip("."),
        )
        way = Button(say(heard.language, "visit.button.propose"), about_visit(it.visit, "visit_propose"))
        summary = say(heard.language, "visit.take_back.summary")
        off = calendar_file_off(heard.language, it.visit)
        return titled(heard, summary, summary, Text(text), off, Buttons((way,)))

    shown = card(context, free)
    off = calendar_file_off(context.language, it.visit)
    return Turn(
        (
            SetVisit(it.visit.id, "proposed", None, 0, reason),
            Replace(replace(shown, parts=(*shown.parts, off))),
            *tell(context, both(context, it.visit), told),
        )
    )


def _why(context: Context, it: Seen, value: str = "", error: str = "") -> Message:
    language, visit = context.language, it.visit
    told = day(language, visit.day) if visit.day else ""
    field = Field(
        "reason",
        say(language, "visit.take_back.field"),
        "long_text",
        value=value,
        error=error,
        longest=_LONGEST_REASON,
    )
    form = Form(about_visit(visit, "visit_cancel"), say(language, "visit.take_back.submit"), (field,))
    text = Text(say(language, "visit.take_back.text", day=told))
    return titled(context, say(language, "visit.take_back.heading"), title(language, visit), text, form)
