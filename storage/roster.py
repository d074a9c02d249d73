"""From plain rows to schools, work teams, people and their memberships: all of a roster or nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from conversations.facts import Role
from storage.people import ACTIVE
from storage.places import Places, codes
from storage.rows import Imported, KnownRow, RosterRow
from storage.tables import Authority, Membership, Person, School, WorkTeam

_ZONE = select(Authority.zone).where(Authority.id == bindparam("authority"))
_PEOPLE = select(Person.id, Person.email, Person.name, Person.left_on).where(
    Person.authority_id == bindparam("authority")
)
_CHANGE = (
    update(Person)
    .where(Person.id == bindparam("this"))
    .values(name=bindparam("called"), left_on=bindparam("gone"))
)
_HELD = select(
    Membership.id, Membership.person_id, Membership.school_id, Membership.team_id, Membership.role
).where(Membership.authority_id == bindparam("authority"), Membership.until.is_(None))
_END = update(Membership).where(Membership.id == bindparam("this")).values(until=bindparam("day"))
_STANDING = (
    select(
        Person.email,
        Person.name,
        Person.language,
        Membership.school_id,
        Membership.role,
        School.name.label("school"),
        WorkTeam.name.label("team"),
    )
    .join(Membership, and_(Membership.person_id == Person.id, ACTIVE))
    .outerjoin(School, School.id == Membership.school_id)
    .outerjoin(WorkTeam, WorkTeam.id == Membership.team_id)
    .where(
        Person.authority_id == bindparam("authority"),
        or_(Person.left_on.is_(None), Person.left_on > bindparam("today")),
    )
    .order_by(Person.email, School.name, WorkTeam.name, Membership.id)
)

Task = tuple[int, int | None, int | None, str]


def import_rows(connection: Connection, authority: int, rows: Sequence[RosterRow], now: datetime) -> Imported:
    """Make the database say what the rows say, from today on; the same rows a second time change nothing.

    Today is the authority's local day. Whoever is known and not among the rows has left.
    """
    today = _today(connection, authority, now)
    places = Places(connection, authority, today)
    schools = places.take_schools([(row.school, row.school_code) for row in rows if row.school])
    teams = places.take_teams([(row.school, row.work_team) for row in rows if row.school and row.work_team])
    people, changed, left = _take_people(connection, authority, rows, today)
    began, ended = _take_tasks(connection, authority, _tasks(connection, authority, rows, places), today)
    places.close_empty_teams()
    return Imported(schools, teams, people, changed, left, began, ended)


def existing_rows(connection: Connection, authority: int, now: datetime) -> tuple[KnownRow, ...]:
    """The roster as it stands today, for showing what an import would change."""
    today = _today(connection, authority, now)
    of_school = codes(connection, authority)
    grouped: dict[tuple[str, str, str, str, str, str], list[Role]] = {}
    for row in connection.execute(_STANDING, {"authority": authority, "today": today}):
        code = of_school.get(row.school_id, "")
        key = (row.school or "", code, row.team or "", row.name, row.email, row.language)
        grouped.setdefault(key, []).append(row.role)
    return tuple(
        KnownRow(line, *key[:5], tuple(dict.fromkeys(roles)), key[5])
        for line, (key, roles) in enumerate(grouped.items(), 1)
    )


def _today(connection: Connection, authority: int, now: datetime) -> date:
    zone = connection.execute(_ZONE, {"authority": authority}).scalar_one()
    return now.astimezone(ZoneInfo(zone)).date()


def _take_people(
    connection: Connection, authority: int, rows: Sequence[RosterRow], today: date
) -> tuple[int, int, int]:
    wanted = {_folded(row): row for row in rows}
    known = {row.email: row for row in connection.execute(_PEOPLE, {"authority": authority})}
    new = [
        {"authority_id": authority, "name": row.name, "email": email, "language": row.language}
        for email, row in wanted.items()
        if email not in known
    ]
    # The language is each person's own choice: a roster sets it once, for those who are new.
    changed = [
        _somebody(known[email].id, row.name, None)
        for email, row in wanted.items()
        if email in known and (known[email].name, known[email].left_on) != (row.name, None)
    ]
    left = [
        _somebody(row.id, row.name, today)
        for email, row in known.items()
        if email not in wanted and row.left_on is None
    ]
    if new:
        connection.execute(insert(Person), new)
    if changed or left:
        connection.execute(_CHANGE, [*changed, *left])
    return len(new), len(changed), len(left)


def _folded(row: RosterRow) -> str:
    return row.email.strip().casefold()


def _somebody(person: int, name: str, gone: date | None) -> dict[str, object]:
    return {"this": person, "called": name, "gone": gone}


def _tasks(connection: Connection, authority: int, rows: Sequence[RosterRow], places: Places) -> set[Task]:
    people = {row.email: row.id for row in connection.execute(_PEOPLE, {"authority": authority})}
    return {
        (people[_folded(row)], places.school(row.school), places.team(row.school, row.work_team), role)
        for row in rows
        for role in row.roles
    }


def _take_tasks(connection: Connection, authority: int, wanted: set[Task], today: date) -> tuple[int, int]:
    held = {
        (row.person_id, row.school_id, row.team_id, row.role): row.id
        for row in connection.execute(_HELD, {"authority": authority})
    }
    ended = [{"this": held[task], "day": today} for task in held.keys() - wanted]
    names = ("person_id", "school_id", "team_id", "role")
    began = [
        dict(zip(names, task, strict=True)) | {"authority_id": authority, "since": today}
        for task in sorted(wanted - held.keys(), key=str)
    ]
    if ended:
        connection.execute(_END, ended)
    if began:
        connection.execute(insert(Membership), began)
    return len(began), len(ended)
