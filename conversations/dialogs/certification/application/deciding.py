"""Every application after a round, for a coordinator, with a way to each."""

from collections.abc import Iterator
from datetime import date

from conversations.certification import ApplicationFacts
from conversations.context import Context, SchoolView
from conversations.dialogs.applying import Applying, applying, last_day
from conversations.dialogs.certification.application.finding import undoable
from conversations.dialogs.certification.application.opening import CARD
from conversations.dialogs.parts import about, beside, button, sentence, titled
from conversations.messages import (
    Action,
    Button,
    Buttons,
    Field,
    Form,
    Part,
    Table,
    Text,
)
from conversations.texts import say
from conversations.texts.dates import day, short_day
from conversations.turn import Replace, Turn

_MOST_BUTTONS = 5
_MOST_OPTIONS = 100
_MOST_ROUNDS = 2
_APPLIED = frozenset({"sent", "returned", "accepted", "declined"})


def applications(context: Context, action: Action) -> Turn:
    """Every application after a round, and a way to each that has been sent."""
    views = closed_views(context, action)
    if not views:
        return sentence(context, "application.list.too_early")
    facts, language = views[0].round, context.language
    heading = say(language, "application.list.heading", round=facts.title)
    every = (applying(context, view) for view in views)
    found = [at for at in every if at.facts and at.begun and standing(at)]
    count = sum(at.status in _APPLIED for at in found)
    told = Text(say(language, "application.list.count" if count else "application.list.nobody", n=count))
    until = Text(say(language, "application.list.until", day=day(language, latest(context, views))), "quiet")
    parts: tuple[Part, ...] = (told, until)
    if found:
        parts = (*parts, _table(context, found, heading), *_each(context, found))
    turn = Turn((Replace(titled(context, heading, heading, *parts, *_ways(context, views))),))
    return beside(turn, context.place) if action.round and action.value != CARD else turn


def closed_views(context: Context, action: Action) -> tuple[SchoolView, ...]:
    """The schools with a result in the yearly round that is named, else in the newest, by name."""
    closed = [view for view in context.schools if view.round.kind == "yearly" and view.snapshot is not None]
    newest = max((view.round.id for view in closed), default=0)
    wanted = action.round or newest
    found = (view for view in closed if view.round.id == wanted)
    return tuple(sorted(found, key=lambda view: (view.school.name, view.school.id)))


def standing(at: Applying) -> str:
    """The name of where an application stands, empty where there is none to speak of.

    An exception makes an empty draft: as long as nothing is written there, the school only may apply.
    """
    if at.status != "draft" or at.facts is None or any(value.strip() for value in at.form.values()):
        return at.status or ""
    return "may_apply" if at.exception else ""


def latest(context: Context, views: tuple[SchoolView, ...]) -> date:
    """The last day on which any of these schools may apply."""
    return max(last_day(context, view) for view in views)


def _table(context: Context, found: list[Applying], caption: str) -> Table:
    language = context.language
    columns = ("school", "state", "day", "ground")
    return Table(
        tuple(say(language, f"application.list.column_{name}") for name in columns),
        tuple(_row(context, at, at.facts) for at in found if at.facts),
        caption,
    )


def _row(context: Context, at: Applying, facts: ApplicationFacts) -> tuple[str, ...]:
    language = context.language
    by_result = "qualifies" if at.qualifies else "not_qualified"
    ground = "exception" if facts.exception else by_result
    return (
        at.view.school.name,
        say(language, f"application.state.{standing(at)}"),
        short_day(language, context.authority.calendar.local_date(facts.at)),
        say(language, f"application.list.{ground}"),
    )


def _each(context: Context, found: list[Applying]) -> tuple[Part, ...]:
    """A way to each application that has been sent: a button each for a few, a list for many."""
    sent = [at for at in found if at.was_sent]
    if not sent:
        return ()
    if len(sent) <= _MOST_BUTTONS:
        return (Buttons(tuple(Button(at.view.school.name, about(at.view, "application")) for at in sent)),)
    options = tuple((str(at.view.school.id), at.view.school.name) for at in sent)[:_MOST_OPTIONS]
    field = Field(
        "school", say(context.language, "application.list.column_school"), "choice", options=options
    )
    see = say(context.language, "application.list.see")
    return (Form(Action("application", sent[0].view.round.id), see, (field,)),)


def _ways(context: Context, views: tuple[SchoolView, ...]) -> Iterator[Part]:
    number = views[0].round.id
    back = Action("exception_undo", number)
    excepted = any(undoable(applying(context, view)) for view in views)
    yield Buttons(
        (
            button(context, "application.list.exception", Action("exception", number)),
            *((button(context, "application.undo.open", back),) if excepted else ()),
            button(context, "application.list.deadline", Action("deadline", number)),
            button(context, "application.card.decisions", Action("decisions")),
        )
    )
    others = {
        view.round.id: view.round.title
        for view in sorted(context.schools, key=lambda view: -view.round.id)
        if view.round.kind == "yearly" and view.snapshot is not None and view.round.id != number
    }
    if others:
        rounds = tuple(others.items())[:_MOST_ROUNDS]
        yield Buttons(tuple(Button(title, Action("applications", other)) for other, title in rounds))
