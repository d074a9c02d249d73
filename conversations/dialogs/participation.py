"""What a principal follows while a round runs: participation as counts, never as names."""

from conversations.context import Context, SchoolView
from conversations.dialogs.following import followed, heads, which
from conversations.dialogs.parts import about, button, sentence, titled
from conversations.messages import Action, Buttons, Facts, Message, Part, Text
from conversations.rules.areas import FLOOR
from conversations.texts import say
from conversations.texts.dates import day
from conversations.turn import Replace, Turn


def participation(context: Context, action: Action) -> Turn:
    """How many have answered at my school, as counts and never as names."""
    views = followed(context, action)
    if not views:
        return sentence(context, "overview.participation.none")
    if len(views) > 1:
        return Turn((Replace(which(context, views, "participation")),))
    (view,) = views
    state = view.window.state(context.now)
    shown = _running(context, view) if state == "open" else _not_open(context, view, state)
    return Turn((Replace(shown),))


def _running(context: Context, view: SchoolView) -> Message:
    heading = say(context.language, "overview.participation.heading", school=view.school.name)
    summary = say(
        context.language,
        "overview.participation.summary",
        done=view.counts.finished,
        total=view.counts.invited,
    )
    parts: tuple[Part, ...] = (Text(progress(context, view)),)
    if few(view):
        summary = heading
    elif rows := _teams(context, view):
        parts = (*parts, Facts(rows))
    private = Text(say(context.language, "overview.participation.private"), "quiet")
    parts = (*parts, *unreachable(context, view), private)
    if heads(context, view):
        more_days = button(context, "overview.participation.extend", about(view, "extend"))
        parts = (*parts, Buttons((more_days,)))
    return titled(context, summary, heading, *parts)


def _not_open(context: Context, view: SchoolView, state: str) -> Message:
    opens = day(context.language, view.window.opens_on)
    text = say(context.language, f"overview.participation.{state}", round=view.round.title, day=opens)
    heading = say(context.language, "overview.participation.heading", school=view.school.name)
    see = button(context, "overview.participation.results", about(view, "results"))
    return titled(context, heading, heading, Text(text), *((Buttons((see,)),) if state == "closed" else ()))


def progress(context: Context, view: SchoolView) -> str:
    """How far a school's open round has come, in words that tell of nobody."""
    last = day(context.language, view.window.closes_on)
    if view.counts.invited == 1:
        key = "joint_done" if view.counts.finished else "joint"
        return say(context.language, f"overview.participation.{key}", round=view.round.title, day=last)
    if few(view):
        return say(context.language, "overview.participation.few", round=view.round.title, day=last)
    return say(
        context.language,
        f"overview.participation.{'text' if view.round.mode == 'individual' else 'text_teams'}",
        done=view.counts.finished,
        total=view.counts.invited,
        begun=view.counts.begun,
        round=view.round.title,
        day=last,
    )


def few(view: SchoolView) -> bool:
    """Whether so few people are asked that even their number tells too much; joint answers are nobody's."""
    return view.round.mode == "individual" and 1 < view.counts.invited < FLOOR


def unreachable(context: Context, view: SchoolView) -> tuple[Text, ...]:
    """How many are not reached in the chat and what helps; nothing where so few are asked that it tells."""
    lost = view.counts.unreachable
    if not lost or few(view):
        return ()
    return (Text(say(context.language, "overview.participation.unreachable", n=lost), "warning"),)


def _teams(context: Context, view: SchoolView) -> tuple[tuple[str, str], ...]:
    """Each work team's count, then that the others stay together; none where a team's own size tells it."""
    if view.round.mode == "team" or view.counts.invited < FLOOR:
        return ()
    language = context.language
    hidden = say(language, "overview.participation.hidden")
    return tuple(
        (
            team.name,
            say(language, "overview.participation.of", done=team.finished, total=team.members)
            if team.counted
            else hidden,
        )
        for team in view.teams
    )
