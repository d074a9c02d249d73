"""Who takes part in a round at which school, decided once when the round is planned."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, or_, select

from conversations.rules.areas import FLOOR
from conversations.turn import Respondent, RoundPlan
from storage import people
from storage.people import ACTIVE, Colleague
from storage.tables import Membership, WorkTeam

_MEMBERS = (
    select(WorkTeam.id, WorkTeam.school_id)
    .join(Membership, Membership.team_id == WorkTeam.id)
    .where(
        WorkTeam.authority_id == bindparam("authority"),
        or_(WorkTeam.closed_on.is_(None), WorkTeam.closed_on > bindparam("today")),
        Membership.role.in_(people.STAFF),
        ACTIVE,
    )
    .distinct()
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

    A school with fewer than five eligible staff, or without work teams where teams answer, answers as one.
    """
    values = {"authority": authority, "today": today}
    staff: dict[int, list[Colleague]] = defaultdict(list)
    for colleague in people.staff(connection, authority, today):
        staff[colleague.school].append(colleague)
    teams: dict[int, list[int]] = defaultdict(list)
    for team in connection.execute(_MEMBERS, values):
        teams[team.school_id].append(team.id)
    led = set(connection.execute(_PRINCIPALS, values).scalars()) if plan.leadership else set()
    return tuple(
        Electorate(school, len(staff[school]), tuple(_parts(plan, school, staff[school], teams[school], led)))
        for school in sorted(staff)
    )


def _parts(
    plan: RoundPlan, school: int, staff: list[Colleague], teams: list[int], led: set[int | None]
) -> Iterator[Part]:
    if len(staff) < FLOOR or (plan.mode == "team" and not teams):
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
