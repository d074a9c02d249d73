"""For the clock: who has not finished at a school, and whom to tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, bindparam, exists, select

from conversations.context import Audience, Desk, SchoolView, TeamView, Waiting
from conversations.facts import Listener, TeamFacts
from conversations.turn import Respondent, To
from storage import people
from storage.ballots import BallotBox
from storage.facts import AnyRow
from storage.keys import Keys, Poll
from storage.people import ACTIVE, HERE, STAFF
from storage.tables import Authority, Membership, Participation, Person, Window

_LANGUAGE = select(Authority.language).where(Authority.id == bindparam("authority"))
_OTHERS_LEFT = select(
    exists().where(
        Window.authority_id == bindparam("authority"),
        Window.round_id == bindparam("round"),
        Window.school_id != bindparam("school"),
        Window.frozen_at.is_(None),
    )
)
_WORKS_THERE = exists().where(
    Membership.person_id == Person.id,
    Membership.school_id == bindparam("school"),
    Membership.role.in_(STAFF),
    ACTIVE,
)
_WAITING = (
    select(
        Participation.respondent_kind,
        Participation.respondent_id,
        Participation.team_id,
        Participation.status,
        Participation.muted,
        Person.name,
        Person.language,
    )
    .outerjoin(
        Person,
        and_(
            Participation.respondent_kind == "person",
            Person.id == Participation.respondent_id,
            HERE,
            _WORKS_THERE,
        ),
    )
    .where(
        Participation.authority_id == bindparam("authority"),
        Participation.round_id == bindparam("round"),
        Participation.school_id == bindparam("school"),
        Participation.status != "finished",
    )
    .order_by(Participation.id)
)


@dataclass(frozen=True, slots=True)
class _Listening:
    principals: tuple[Listener, ...]
    teams: dict[int, TeamFacts]
    language: str


def at_school(connection: Connection, keys: Keys, view: SchoolView, authority: int, today: date) -> Audience:
    """Everybody whom an occasion at one school concerns; after the close nobody waits any more.

    Whoever has left the school is not waited for, though what they answered counts.
    """
    poll = Poll(authority, view.round.id, view.school.id)
    which = {"authority": authority, "round": poll.round, "school": poll.school}
    listening = _Listening(
        people.principals(connection, authority, view.school.id, today),
        {team.id: team for team in view.teams},
        connection.execute(_LANGUAGE, which).scalar_one(),
    )
    rows = () if view.window.frozen else connection.execute(_WAITING, {**which, "today": today}).all()
    box = BallotBox(poll, keys.seal(poll)) if any(row.status == "begun" for row in rows) else None
    waiting = (each for row in rows for each in _waiting(row, _left(connection, box, view, row), listening))
    return Audience(
        waiting=tuple(waiting),
        teams=tuple(TeamView(view.round, view.school, view.window, team) for team in view.teams),
        principals=listening.principals,
        coordinators=people.coordinators(connection, authority, today),
        school_language=listening.language,
        all_closed=not connection.execute(_OTHERS_LEFT, which).scalar(),
    )


def of_leaders(connection: Connection, authority: int, school: int, today: date) -> Audience:
    """Whom a school's own choice concerns: its principals and the coordinators."""
    return Audience(
        principals=people.principals(connection, authority, school, today) if school else (),
        coordinators=people.coordinators(connection, authority, today),
        school_language=connection.execute(_LANGUAGE, {"authority": authority}).scalar_one(),
    )


def _left(connection: Connection, box: BallotBox | None, view: SchoolView, row: AnyRow) -> int:
    """How many of the asked criteria are open; the answers stay in here."""
    respondent = Respondent(row.respondent_kind, row.respondent_id)
    ballot = box.load(connection, respondent) if box and row.status == "begun" else None
    answers = ballot.answers if ballot else (0,) * len(view.round.criteria)
    return len(Desk(view.round, view.school, view.window, respondent, row.status, answers).open_questions)


def _waiting(row: AnyRow, remaining: int, listening: _Listening) -> Iterator[Waiting]:
    respondent = Respondent(row.respondent_kind, row.respondent_id)
    team = listening.teams.get(row.team_id or 0)
    if respondent.kind == "team":
        if team:
            to = To("team", team.id)
            yield Waiting(
                to, team.name, listening.language, respondent, remaining, row.status, team, row.muted
            )
    elif respondent.kind == "person":
        if row.name is not None:
            to = To("person", respondent.id)
            yield Waiting(to, row.name, row.language, respondent, remaining, row.status, team, row.muted)
    else:
        for each in listening.principals:
            to = To("person", each.id)
            yield Waiting(to, each.name, each.language, respondent, remaining, row.status, None, row.muted)
