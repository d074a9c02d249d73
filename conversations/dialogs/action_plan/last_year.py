"""What was planned the last time, and what became of it."""

from conversations.context import Context, SchoolView
from conversations.dialogs.action_plan.finding import kept
from conversations.dialogs.action_plan.rows import notes, short_table
from conversations.messages import Heading, Part, Text
from conversations.plans import PlanFacts
from conversations.texts import say


def earlier(context: Context, view: SchoolView) -> PlanFacts | None:
    """The newest plan that the school made before this round's end, from another round's result."""
    made = [
        plan
        for plan in context.plans
        if plan.school.id == view.school.id and plan.round != view.round.id
        if plan.made_on <= view.window.closes_on and kept(plan)
    ]
    return max(made, key=lambda plan: (plan.made_on, plan.round), default=None)


def looking_back(context: Context, view: SchoolView) -> tuple[Part, ...]:
    """Each measure of the school's earlier plan with its state, and what was written down of it.

    Nothing where there is no earlier plan. Whether somebody may see it is for the caller to have asked.
    """
    plan = earlier(context, view)
    if plan is None:
        return ()
    language, measures = context.language, kept(plan)
    done = sum(each.status == "done" for each in measures)
    summed = say(language, "action_plan.back.done", done=done, total=len(measures), round=plan.round_title)
    return (
        Heading(say(language, "action_plan.back.heading")),
        Text(summed),
        short_table(language, measures),
        *notes(language, measures),
    )
