"""Which account on a chat platform is whose: linked by the e-mail address, which each person has one of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, and_, bindparam, delete, or_, select, update

from storage import linking
from storage.linking import Known, Seen
from storage.tables import Account as Kept
from storage.tables import Person, Stranger
from storage.writes import upsert

__all__ = ["Account", "Seen", "Taken", "any_service", "of_person", "person_of", "take", "talk_in"]

_ON = and_(Kept.authority_id == bindparam("authority"), Kept.platform == bindparam("on"))
_PERSON_OF = select(Kept.person_id).where(_ON, Kept.user_id == bindparam("user"))
_OF_PERSON = (
    select(Kept.person_id, Kept.user_id, Kept.conversation, Kept.state)
    .where(_ON, Kept.person_id == bindparam("person"))
    .order_by((Kept.state == "active").desc(), Kept.id.desc())
    .limit(1)
)
_EMAIL_OF = select(Person.email).where(
    Person.authority_id == bindparam("authority"), Person.id == bindparam("person")
)
_TALK_IN = (
    update(Kept)
    .where(_ON, Kept.person_id == bindparam("person"), Kept.state == "active")
    .values(conversation=bindparam("talk"))
)
_service = Kept.conversation["service"].as_string()
_ANY_SERVICE = select(_service).where(_ON, _service.is_not(None)).order_by(Kept.id.desc()).limit(1)
_USER_IN = select(Kept.user_id).where(
    _ON, Kept.conversation["channel"].as_string() == bindparam("channel"), Kept.state == "active"
)
_PEOPLE = select(Person.id, Person.email).where(
    Person.authority_id == bindparam("authority"), Person.email.in_(bindparam("emails", expanding=True))
)
_KEPT = select(Kept.id, Kept.user_id, Kept.person_id, Kept.state).where(
    _ON,
    or_(
        Kept.user_id.in_(bindparam("users", expanding=True)),
        Kept.person_id.in_(bindparam("people", expanding=True)),
    ),
)
_LINK = upsert(Kept, ("authority_id", "platform", "user_id"), ("person_id", "state"))
_BLOCK = (
    update(Kept)
    .where(Kept.authority_id == bindparam("authority"), Kept.id.in_(bindparam("rows", expanding=True)))
    .values(state="blocked")
)
_REMOVE = delete(Kept).where(
    Kept.authority_id == bindparam("authority"), Kept.id.in_(bindparam("rows", expanding=True))
)
_NO_STRANGERS = delete(Stranger).where(
    Stranger.authority_id == bindparam("authority"),
    Stranger.platform == bindparam("on"),
    Stranger.user_id.in_(select(Kept.user_id).where(_ON, Kept.state == "active")),
)
# An engine takes some ten thousand values in one statement.
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Account:
    """A person on a platform: ``user`` there, and the ``channel`` of their one-to-one talk, once known.

    ``service`` is the server where that talk is, for platforms with several; empty for none.
    """

    person: int
    user: str
    channel: str | None
    active: bool
    service: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Who can be reached now and could not before, how many accounts were blocked, how many nobody knows."""

    linked: tuple[int, ...]
    blocked: int
    unknown: int


def person_of(connection: Connection, authority: int, platform: str, user: str) -> int:
    """The person behind an account, 0 for one that nobody knows."""
    values = {"authority": authority, "on": platform, "user": user}
    return connection.execute(_PERSON_OF, values).scalar() or 0


def of_person(connection: Connection, authority: int, platform: str, person: int) -> Account | None:
    """Somebody's account on a platform, the active one where there have been several."""
    values = {"authority": authority, "on": platform, "person": person}
    row = connection.execute(_OF_PERSON, values).one_or_none()
    if row is None:
        return None
    talk = row.conversation or {}
    return Account(
        row.person_id, row.user_id, talk.get("channel"), row.state == "active", talk.get("service", "")
    )


def email_of(connection: Connection, authority: int, person: int) -> str:
    """The address by which somebody on the roster is found, empty for nobody."""
    values = {"authority": authority, "person": person}
    return connection.execute(_EMAIL_OF, values).scalar() or ""


def talk_in(
    connection: Connection, authority: int, platform: str, person: int, channel: str, service: str = ""
) -> None:
    """Note where the one-to-one conversation with somebody is, and at which server."""
    talk = {"channel": channel} | ({"service": service} if service else {})
    values = {"authority": authority, "on": platform, "person": person}
    connection.execute(_TALK_IN, {**values, "talk": talk})


def any_service(connection: Connection, authority: int, platform: str) -> str:
    """The server where the newest known talk of an authority is, empty for none."""
    return connection.execute(_ANY_SERVICE, {"authority": authority, "on": platform}).scalar() or ""


def user_in(connection: Connection, authority: int, platform: str, channel: str) -> str:
    """Whose one-to-one talk it is that is there, empty for nobody's."""
    values = {"authority": authority, "on": platform, "channel": channel}
    return connection.execute(_USER_IN, values).scalars().first() or ""


def take(connection: Connection, authority: int, platform: str, seen: Sequence[Seen]) -> Taken:
    """Believe what the platform says about some or all of its users; saying it twice changes nothing.

    An address links; a user whose address has become another's follows it, and one whose address nobody on
    the roster has is let go. Without an address a known user stays whose it is. Those who are linked are no
    strangers any more.
    """
    parts = [_take_part(connection, authority, platform, part) for part in _parts(seen)]
    connection.execute(_NO_STRANGERS, {"authority": authority, "on": platform})
    return Taken(
        tuple(sorted({person for part in parts for person in part.linked})),
        sum(part.blocked for part in parts),
        sum(part.unknown for part in parts),
    )


def _parts(seen: Sequence[Seen]) -> Iterator[list[Seen]]:
    newest = {each.user: Seen(each.user, each.email.strip().casefold(), each.active) for each in seen}
    # In order, so that those who share an address meet in one part and replicas lock alike.
    waiting = iter(sorted(newest.values(), key=lambda each: (each.email, each.user)))
    while part := list(islice(waiting, _AT_ONCE)):
        yield part


def _take_part(connection: Connection, authority: int, platform: str, part: list[Seen]) -> Taken:
    known = _known(connection, authority, platform, part)
    whose = linking.whose(known, part)
    rows = linking.changed(known, whose)
    if rows:
        owned = {"authority_id": authority, "platform": platform, "state": "active"}
        _LINK.run(connection, [{**row, **owned} for row in rows])
    blocked, let_go = linking.lost(known, whose, part)
    for statement, numbers in ((_BLOCK, blocked), (_REMOVE, let_go)):
        if numbers:
            connection.execute(statement, {"authority": authority, "rows": numbers})
    unknown = sum(each.active and each.email != "" and each.email not in known.people for each in part)
    return Taken(linking.newly(known, whose), len(blocked), unknown)


def _known(connection: Connection, authority: int, platform: str, part: list[Seen]) -> Known:
    emails = sorted({each.email for each in part if each.email})
    found = connection.execute(_PEOPLE, {"authority": authority, "emails": emails})
    people = {row.email: row.id for row in found}
    which = {"users": [each.user for each in part], "people": list(people.values())}
    values = {"authority": authority, "on": platform, **which}
    return Known(people, connection.execute(_KEPT, values).all())
