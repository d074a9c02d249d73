"""The de-identified data set, for researchers and coordinators."""

from bot.exporting import research
from bot.fetching.asking import Asking, File, file
from conversations.context import Need
from conversations.messages import Action, is_id
from conversations.texts import say

_NEEDS = frozenset({Need.YEARS})


def made(asking: Asking, name: list[str]) -> File | None:
    """``research/<round>/xlsx``: every year up to now, for whoever was offered it after that round."""
    match name:
        case ["research", round_id, "xlsx"] if is_id(round_id):
            return _workbook(asking, int(round_id))
    return None


def _workbook(asking: Asking, round_id: int) -> File | None:
    context = asking.context(_NEEDS, Action("year_export", round_id))
    me, rounds = context.me, {each.round.id for each in context.years}
    if me is None or not (me.is_("coordinator") or me.is_("researcher")) or round_id not in rounds:
        return None
    content = research.workbook(context.years, context.language)
    if content is None:
        return None
    asking.note(round_id, "research xlsx")
    title = say(context.language, "award.file.research", authority=context.authority.name)
    return file(content, title, "xlsx")
