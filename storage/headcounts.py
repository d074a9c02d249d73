"""How many of a work team take part and have finished; whose numbers may be told while a round runs."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, case, func, select

from conversations.rules.counting import countable
from storage.tables import Participation, WorkTeam

_ROUNDS: BindParameter[int] = bindparam("rounds", expanding=True)
_TEAMS: BindParameter[int] = bindparam("teams", expanding=True)
_COUNTS = (
    select(
        Participation.round_id,
        Participation.team_id,
        Participation.respondent_kind,
        func.count().label("members"),
        func.sum(case((Participation.status == "finished", 1), else_=0)).label("finished"),
    )
    .where(
        Participation.authority_id == bindparam("authority"),
        Participation.round_id.in_(_ROUNDS),
        Participation.team_id.in_(_TEAMS),
    )
    .group_by(Participation.round_id, Participation.team_id, Participation.respondent_kind)
)
_SIZES = (
    select(
        Participation.round_id, Participation.school_id, Participation.team_id, func.count().label("members")
    )
    .where(
        Participation.authority_id == bindparam("authority"),
        Participation.round_id.in_(_ROUNDS),
        Participation.respondent_kind == "person",
        Participation.school_id.in_(
            select(WorkTeam.school_id).where(
                WorkTeam.authority_id == bindparam("authority"), WorkTeam.id.in_(_TEAMS)
            )
        ),
    )
    .group_by(Participation.round_id, Participation.school_id, Participation.team_id)
)
Pair = tuple[int, int]


@dataclass(slots=True)
class Headcount:
    """A work team in a round; ``joint`` once it has answered as one, ``counted`` where it may be told."""

    members: int = 0
    finished: int = 0
    joint: bool = False
    counted: bool = False


def headcounts(connection: Connection, which: dict[str, object]) -> dict[Pair, Headcount]:
    """Work teams by round and team; ``which`` holds the authority, the rounds and the teams."""
    counts: dict[Pair, Headcount] = defaultdict(Headcount)
    for row in connection.execute(_COUNTS, which):
        count = counts[row.round_id, row.team_id]
        if row.respondent_kind == "team":
            count.joint = bool(row.finished)
        else:
            count.members, count.finished = row.members, row.finished
    for pair in _counted(connection, which):
        counts[pair].counted = True
    return counts


def _counted(connection: Connection, which: dict[str, object]) -> Iterator[Pair]:
    """The work teams of people who answer alone, where their count may stand beside their school's."""
    schools: dict[Pair, dict[int, int]] = defaultdict(dict)
    for row in connection.execute(_SIZES, which):
        schools[row.round_id, row.school_id][row.team_id or 0] = row.members
    for (round_id, _), sizes in schools.items():
        invited = sum(sizes.values())
        teams = {team: members for team, members in sizes.items() if team}
        yield from ((round_id, team) for team in countable(invited, teams))
