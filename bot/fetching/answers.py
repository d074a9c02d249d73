"""One's own answers while the window is open."""

from bot import documents
from bot.fetching.asking import Asking, File, file
from conversations.context import Context, Desk, Need
from conversations.dialogs.own_answers import shown_answer
from conversations.messages import Action, is_id
from conversations.texts import say

_NEEDS = frozenset({Need.DESKS})


def made(asking: Asking, name: list[str]) -> File | None:
    """``answers/<round>/<school>/<who>`` as a table for a spreadsheet."""
    match name:
        case ["answers", round_id, school, who] if is_id(round_id) and is_id(school):
            own = "" if who == f"person:{asking.person}" else who
            action = Action("review", int(round_id), int(school), own)
            return _answers(asking.context(_NEEDS, action), action)
    return None


def _answers(context: Context, action: Action) -> File | None:
    desk = next((desk for desk in context.desks if _is(desk, action)), None)
    if desk is None or desk.window.state(context.now) != "open":
        return None
    words = desk.round.framework.words(context.language)
    columns = tuple(
        say(context.language, f"assessment.review.column_{name}") for name in ("question", "answer")
    )
    rows = tuple(
        (words.criterion(desk.round.criteria[place].id).question, shown_answer(context, desk, place))
        for place in desk.asked
    )
    title = say(context.language, "assessment.review.heading")
    return file(documents.csv_file(documents.TablePage(title, columns, rows)), title, "csv")


def _is(desk: Desk, action: Action) -> bool:
    who = "" if desk.respondent.kind == "person" else desk.respondent.encode()
    return (desk.round.id, desk.school.id, who) == (action.round, action.school, action.who)
