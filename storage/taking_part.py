"""Who takes part in a round at which school, decided once when the round is planned."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, func, or_, select

from conversations.rules.areas import FLOOR
from conversations.turn import Respondent, RoundPlan
from storage import people
from storage.people import ACTIVE, Colleague
from storage.tables import Membership, WorkTeam

# The joint answer of one or two people would be theirs, and two teams know each other's.
SMALLEST_TEAM = 3
SMALLEST_TEAMS = 3

_MEMBERS = (
    select(WorkTeam.id, WorkTeam.school_id, func.count(Membership.person_id.distinct()).label("members"))
    .join(Membership, Membership.team_id == WorkTeam.id)
    .where(
        WorkTeam.authority_id == bindparam("authority"),
        or_(WorkTeam.closed_on.is_(None), WorkTeam.closed_on > bindparam("today")),
        Membership.role.in_(people.STAFF),
        ACTIVE,
    )
    .group_by(WorkTeam.id, WorkTeam.school_id)
    .order_by(WorkTeam.id)
)
_PRINCIPALS = (
    select(Membership.school_id)
    .where(Membership.authority_id == bindparam("authority"), Membership.role == "principal", ACTIVE)
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Part:
    """One respondent, and the work team whose result the answer is part of (0 for none)."""

    respondent: Respondent
    team: int = 0


@dataclass(frozen=True, slots=True)
class Electorate:
    """One school's eligible staff as a number, and who answers for them."""

    school: int
    staff: int
    parts: tuple[Part, ...]


def electorates(
    connection: Connection, authority: int, plan: RoundPlan, today: date
) -> tuple[Electorate, ...]:
    """Every school that has staff on this local day, with its respondents in this round.

    A school with fewer than five eligible staff answers as one; so does, where teams answer, a school with
    fewer than three teams of three or more.
    """
    values = {"authority": authority, "today": today}
    staff: dict[int, list[Colleague]] = defaultdict(list)
    for colleague in people.staff(connection, authority, today):
        staff[colleague.school].append(colleague)
    teams: dict[int, list[int]] = defaultdict(list)
    for team in connection.execute(_MEMBERS, values):
        if team.members >= SMALLEST_TEAM:
            teams[team.school_id].append(team.id)
    led = set(connection.execute(_PRINCIPALS, values).scalars()) if plan.leadership else set()
    return tuple(
        Electorate(school, len(staff[school]), tuple(_parts(plan, school, staff[school], teams[school], led)))
        for school in sorted(staff)
    )


def _parts(
    plan: RoundPlan, school: int, staff: list[Colleague], teams: list[int], led: set[int | None]
) -> Iterator[Part]:
    if len(staff) < FLOOR or (plan.mode == "team" and len(teams) < SMALLEST_TEAMS):
        yield Part(Respondent("school", school))
        return
    if plan.mode == "team":
        yield from (Part(Respondent("team", team), team) for team in teams)
    else:
        yield from (
            Part(Respondent("person", person.id), person.team.id if person.team else 0) for person in staff
        )
    if school in led:
        yield Part(Respondent("leadership", school))
