"""The work teams of an authority with their channels, as a coordinator sees and gives them."""

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, exists, select

from conversations.facts import ChannelFacts, Channels, SchoolFacts, TeamPlace
from conversations.turn import PRINCIPALS, Link
from storage import audit, channels, outbox
from storage.audit import Entry
from storage.people import ACTIVE, STAFF
from storage.tables import Membership, School, WorkTeam

_HAS_MEMBERS = exists().where(Membership.team_id == WorkTeam.id, Membership.role.in_(STAFF), ACTIVE)
_TEAMS = (
    select(WorkTeam.id, WorkTeam.name, WorkTeam.school_id, School.name.label("school"))
    .join(School, School.id == WorkTeam.school_id)
    .where(WorkTeam.authority_id == bindparam("authority"), WorkTeam.closed_on.is_(None), _HAS_MEMBERS)
    .order_by(School.name, School.id, WorkTeam.name, WorkTeam.id)
)


def load(connection: Connection, authority: int, today: date) -> Channels:
    """Every channel that there is, and every work team with members today."""
    known = channels.known(connection, authority)
    linked = channels.by_team(connection, authority)
    rows = connection.execute(_TEAMS, {"authority": authority, "today": today})
    return Channels(
        tuple(ChannelFacts(each.id, each.name, each.member, each.group) for each in known),
        tuple(
            TeamPlace(row.id, row.name, SchoolFacts(row.school_id, row.school), linked.get(row.id, ""))
            for row in rows
        ),
        channels.of(connection, authority, PRINCIPALS) or "",
    )


def give(connection: Connection, authority: int, link: Link, person: int, now: datetime) -> None:
    """Carry a link out, write down who made it (0 for the operator), and let go what has waited for it.

    Raises NotPossible as `channels.link` does.
    """
    channels.link(connection, authority, link.to, link.channel)
    outbox.reached(connection, authority, link.to, now)
    detail = " ".join(filter(None, (link.to.kind, str(link.to.id or ""), link.channel)))
    what = "link" if link.channel else "unlink"
    audit.note(connection, authority, Entry(what, person=person, detail=detail), now)
