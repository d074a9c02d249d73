"""Every school day: those who are responsible are asked calmly, and nothing is left without anybody."""

from collections.abc import Iterator

from conversations.context import Context
from conversations.dialogs.action_plan.finding import kept
from conversations.dialogs.action_plan.telling import about_measure, told
from conversations.dialogs.parts import heard_by, titled
from conversations.facts import Listener
from conversations.messages import Message, Text
from conversations.plans import MeasureFacts, PlanFacts
from conversations.rules.plan_steps import LAST, ON_THE_DAY, WEEK_BEFORE, follow_up
from conversations.texts import say
from conversations.turn import Effect, Say, To

_STAGES = {WEEK_BEFORE: "before", ON_THE_DAY: "on_the_day", LAST: "last"}


def tend(context: Context) -> Iterator[Effect]:
    """Ask about each measure that is not done; where whoever was responsible has left, tell the principals.

    A measure gets its day and its responsible together, so one with a day and nobody has lost them.
    """
    for plan in context.plans:
        for measure in kept(plan):
            if measure.due_on is None or measure.status == "done":
                continue
            if measure.responsible is None:
                yield from _left(context, plan, measure)
            else:
                yield from _asked(context, plan, measure, measure.responsible)


def _left(context: Context, plan: PlanFacts, measure: MeasureFacts) -> Iterator[Say]:
    for listener in context.certification.principals(plan.school.id):
        key = f"measure-left:{measure.id}:{measure.due_on}:{listener.id}"
        yield Say(To("person", listener.id), told(context, plan, measure, listener, "left"), key)


def _asked(context: Context, plan: PlanFacts, measure: MeasureFacts, responsible: Listener) -> Iterator[Say]:
    today = context.authority.calendar.local_date(context.now)
    number = follow_up(measure.due_on, today) if measure.due_on else None
    if number is not None:
        key = f"measure-follow-up:{measure.id}:{measure.due_on}:{number}:{responsible.id}"
        message = _question(heard_by(context, responsible), plan, measure, number)
        yield Say(To("person", responsible.id), message, key)


def _question(context: Context, plan: PlanFacts, measure: MeasureFacts, number: int) -> Message:
    stage = _STAGES.get(number, "after")
    summary = say(context.language, "action_plan.follow_up.summary", school=plan.school.name)
    text = Text(say(context.language, f"action_plan.follow_up.{stage}"))
    return titled(context, summary, summary, text, *about_measure(context, plan, measure))
