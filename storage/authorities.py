"""An authority's own settings, and what whoever plans for it must know."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, bindparam, func, select, update

from conversations.facts import AuthorityFacts
from storage import frameworks
from storage.people import ACTIVE, HERE, STAFF
from storage.prepared import Prepared
from storage.tables import Authority, Membership, Person

_CALENDAR = Prepared(select(Authority.zone, Authority.breaks).where(Authority.id == bindparam("authority")))
_PLATFORM = select(Authority.platform).where(Authority.id == bindparam("authority"))
_WORKSPACE = select(Authority.workspace).where(Authority.id == bindparam("authority"))
_LANGUAGE = select(Authority.language).where(Authority.id == bindparam("authority"))
_ALL = select(Authority.id, Authority.name).order_by(Authority.id)
_STAFFED = (
    select(func.count(Membership.school_id.distinct()))
    .join(Person, Person.id == Membership.person_id)
    .where(Person.authority_id == bindparam("authority"), Membership.role.in_(STAFF), ACTIVE, HERE)
)

Breaks = tuple[tuple[date, date], ...]


def calendar_of(connection: Connection, authority: int) -> tuple[str, Breaks]:
    """An authority's time zone and its school breaks, first and last day included; KeyError when unknown."""
    row = _CALENDAR.first(connection, {"authority": authority})
    if row is None:
        raise KeyError(f"there is no authority {authority}")
    return row.zone, tuple(
        (date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.breaks
    )


def platform_of(connection: Connection, authority: int) -> str:
    """The chat where an authority works; KeyError when unknown."""
    found: str | None = connection.execute(_PLATFORM, {"authority": authority}).scalar()
    if found is None:
        raise KeyError(f"there is no authority {authority}")
    return found


def workspace_of(connection: Connection, authority: int) -> str:
    """The workspace or tenant where an authority works; KeyError when unknown."""
    found: str | None = connection.execute(_WORKSPACE, {"authority": authority}).scalar()
    if found is None:
        raise KeyError(f"there is no authority {authority}")
    return found


def language_of(connection: Connection, authority: int) -> str:
    """The language that an authority's channels are spoken to in."""
    found: str = connection.execute(_LANGUAGE, {"authority": authority}).scalar_one()
    return found


def speak(connection: Connection, authority: int, language: str) -> None:
    """Let an authority's channels and everybody in it be spoken to in this language."""
    for table, whose in ((Authority, Authority.id), (Person, Person.authority_id)):
        connection.execute(update(table).where(whose == authority).values(language=language))


def everyone(connection: Connection) -> dict[int, str]:
    """All authorities by number, with their names."""
    return {row.id: row.name for row in connection.execute(_ALL)}


def whole(connection: Connection, facts: AuthorityFacts, today: date) -> AuthorityFacts:
    """The authority as whoever plans a round must know it: schools without staff take no part."""
    schools = connection.execute(_STAFFED, {"authority": facts.id, "today": today}).scalar_one()
    return replace(facts, schools=schools, frameworks=frameworks.choices(connection, facts.id))
