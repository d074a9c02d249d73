"""Which school's round somebody means: the one a button names, else the only one, else they are asked."""

from collections.abc import Callable

from conversations.context import Context, SchoolView
from conversations.dialogs.parts import about, note
from conversations.messages import Action, Button, Message
from conversations.rules.timetable import Window, ending
from conversations.texts import say

May = Callable[[Context, SchoolView], bool]

_ORDER = {"open": 0, "closing": 1, "planned": 2, "closed": 3}


def leads(context: Context, view: SchoolView) -> bool:
    """Whether I follow this school as its principal or its representative."""
    return heads(context, view) or (
        context.me is not None and context.me.is_("representative", view.school.id)
    )


def heads(context: Context, view: SchoolView) -> bool:
    """Whether I am this school's principal, who alone extends and applies."""
    return context.me is not None and context.me.is_("principal", view.school.id)


def works(context: Context, view: SchoolView) -> bool:
    """Whether I have any duty at this school."""
    return context.me is not None and any(duty.school == view.school.id for duty in context.me.duties)


def followed(context: Context, action: Action, may: May = leads) -> tuple[SchoolView, ...]:
    """The round that is named, else each school's: the one that is open, else to come, else the newest."""
    mine = tuple(view for view in context.schools if may(context, view))
    if action.round:
        return named(mine, action)
    schools = dict.fromkeys(view.school.id for view in mine)
    return tuple(
        min(
            (view for view in mine if view.school.id == school),
            key=lambda view: (_ORDER[view.window.state(context.now)], -view.round.id),
        )
        for school in schools
    )


def frozen(context: Context, action: Action, may: May = works) -> tuple[SchoolView, ...]:
    """The result that is named, else each school's newest yearly one, and a pulse where it is newer."""
    known = tuple(view for view in context.schools if view.snapshot is not None and _heard(context, view))
    if action.round:
        return named(known, action)
    mine = tuple(view for view in known if may(context, view))
    return tuple(
        view for school in dict.fromkeys(view.school.id for view in mine) for view in _of(mine, school)
    )


def named(views: tuple[SchoolView, ...], action: Action) -> tuple[SchoolView, ...]:
    """The view that an action names, where it is one of these."""
    return tuple(view for view in views if (view.round.id, view.school.id) == (action.round, action.school))


def which(context: Context, views: tuple[SchoolView, ...], verb: str) -> Message:
    """Ask which school's round is meant."""
    schools = len({view.school.id for view in views}) > 1
    rounds = len({view.round.id for view in views}) > 1
    buttons = tuple(
        Button(
            ": ".join([view.school.name] * schools + [view.round.title] * rounds),
            about(view, verb),
            "primary",
        )
        for view in views
    )
    key = "overview.which.school" if schools else "overview.which.round"
    return note(context, key, say(context.language, key), *buttons)


def _heard(context: Context, view: SchoolView) -> bool:
    """Whether I may read a result: those who lead have it first, their staff from the summary's day."""
    if leads(context, view) or (context.me is not None and context.me.is_("coordinator")):
        return True
    window = Window(view.window.opens_on, view.window.closes_on)
    _, told = ending(window, context.authority.calendar)
    return context.now >= told.at


def _of(mine: tuple[SchoolView, ...], school: int) -> tuple[SchoolView, ...]:
    newest = sorted((view for view in mine if view.school.id == school), key=_age, reverse=True)
    yearly = next((view for view in newest if view.round.kind == "yearly"), None)
    pulse = next((view for view in newest if view.round.kind == "pulse"), None)
    if yearly and pulse and _age(pulse) < _age(yearly):
        pulse = None
    return tuple(view for view in (yearly, pulse) if view)


def _age(view: SchoolView) -> tuple[int, int]:
    return view.window.opens_on.toordinal(), view.round.id
