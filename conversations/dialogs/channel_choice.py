"""One school's work teams, each with a channel to choose or to remove."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from conversations.context import Context
from conversations.dialogs.parts import button, titled
from conversations.facts import ChannelFacts, TeamPlace
from conversations.messages import Action, Buttons, Field, Form, Message, Text
from conversations.rules.matching import NamedChannel, NamedTeam, likeliest
from conversations.texts import say

NO_CHANNEL = "none"
# No list in a chat holds more than a hundred, one of which is that there is none.
MOST_OPTIONS = 90


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was filled in: each team's channel, empty for none, and the keys of what is wrong with them."""

    channels: Mapping[int, str] = field(default_factory=dict)
    errors: Mapping[int, str] = field(default_factory=dict)


def named_teams(teams: Iterable[TeamPlace]) -> tuple[NamedTeam, ...]:
    """The teams as they are compared by name."""
    return tuple(NamedTeam(team.team, team.name, team.school.name, team.channel) for team in teams)


def named_channels(channels: Iterable[ChannelFacts]) -> tuple[NamedChannel, ...]:
    """The channels as they are compared by name."""
    return tuple(NamedChannel(each.id, each.name, each.group) for each in channels)


def form(context: Context, teams: tuple[TeamPlace, ...], filled: Chosen | None = None) -> Message:
    """A list of channels for each of a school's teams, the likeliest first."""
    language, school = context.language, teams[0].school
    heading = say(language, "channels.school.heading", school=school.name)
    fields = tuple(_field(context, team, filled or Chosen()) for team in teams)
    return titled(
        context,
        heading,
        heading,
        Text(say(language, "channels.school.text"), "quiet"),
        Form(Action("channels", school=school.id), say(language, "channels.school.submit"), fields),
        Buttons((button(context, "channels.school.back", Action("channels")),)),
    )


def chosen(context: Context, teams: tuple[TeamPlace, ...], fields: Mapping[str, str]) -> Chosen:
    """Read what was filled in; a team that was not asked about keeps what it has."""
    there = {each.id for each in context.channels.known}
    mine = {team.team for team in teams}
    taken = {team.channel for team in context.channels.teams if team.team not in mine and team.channel}
    channels: dict[int, str] = {}
    errors: dict[int, str] = {}
    for team in teams:
        value = fields.get(_name(team), team.channel or NO_CHANNEL)
        channel = "" if value in {"", NO_CHANNEL} else value
        if channel and channel != team.channel and channel not in there:
            errors[team.team] = "channels.school.gone"
        elif channel and channel == context.channels.principals:
            errors[team.team] = "channels.school.principals"
        elif channel and (channel in taken or channel in channels.values()):
            errors[team.team] = "channels.school.taken"
        channels[team.team] = channel
    return Chosen(channels, errors)


def _field(context: Context, team: TeamPlace, filled: Chosen) -> Field:
    language, named = context.language, named_teams((team,))[0]
    others = {
        each.channel for each in context.channels.teams if each.channel and each.school.id != team.school.id
    }
    free = [each for each in context.channels.for_teams if each.id not in others]
    listed = sorted(likeliest(named, named_channels(free)), key=lambda each: each.id != team.channel)
    options = tuple((each.id, f"#{each.name}") for each in listed[:MOST_OPTIONS])
    none = (NO_CHANNEL, say(language, "channels.school.no_channel"))
    error = filled.errors.get(team.team, "")
    return Field(
        _name(team),
        team.name,
        "choice",
        value=filled.channels.get(team.team, team.channel) or NO_CHANNEL,
        options=(none, *options),
        hint=say(language, "channels.school.more") if len(listed) > MOST_OPTIONS else "",
        error=say(language, error) if error else "",
        required=False,
    )


def _name(team: TeamPlace) -> str:
    return f"team{team.team}"
