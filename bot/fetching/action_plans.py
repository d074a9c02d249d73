"""A school's action plan with its result."""

from bot.fetching.asking import Asking, File, file
from bot.printing import docx_file, report
from bot.printing.plan_report import plan_report
from conversations.context import Context, Need, SchoolView
from conversations.dialogs.following import leads
from conversations.messages import Action, is_id
from conversations.texts import say

_NEEDS = frozenset({Need.SCHOOLS, Need.PLANS})
_WRITERS = {"pdf": report.pdf, "docx": docx_file.docx}


def made(asking: Asking, name: list[str]) -> File | None:
    """``plan/<round>/<school>/pdf`` or ``docx``, for those who lead the school and for coordinators."""
    match name:
        case ["plan", round_id, school, kind] if is_id(round_id) and is_id(school) and kind in _WRITERS:
            action = Action("action_plan", int(round_id), int(school))
            context = asking.context(_NEEDS, action)
            view = _view(context, action)
            found = _plan(context, view, asking, kind) if view else None
            if found:
                asking.note(action.round, f"plan {kind}")
            return found
    return None


def _view(context: Context, action: Action) -> SchoolView | None:
    coordinates = context.me is not None and context.me.is_("coordinator")
    mine = (view for view in context.schools if coordinates or leads(context, view))
    return next(
        (view for view in mine if (view.round.id, view.school.id) == (action.round, action.school)), None
    )


def _plan(context: Context, view: SchoolView, asking: Asking, kind: str) -> File | None:
    here = (view.round.id, view.school.id)
    plan = next((each for each in context.plans if (each.round, each.school.id) == here), None)
    if plan is None or view.snapshot is None:
        return None
    written = _WRITERS[kind](plan_report(context, view, plan, asking.today(context)))
    return file(written, say(context.language, "print.plan.file", school=view.school.name), kind)
