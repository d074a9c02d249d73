"""The dashboard of whoever answers: where to go on, one's own answers; and how far one's work team is."""

from collections.abc import Iterator

from conversations.context import Context, Desk, TeamView
from conversations.dialogs import team
from conversations.dialogs.desks import current, open_desks
from conversations.dialogs.parts import at, button, last_day, minutes, whose
from conversations.messages import Action, Button, Buttons, Facts, Heading, Part, Progress, Text
from conversations.texts import say
from conversations.texts.dates import day


def answering(context: Context) -> tuple[Part, ...]:
    """Each place where I can answer now, else the one that I answer next or answered last.

    Whoever leads the school reads of a round that is not open in the school's own section.
    """
    last = current(context)
    desks = open_desks(context) or ((last,) if last and not _follows(context, last) else ())
    return tuple(part for desk in desks for part in _desk(context, desk, several=len(desks) > 1))


def teams(context: Context) -> tuple[Part, ...]:
    """How far the work teams that I lead have come, as counts."""
    return tuple(part for view in context.teams if _leads(context, view) for part in _team(context, view))


def _follows(context: Context, desk: Desk) -> bool:
    return context.me is not None and (
        context.me.is_("principal", desk.school.id) or context.me.is_("representative", desk.school.id)
    )


def _desk(context: Context, desk: Desk, *, several: bool) -> Iterator[Part]:
    heading = desk.round.title
    if several or desk.respondent.kind != "person":
        heading = f"{whose(context, desk)} – {heading}"
    yield Heading(heading)
    if desk.window.state(context.now) == "open":
        yield from _open(context, desk)
    else:
        yield from _not_open(context, desk)


def _open(context: Context, desk: Desk) -> Iterator[Part]:
    language, left, total = context.language, len(desk.open_questions), len(desk.asked)
    review = button(context, "dashboard.answering.review", at(desk, "review"))
    values: dict[str, object] = {"total": total, "day": last_day(context, desk)}
    values["minutes"] = say(language, "assessment.pause.minutes", n=minutes(desk, left))
    if desk.status == "invited":
        yield Text(say(language, "dashboard.answering.invited", **values))
        yield Buttons((Button(say(language, "home.welcome.begin"), at(desk, "welcome"), "primary"),))
    elif left:
        label = say(language, "dashboard.answering.progress", done=total - left, total=total)
        yield Progress(total - left, total, label)
        yield Text(say(language, "dashboard.answering.begun", **values))
        go_on = Button(say(language, "assessment.pause.go_on"), at(desk, "begin"), "primary")
        yield Buttons((go_on, review))
    else:
        yield Text(say(language, "dashboard.answering.finished", **values), "warm")
        yield Buttons((review,))


def _not_open(context: Context, desk: Desk) -> Iterator[Part]:
    state = desk.window.state(context.now)
    opens = day(context.language, desk.window.opens_on)
    words = {"day": opens, "closes": last_day(context, desk)}
    if state == "planned":
        yield Text(say(context.language, "home.welcome.opens", **words))
        return
    yield Text(say(context.language, f"dashboard.answering.{state}"))
    if state == "closed":
        yield Buttons((button(context, "home.menu.results", Action("results")),))


def _leads(context: Context, view: TeamView) -> bool:
    led = {duty.team for duty in context.me.duties if duty.role == "team_leader"} if context.me else set()
    return view.team.id in led and not view.window.frozen


def _team(context: Context, view: TeamView) -> Iterator[Part]:
    yield Heading(say(context.language, "dashboard.team.heading", team=view.team.name))
    yield Facts(team.figures(context, view))
    if not view.team.counted:
        yield Text(say(context.language, "dashboard.team.hidden"), "quiet")
