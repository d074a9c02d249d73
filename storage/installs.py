"""Who cannot be spoken to yet, because the bot has to be brought to them first."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, exists, select, update

from storage.people import ACTIVE, HERE
from storage.tables import Account, Membership, Person

_talks_in = Account.conversation["channel"].as_string()
_ON = (Account.authority_id == bindparam("authority"), Account.platform == bindparam("on"))
_HAS_DUTIES = exists().where(Membership.person_id == Person.id, ACTIVE)
_WAITING = (
    select(Account.person_id, Account.user_id)
    .join(Person, Person.id == Account.person_id)
    .where(*_ON, Account.state == "active", _talks_in.is_(None), HERE, _HAS_DUTIES)
    .order_by(Account.person_id)
)
_REACHED = exists().where(
    Account.person_id == Person.id,
    Account.platform == bindparam("on"),
    Account.state == "active",
    _talks_in.is_not(None),
)
_ADDRESSES = select(Person.email).where(
    Person.authority_id == bindparam("authority"), HERE, _HAS_DUTIES, ~_REACHED
)
_SOME_WITH = (
    select(Account.user_id)
    .where(*_ON, Account.state == "active", _talks_in.is_not(None))
    .order_by(Account.id.desc())
    .limit(bindparam("most"))
)
# Whoever has written meanwhile has told of a better address than the one that was looked up.
_KEEP = (
    update(Account)
    .where(
        *_ON,
        Account.person_id == bindparam("person"),
        Account.user_id == bindparam("user"),
        _talks_in.is_(None),
    )
    .values(conversation=bindparam("talk"))
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody on the roster with an account and no conversation."""

    person: int
    user: str


def waiting(connection: Connection, authority: int, platform: str, today: date) -> tuple[Waiting, ...]:
    """Everybody on the roster of this local day who has an account and no conversation."""
    values = {"authority": authority, "on": platform, "today": today}
    return tuple(Waiting(row.person_id, row.user_id) for row in connection.execute(_WAITING, values))


def addresses(connection: Connection, authority: int, platform: str, today: date) -> frozenset[str]:
    """The addresses, case-folded, of everybody on the roster of this local day who has no conversation."""
    values = {"authority": authority, "on": platform, "today": today}
    return frozenset(connection.execute(_ADDRESSES, values).scalars())


def some_with(connection: Connection, authority: int, platform: str, most: int) -> tuple[str, ...]:
    """Some users whom the bot talks with already, the newest first."""
    values = {"authority": authority, "on": platform, "most": most}
    return tuple(connection.execute(_SOME_WITH, values).scalars())


def keep(connection: Connection, authority: int, platform: str, who: Waiting, talk: dict[str, str]) -> bool:
    """Note where the conversation with somebody is, as ``accounts`` has it; False when one is known."""
    values = {"authority": authority, "on": platform, "person": who.person, "user": who.user}
    return connection.execute(_KEEP, {**values, "talk": talk}).rowcount == 1
