"""What the days say about applying: the last day draws near, and how many applied once it has passed."""

from collections.abc import Iterator
from datetime import timedelta

from conversations.context import Context, SchoolView
from conversations.dialogs.applying import Applying, applying, may_want
from conversations.dialogs.parts import about, button, heard_by, titled
from conversations.facts import Listener, RoundFacts
from conversations.messages import Action, Buttons, Message, Text
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Effect, Say, To

SOON = 14
LAST = 2
# Long after, nobody needs to hear how many applied.
_TOLD_WITHIN = timedelta(days=14)
_APPLIED = frozenset({"sent", "returned", "accepted", "declined"})


def tend(context: Context) -> Iterator[Effect]:
    """Remind schools that may apply and have not, and tell coordinators how many have once it is too late."""
    rounds: dict[int, list[SchoolView]] = {}
    for view in context.schools:
        if view.round.kind == "yearly" and view.snapshot is not None:
            rounds.setdefault(view.round.id, []).append(view)
    for views in rounds.values():
        found = [applying(context, view) for view in views]
        for at in found:
            yield from _reminded(context, at)
        yield from _counted(context, views[0].round, found)


def _reminded(context: Context, at: Applying) -> Iterator[Say]:
    kind = _nearness(context, at)
    if kind is None or not may_want(at):
        return
    # The first word is said once; the last one once for each day that has been the last.
    said_of = f"last:{at.last_day.isoformat()}" if kind == "last" else kind
    for each in context.certification.principals(at.view.school.id):
        key = f"apply-remind:{at.view.round.id}:{at.view.school.id}:{said_of}:{each.id}"
        yield Say(To("person", each.id), _reminder(heard_by(context, each), at, kind), key)


def _nearness(context: Context, at: Applying) -> str | None:
    """Whether the last day is so near that it is worth a word; nothing once it has passed."""
    calendar = context.authority.calendar
    if at.today > at.last_day:
        return None
    if at.today >= calendar.add_school_days(at.last_day, -LAST):
        return "last"
    return "soon" if at.today >= calendar.add_school_days(at.last_day, -SOON) else None


def _reminder(context: Context, at: Applying, kind: str) -> Message:
    language, when = context.language, day(context.language, at.last_day)
    begun = bool(at.form)
    heading = say(language, f"application.remind.{kind}", school=at.view.school.name, day=when)
    key = "begun" if begun else "not_begun"
    award = at.view.round.framework.words(language).award
    text = say(language, f"application.remind.{key}", school=at.view.school.name, award=award)
    see = button(context, "application.remind.open", about(at.view, "apply"))
    return titled(context, heading, heading, Text(text), Buttons((see,)))


def _counted(context: Context, facts: RoundFacts, found: list[Applying]) -> Iterator[Say]:
    last = max(at.last_day for at in found)
    if not last < found[0].today <= last + _TOLD_WITHIN or not _anybody(found):
        return
    count = sum(at.status in _APPLIED for at in found)
    for each in context.certification.leading(0):
        key = f"applications-closed:{facts.id}:{last.isoformat()}:{each.id}"
        yield Say(To("person", each.id), _count(context, each, facts, count), key)


def _anybody(found: list[Applying]) -> bool:
    """Whether any school could have applied, so that there is something to tell."""
    return any(at.was_sent or at.qualifies or at.exception for at in found)


def _count(context: Context, listener: Listener, facts: RoundFacts, count: int) -> Message:
    heard = heard_by(context, listener)
    heading = say(heard.language, "application.remind.closed", round=facts.title)
    text = say(heard.language, "application.list.count", n=count)
    see = button(heard, "application.remind.see_all", Action("applications", facts.id))
    return titled(heard, heading, heading, Text(text), Buttons((see,)))
