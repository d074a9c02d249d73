"""A school that qualifies wants to go on: the principal says so, and the coordinators are told."""

from conversations.context import Context, SchoolView
from conversations.dialogs.explain import missing
from conversations.dialogs.following import frozen, heads, which
from conversations.dialogs.parts import beside, said, sentence
from conversations.messages import Action, Message, Text
from conversations.texts import say
from conversations.turn import Replace, Say, To, Turn


def apply(context: Context, action: Action) -> Turn:
    """Take down that the school wants to apply, and tell the coordinators."""
    views = tuple(view for view in frozen(context, action, heads) if heads(context, view))
    yearly = views if action.round else tuple(view for view in views if view.round.kind == "yearly")
    if not yearly:
        return sentence(context, "overview.result.waiting" if not action.round else "home.unknown.not_yours")
    if len(yearly) > 1:
        return Turn((Replace(which(context, yearly, "apply")),))
    (view,) = yearly
    school, snapshot = view.school.name, view.snapshot
    if view.round.kind == "pulse":
        return sentence(context, "overview.outcome.pulse")
    if snapshot is None or not snapshot.qualifies:
        why = missing(context.language, view.round, snapshot) if snapshot else ""
        return beside(
            said(context, say(context.language, "overview.qualifies.cannot", school=school, missing=why)),
            context.place,
        )
    if view.applied:
        return beside(
            said(context, say(context.language, "overview.qualifies.again", school=school)), context.place
        )
    return _applied(context, view)


def _applied(context: Context, view: SchoolView) -> Turn:
    thanks = said(context, say(context.language, "overview.qualifies.thanks", school=view.school.name))
    told = tuple(
        Say(
            To("person", each.id),
            _told(view, each.language),
            f"interest:{view.round.id}:{view.school.id}:{each.id}",
        )
        for each in context.audience.coordinators
    )
    return Turn((*beside(thanks, context.place).effects, *told))


def _told(view: SchoolView, language: str) -> Message:
    award = view.round.framework.words(language).award
    summary = say(language, "overview.tell.summary", school=view.school.name)
    text = say(language, "overview.tell.text", school=view.school.name, round=view.round.title, award=award)
    return Message(summary, (Text(text),), language)
