"""Where a person answers, and only that person's own ballots."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, or_, select, tuple_

from conversations.context import Desk
from conversations.facts import Me, SchoolFacts, TeamFacts
from conversations.messages import Action
from conversations.rules.calendar import Calendar
from conversations.turn import Respondent
from storage import teams
from storage.ballots import Ballot, BallotBox
from storage.facts import ROUND, WINDOW, AnyRow, round_facts, window_facts
from storage.keys import Keys, Poll
from storage.people import STAFF
from storage.prepared import Prepared
from storage.tables import RESPONDENTS, Participation, Round, School, Window, WorkTeam

_MINE = and_(
    tuple_(Participation.respondent_kind, Participation.respondent_id).in_(bindparam("mine", expanding=True)),
    # Says the same less exactly, in the only way in which SQLite makes use of the index.
    Participation.respondent_kind.in_(RESPONDENTS),
    Participation.respondent_id.in_(bindparam("ids", expanding=True)),
)
_DESKS = Prepared(
    select(
        *ROUND,
        *WINDOW,
        School.name.label("school"),
        Participation.respondent_kind,
        Participation.respondent_id,
        Participation.team_id,
        WorkTeam.name.label("team"),
        Participation.status,
        Participation.muted,
    )
    .join(Round, Round.id == Participation.round_id)
    .join(School, School.id == Participation.school_id)
    .outerjoin(WorkTeam, WorkTeam.id == Participation.team_id)
    .join(
        Window,
        and_(
            Window.round_id == Participation.round_id,
            Window.school_id == Participation.school_id,
        ),
    )
    .where(
        Participation.authority_id == bindparam("authority"),
        _MINE,
        or_(Window.frozen_at.is_(None), Window.frozen_at > bindparam("recent")),
    )
    .order_by(Round.opens_on.desc(), Round.id.desc(), Participation.id)
)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, in which authority, and when."""

    authority: int
    me: Me
    now: datetime
    calendar: Calendar


def load(connection: Connection, keys: Keys, asking: Asking, named: Action | None = None) -> tuple[Desk, ...]:
    """Every place where I answer: what is open, planned or recently closed, newest first.

    With a named round and school that desk comes first and its ballot alone is opened; the others then look
    as if nothing had been answered, as all do after the close. A team comes with its talks, without counts.
    """
    rows = _DESKS.all(connection, _which(asking))
    wanted = _names(named)
    rows = sorted(rows, key=lambda row: not wanted(row))
    opened = [row for row in rows if wanted(row)] or rows
    talks = teams.talks(connection, asking.authority, (_pair(row) for row in opened if row.team_id))
    return tuple(
        _desk(connection, keys if row in opened else None, asking, row, talks.get(_pair(row), {}))
        for row in rows
    )


def _which(asking: Asking) -> dict[str, object]:
    held = asking.me.duties
    member = {("team", duty.team) for duty in held if duty.team and duty.role in STAFF}
    led = {duty.school for duty in held if duty.school and duty.role == "principal"}
    joint = {(kind, school) for kind in ("leadership", "school") for school in led}
    mine = [("person", asking.me.id), *sorted(member | joint)]
    return {
        "authority": asking.authority,
        "mine": mine,
        "ids": sorted({number for _, number in mine}),
        "recent": asking.now - teams.RECENTLY,
    }


def _names(action: Action | None) -> Callable[[AnyRow], bool]:
    if action is None or not (action.round and action.school):
        return lambda _row: False

    def named(row: AnyRow) -> bool:
        kind = row.respondent_kind
        who = action.who == f"{kind}:{row.respondent_id}" or (kind == "person" and not action.who)
        return who and (row.round_id, row.school_id) == (action.round, action.school)

    return named


def _pair(row: AnyRow) -> tuple[int, int]:
    return row.round_id, row.team_id or 0


def _desk(
    connection: Connection,
    keys: Keys | None,
    asking: Asking,
    row: AnyRow,
    notes: dict[str, str],
) -> Desk:
    facts = round_facts(connection, asking.authority, row)
    respondent = Respondent(row.respondent_kind, row.respondent_id)
    team = TeamFacts(row.team_id, row.team, 0, 0, frozenset(notes), notes) if row.team_id else None
    ballot: Ballot | None = None
    if keys is not None and row.frozen_at is None and row.status != "invited":
        poll = Poll(asking.authority, row.round_id, row.school_id)
        ballot = BallotBox(poll, keys.seal(poll)).load(connection, respondent)
    return Desk(
        facts,
        SchoolFacts(row.school_id, row.school, row.staff),
        window_facts(row),
        respondent,
        row.status,
        ballot.answers if ballot else (0,) * len(facts.criteria),
        team,
        row.muted,
        ballot.version if ballot else 0,
    )
