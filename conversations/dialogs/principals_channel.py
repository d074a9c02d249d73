"""The channel where an authority's principals meet: one at most, chosen by a coordinator."""

from dataclasses import dataclass

from conversations.context import Context
from conversations.dialogs.channel_choice import MOST_OPTIONS, NO_CHANNEL
from conversations.dialogs.parts import button, titled
from conversations.facts import ChannelFacts
from conversations.messages import Action, Buttons, Field, Form, Heading, Message, Part, Text
from conversations.texts import say

ITEM = "principals"

_CALLED = ("rektor", "principal", "skolled", "head")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was filled in, empty for no channel, and the key of what is wrong with it."""

    channel: str
    error: str = ""


def section(context: Context) -> tuple[Part, ...]:
    """Say where the principals meet, with the way to choose."""
    language, mine = context.language, context.channels.principals
    name = next((f"#{each.name}" for each in context.channels.known if each.id == mine), "")
    told = say(language, f"channels.principals.{'there' if mine else 'none'}", channel=name or mine)
    way = f"channels.principals.{'change' if mine else 'choose'}"
    return (
        Heading(say(language, "channels.principals.heading")),
        Text(told),
        Buttons((button(context, way, Action("channels", item=ITEM)),)),
    )


def form(context: Context, filled: Chosen | None = None) -> Message:
    """Let one of the channels be chosen that no work team has, those called after principals first."""
    language = context.language
    heading = say(language, "channels.principals.heading")
    field = Field(
        "channel",
        say(language, "channels.overview.column_channel"),
        "choice",
        value=(filled.channel if filled else context.channels.principals) or NO_CHANNEL,
        options=((NO_CHANNEL, say(language, "channels.school.no_channel")), *_options(context)),
        hint=say(language, "channels.principals.more") if len(_free(context)) > MOST_OPTIONS else "",
        error=say(language, filled.error) if filled and filled.error else "",
        required=False,
    )
    return titled(
        context,
        heading,
        heading,
        Text(say(language, "channels.principals.text"), "quiet"),
        Form(Action("channels", item=ITEM), say(language, "channels.school.submit"), (field,)),
        Buttons((button(context, "channels.school.back", Action("channels")),)),
    )


def chosen(context: Context, fields: dict[str, str]) -> Chosen:
    """Read what was filled in."""
    value = fields.get("channel", "")
    if value in {"", NO_CHANNEL, context.channels.principals}:
        return Chosen("" if value == NO_CHANNEL else context.channels.principals)
    if any(team.channel == value for team in context.channels.teams):
        return Chosen(value, "channels.principals.taken")
    known = any(each.id == value for each in context.channels.known)
    return Chosen(value, "" if known else "channels.school.gone")


def _options(context: Context) -> tuple[tuple[str, str], ...]:
    mine = context.channels.principals

    def rank(channel: ChannelFacts) -> tuple[bool, bool, str, str]:
        name = channel.name.casefold()
        return channel.id != mine, not any(word in name for word in _CALLED), name, channel.id

    likeliest = sorted(_free(context), key=rank)[:MOST_OPTIONS]
    return tuple((each.id, f"#{each.name}") for each in likeliest)


def _free(context: Context) -> tuple[ChannelFacts, ...]:
    taken = {team.channel for team in context.channels.teams}
    return tuple(each for each in context.channels.known if each.id not in taken)
