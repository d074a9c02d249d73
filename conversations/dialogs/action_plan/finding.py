"""Which result, plan and measure somebody means, and whether they may change it."""

import hashlib
from dataclasses import replace

from conversations.context import Context, SchoolView
from conversations.dialogs.following import May, frozen, heads, leads
from conversations.dialogs.parts import about
from conversations.messages import Action, is_id
from conversations.plans import MeasureFacts, PlanFacts

Found = tuple[PlanFacts, MeasureFacts]

_UNNUMBERED = "n"


def results(context: Context, action: Action, may: May = leads) -> tuple[SchoolView, ...]:
    """The frozen yearly result that is named, else the newest of each school, or of the school named."""
    return tuple(
        view
        for view in frozen(context, action, may)
        if may(context, view) and view.round.kind == "yearly" and action.school in (0, view.school.id)
    )


def headed(context: Context, action: Action) -> SchoolView | None:
    """The one named result of a school whose principal I am."""
    found = results(context, action, heads) if action.round else ()
    return found[0] if len(found) == 1 else None


def is_newest(context: Context, view: SchoolView) -> bool:
    """Whether the school has no newer yearly result, from which its plan is made."""
    return view in results(context, Action("", school=view.school.id), lambda *_: True)


def plan_of(context: Context, view: SchoolView) -> PlanFacts:
    """The plan from a result, without measures where none has been made."""
    here = (view.round.id, view.school.id)
    made = next((plan for plan in context.plans if (plan.round, plan.school.id) == here), None)
    today = context.authority.calendar.local_date(context.now)
    return made or PlanFacts(view.round.id, view.round.title, view.school, view.round.framework.hash, today)


def kept(plan: PlanFacts) -> tuple[MeasureFacts, ...]:
    """What is in a plan: every measure that has not been taken out."""
    return tuple(each for each in plan.measures if each.status != "dropped")


def reference(plan: PlanFacts, measure: MeasureFacts) -> str:
    """What a button calls a measure: its id, or until it has one what its wording makes it known by."""
    if measure.id:
        return str(measure.id)
    known_by = f"{plan.round}|{plan.school.id}|{measure.criterion}|{measure.wording}"
    return _UNNUMBERED + hashlib.sha256(known_by.encode()).hexdigest()[:16]


def referred(plan: PlanFacts, item: str) -> MeasureFacts | None:
    """The measure that a button means; where it was known by its wording, one in the plan comes first."""
    if is_id(item):
        return plan.measure(int(item))
    meant = [each for each in plan.measures if reference(plan, replace(each, id=0)) == item]
    return min(meant, key=lambda each: each.status == "dropped", default=None)


def mine(context: Context, item: str) -> Found | None:
    """The measure that a button means, where I am responsible for it or the school's principal."""
    for plan in context.plans:
        measure = referred(plan, item)
        if measure is not None and _may_report(context, plan, measure):
            return plan, measure
    return None


def _may_report(context: Context, plan: PlanFacts, measure: MeasureFacts) -> bool:
    return context.me is not None and (
        is_mine(context, measure) or context.me.is_("principal", plan.school.id)
    )


def is_mine(context: Context, measure: MeasureFacts) -> bool:
    """Whether I am the one who is responsible."""
    return (
        context.me is not None and measure.responsible is not None and measure.responsible.id == context.me.id
    )


def at_measure(view: SchoolView, verb: str, item: str, value: str = "") -> Action:
    """An action that concerns a measure in the plan from a result."""
    return replace(about(view, verb), item=item, value=value)


def with_measure(context: Context, view: SchoolView, measure: MeasureFacts) -> Context:
    """The same moment with a measure put into the plan, or changed in it."""
    plan = plan_of(context, view)
    others = tuple(plan for plan in context.plans if (plan.round, plan.school.id) != _place(view))
    known = measure.id and plan.measure(measure.id)
    measures = (
        tuple(measure if each.id == measure.id else each for each in plan.measures)
        if known
        else (*plan.measures, measure)
    )
    return replace(context, plans=(*others, replace(plan, measures=measures)))


def _place(view: SchoolView) -> tuple[int, int]:
    return view.round.id, view.school.id
