"""Who somebody is today, what they may do, and who works where."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, bindparam, insert, or_, select

from conversations.facts import Duty, Listener, Me
from storage.prepared import Prepared
from storage.tables import Authority, Membership, Person, School, WorkTeam

STAFF = ("staff", "team_leader")

# A membership holds from its first day until the day it ends on, which is no longer part of it.
ACTIVE = and_(
    Membership.since <= bindparam("today"),
    or_(Membership.until.is_(None), Membership.until > bindparam("today")),
)
HERE = or_(Person.left_on.is_(None), Person.left_on > bindparam("today"))

_FIND = select(Authority.id).where(
    Authority.platform == bindparam("platform"), Authority.workspace == bindparam("workspace")
)
_CREATE = insert(Authority).returning(Authority.id)
_WHO = Prepared(
    select(
        Authority.name.label("authority"),
        Authority.contact,
        Authority.language.label("spoken"),
        Person.id,
        Person.name,
        Person.language,
        Membership.role,
        Membership.school_id,
        Membership.team_id,
    )
    .select_from(Authority)
    .outerjoin(Person, and_(Person.authority_id == Authority.id, Person.id == bindparam("person"), HERE))
    .outerjoin(Membership, and_(Membership.person_id == Person.id, ACTIVE))
    .where(Authority.id == bindparam("authority"))
    .order_by(Membership.id)
)
_SCHOOLS = (
    select(School.id, School.name)
    .where(School.authority_id == bindparam("authority"))
    .order_by(School.name, School.id)
)
_OF_ROLE = (
    select(Person.id, Person.name, Person.language)
    .join(Membership, Membership.person_id == Person.id)
    .where(
        Person.authority_id == bindparam("authority"),
        Membership.authority_id == bindparam("authority"),
        Membership.role == bindparam("role"),
        or_(bindparam("school") == 0, Membership.school_id == bindparam("school")),
        ACTIVE,
        HERE,
    )
    .distinct()
    .order_by(Person.name, Person.id)
)
_STAFF = (
    select(Person.id, Person.name, Membership.school_id, Membership.team_id, WorkTeam.name.label("team"))
    .join(Membership, Membership.person_id == Person.id)
    .outerjoin(WorkTeam, WorkTeam.id == Membership.team_id)
    .where(
        Person.authority_id == bindparam("authority"),
        Membership.role.in_(STAFF),
        Membership.school_id.is_not(None),
        or_(bindparam("school") == 0, Membership.school_id == bindparam("school")),
        ACTIVE,
        HERE,
    )
    .order_by(Person.name, Person.id, Membership.team_id)
)


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a number and a name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody on a school's staff; ``team`` is their work team there, the first where there are several."""

    id: int
    name: str
    school: int
    team: Named | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An authority's name, whom to ask there and its language, and somebody in it, if they are known."""

    authority: str
    contact: str
    language: str
    me: Me | None


@dataclass(frozen=True, slots=True)
class NewAuthority:
    """An authority that begins to use the bot; ``breaks`` are school breaks, first and last day included."""

    platform: str
    workspace: str
    name: str
    language: str = "sv"
    zone: str = "Europe/Stockholm"
    contact: str = ""
    breaks: tuple[tuple[date, date], ...] = ()


def find_authority(connection: Connection, platform: str, workspace: str) -> int | None:
    """The authority behind a workspace or tenant."""
    values = {"platform": platform, "workspace": workspace}
    found: int | None = connection.execute(_FIND, values).scalar()
    return found


def create_authority(connection: Connection, new: NewAuthority) -> int:
    """Take an authority in; gives its number."""
    values = {
        "platform": new.platform,
        "workspace": new.workspace,
        "name": new.name,
        "language": new.language,
        "zone": new.zone,
        "contact": new.contact,
        "breaks": [[first.isoformat(), last.isoformat()] for first, last in new.breaks],
    }
    return int(connection.execute(_CREATE, values).scalar_one())


def who(connection: Connection, authority: int, person: int, today: date) -> Standing | None:
    """The authority and a person in it on this local day; nothing for an unknown authority."""
    values = {"authority": authority, "person": person, "today": today}
    rows = _WHO.all(connection, values)
    if not rows:
        return None
    first, held = rows[0], [Duty(row.role, row.school_id or 0, row.team_id or 0) for row in rows if row.role]
    somebody = Me(first.id, first.name, first.language, tuple(dict.fromkeys(held))) if first.id else None
    return Standing(first.authority, first.contact, first.spoken, somebody)


def me(connection: Connection, authority: int, person: int, today: date) -> Me | None:
    """A person with the duties of this local day, or nothing for somebody unknown here or who has left."""
    found = who(connection, authority, person, today)
    return found.me if found else None


def schools(connection: Connection, authority: int) -> tuple[Named, ...]:
    """The authority's schools by name."""
    rows = connection.execute(_SCHOOLS, {"authority": authority})
    return tuple(Named(row.id, row.name) for row in rows)


def principals(connection: Connection, authority: int, school: int, today: date) -> tuple[Listener, ...]:
    """A school's principals on this local day."""
    return _of_role(
        connection, {"authority": authority, "role": "principal", "school": school, "today": today}
    )


def coordinators(connection: Connection, authority: int, today: date) -> tuple[Listener, ...]:
    """The authority's coordinators on this local day."""
    return _of_role(connection, {"authority": authority, "role": "coordinator", "school": 0, "today": today})


def staff(connection: Connection, authority: int, today: date, school: int = 0) -> tuple[Colleague, ...]:
    """The staff of one school, or of every school (0), on this local day: each once for each school."""
    values = {"authority": authority, "school": school, "today": today}
    found: dict[tuple[int, int], Colleague] = {}
    for row in connection.execute(_STAFF, values):
        team = Named(row.team_id, row.team) if row.team_id else None
        known = found.get((row.school_id, row.id))
        if known is None or (known.team is None and team):
            found[row.school_id, row.id] = Colleague(row.id, row.name, row.school_id, team)
    return tuple(found.values())


def _of_role(connection: Connection, values: dict[str, object]) -> tuple[Listener, ...]:
    rows = connection.execute(_OF_ROLE, values)
    return tuple(Listener(row.id, row.name, row.language) for row in rows)
