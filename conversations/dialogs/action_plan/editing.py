"""A principal changes a measure, takes it out of the plan, or takes it back."""

from dataclasses import replace

from conversations.context import Context, SchoolView
from conversations.decisions import PutMeasure, ReportMeasure
from conversations.dialogs.action_plan.card import card
from conversations.dialogs.action_plan.finding import at_measure, headed, plan_of, referred, with_measure
from conversations.dialogs.action_plan.forms import Filled, as_it_is, fields_for, read
from conversations.dialogs.action_plan.telling import named, released, reports, to_plan
from conversations.dialogs.parts import button, note, titled
from conversations.dialogs.stranger import refused
from conversations.messages import Action, Buttons, Form, Message, Text
from conversations.plans import MeasureFacts
from conversations.texts import say
from conversations.turn import Effect, Replace, Turn


def edit(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """Show a measure's form, or carry out the change; the plan's own list names it by ``measure``."""
    view = headed(context, action)
    if view is None:
        return refused(context, action.verb, "not theirs")
    picked = action.item or (fields or {}).get("measure", "")
    measure = referred(plan_of(context, view), picked)
    if measure is None or measure.status == "dropped":
        return _gone(context, view)
    if fields is None or "wording" not in fields:
        return Turn((Replace(edit_form(context, view, picked, measure)),))
    filled = read(context, view, measure, fields)
    if filled.errors:
        return Turn((Replace(edit_form(context, view, picked, measure, filled)),))
    return Turn(tuple(_changed(context, view, measure, filled.measure)))


def _changed(context: Context, view: SchoolView, before: MeasureFacts, after: MeasureFacts) -> list[Effect]:
    moved = _person(before) != _person(after)
    same = not moved and (before.wording, before.due_on) == (after.wording, after.due_on)
    then = with_measure(context, view, after)
    shown = Replace(card(then, view))
    if same:
        return [shown]
    plan = plan_of(then, view)
    left = released(context, plan, before, "moved") if moved else ()
    # What is done asks nothing more of anybody.
    told = named(context, plan, after, changed=not moved) if after.status != "done" else ()
    return [put(view, after), shown, *left, *told]


def put(view: SchoolView, measure: MeasureFacts) -> PutMeasure:
    """A measure as it shall stand in the plan."""
    return PutMeasure(
        view.round.id,
        view.school.id,
        measure.criterion,
        measure.wording,
        measure.id,
        _person(measure),
        measure.due_on,
    )


def _person(measure: MeasureFacts) -> int:
    return measure.responsible.id if measure.responsible else 0


def edit_form(
    context: Context, view: SchoolView, item: str, measure: MeasureFacts, filled: Filled | None = None
) -> Message:
    """The form to change a measure, with how it is getting on and the way to take it out."""
    language, plan = context.language, plan_of(context, view)
    is_new = measure.responsible is None
    key = "action_plan.edit.who" if is_new else "action_plan.edit.heading"
    fields = fields_for(context, view, filled or as_it_is(measure), own=False)
    form = Form(at_measure(view, "measure_edit", item), say(language, "action_plan.form.submit"), fields)
    ways = (
        button(context, "action_plan.edit.drop", at_measure(view, "measure_drop", item)),
        button(context, "action_plan.common.back_to_plan", to_plan(plan)),
    )
    heading = say(language, key)
    words = Text(measure.wording, "warm")
    state = () if is_new else (reports(context, plan, measure),)
    return titled(context, heading, heading, words, form, *state, Buttons(ways))


def drop(context: Context, action: Action) -> Turn:
    """Take a measure out of the plan, or back into it; whoever is responsible hears of it."""
    view = headed(context, action)
    if view is None:
        return refused(context, action.verb, "not theirs")
    measure = referred(plan_of(context, view), action.item)
    if measure is None or not measure.id:
        return _gone(context, view)
    if action.value == "undo":
        return _back_again(context, view, measure)
    shown = Replace(_dropped(context, view, measure))
    if measure.status == "dropped":
        return Turn((shown,))
    told = released(context, plan_of(context, view), measure, "dropped")
    return Turn((ReportMeasure(measure.id, "dropped", measure.outcome), shown, *told))


def _back_again(context: Context, view: SchoolView, measure: MeasureFacts) -> Turn:
    if measure.status != "dropped":
        return Turn((Replace(card(context, view)),))
    back = replace(measure, status="planned")
    after = with_measure(context, view, back)
    told = named(context, plan_of(after, view), back, changed=False)
    return Turn((ReportMeasure(measure.id, "planned", measure.outcome), Replace(card(after, view)), *told))


def _dropped(context: Context, view: SchoolView, measure: MeasureFacts) -> Message:
    text = say(context.language, "action_plan.dropped.text", measure=measure.wording)
    ways = (
        button(
            context, "action_plan.dropped.undo", at_measure(view, "measure_drop", str(measure.id), "undo")
        ),
        button(context, "action_plan.common.back_to_plan", to_plan(plan_of(context, view))),
    )
    return note(context, "action_plan.dropped.summary", text, *ways)


def _gone(context: Context, view: SchoolView) -> Turn:
    """A measure that is not in the plan any longer."""
    way = button(context, "action_plan.common.to_plan", to_plan(plan_of(context, view)))
    return Turn(
        (
            Replace(
                note(context, "action_plan.go_on.gone", say(context.language, "action_plan.go_on.gone"), way)
            ),
        )
    )
