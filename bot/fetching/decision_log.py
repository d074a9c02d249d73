"""The decision log to print."""

from bot.fetching.asking import Asking, File, file
from bot.printing import report
from bot.printing.log_report import log_report
from conversations.context import Context, Need
from conversations.messages import Action, is_id
from conversations.texts import say

_NEEDS = frozenset({Need.SCHOOLS, Need.LOG})


def made(asking: Asking, name: list[str]) -> File | None:
    """``decisions/<school>/pdf`` for its principal and coordinators, who also have ``decisions/0/pdf``."""
    match name:
        case ["decisions", school, "pdf"] if is_id(school):
            return _log(asking.context(_NEEDS, Action("decisions", school=int(school))), int(school))
    return None


def _log(context: Context, school: int) -> File | None:
    me = context.me
    if me is None or not (me.is_("coordinator") or (school and me.is_("principal", school))):
        return None
    name = next((view.school.name for view in context.schools if view.school.id == school), "")
    if school and not name:
        return None
    told = [each for each in reversed(context.log) if not school or each.school == name]
    called = name or say(context.language, "print.log.all")
    title = say(context.language, "print.log.file", name=called)
    return file(report.pdf(log_report(context, told, name)), title, "pdf")
