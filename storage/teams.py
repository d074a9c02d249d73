"""Work teams in rounds, as counts; the count of a team under five never leaves this file."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, exists, func, or_, select

from conversations.context import TeamView
from conversations.facts import SchoolFacts, TeamFacts
from conversations.rules.areas import FLOOR
from storage.facts import ROUND, WINDOW, AnyRow, round_facts, window_facts
from storage.headcounts import Headcount, headcounts
from storage.people import ACTIVE, STAFF
from storage.prepared import Prepared
from storage.tables import Discussion, Membership, Round, Scheduled, School, Window, WorkTeam

_ROUNDS: BindParameter[int] = bindparam("rounds", expanding=True)
_TEAMS: BindParameter[int] = bindparam("teams", expanding=True)
_NAMES = (
    select(
        WorkTeam.id,
        WorkTeam.name,
        select(func.count(Membership.person_id.distinct()))
        .where(Membership.team_id == WorkTeam.id, Membership.role.in_(STAFF), ACTIVE)
        .correlate(WorkTeam)
        .scalar_subquery()
        .label("members"),
    )
    .where(WorkTeam.authority_id == bindparam("authority"), WorkTeam.id.in_(_TEAMS))
    .order_by(WorkTeam.name, WorkTeam.id)
)
_DISCUSSIONS = Prepared(
    select(Discussion.round_id, Discussion.team_id, Discussion.area, Discussion.note)
    .where(
        Discussion.authority_id == bindparam("authority"),
        Discussion.round_id.in_(_ROUNDS),
        Discussion.team_id.in_(_TEAMS),
    )
    .order_by(Discussion.id)
)
_PACK_HAS_GONE = exists().where(
    Scheduled.authority_id == bindparam("authority"),
    Scheduled.round_id == Window.round_id,
    Scheduled.school_id == Window.school_id,
    Scheduled.kind == "discussion_pack",
    or_(Scheduled.fired_at.is_not(None), Scheduled.due_at <= bindparam("now")),
)
_UNDER_WAY = (
    select(*ROUND, *WINDOW, School.name.label("school"), WorkTeam.id.label("team_id"))
    .join(School, School.id == WorkTeam.school_id)
    .join(Window, Window.school_id == WorkTeam.school_id)
    .join(Round, Round.id == Window.round_id)
    .where(
        WorkTeam.authority_id == bindparam("authority"),
        WorkTeam.id.in_(_TEAMS),
        or_(Window.frozen_at.is_(None), Window.frozen_at > bindparam("recent")),
        or_(Window.opens_at <= bindparam("now"), _PACK_HAS_GONE),
    )
    .order_by(Round.opens_on.desc(), Round.id.desc(), WorkTeam.id)
)
_OF_SCHOOLS = (
    select(WorkTeam.id, WorkTeam.school_id)
    .where(
        WorkTeam.authority_id == bindparam("authority"),
        WorkTeam.school_id.in_(bindparam("schools", expanding=True)),
    )
    .order_by(WorkTeam.name, WorkTeam.id)
)

RECENTLY = timedelta(days=60)
"""So long after its close a round still answers an old card."""

Pair = tuple[int, int]


def facts(
    connection: Connection, authority: int, wanted: Iterable[Pair], today: date
) -> dict[Pair, TeamFacts]:
    """Work teams by round and team.

    Members are those whom the round counts to the team, or today's where the team or the school answers as
    one. A joint answer counts as everybody's. In a team under five, and in one whose count would tell that
    of one to four others beside the school's, nobody is said to have finished.
    """
    pairs = sorted(set(wanted))
    if not pairs:
        return {}
    which = _which(authority, pairs)
    names = {row.id: row for row in connection.execute(_NAMES, {**which, "today": today})}
    counts = headcounts(connection, which)
    notes = talks(connection, authority, pairs)
    return {
        pair: _facts(names[pair[1]], counts.get(pair, Headcount()), notes.get(pair, {}))
        for pair in pairs
        if pair[1] in names
    }


def talks(connection: Connection, authority: int, wanted: Iterable[Pair]) -> dict[Pair, dict[str, str]]:
    """Which areas work teams have talked through, each with the team's note."""
    pairs = sorted(set(wanted))
    notes: dict[Pair, dict[str, str]] = defaultdict(dict)
    if pairs:
        for row in _DISCUSSIONS.all(connection, _which(authority, pairs)):
            notes[row.round_id, row.team_id][row.area] = row.note
    return notes


def under_way(
    connection: Connection, authority: int, team_ids: Collection[int], now: datetime, today: date
) -> tuple[TeamView, ...]:
    """The rounds that work teams talk about or answer in, newest first: from their pack on.

    Those that have closed of late are there too, so that an old card can say so.
    """
    if not team_ids:
        return ()
    values = {"authority": authority, "teams": sorted(team_ids), "now": now, "recent": now - RECENTLY}
    rows = connection.execute(_UNDER_WAY, values).all()
    known = facts(connection, authority, ((row.round_id, row.team_id) for row in rows), today)
    return tuple(
        TeamView(
            round_facts(connection, authority, row),
            SchoolFacts(row.school_id, row.school, row.staff),
            window_facts(row),
            known[row.round_id, row.team_id],
        )
        for row in rows
    )


def of_schools(connection: Connection, authority: int, schools: Collection[int]) -> dict[int, list[int]]:
    """The work teams of schools, by name, closed ones too."""
    found: dict[int, list[int]] = defaultdict(list)
    if schools:
        values = {"authority": authority, "schools": sorted(schools)}
        for row in connection.execute(_OF_SCHOOLS, values):
            found[row.school_id].append(row.id)
    return found


def _which(authority: int, pairs: Iterable[Pair]) -> dict[str, object]:
    rounds, teams = zip(*pairs, strict=True)
    return {"authority": authority, "rounds": sorted(set(rounds)), "teams": sorted(set(teams))}


def _facts(row: AnyRow, count: Headcount, notes: dict[str, str]) -> TeamFacts:
    members = count.members or row.members
    finished = members if count.joint else count.finished
    counted = count.counted if count.members else members >= FLOOR
    told = finished if counted else 0
    return TeamFacts(row.id, row.name, members, told, frozenset(notes), notes, counted)
