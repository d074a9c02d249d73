"""What those who are responsible hear, and the principals, each in their own language."""

from collections.abc import Iterator

from conversations.context import Context
from conversations.dialogs.action_plan.finding import is_mine, reference
from conversations.dialogs.action_plan.rows import state, unfinished, when
from conversations.dialogs.parts import button, heard_by, titled
from conversations.facts import Listener
from conversations.messages import Action, Buttons, Facts, Message, Part, Text
from conversations.plans import MeasureFacts, PlanFacts
from conversations.texts import say
from conversations.turn import Say, To

REPORTS = ("done", "on_the_way", "stuck")


def about_measure(context: Context, plan: PlanFacts, measure: MeasureFacts) -> tuple[Part, ...]:
    """A measure with its day and the presses that report it."""
    language = context.language
    rows = (
        (say(language, "action_plan.column.due_on"), when(language, measure)),
        (say(language, "action_plan.column.state"), state(language, measure)),
    )
    return Text(measure.wording, "warm"), Facts(rows), reports(context, plan, measure)


def reports(context: Context, plan: PlanFacts, measure: MeasureFacts) -> Buttons:
    """The presses that say how a measure is getting on."""
    item = reference(plan, measure)
    return Buttons(
        tuple(
            button(context, f"action_plan.report.{value}", Action("measure_report", item=item, value=value))
            for value in REPORTS
        )
    )


def named(context: Context, plan: PlanFacts, measure: MeasureFacts, *, changed: bool) -> Iterator[Say]:
    """The responsible hears what has been laid in their hands, or that it has ``changed``; not me."""
    if measure.responsible is None or is_mine(context, measure):
        return
    heard, key = heard_by(context, measure.responsible), "changed" if changed else "named"
    by = context.me.name if context.me else ""
    words = {"by": by, "school": plan.school.name}
    summary = say(heard.language, f"action_plan.{key}.summary", **words)
    text = Text(say(heard.language, f"action_plan.{key}.text", **words))
    more = Text(say(heard.language, "action_plan.named.more"), "quiet")
    parts = (text, *about_measure(heard, plan, measure), more)
    yield Say(heard.place, titled(heard, summary, summary, *parts))


def released(context: Context, plan: PlanFacts, measure: MeasureFacts, why: str) -> Iterator[Say]:
    """Whoever was responsible hears that they no longer are: it was ``moved`` or ``dropped``; not me."""
    if measure.responsible is None or is_mine(context, measure) or measure.status == "done":
        return
    heard = heard_by(context, measure.responsible)
    words = {"measure": measure.wording, "school": plan.school.name}
    text = say(heard.language, f"action_plan.released.{why}", **words)
    summary = say(heard.language, "action_plan.released.summary")
    yield Say(heard.place, Message(summary, (Text(text),), heard.language))


def principals(context: Context, plan: PlanFacts, measure: MeasureFacts, what: str) -> Iterator[Say]:
    """The school's principals hear that a measure is ``done`` or ``stuck``, or the ``note``; not me."""
    for listener in context.certification.principals(plan.school.id):
        if context.me is None or listener.id != context.me.id:
            yield Say(To("person", listener.id), told(context, plan, measure, listener, what))


def told(context: Context, plan: PlanFacts, measure: MeasureFacts, listener: Listener, what: str) -> Message:
    """What a principal hears of a measure, with the way to the plan."""
    heard = heard_by(context, listener)
    by = context.me.name if context.me else ""
    wording = unfinished(measure) if what == "note" else measure.wording
    words = {"by": by, "school": plan.school.name, "measure": wording, "note": measure.outcome}
    summary = say(heard.language, f"action_plan.told.{what}_summary", **words)
    text = say(heard.language, f"action_plan.told.{what}", **words)
    return Message(
        summary,
        (Text(text), Buttons((button(heard, "action_plan.common.to_plan", to_plan(plan, beside=True)),))),
        heard.language,
    )


def to_plan(plan: PlanFacts, *, beside: bool = False) -> Action:
    """The action that opens a plan; ``beside`` leaves the card it was pressed on where it is."""
    return Action("action_plan", plan.round, plan.school.id, value="beside" if beside else "")
