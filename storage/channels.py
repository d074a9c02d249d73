"""The channels of a workspace, and which work team talks in which, and the principals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, null, select, update

from conversations.turn import PRINCIPALS, To
from storage.rounds import NotPossible
from storage.tables import Authority, WorkTeam
from storage.tables import Channel as Kept
from storage.writes import upsert

_OF_ONE = ("platform", "name", "private", "member", "gone_at")
_TAKE_ONE = upsert(Kept, ("authority_id", "channel"), _OF_ONE)
_TAKE_ALL = upsert(Kept, ("authority_id", "channel"), (*_OF_ONE, "user_group"))
_THERE = (Kept.authority_id == bindparam("authority"), Kept.gone_at.is_(None))
_KNOWN = (
    select(Kept.channel, Kept.platform, Kept.name, Kept.user_group, Kept.private, Kept.member)
    .where(*_THERE)
    .order_by(Kept.name, Kept.channel)
)
_IS_THERE = select(Kept.channel).where(*_THERE, Kept.channel == bindparam("which"))
_GONE = (
    update(Kept)
    .where(*_THERE, Kept.channel == bindparam("which"))
    .values(gone_at=bindparam("now"), member=False, for_principals=False)
)
_OF_PRINCIPALS = select(Kept.channel).where(*_THERE, Kept.for_principals)
_NOT_FOR_PRINCIPALS = (
    update(Kept)
    .where(Kept.authority_id == bindparam("authority"), Kept.for_principals)
    .values(for_principals=False)
)
_FOR_PRINCIPALS = update(Kept).where(*_THERE, Kept.channel == bindparam("which")).values(for_principals=True)
_WHOSE = select(Authority.id).where(Authority.id == bindparam("authority")).with_for_update(key_share=True)
_OF_AUTHORITY = WorkTeam.authority_id == bindparam("authority")
_talks_in = WorkTeam.conversation["channel"].as_string()
_SILENCE = update(WorkTeam).where(_OF_AUTHORITY, _talks_in == bindparam("which")).values(conversation=null())
_LINKED = (
    select(WorkTeam.id, _talks_in.label("channel"))
    .where(_OF_AUTHORITY, WorkTeam.closed_on.is_(None), _talks_in.is_not(None))
    .order_by(WorkTeam.id)
)
_TEAM_OF = _LINKED.where(_talks_in == bindparam("which"))
_OF_TEAM = _LINKED.where(WorkTeam.id == bindparam("team"))
_THIS_TEAM = (_OF_AUTHORITY, WorkTeam.id == bindparam("team"), WorkTeam.closed_on.is_(None))
_LINK = update(WorkTeam).where(*_THIS_TEAM).values(conversation=bindparam("talk"))
_UNLINK = update(WorkTeam).where(*_THIS_TEAM).values(conversation=null())


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel by its id in the chat; ``member`` says whether the bot is in it.

    ``group`` is the user group that it is the usual channel of, empty for none.
    """

    id: str
    name: str
    private: bool
    member: bool
    group: str = ""


def take(
    connection: Connection,
    authority: int,
    platform: str,
    seen: Sequence[Channel],
    now: datetime,
    *,
    all_of_them: bool,
) -> None:
    """Believe what the platform says about its channels.

    With ``all_of_them`` any other one is gone; without, their user groups stay as they were.
    """
    rows = [_row(authority, platform, channel) for channel in {each.id: each for each in seen}.values()]
    if rows:
        statement = _TAKE_ALL if all_of_them else _TAKE_ONE
        statement.run(connection, sorted(rows, key=lambda row: str(row["channel"])))
    if all_of_them:
        there = {each.id for each in seen}
        before = connection.execute(_KNOWN, {"authority": authority})
        _take_away(
            connection,
            authority,
            [row.channel for row in before if row.platform == platform and row.channel not in there],
            now,
        )


def known(connection: Connection, authority: int) -> tuple[Channel, ...]:
    """The channels that there are, by name."""
    rows = connection.execute(_KNOWN, {"authority": authority})
    return tuple(Channel(row.channel, row.name, row.private, row.member, row.user_group) for row in rows)


def gone(connection: Connection, authority: int, channel: str, now: datetime) -> None:
    """A channel is archived or deleted, or the bot has left it: its team has no channel any more."""
    _take_away(connection, authority, [channel], now)


def lose(connection: Connection, authority: int, to: To, now: datetime) -> None:
    """The channel that a work team or the principals talk in, if any, is not there any more."""
    channel = of(connection, authority, to)
    if channel is not None:
        gone(connection, authority, channel, now)


def link(connection: Connection, authority: int, to: To, channel: str) -> None:
    """Let a work team, or the principals, talk in a channel, or in none ("").

    Raises NotPossible when the channel is somebody else's or is not there, or the team is not. A team that
    has been closed holds no channel.
    """
    # The lock: two coordinators who give the same channel away at once would both find it free.
    connection.execute(_WHOSE, {"authority": authority})
    if channel:
        _check_free(connection, authority, to, channel)
        # A team that was closed may still have it, and is opened again with the next roster.
        connection.execute(_SILENCE, {"authority": authority, "which": channel})
    if to == PRINCIPALS:
        connection.execute(_NOT_FOR_PRINCIPALS, {"authority": authority})
        connection.execute(_FOR_PRINCIPALS, {"authority": authority, "which": channel})
        return
    which = {"authority": authority, "team": to.id}
    if channel:
        done = connection.execute(_LINK, {**which, "talk": {"channel": channel}})
    else:
        done = connection.execute(_UNLINK, which)
    if not done.rowcount:
        raise NotPossible("not_now", "there is no such work team")


def place(connection: Connection, authority: int, channel: str) -> To | None:
    """Whose channel it is: a work team's, the principals', or nobody's."""
    team = connection.execute(_TEAM_OF, {"authority": authority, "which": channel}).scalar()
    if team:
        return To("team", team)
    return PRINCIPALS if channel and of(connection, authority, PRINCIPALS) == channel else None


def of(connection: Connection, authority: int, to: To) -> str | None:
    """The channel that a work team or the principals talk in."""
    if to == PRINCIPALS:
        found: str | None = connection.execute(_OF_PRINCIPALS, {"authority": authority}).scalar()
        return found
    row = connection.execute(_OF_TEAM, {"authority": authority, "team": to.id}).one_or_none()
    return row.channel if row else None


def by_team(connection: Connection, authority: int) -> dict[int, str]:
    """The channels of all work teams that have one."""
    return {row.id: row.channel for row in connection.execute(_LINKED, {"authority": authority})}


def _row(authority: int, platform: str, channel: Channel) -> dict[str, object]:
    return {
        "authority_id": authority,
        "channel": channel.id,
        "platform": platform,
        "name": channel.name,
        "user_group": channel.group,
        "private": channel.private,
        "member": channel.member,
        "gone_at": None,
    }


def _take_away(connection: Connection, authority: int, channels: Sequence[str], now: datetime) -> None:
    if channels:
        rows = [{"authority": authority, "which": channel, "now": now} for channel in channels]
        connection.execute(_GONE, rows)
        connection.execute(_SILENCE, rows)


def _check_free(connection: Connection, authority: int, to: To, channel: str) -> None:
    which = {"authority": authority, "which": channel}
    if connection.execute(_IS_THERE, which).one_or_none() is None:
        raise NotPossible("not_now", "there is no such channel")
    if place(connection, authority, channel) not in {None, to}:
        raise NotPossible("not_now", "the channel is somebody else's")
