"""The dashboard of a coordinator: the rounds, what comes next, and what needs somebody's hand."""

from collections.abc import Iterator
from fractions import Fraction

from conversations.context import Context, SchoolView
from conversations.dialogs.attention import attention
from conversations.dialogs.parts import button
from conversations.facts import Upcoming
from conversations.messages import Action, Buttons, Facts, Heading, Part, Text
from conversations.texts import say
from conversations.texts.dates import day, joined, percent, short_day

_MOST_ROUNDS = 3
_MOST_LOW = 3
_LOW = Fraction(1, 2)


def authority(context: Context) -> tuple[Part, ...]:
    """All schools in the rounds under way, what the clock does next, and what does not work."""
    if context.me is None or not context.me.is_("coordinator"):
        return ()
    return (*_rounds(context), *_next(context), *attention(context), *_channels(context))


def _rounds(context: Context) -> Iterator[Part]:
    yield Heading(say(context.language, "dashboard.authority.heading"))
    rounds: dict[int, list[SchoolView]] = {}
    for view in sorted(context.schools, key=lambda view: -view.round.id):
        rounds.setdefault(view.round.id, []).append(view)
    going = [views for views in rounds.values() if not _over(views)][:_MOST_ROUNDS]
    told = going or list(rounds.values())[:1]
    if told:
        yield Facts(tuple((views[0].round.title, _stands(context, views)) for views in told))
    else:
        yield Text(say(context.language, "coordinator.overview.none"))
    yield from (Text(text) for views in told if (text := _lowest(context, views)))
    overview = (button(context, "home.menu.overview", Action("overview")),) if told else ()
    files = (button(context, "coordinator.overview.export", Action("export")),) if told and not going else ()
    yield Buttons((*overview, *files, button(context, "home.menu.plan", Action("plan"))))


def _over(views: list[SchoolView]) -> bool:
    return all(view.window.frozen for view in views)


def _stands(context: Context, views: list[SchoolView]) -> str:
    """How far a round has come at all its schools together, in one line."""
    language = context.language
    schools = say(language, "coordinator.plan.schools", n=len(views))
    if _over(views):
        return _came_to(context, views, schools)
    if all(view.window.state(context.now) == "planned" for view in views):
        first = day(language, min(view.window.opens_on for view in views))
        return say(language, "dashboard.authority.planned", schools=schools, day=first)
    last = day(language, max(view.window.closes_on for view in views))
    share = percent(language, _share(views))
    return say(language, "dashboard.authority.open", schools=schools, share=share, day=last)


def _came_to(context: Context, views: list[SchoolView], schools: str) -> str:
    language = context.language
    closed = say(language, "dashboard.authority.over", schools=schools)
    if views[0].round.kind == "pulse":
        return closed
    qualified = sum(view.snapshot is not None and view.snapshot.qualifies for view in views)
    wishing = sum(view.applied for view in views)
    told = say(language, "dashboard.authority.qualified", n=qualified)
    wishes = (say(language, "dashboard.authority.wishes", n=wishing),) if wishing else ()
    return " ".join((closed, told, *wishes))


def _lowest(context: Context, views: list[SchoolView]) -> str:
    """The schools where fewer than half have answered when half the time is gone, the fewest first."""
    running = [view for view in views if view.counts.invited and _half_gone(context, view)]
    low = sorted((view for view in running if _share([view]) < _LOW), key=lambda view: _share([view]))
    if not low or len(running) == 1:
        return ""
    named = [f"{view.school.name} {percent(context.language, _share([view]))}" for view in low[:_MOST_LOW]]
    return say(context.language, "dashboard.authority.lowest", schools=joined(context.language, named))


def _half_gone(context: Context, view: SchoolView) -> bool:
    window = view.window
    middle = window.opens_at + (window.closes_at - window.opens_at) / 2
    return window.state(context.now) == "open" and context.now >= middle


def _share(views: list[SchoolView]) -> Fraction:
    return Fraction(
        sum(view.counts.finished for view in views), max(1, sum(view.counts.invited for view in views))
    )


def _next(context: Context) -> Iterator[Part]:
    if not context.work.upcoming:
        return
    several = len({each.round for each in context.work.upcoming}) > 1
    yield Heading(say(context.language, "dashboard.next.heading"))
    yield Facts(
        tuple(
            (short_day(context.language, each.day), _planned(context, each, several=several))
            for each in context.work.upcoming
        )
    )


def _planned(context: Context, upcoming: Upcoming, *, several: bool) -> str:
    language = context.language
    what = say(language, f"dashboard.next.{upcoming.kind}")
    where = say(language, "coordinator.plan.schools", n=upcoming.schools)
    where = f"{upcoming.round}, {where}" if several else where
    return say(language, "dashboard.next.line", what=what, where=where)


def _channels(context: Context) -> Iterator[Part]:
    teams = context.channels.teams
    if not context.channels.known and not any(team.channel for team in teams):
        return
    yield Heading(say(context.language, "dashboard.channels.heading"))
    done = sum(bool(team.channel) for team in teams)
    yield Text(say(context.language, "dashboard.channels.text", done=done, total=len(teams)))
    yield Buttons((button(context, "dashboard.channels.see", Action("channels")),))
