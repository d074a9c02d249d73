"""A principal takes a measure into the plan: one that the framework suggests, or one of the school's own."""

from dataclasses import replace

from conversations.context import Context, SchoolView
from conversations.decisions import PutMeasure, ReportMeasure
from conversations.dialogs.action_plan.card import card, worded
from conversations.dialogs.action_plan.editing import edit_form, put
from conversations.dialogs.action_plan.finding import (
    headed,
    is_newest,
    kept,
    plan_of,
    reference,
    with_measure,
)
from conversations.dialogs.action_plan.forms import Filled, fields_for, read
from conversations.dialogs.action_plan.telling import named, to_plan
from conversations.dialogs.parts import about, button, note, sentence, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Buttons, Form, Message, Text
from conversations.plans import MeasureFacts
from conversations.rules.plan_steps import offers, same
from conversations.texts import say
from conversations.turn import Effect, Replace, Turn

_MOST = 40


def choose(context: Context, action: Action) -> Turn:
    """Take a suggested measure into the plan, and ask at once who does it and when."""
    view = headed(context, action)
    offered = offers(view.snapshot, view.round.framework) if view and view.snapshot else ()
    meant = (action.item, action.value)
    offer = next((each for each in offered if (each.criterion, str(each.place)) == meant), None)
    if view is None:
        return refused(context, action.verb, "not theirs")
    if offer is None:
        return sentence(context, "home.unknown.not_yours")
    measure = same(offer, plan_of(context, view).measures)
    if measure is not None and measure.status != "dropped":
        return Turn((Replace(_go_on(context, view, "again")),))
    hindered = _hindered(context, view)
    if hindered:
        return hindered
    wording = worded(view.round.framework.words(context.language), offer)
    if measure is None:
        deed: Effect = PutMeasure(view.round.id, view.school.id, offer.criterion, wording)
    else:
        deed = ReportMeasure(measure.id, "planned", measure.outcome)
    chosen = replace(measure or MeasureFacts(0, offer.criterion, wording), status="planned")
    after = with_measure(context, view, chosen)
    item = reference(plan_of(after, view), chosen)
    return Turn((deed, Replace(edit_form(after, view, item, chosen))))


def own(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Ask for a measure of the school's own, or take it into the plan once everything in it is right."""
    view = headed(context, action)
    if view is None:
        return refused(context, action.verb, "not theirs")
    hindered = _hindered(context, view)
    if hindered:
        return hindered
    if fields is None:
        return Turn((Replace(_form(context, view, Filled())),))
    filled = read(context, view, None, fields)
    if filled.errors:
        return Turn((Replace(_form(context, view, filled)),))
    after = with_measure(context, view, filled.measure)
    told = named(context, plan_of(after, view), filled.measure, changed=False)
    return Turn((put(view, filled.measure), Replace(card(after, view)), *told))


def _form(context: Context, view: SchoolView, filled: Filled) -> Message:
    language = context.language
    form = Form(
        about(view, "measure_own"),
        say(language, "action_plan.form.submit_own"),
        fields_for(context, view, filled, own=True),
    )
    heading = say(language, "action_plan.own.heading", school=view.school.name)
    text = Text(say(language, "action_plan.own.text"), "quiet")
    back = Buttons((button(context, "action_plan.common.back_to_plan", to_plan(plan_of(context, view))),))
    return titled(context, heading, heading, text, form, back)


def _hindered(context: Context, view: SchoolView) -> Turn | None:
    """Why nothing more comes into this plan."""
    if not is_newest(context, view):
        newest = button(context, "action_plan.common.to_plan", Action("action_plan", school=view.school.id))
        text = say(context.language, "action_plan.go_on.newer")
        return Turn((Replace(note(context, "action_plan.go_on.newer", text, newest)),))
    if len(kept(plan_of(context, view))) >= _MOST:
        return Turn((Replace(_go_on(context, view, "full")),))
    return None


def _go_on(context: Context, view: SchoolView, key: str) -> Message:
    text = say(context.language, f"action_plan.go_on.{key}")
    way = button(context, "action_plan.common.to_plan", to_plan(plan_of(context, view)))
    return note(context, f"action_plan.go_on.{key}", text, way)
