"""The principal's own application: the form where there is none yet, else its card with what can be done."""

from conversations.context import Context, SchoolView
from conversations.dialogs.applying import applying
from conversations.dialogs.certification.application.card import card, hindered
from conversations.dialogs.certification.application.finding import led
from conversations.dialogs.certification.application.form import form
from conversations.dialogs.following import frozen, heads, which
from conversations.dialogs.parts import beside, said, sentence
from conversations.dialogs.stranger import refused
from conversations.messages import Action
from conversations.texts import say
from conversations.turn import Replace, Turn

CARD = "card"
"""What a button carries that stands on an application's own card, which the answer may replace."""


def apply(context: Context, action: Action) -> Turn:
    """Open the school's application, or return to it."""
    views = tuple(view for view in frozen(context, action, heads) if heads(context, view))
    yearly = views if action.round else tuple(view for view in views if view.round.kind == "yearly")
    if not yearly:
        return sentence(context, "overview.result.waiting" if not action.round else "home.unknown.not_yours")
    if len(yearly) > 1:
        return Turn((Replace(which(context, yearly, "apply")),))
    turn = _opened(context, yearly[0])
    return beside(turn, context.place) if action.round and action.value != CARD else turn


def _opened(context: Context, view: SchoolView) -> Turn:
    if view.round.kind == "pulse":
        return sentence(context, "overview.outcome.pulse")
    at = applying(context, view)
    if not at.begun and at.hindrance:
        return said(context, hindered(context, at))
    if at.status is None or (at.facts and at.status == "draft" and not at.form):
        return Turn((Replace(form(context, at)),))
    return Turn((Replace(card(context, at)),))


def read(context: Context, action: Action) -> Turn:
    """A school's application for those who lead it: its principal's card, or only to read."""
    at = led(context, action)
    if at is None:
        return refused(context, action.verb, "not theirs")
    if not at.begun:
        text = say(context.language, "application.read.none", school=at.view.school.name)
        return beside(said(context, text), context.place)
    return beside(Turn((Replace(card(context, at)),)), context.place)
