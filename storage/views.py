"""Schools in rounds, as those may follow them who lead them, coordinate them or work there."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, and_, bindparam, func, select

from conversations.context import SchoolView
from conversations.facts import Counts, Me, SchoolFacts, TeamFacts
from conversations.rules.certification_sight import led_by, works_for
from conversations.snapshot import Snapshot
from storage import reach, sight, snapshots, teams
from storage.certification import certificates
from storage.facts import ROUND, WINDOW, AnyRow, round_facts, window_facts
from storage.people import STAFF
from storage.tables import Application, Framework, Participation, Round, School, Window

_NEWEST_OF_A_KIND = 2
# A certificate is news for some school days, and a whole summer may lie between them.
_CERTIFIED_LATELY = timedelta(days=100)

_ROUNDS = (
    select(Round.id, Round.kind, Framework.name)
    .join(
        Framework,
        and_(Framework.authority_id == Round.authority_id, Framework.hash == Round.framework_hash),
    )
    .where(Round.authority_id == bindparam("authority"))
    .order_by(Round.opens_on.desc(), Round.id.desc())
)
_WINDOWS = (
    select(*ROUND, *WINDOW, School.name.label("school"))
    .join(Round, Round.id == Window.round_id)
    .join(School, School.id == Window.school_id)
    .where(
        Window.authority_id == bindparam("authority"),
        Window.round_id.in_(bindparam("rounds", expanding=True)),
        Window.school_id.in_(bindparam("schools", expanding=True)),
    )
    .order_by(Round.opens_on.desc(), Round.id.desc(), School.name, School.id)
)
_COUNTS = (
    select(
        Participation.round_id, Participation.school_id, Participation.status, func.count().label("number")
    )
    .where(
        Participation.authority_id == bindparam("authority"),
        Participation.round_id.in_(bindparam("rounds", expanding=True)),
        Participation.school_id.in_(bindparam("schools", expanding=True)),
        Participation.respondent_kind != "leadership",
    )
    .group_by(Participation.round_id, Participation.school_id, Participation.status)
)
_APPLICATIONS = select(Application.round_id, Application.school_id, Application.status).where(
    Application.authority_id == bindparam("authority"),
    Application.round_id.in_(bindparam("rounds", expanding=True)),
)
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scope:
    """What to look at: schools, rounds and the schools whose work teams are wanted too.

    ``with_reach`` counts those who are not reached in the chat.
    """

    authority: int
    schools: Collection[int]
    today: date
    rounds: Collection[int] = ()
    with_teams: Collection[int] = ()
    with_reach: bool = False


def for_person(
    connection: Connection, authority: int, me: Me, today: date, named: int = 0
) -> tuple[SchoolView, ...]:
    """What I may follow, newest round first: the two newest of each kind, and the round named by a button.

    Principals and representatives follow their schools, coordinators every school, and staff see what their
    own school reached, without any counts. Whoever works at a school sees their own work team's result there,
    whatever else they are.
    """
    led, own = led_by(me), works_for(me)
    everywhere = me.is_("coordinator")
    mine = {duty.team for duty in me.duties if duty.role in STAFF and duty.team}
    schools = set(_all_schools(connection, authority)) if everywhere else led | own
    if not schools:
        return ()
    rounds = {*_newest(connection, authority), *((named,) if named else ())}
    reached = everywhere or bool(led)
    found = load(connection, Scope(authority, schools, today, rounds, with_teams=led, with_reach=reached))
    return tuple(
        view
        if view.school.id in led
        else sight.of_coordinator(view, mine)
        if everywhere
        else sight.of_staff(view, mine)
        for view in found
    )


def of_years(connection: Connection, authority: int, today: date) -> tuple[SchoolView, ...]:
    """Every school in the two newest yearly rounds, with the work teams of those certified of late."""
    rounds = _newest(connection, authority, "yearly")
    if not rounds:
        return ()
    schools = set(_all_schools(connection, authority))
    certified = certificates.certified_since(connection, authority, today - _CERTIFIED_LATELY)
    return load(connection, Scope(authority, schools, today, rounds, with_teams=certified))


def load(connection: Connection, scope: Scope) -> tuple[SchoolView, ...]:
    """Schools in rounds with everything that the bot itself knows, newest round first, then by name."""
    which: dict[str, object] = {
        "authority": scope.authority,
        "rounds": sorted(scope.rounds),
        "schools": sorted(scope.schools),
    }
    rows = connection.execute(_WINDOWS, which).all()
    counts = _counts(connection, which)
    if scope.with_reach:
        lost = reach.unreachable(connection, scope.authority, scope.rounds, scope.schools, scope.today)
        counts.update({pair: replace(counts[pair], unreachable=number) for pair, number in lost.items()})
    results = _results(connection, scope, rows)
    applied = {_pair(row): row.status for row in connection.execute(_APPLICATIONS, which)}
    talking = _teams(connection, scope, rows)
    return tuple(
        SchoolView(
            round_facts(connection, scope.authority, row),
            SchoolFacts(row.school_id, row.school, row.staff),
            window_facts(row),
            counts[_pair(row)],
            talking.get(_pair(row), ()),
            *results[_pair(row)],
            applied.get(_pair(row)),
        )
        for row in rows
    )


def _all_schools(connection: Connection, authority: int) -> Iterable[int]:
    return connection.execute(
        select(School.id).where(School.authority_id == bindparam("authority")), {"authority": authority}
    ).scalars()


def _newest(connection: Connection, authority: int, only: str = "") -> set[int]:
    of_kind: dict[str, list[int]] = defaultdict(list)
    for row in connection.execute(_ROUNDS, {"authority": authority}):
        if only in ("", row.kind):
            of_kind[row.kind].append(row.id)
    return {round_id for rounds in of_kind.values() for round_id in rounds[:_NEWEST_OF_A_KIND]}


def _counts(connection: Connection, which: dict[str, object]) -> dict[Pair, Counts]:
    numbers: dict[Pair, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(_COUNTS, which):
        numbers[_pair(row)][row.status] = row.number
    counts = {
        pair: Counts(sum(number.values()), number.get("begun", 0), number.get("finished", 0))
        for pair, number in numbers.items()
    }
    return defaultdict(lambda: Counts(0, 0, 0), counts)


def _results(
    connection: Connection, scope: Scope, rows: Iterable[AnyRow]
) -> dict[Pair, tuple[Snapshot | None, Snapshot | None]]:
    shelf = snapshots.Shelf(connection, scope.authority, scope.schools)
    listed = connection.execute(_ROUNDS, {"authority": scope.authority}).all()
    earlier = {
        round_id: [other for other, *same in listed[place + 1 :] if same == [kind, framework]]
        for place, (round_id, kind, framework) in enumerate(listed)
    }
    wanted = {
        _pair(row): (shelf.at([row.round_id], row.school_id), shelf.at(earlier[row.round_id], row.school_id))
        for row in rows
    }
    contents = shelf.read({number for pair in wanted.values() for number in pair if number})
    return {
        pair: (contents.get(now or 0), contents.get(before or 0)) for pair, (now, before) in wanted.items()
    }


def _teams(connection: Connection, scope: Scope, rows: Iterable[AnyRow]) -> dict[Pair, tuple[TeamFacts, ...]]:
    of_school = teams.of_schools(connection, scope.authority, scope.with_teams)
    pairs = {_pair(row): [(row.round_id, team) for team in of_school.get(row.school_id, ())] for row in rows}
    wanted = [pair for listed in pairs.values() for pair in listed]
    known = teams.facts(connection, scope.authority, wanted, scope.today)
    return {
        place: tuple(known[pair] for pair in listed if known[pair].members) for place, listed in pairs.items()
    }


def _pair(row: AnyRow) -> Pair:
    return row.round_id, row.school_id
