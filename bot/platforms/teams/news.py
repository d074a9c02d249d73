"""What happens in a tenant: the bot is installed or taken away, and channels change."""

from collections.abc import Mapping
from typing import Any

from bot.platforms.conversing import Who
from bot.platforms.envelope import Incoming
from bot.platforms.teams.listen import Activity, actor
from bot.platforms.teams.office import Office
from bot.platforms.teams.shapes import several, text
from bot.platforms.teams.tenants import PLATFORM, Talk
from conversations.events import Opened
from storage import channels, outbox
from storage.channels import Channel

_ADDED = frozenset({"add", "add-upgrade"})
_REMOVED = frozenset({"remove", "remove-upgrade"})
_CHANNEL_CAME = frozenset({"channelCreated", "channelRenamed", "channelRestored"})
_TEAM_CAME = frozenset({"teamRenamed", "teamUnarchived", "teamRestored"})
_TEAM_WENT = frozenset({"teamArchived", "teamDeleted", "teamHardDeleted"})


def updated(office: Office, activity: Activity) -> bool:
    """Let news of a conversation have its effect; False when it is of a kind that has none."""
    data = activity.get("channelData")
    found: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
    me = text(activity.get("recipient"), "id")
    if _has(activity, "membersAdded", me):
        return _came(office, activity, found)
    if _has(activity, "membersRemoved", me):
        return _went(office, activity)
    return _changed(office, activity, found)


def installed(office: Office, activity: Activity) -> bool:
    """The same for news of an installation."""
    data = activity.get("channelData")
    if text(activity, "action") in _ADDED:
        return _came(office, activity, data if isinstance(data, Mapping) else {})
    return text(activity, "action") in _REMOVED and _went(office, activity)


def _came(office: Office, activity: Activity, data: Mapping[str, Any]) -> bool:
    """The bot can be talked to: whoever has it for themselves is met with a word, once."""
    acting = actor(activity)
    authority = office.tenants.authority(acting.tenant)
    if acting.personal:
        owner = office.directory.owner(authority, acting) if authority else None
        who = office.who(owner) if owner else None
        if who is not None and who.person:
            _greet(office, who)
    elif authority and text(data.get("team"), "id"):
        office.tenants.keep_service(authority, acting.service)
        _look_at(office, authority, acting.service, data)
    return True


def _greet(office: Office, who: Who) -> None:
    now = office.memory.now()
    with office.memory.database.writing() as connection:
        outbox.reached(connection, who.authority, who.own, now)
        silent = outbox.silent(connection, who.authority, who.own)
    if silent:
        # Both kinds of news come when it is installed, and they may come at the same time.
        key = f"teams-welcome-{who.user}-{now.date()}"
        office.dispatcher.handle(Incoming(key, who.authority, who.person, who.own, Opened()))
    office.postman.wake()


def _went(office: Office, activity: Activity) -> bool:
    who = actor(activity)
    authority = office.tenants.authority(who.tenant)
    if not authority:
        return True
    if who.personal:
        office.directory.gone(authority, who.conversation)
    else:
        office.soon(lambda: _see_which_are_left(office, authority, who.service))
    return True


def _changed(office: Office, activity: Activity, data: Mapping[str, Any]) -> bool:
    who, kind = actor(activity), text(data, "eventType")
    authority = office.tenants.authority(who.tenant)
    channel = text(data.get("channel"), "id")
    if not authority:
        return True
    if kind in _CHANNEL_CAME and channel:
        name = text(data.get("channel"), "name")
        _take(office, authority, [_seen(channel, name, text(data.get("team"), "name"))])
    elif kind == "channelDeleted" and channel:
        with office.memory.database.writing() as connection:
            channels.gone(connection, authority, channel, office.memory.now())
    elif kind in _TEAM_CAME:
        _look_at(office, authority, who.service, data)
    elif kind in _TEAM_WENT:
        office.soon(lambda: _see_which_are_left(office, authority, who.service))
    else:
        return bool(kind)
    return True


def _look_at(office: Office, authority: int, service: str, data: Mapping[str, Any]) -> None:
    """Take in the channels of a team of Teams, each called after both."""
    talk = Talk(authority, service, text(data.get("team"), "id"))
    name = text(data.get("team"), "name") or office.connector.team(talk)
    found = office.connector.channels(talk)
    _take(office, authority, [_seen(channel, own, name) for channel, own in found])


def _seen(channel: str, name: str, team: str) -> Channel:
    # Every school has channels of the same names; together with the team's they tell which is whose.
    called = " – ".join(each for each in (team, name) if each) or channel
    return Channel(channel, called, private=False, member=True)


def _take(office: Office, authority: int, seen: list[Channel]) -> None:
    now = office.memory.now()
    with office.memory.database.writing() as connection:
        channels.take(connection, authority, PLATFORM, seen, now, all_of_them=False)
        for each in seen:
            if whose := channels.place(connection, authority, each.id):
                outbox.reached(connection, authority, whose, now)
    office.postman.wake()


def _see_which_are_left(office: Office, authority: int, service: str) -> None:
    """Teams does not say which channels the bot has lost with a team, and the bot may not ask any more."""
    with office.memory.database.reading() as connection:
        known = channels.known(connection, authority)
    for each in known:
        if not office.connector.is_in(Talk(authority, service, each.id)):
            with office.memory.database.writing() as connection:
                channels.gone(connection, authority, each.id, office.memory.now())


def _has(activity: Activity, name: str, member: str) -> bool:
    return any(text(each, "id") == member for each in several(activity, name)) and bool(member)
