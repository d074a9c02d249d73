"""A coordinator's work teams and their channels: what is proposed by name, confirmed at once or chosen."""

from dataclasses import replace
from hashlib import sha256

from conversations.context import Context
from conversations.dialogs import channel_choice, principals_channel
from conversations.dialogs.channel_choice import named_channels, named_teams
from conversations.dialogs.parts import titled
from conversations.dialogs.stranger import noted
from conversations.facts import SchoolFacts, TeamPlace
from conversations.messages import Action, Button, Buttons, Field, Form, Message, Part, Table, Text, is_id
from conversations.rules.matching import proposals
from conversations.texts import say
from conversations.turn import PRINCIPALS, Link, Replace, To, Turn

_CONFIRM = "confirm"
_MOST_PROPOSALS = 40
_MOST_BUTTONS = 5
_MOST_NAMED = 10


def channels(context: Context, action: Action, fields: dict[str, str] | None = None) -> Turn:
    """How many teams have a channel, and the proposals; a confirmation; or somebody's own choice."""
    if action.item == _CONFIRM:
        return _confirmed(context, action.value)
    if action.item == principals_channel.ITEM:
        return _for_principals(context, fields)
    picked = (fields or {}).get("school", "")
    school = int(picked) if is_id(picked) else action.school
    teams = tuple(team for team in context.channels.teams if team.school.id == school)
    if not teams:
        turn = Turn((Replace(_overview(context)),))
        return noted(turn, action.verb, "not theirs") if school else turn
    if action.school and fields is not None:
        return _chosen(context, teams, fields)
    return Turn((Replace(channel_choice.form(context, teams)),))


def _confirmed(context: Context, seen: str) -> Turn:
    """Only what was on the screen is confirmed; where it has changed since, it is shown again."""
    proposed = _proposed(context)
    if not proposed:
        return Turn((Replace(_overview(context)),))
    if _fingerprint(proposed) != seen:
        told = Text(say(context.language, "channels.overview.changed"), "quiet")
        return Turn((Replace(_overview(context, told)),))
    links = tuple(Link(To("team", team), channel) for team, channel in proposed.items())
    return _linked(context, links, say(context.language, "channels.overview.confirmed", n=len(links)))


def _chosen(context: Context, teams: tuple[TeamPlace, ...], fields: dict[str, str]) -> Turn:
    wanted = channel_choice.chosen(context, teams, fields)
    if wanted.errors:
        return Turn((Replace(channel_choice.form(context, teams, wanted)),))
    changed = tuple(team for team in teams if wanted.channels[team.team] != team.channel)
    given = {wanted.channels[team.team] for team in changed}
    # A channel that goes from one team to another has to be free in between.
    freed = tuple(
        Link(To("team", team.team), "") for team in changed if team.channel and team.channel in given
    )
    links = tuple(Link(To("team", team.team), wanted.channels[team.team]) for team in changed)
    return _linked(context, (*freed, *links), say(context.language, "channels.overview.saved"))


def _for_principals(context: Context, fields: dict[str, str] | None) -> Turn:
    if fields is None:
        return Turn((Replace(principals_channel.form(context)),))
    wanted = principals_channel.chosen(context, fields)
    if wanted.error:
        return Turn((Replace(principals_channel.form(context, wanted)),))
    after = replace(context, channels=replace(context.channels, principals=wanted.channel))
    told = Text(say(context.language, "channels.overview.saved"), "warm")
    changed = wanted.channel != context.channels.principals
    links = (Link(PRINCIPALS, wanted.channel),) if changed else ()
    return Turn((*links, Replace(_overview(after, told))))


def _linked(context: Context, links: tuple[Link, ...], text: str) -> Turn:
    now = {link.to.id: link.channel for link in links}
    teams = tuple(replace(team, channel=now.get(team.team, team.channel)) for team in context.channels.teams)
    after = replace(context, channels=replace(context.channels, teams=teams))
    return Turn((*links, Replace(_overview(after, Text(text, "warm")))))


def _overview(context: Context, *first: Part) -> Message:
    language, teams = context.language, context.channels.teams
    heading = say(language, "channels.overview.heading")
    done = sum(bool(team.channel) for team in teams)
    if not context.channels.known and not done:
        return titled(context, heading, heading, Text(say(language, "channels.overview.none")))
    text = Text(say(language, "dashboard.channels.text", done=done, total=len(teams)))
    why = Text(say(language, "channels.overview.why"), "quiet")
    parts = (
        *first,
        text,
        why,
        *_uninvited(context),
        *_proposals(context),
        *_schools(context),
        *principals_channel.section(context),
    )
    return titled(context, heading, heading, *parts)


def _proposed(context: Context) -> dict[int, str]:
    """No more than can be looked through at a glance; the next come when these are confirmed."""
    found = proposals(named_teams(context.channels.teams), named_channels(context.channels.for_teams))
    return dict(list(found.items())[:_MOST_PROPOSALS])


def _proposals(context: Context) -> tuple[Part, ...]:
    proposed = _proposed(context)
    if not proposed:
        return ()
    language = context.language
    names = {channel.id: channel.name for channel in context.channels.known}
    columns = ("school", "team", "channel")
    rows = tuple(
        (team.school.name, team.name, f"#{names[proposed[team.team]]}")
        for team in context.channels.teams
        if team.team in proposed
    )
    table = Table(
        tuple(say(language, f"channels.overview.column_{name}") for name in columns),
        rows,
        say(language, "channels.overview.proposals"),
    )
    confirm = Action("channels", item=_CONFIRM, value=_fingerprint(proposed))
    label = say(language, "channels.overview.confirm", n=len(rows))
    return (table, Buttons((Button(label, confirm, "primary"),)))


def _schools(context: Context) -> tuple[Part, ...]:
    """A way to each school's own choice: a button each for a few, a list for many."""
    schools: dict[SchoolFacts, list[TeamPlace]] = {}
    for team in context.channels.teams:
        schools.setdefault(team.school, []).append(team)
    if not schools:
        return ()
    labels = {school: _school(context, school, teams) for school, teams in schools.items()}
    told = Text(say(context.language, "channels.overview.choose"), "quiet")
    if len(schools) <= _MOST_BUTTONS:
        buttons = (Button(label, Action("channels", school=school.id)) for school, label in labels.items())
        return (told, Buttons(tuple(buttons)))
    options = tuple((str(school.id), label) for school, label in labels.items())
    title = say(context.language, "channels.overview.column_school")
    see = say(context.language, "channels.overview.choose_school")
    return (told, Form(Action("channels"), see, (Field("school", title, "choice", options=options),)))


def _school(context: Context, school: SchoolFacts, teams: list[TeamPlace]) -> str:
    done = sum(bool(team.channel) for team in teams)
    return say(context.language, "channels.overview.school", school=school.name, done=done, total=len(teams))


def _uninvited(context: Context) -> tuple[Part, ...]:
    """The channels in use where the bot has not been let in yet, so that nothing arrives there."""
    mine = {team.channel for team in context.channels.teams} | {context.channels.principals}
    names = [f"#{each.name}" for each in context.channels.known if each.id in mine and not each.member]
    if not names:
        return ()
    more = "…" if len(names) > _MOST_NAMED else ""
    shown = ", ".join(names[:_MOST_NAMED]) + more
    return (Text(say(context.language, "channels.overview.uninvited", n=len(names), names=shown), "warning"),)


def _fingerprint(proposed: dict[int, str]) -> str:
    listed = ",".join(f"{team}:{channel}" for team, channel in proposed.items())
    return sha256(listed.encode()).hexdigest()[:12]
