"""What a coordinator follows: every school's participation and outcome, the digest, the files."""

from conversations.context import Context, Listener, RoundFacts, SchoolView
from conversations.dialogs.parts import button, titled
from conversations.messages import Action, Buttons, Document, Message, Table, Text
from conversations.texts import say
from conversations.texts.dates import day, percent, short_day
from conversations.turn import Replace, Turn

_FILES = ("xlsx", "csv", "json")


def overview(context: Context, action: Action) -> Turn:
    """Participation per school in per cent while a round runs, and where each school stands after it."""
    views = _of_round(context, action)
    if not views:
        return _sentence(context, "coordinator.overview.none")
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
    buttons = Buttons(
        (
            button(context, "coordinator.overview.export", Action("export", facts.id)),
            button(context, "coordinator.overview.plan", Action("plan")),
        )
    )
    summary = say(language, "coordinator.overview.summary")
    return Turn(
        (
            Replace(
                titled(context, summary, heading, Text(text, "quiet"), Table(columns, rows, heading), buttons)
            ),
        )
    )


def export(context: Context, action: Action) -> Turn:
    """The files of a round, holding only what may be shown."""
    views = [view for view in _of_round(context, action) if view.window.frozen]
    if not views:
        return _sentence(context, "coordinator.export.none")
    facts, language = views[0].round, context.language
    files = tuple(
        Document(say(language, f"coordinator.export.{kind}"), f"results/{facts.id}/{kind}") for kind in _FILES
    )
    heading = say(language, "coordinator.export.heading", round=facts.title)
    text = Text(say(language, "coordinator.export.text"), "quiet")
    return Turn(
        (Replace(titled(context, say(language, "coordinator.export.summary"), heading, text, *files)),)
    )


def digest(context: Context, facts: RoundFacts, views: tuple[SchoolView, ...], listener: Listener) -> Message:
    """What a round came to, once every school has closed."""
    language = listener.language
    snapshots = [view.snapshot for view in views if view.snapshot]
    key = "pulse" if facts.kind == "pulse" else "text"
    text = say(
        language,
        f"coordinator.digest.{key}",
        answered=sum(snapshot.answered for snapshot in snapshots),
        eligible=sum(snapshot.eligible for snapshot in snapshots),
        qualified=say(language, "coordinator.digest.qualified", n=sum(each.qualifies for each in snapshots)),
        near=say(language, "coordinator.digest.near", n=sum(each.outcome == "near" for each in snapshots)),
    )
    heading = say(language, "coordinator.digest.heading", round=facts.title)
    buttons = Buttons(
        (
            button(context, "home.menu.overview", Action("overview", facts.id)),
            button(context, "coordinator.overview.export", Action("export", facts.id)),
        )
    )
    return titled(context, heading, heading, Text(text), buttons)


def _of_round(context: Context, action: Action) -> tuple[SchoolView, ...]:
    """Every school in the round that is named, else in the newest one."""
    newest = action.round or max((view.round.id for view in context.schools), default=0)
    return tuple(view for view in context.schools if view.round.id == newest)


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
    return say(language, f"coordinator.overview.{state}", day=short_day(language, when))


def _outcome(context: Context, view: SchoolView) -> str:
    snapshot = view.snapshot
    if snapshot is None or not snapshot.shown:
        return say(context.language, "coordinator.overview.hidden")
    if view.interest:
        return say(context.language, "coordinator.overview.wants")
    key = "pulse" if snapshot.kind == "pulse" else snapshot.outcome
    return say(context.language, f"coordinator.overview.{key}")


def _sentence(context: Context, key: str) -> Turn:
    text = say(context.language, key)
    return Turn((Replace(Message(text, (Text(text),), context.language)),))
