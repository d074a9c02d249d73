"""What a coordinator follows: every school's participation and outcome, one school's levels, the files."""

from conversations.context import Context, SchoolView
from conversations.dialogs import result
from conversations.dialogs.attention import people
from conversations.dialogs.following import named
from conversations.dialogs.participation import few
from conversations.dialogs.parts import about, beside, button, sentence, titled
from conversations.facts import RoundFacts
from conversations.messages import Action, Button, Buttons, Document, Field, Form, Part, Table, Text, is_id
from conversations.texts import say
from conversations.texts.dates import day, percent, short_day
from conversations.turn import Replace, Show, Turn

_FILES = ("xlsx", "csv", "json")
_MOST_BUTTONS = 5
_APPLIED = frozenset({"sent", "returned", "accepted", "declined"})


def overview(context: Context, action: Action) -> Turn:
    """Participation per school in per cent while a round runs, and where each school stands after it."""
    views = _of_round(context, action)
    if not views:
        return sentence(context, "coordinator.overview.none")
    facts, language = views[0].round, context.language
    columns = tuple(
        say(language, f"coordinator.overview.column_{name}") for name in ("school", "answered", "state")
    )
    rows = tuple((view.school.name, _answered(context, view), _state(context, view)) for view in views)
    heading = say(language, "coordinator.overview.heading", round=facts.title)
    text = say(
        language,
        "coordinator.overview.text",
        first=day(language, min(view.window.opens_on for view in views)),
        last=day(language, max(view.window.closes_on for view in views)),
    )
    table = Table(columns, rows, heading)
    parts = (Text(text, "quiet"), table, *people(context, views), *_schools(context, views))
    summary = say(language, "coordinator.overview.summary")
    turn = Turn((Replace(titled(context, summary, heading, *parts, _ways(context, facts))),))
    return beside(turn, context.place) if action.round else turn


def school(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """One closed school's levels and figures, without work teams or the leadership's view."""
    picked = (fields or {}).get("school", "")
    number = int(picked) if is_id(picked) else action.school
    view = next(iter(named(context.schools, Action("school", action.round, number))), None)
    if view is None or view.snapshot is None:
        return sentence(context, "overview.result.waiting")
    return Turn((Show(result.levels(context, view, view.snapshot)),))


def export(context: Context, action: Action) -> Turn:
    """The files of a round, holding only what may be shown."""
    views = [view for view in _of_round(context, action) if view.window.frozen]
    if not views:
        return sentence(context, "coordinator.export.none")
    facts, language = views[0].round, context.language
    files = tuple(
        Document(say(language, f"coordinator.export.{kind}"), f"results/{facts.id}/{kind}") for kind in _FILES
    )
    heading = say(language, "coordinator.export.heading", round=facts.title)
    text = Text(say(language, "coordinator.export.text"), "quiet")
    summary = say(language, "coordinator.export.summary")
    turn = Turn((Replace(titled(context, summary, heading, text, *files)),))
    return beside(turn, context.place) if action.round else turn


def _of_round(context: Context, action: Action) -> tuple[SchoolView, ...]:
    """Every school in the round that is named, else in the newest of those that are open, else of all."""
    under_way = [view for view in context.schools if view.window.state(context.now) in {"open", "closing"}]
    newest = max(under_way or context.schools, key=lambda view: view.round.id, default=None)
    wanted = action.round or (newest.round.id if newest else 0)
    return tuple(view for view in context.schools if view.round.id == wanted)


def _schools(context: Context, views: tuple[SchoolView, ...]) -> tuple[Part, ...]:
    """A way to each school whose result is frozen: a button each for a few, a list for many."""
    closed = tuple(view for view in views if view.snapshot is not None and view.snapshot.shown)
    if not closed:
        return ()
    told = Text(say(context.language, "coordinator.overview.see"), "quiet")
    if len(closed) <= _MOST_BUTTONS:
        return (told, Buttons(tuple(Button(view.school.name, about(view, "school")) for view in closed)))
    options = tuple((str(view.school.id), view.school.name) for view in closed)
    field = Field(
        "school", say(context.language, "coordinator.overview.column_school"), "choice", options=options
    )
    see = say(context.language, "coordinator.overview.see_school")
    return (
        told,
        Form(Action("school", closed[0].round.id), see, (field,)),
    )


def _ways(context: Context, facts: RoundFacts) -> Buttons:
    others = {view.round.id: view.round.title for view in context.schools if view.round.id != facts.id}
    return Buttons(
        (
            *_applications(context, facts),
            button(context, "coordinator.overview.export", Action("export", facts.id)),
            button(context, "coordinator.overview.plan", Action("plan")),
            *(Button(title, Action("overview", other)) for other, title in others.items()),
        )
    )


def _applications(context: Context, facts: RoundFacts) -> tuple[Button, ...]:
    """The way to who has applied, once any school has a result that lets it."""
    closed = any(view.round.id == facts.id and view.window.frozen for view in context.schools)
    if facts.kind != "yearly" or not closed:
        return ()
    return (button(context, "application.list.open", Action("applications", facts.id)),)


def _answered(context: Context, view: SchoolView) -> str:
    if view.window.state(context.now) == "planned" or not view.counts.invited:
        return say(context.language, "coordinator.overview.few")
    return percent(context.language, view.counts.finished / view.counts.invited)


def _state(context: Context, view: SchoolView) -> str:
    language, state = context.language, view.window.state(context.now)
    if view.snapshot is not None:
        return _outcome(context, view)
    if state in {"closing", "closed"}:
        return say(language, "coordinator.overview.closing")
    when = view.window.closes_on if state == "open" else view.window.opens_on
    told = say(language, f"coordinator.overview.{state}", day=short_day(language, when))
    lost = 0 if few(view) else view.counts.unreachable
    return say(language, "coordinator.overview.unreachable", state=told, n=lost) if lost else told


def _outcome(context: Context, view: SchoolView) -> str:
    snapshot = view.snapshot
    if view.application in _APPLIED:
        return say(context.language, f"application.overview.{view.application}")
    if snapshot is None or not snapshot.shown:
        return say(context.language, "coordinator.overview.hidden")
    key = "pulse" if snapshot.kind == "pulse" else snapshot.outcome
    return say(context.language, f"coordinator.overview.{key}")
