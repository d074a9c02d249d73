"""The channels of a workspace, and which work team talks in which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, null, select, update

from storage.rounds import NotPossible
from storage.tables import Channel as Kept
from storage.tables import WorkTeam
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
_LOCKED = select(Kept.channel).where(*_THERE, Kept.channel == bindparam("which")).with_for_update()
_GONE = (
    update(Kept)
    .where(*_THERE, Kept.channel == bindparam("which"))
    .values(gone_at=bindparam("now"), member=False)
)
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


def lose(connection: Connection, authority: int, team: int, now: datetime) -> None:
    """The channel that a work team talks in, if any, is not there any more."""
    channel = of_team(connection, authority, team)
    if channel is not None:
        gone(connection, authority, channel, now)


def link(connection: Connection, authority: int, team: int, channel: str) -> None:
    """Let a work team talk in a channel, or in none ("").

    Raises NotPossible when the channel is another team's or is not there, or the team is not. A team that
    has been closed holds no channel.
    """
    which = {"authority": authority, "team": team}
    if channel:
        _check_free(connection, authority, team, channel)
        connection.execute(_SILENCE, {"authority": authority, "which": channel})
        done = connection.execute(_LINK, {**which, "talk": {"channel": channel}})
    else:
        done = connection.execute(_UNLINK, which)
    if not done.rowcount:
        raise NotPossible("not_now", "there is no such work team")


def team_of(connection: Connection, authority: int, channel: str) -> int:
    """The work team that talks in a channel, 0 for none."""
    return connection.execute(_TEAM_OF, {"authority": authority, "which": channel}).scalar() or 0


def of_team(connection: Connection, authority: int, team: int) -> str | None:
    """The channel that a work team talks in."""
    row = connection.execute(_OF_TEAM, {"authority": authority, "team": team}).one_or_none()
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


def _check_free(connection: Connection, authority: int, team: int, channel: str) -> None:
    which = {"authority": authority, "which": channel}
    # The lock: two coordinators who give the same channel away at once would both find it free.
    if connection.execute(_LOCKED, which).one_or_none() is None:
        raise NotPossible("not_now", "there is no such channel")
    if team_of(connection, authority, channel) not in {0, team}:
        raise NotPossible("not_now", "the channel is another work team's")
