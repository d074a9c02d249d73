"""Finding the desk that a press or typed words concern, and asking which where it could be several."""

from conversations.context import Context, Desk
from conversations.dialogs.parts import at, note, whose
from conversations.messages import Action, Button, Message
from conversations.texts import say


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


def in_question(context: Context, action: Action) -> tuple[Desk, ...]:
    """The desks that words about answers may mean, where no button names one: those with answers first."""
    if action.round:
        return ()
    answered = tuple(desk for desk in open_desks(context) if desk.status != "invited")
    return answered or open_desks(context)


def choose(context: Context, desks: tuple[Desk, ...], verb: str, key: str, *also: Button) -> Message:
    """Ask which of somebody's desks they mean; ``key`` is the question's text."""
    rounds = {desk.round.id for desk in desks}
    buttons = tuple(
        Button(
            whose(context, desk) + (f": {desk.round.title}" if len(rounds) > 1 else ""),
            at(desk, verb),
            "primary" if verb == "welcome" and desk.status != "finished" else "plain",
        )
        for desk in desks
    )
    return note(context, key, say(context.language, key), *buttons, *also)


def _rank(context: Context, desk: Desk) -> tuple[bool, bool, bool, int]:
    closed = desk.window.state(context.now) != "open"
    return closed, desk.status == "finished", desk.status != "begun", -desk.round.id


def _names(context: Context, desk: Desk, action: Action) -> bool:
    me = context.me.id if context.me else 0
    mine = desk.respondent.kind == "person" and desk.respondent.id == me
    who = mine if not action.who else action.who == desk.respondent.encode()
    return who and (desk.round.id, desk.school.id) == (action.round, action.school)
