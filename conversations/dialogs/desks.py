"""Finding the desk that a press or typed words concern."""

from conversations.context import Context, Desk
from conversations.messages import Action


def desk_for(context: Context, action: Action) -> Desk | None:
    """The desk a button names; without a name the one that is open and not finished, else the newest."""
    if action.round:
        return next((desk for desk in context.desks if _names(context, desk, action)), None)
    return current(context)


def current(context: Context) -> Desk | None:
    """The desk to go on with: open before closed, unfinished before finished, what was begun first."""
    return min(context.desks, key=lambda desk: _rank(context, desk), default=None)


def open_desks(context: Context) -> tuple[Desk, ...]:
    """The desks where answers are taken right now."""
    return tuple(desk for desk in context.desks if desk.window.state(context.now) == "open")


def _rank(context: Context, desk: Desk) -> tuple[bool, bool, bool, int]:
    closed = desk.window.state(context.now) != "open"
    return closed, desk.status == "finished", desk.status != "begun", -desk.round.id


def _names(context: Context, desk: Desk, action: Action) -> bool:
    me = context.me.id if context.me else 0
    mine = desk.respondent.kind == "person" and desk.respondent.id == me
    who = mine if not action.who else action.who == desk.respondent.encode()
    return who and (desk.round.id, desk.school.id) == (action.round, action.school)
