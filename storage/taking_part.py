"""Who takes part in a round at which school, counted when the round is planned and again when it opens."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, func, or_, select

from conversations.rules.areas import FLOOR
from conversations.turn import Respondent
from storage import people
from storage.keys import Poll
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
class Voting:
    """How a round is answered: ``mode`` individual or team, and whether the leadership answers too."""

    mode: str
    leadership: bool


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
    connection: Connection, authority: int, voting: Voting, today: date, school: int = 0
) -> tuple[Electorate, ...]:
    """Every school (or the one that is named) that has staff on this local day, with its respondents.

    A school with fewer than five eligible staff answers as one; so does, where teams answer, a school with
    fewer than three teams of three or more.
    """
    values = {"authority": authority, "today": today}
    staff: dict[int, list[Colleague]] = defaultdict(list)
    for colleague in people.staff(connection, authority, today, school):
        staff[colleague.school].append(colleague)
    teams: dict[int, list[int]] = defaultdict(list)
    for team in connection.execute(_MEMBERS, values):
        if team.members >= SMALLEST_TEAM:
            teams[team.school_id].append(team.id)
    led = set(connection.execute(_PRINCIPALS, values).scalars()) if voting.leadership else set()
    return tuple(
        Electorate(
            school, len(staff[school]), tuple(_parts(voting, school, staff[school], teams[school], led))
        )
        for school in sorted(staff)
    )


def row_of(poll: Poll, part: Part) -> dict[str, object]:
    """The row of a respondent who takes part."""
    return {
        "authority_id": poll.authority,
        "round_id": poll.round,
        "school_id": poll.school,
        "respondent_kind": part.respondent.kind,
        "respondent_id": part.respondent.id,
        "team_id": part.team or None,
    }


def _parts(
    voting: Voting, school: int, staff: list[Colleague], teams: list[int], led: set[int | None]
) -> Iterator[Part]:
    if len(staff) < FLOOR or (voting.mode == "team" and len(teams) < SMALLEST_TEAMS):
        yield Part(Respondent("school", school))
        return
    if voting.mode == "team":
        yield from (Part(Respondent("team", team), team) for team in teams)
    else:
        yield from (
            Part(Respondent("person", person.id), person.team.id if person.team else 0) for person in staff
        )
    if school in led:
        yield Part(Respondent("leadership", school))
