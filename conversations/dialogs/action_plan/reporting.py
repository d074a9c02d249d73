"""Whoever is responsible sees their measures, says how they are getting on, and may add a note."""

from dataclasses import replace
from datetime import date

from conversations.context import Context
from conversations.decisions import ReportMeasure
from conversations.dialogs.action_plan.finding import Found, is_mine, kept, mine, reference
from conversations.dialogs.action_plan.rows import state, unfinished, whole_table
from conversations.dialogs.action_plan.telling import REPORTS, about_measure, principals
from conversations.dialogs.parts import button, note, sentence, titled
from conversations.messages import Action, Buttons, Field, Form, Heading, Message, Part, Text
from conversations.plans import MeasureFacts, MeasureStatus
from conversations.texts import say
from conversations.turn import Replace, Turn

_SHOWN = 6
_TOLD = ("done", "stuck")
_LONGEST = 500
_STATES: dict[str, MeasureStatus] = {"done": "done", "on_the_way": "on_the_way", "stuck": "stuck"}


def measures(context: Context, _action: Action) -> Turn:
    """Everything I am responsible for: what is open with its presses, the most pressing first."""
    found = [(plan, each) for plan in context.plans for each in kept(plan) if is_mine(context, each)]
    still = sorted((each for each in found if each[1].status != "done"), key=_pressing)
    done = tuple(measure for _, measure in found if measure.status == "done")
    language = context.language
    heading = say(language, "action_plan.mine.heading")
    if not found:
        return sentence(context, "action_plan.mine.none")
    parts: list[Part] = [Text(say(language, "action_plan.mine.open", n=len(still)))]
    for plan, measure in still[:_SHOWN]:
        parts += about_measure(context, plan, measure)
    parts += _rest(language, "more", tuple(measure for _, measure in still[_SHOWN:]))
    parts += _rest(language, "done", done)
    return Turn((Replace(titled(context, heading, heading, *parts)),))


def _pressing(found: Found) -> tuple[date, int]:
    return found[1].due_on or date.max, found[1].id


def _rest(language: str, key: str, measures_: tuple[MeasureFacts, ...]) -> tuple[Part, ...]:
    if not measures_:
        return ()
    return Heading(say(language, f"action_plan.mine.{key}")), whole_table(language, measures_)


def report(context: Context, action: Action) -> Turn:
    """Take down how a measure is getting on; its principals hear when it is done or stuck."""
    if action.value not in REPORTS:
        return sentence(context, "home.unknown.not_yours")
    found = mine(context, action.item)
    if found is None or found[1].status == "dropped" or not found[1].id:
        return _not_mine(context)
    plan, measure = found
    status = _STATES[action.value]
    after = replace(measure, status=status)
    if measure.status == status:
        return Turn((Replace(_reported(context, (plan, after))),))
    # What hindered is not what came of it: the note is asked for anew, and the old one kept until then.
    shown = Replace(_reported(context, (plan, replace(after, outcome=""))))
    told = principals(context, plan, after, status) if status in _TOLD else ()
    return Turn((ReportMeasure(measure.id, status, measure.outcome), shown, *told))


def add_note(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask for a few words about a measure that is done or stuck, or take them down."""
    found = mine(context, action.item)
    if found is None or found[1].status == "dropped" or not found[1].id:
        return _not_mine(context)
    plan, measure = found
    if fields is None:
        return Turn((Replace(_reported(context, found)),))
    written = fields.get("note", "").strip()[:_LONGEST]
    if not written:
        error = say(context.language, "action_plan.error.note")
        return Turn((Replace(_reported(context, found, error)),))
    after = replace(measure, outcome=written)
    shown = Replace(_noted(context, after))
    if written == measure.outcome:
        return Turn((shown,))
    # That something is done has been told already; what hinders is worth hearing at once.
    told = principals(context, plan, after, "note") if measure.status == "stuck" else ()
    return Turn((ReportMeasure(measure.id, measure.status, written), shown, *told))


def _reported(context: Context, found: Found, error: str = "") -> Message:
    language, (plan, measure) = context.language, found
    heads = context.me is not None and context.me.is_("principal", plan.school.id)
    key = "stuck_principal" if heads and measure.status == "stuck" else measure.status
    thanks = say(language, f"action_plan.thanks.{key}")
    words = Text(measure.wording, "warm")
    parts: tuple[Part, ...] = (Text(thanks), words)
    if measure.status in _TOLD:
        parts += (_note_form(context, reference(plan, measure), measure, error),)
    ways = Buttons((button(context, "action_plan.mine.button", Action("measures")),))
    summary = state(language, measure)
    return Message(summary, (*parts, ways), language)


def _note_form(context: Context, item: str, measure: MeasureFacts, error: str) -> Form:
    language = context.language
    label = say(language, f"action_plan.note.{measure.status}")
    field = Field("note", label, "long_text", measure.outcome, error=error, longest=_LONGEST)
    return Form(Action("measure_note", item=item), say(language, "action_plan.note.submit"), (field,))


def _noted(context: Context, measure: MeasureFacts) -> Message:
    text = say(context.language, "action_plan.note.thanks", measure=unfinished(measure), note=measure.outcome)
    way = button(context, "action_plan.mine.button", Action("measures"))
    return note(context, "action_plan.note.summary", text, way)


def _not_mine(context: Context) -> Turn:
    way = button(context, "action_plan.mine.button", Action("measures"))
    text = say(context.language, "action_plan.go_on.not_mine")
    return Turn((Replace(note(context, "action_plan.go_on.not_mine", text, way)),))
