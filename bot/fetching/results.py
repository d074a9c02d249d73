"""A round's frozen results, for coordinators."""

from bot import results
from bot.fetching.asking import Asking, File, file
from conversations.context import Context, Need
from conversations.messages import Action, is_id

_NEEDS = frozenset({Need.SCHOOLS})
_KINDS = ("csv", "json", "xlsx")


def made(asking: Asking, name: list[str]) -> File | None:
    """``results/<round>/<kind>``: every closed school's tables."""
    match name:
        case ["results", round_id, kind] if is_id(round_id) and kind in _KINDS:
            action = Action("export", int(round_id))
            found = _results(asking.context(_NEEDS, action), int(round_id), kind)
            if found:
                asking.note(int(round_id), kind)
            return found
    return None


def _results(context: Context, round_id: int, kind: str) -> File | None:
    if context.me is None or not context.me.is_("coordinator"):
        return None
    views = [view for view in context.schools if view.round.id == round_id and view.snapshot]
    if not views:
        return None
    return file(results.file(views, kind, context.language), views[0].round.title, kind)
