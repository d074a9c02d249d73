"""What happens in a workspace: people come and go, channels change, the bot is let in or thrown out."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.log import logger
from bot.platforms.conversing import Who
from bot.platforms.envelope import Incoming
from bot.platforms.slack.home import publish
from bot.platforms.slack.listen import Actor, Payload, event_in, team_of, words
from bot.platforms.slack.lookout import seen_channel
from bot.platforms.slack.office import Office
from bot.platforms.slack.refusals import REVOKED
from bot.platforms.slack.speech import wrote
from bot.platforms.slack.wire import Refused
from bot.platforms.slack.workspaces import PLATFORM
from conversations.events import Opened
from storage import channels, outbox

_log = logger()

Event = Mapping[str, Any]


def happened(office: Office, body: Payload) -> None:
    """Let an event of the Events API have its effect; kinds that we did not ask for have none."""
    event = event_in(body)
    kind = str(event.get("type", ""))
    if kind in {"message", "app_mention"}:
        said = words(body)
        if said is not None:
            wrote(office, said)
    elif kind == "app_home_opened":
        _opened(office, body, event)
    elif kind in _NEWS:
        authority = office.workspaces.authority(team_of(body))
        if authority and kind in _ASKING:
            # What has to ask Slack first would come too late; the next look around finds what is lost here.
            office.soon(lambda: _NEWS[kind](office, authority, event))
        elif authority:
            _NEWS[kind](office, authority, event)


def _opened(office: Office, body: Payload, event: Event) -> None:
    who = office.who(Actor(team_of(body), str(event.get("user", ""))))
    if who is None:
        return
    key = f"slack-{body.get('event_id', '')}"
    if event.get("tab") == "home":
        office.soon(lambda: publish(office, who, key))
    elif who.person:
        _greet(office, who, key)


def _greet(office: Office, who: Who, key: str) -> None:
    """Whoever looks into the empty conversation is met with a word; later openings are silent."""
    with office.memory.database.reading() as connection:
        silent = outbox.silent(connection, who.authority, who.own)
    if silent:
        office.dispatcher.handle(Incoming(key, who.authority, who.person, who.own, Opened()))
        office.postman.wake()


def _person(office: Office, authority: int, event: Event) -> None:
    user = event.get("user")
    if isinstance(user, dict):
        office.directory.take(authority, [user])
        office.postman.wake()


def _channel(office: Office, authority: int, event: Event) -> None:
    number = _channel_in(event)
    if not number:
        return
    tokens = office.workspaces.tokens(authority)
    if tokens is None:
        return
    try:
        told = office.wire.call(tokens.bot, "conversations.info", {"channel": number}).get("channel") or {}
    except Refused as problem:
        if problem.error == "ratelimited":
            # Nothing is acknowledged, so that Slack tells of it once more.
            raise
        _log.warning("slack does not tell of a channel", authority=authority, kind=problem.error)
        return
    with office.memory.database.writing() as connection:
        channels.take(
            connection, authority, PLATFORM, [seen_channel(told)], office.memory.now(), all_of_them=False
        )


def _channel_in(event: Event) -> str:
    found = event.get("channel")
    return str(found.get("id", "")) if isinstance(found, dict) else str(found or "")


def _joined(office: Office, authority: int, event: Event) -> None:
    tokens = office.workspaces.tokens(authority)
    if tokens is None or event.get("user") != tokens.bot_user:
        return
    _channel(office, authority, event)
    with office.memory.database.writing() as connection:
        if whose := channels.place(connection, authority, str(event.get("channel", ""))):
            outbox.reached(connection, authority, whose, office.memory.now())
    office.postman.wake()


def _lost(office: Office, authority: int, event: Event) -> None:
    number = _channel_in(event)
    with office.memory.database.writing() as connection:
        channels.gone(connection, authority, number, office.memory.now())


def _out(office: Office, authority: int, _event: Event) -> None:
    """The installation is withdrawn, or an older one was; Slack's answer to the token we have tells."""
    office.workspaces.forget(authority)
    tokens = office.workspaces.tokens(authority)
    if tokens is None:
        return
    try:
        office.wire.call(tokens.bot, "auth.test", {})
    except Refused as problem:
        if problem.error in REVOKED:
            _log.warning("slack has withdrawn the installation", authority=authority)
            office.workspaces.revoked(authority, tokens.bot)


_NEWS: dict[str, Callable[[Office, int, Event], None]] = {
    "team_join": _person,
    "user_change": _person,
    "channel_created": _channel,
    "channel_rename": _channel,
    "group_rename": _channel,
    "channel_unarchive": _channel,
    "group_unarchive": _channel,
    "member_joined_channel": _joined,
    "channel_archive": _lost,
    "group_archive": _lost,
    "channel_deleted": _lost,
    "channel_left": _lost,
    "group_left": _lost,
    "tokens_revoked": _out,
    "app_uninstalled": _out,
}
_ASKING = frozenset(kind for kind, told in _NEWS.items() if told in {_channel, _joined, _out})
