"""Asking for a frozen result: what the school reached, every criterion, the work teams."""

from conversations.context import Context
from conversations.dialogs import result, tables
from conversations.dialogs.following import frozen, heads, leads, which
from conversations.dialogs.parts import sentence
from conversations.dialogs.stranger import refused
from conversations.messages import Action
from conversations.turn import Replace, Show, Turn


def results(context: Context, action: Action) -> Turn:
    """The newest frozen result, as far as my role lets me see it."""
    views = frozen(context, action)
    if len(views) > 1:
        return Turn((Replace(which(context, views, "results")),))
    view = next(iter(views), None)
    if view is None or view.snapshot is None:
        return sentence(context, "overview.result.waiting")
    if leads(context, view):
        shown = result.summary(context, view, view.snapshot, applies=heads(context, view))
        return Turn((Replace(shown),))
    return Turn((Replace(result.levels(context, view, view.snapshot)),))


def criteria(context: Context, action: Action) -> Turn:
    """Every criterion of a frozen result."""
    view = next(iter(frozen(context, action)), None)
    if view is None or view.snapshot is None:
        return sentence(context, "overview.result.waiting")
    return Turn((Show(tables.criteria_table(context, view, view.snapshot)),))


def teams(context: Context, action: Action) -> Turn:
    """The work teams of a frozen result; only for those who lead the school."""
    view = next(iter(frozen(context, action)), None)
    if view is None or view.snapshot is None or not leads(context, view):
        return refused(context, action.verb, "not theirs")
    return Turn((Show(tables.teams_table(context, view, view.snapshot)),))
