"""The messages that are to be said, each row one visible message, and what has become of them.

What puts messages in commits together with the answer that caused them; sending happens afterwards, from here
(see ``sending``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, String, bindparam, case, cast, func, literal_column, or_, select, update

from conversations.messages import Message
from conversations.turn import To
from storage import codec
from storage.prepared import Prepared
from storage.sending import TRIES
from storage.tables import Outbox
from storage.writes import insert_ignore

_QUEUE = insert_ignore(Outbox, Outbox.id)
_ADDRESS = (
    Outbox.authority_id == bindparam("authority"),
    Outbox.to_kind == bindparam("kind"),
    Outbox.to_id == bindparam("to"),
)
_REPLACE = Prepared(
    update(Outbox)
    .where(Outbox.id == bindparam("card"), *_ADDRESS)
    .values(
        body=bindparam("words"),
        revision=Outbox.revision + 1,
        # A message that is on its way stays so; when it has arrived it is queued again with the newer words.
        state=case((Outbox.state == "sending", "sending"), else_="queued"),
        due_at=bindparam("due"),
        expires_at=None,
        attempts=0,
    )
    .returning(Outbox.revision)
)
_BROUGHT = (
    update(Outbox)
    .where(
        Outbox.id == bindparam("card"),
        Outbox.authority_id == bindparam("authority"),
        Outbox.revision == bindparam("said"),
        Outbox.state == literal_column("'queued'"),
    )
    .values(state="sent", attempts=0, in_doubt=False)
)
_BODY = select(Outbox.body).where(Outbox.id == bindparam("card"), *_ADDRESS)
_TO_SOMEBODY = select(Outbox.id).where(*_ADDRESS).limit(1)
_NEWEST = (
    select(Outbox.platform_message_id)
    .where(*_ADDRESS, Outbox.platform_message_id.is_not(None))
    .order_by(Outbox.id.desc())
    .limit(1)
)
_SHOWN = (
    select(Outbox.id, Outbox.revision, Outbox.body, Outbox.created_at)
    .where(*_ADDRESS, Outbox.platform_message_id.is_not(None))
    .order_by(Outbox.id)
)
_QUEUED = Outbox.state == literal_column("'queued'")
_WITHDRAW = (
    update(Outbox)
    .where(
        _QUEUED,
        Outbox.authority_id == bindparam("authority"),
        Outbox.dedupe_key.startswith(bindparam("beginning"), autoescape=False),
    )
    .values(state="dropped")
)
_EXPIRED = update(Outbox).where(_QUEUED, Outbox.expires_at <= bindparam("now")).values(state="dropped")
_ARRIVE = (
    update(Outbox)
    .where(
        _QUEUED,
        Outbox.authority_id == bindparam("authority"),
        Outbox.due_at <= bindparam("now"),
        or_(Outbox.expires_at.is_(None), Outbox.expires_at > bindparam("now")),
    )
    .values(state="sent", platform_message_id=cast(Outbox.id, String))
)
_RESUMED = {"state": "queued", "attempts": 0, "due_at": bindparam("now")}
_RESUME = (
    update(Outbox)
    .where(Outbox.authority_id == bindparam("authority"), Outbox.state == "parked")
    .values(_RESUMED)
)
_RESUME_GIVEN_UP = _RESUME.where(Outbox.attempts >= TRIES)
_REACHED = update(Outbox).where(*_ADDRESS, Outbox.state.in_(("failed", "parked"))).values(_RESUMED)
_COUNTS = (
    select(Outbox.state, func.count())
    .where(Outbox.authority_id == bindparam("authority"))
    .group_by(Outbox.state)
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message to be said once for its ``key``; ``policy`` says what to do when nobody knows if it arrived.

    The policies are ``look`` (see first whether it is there), ``resend`` and ``drop``. Without ``due_at`` it
    is due at once.
    """

    to: To
    key: str
    message: Message = field(repr=False)
    policy: str = "look"
    due_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A message that was pressed, in the conversation where it was pressed."""

    authority: int
    to: To
    id: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it now stands in a conversation."""

    id: int
    revision: int
    message: Message = field(repr=False)
    created_at: datetime


def queue(connection: Connection, authority: int, parcel: Parcel, now: datetime) -> int | None:
    """Put a message in; gives its id, or None when one with the same key is there already."""
    row = {
        "authority_id": authority,
        "dedupe_key": parcel.key,
        "to_kind": parcel.to.kind,
        "to_id": parcel.to.id,
        "body": codec.messages().dump(parcel.message),
        "policy": parcel.policy,
        "due_at": parcel.due_at or now,
        "expires_at": parcel.expires_at,
        "created_at": now,
    }
    return _QUEUE.number(connection, row)


def replace(connection: Connection, card: Card, message: Message, due_at: datetime) -> int | None:
    """Let a pressed message become another; gives its revision, None where that conversation has no such one.

    It is sent from here at ``due_at``, unless it is `brought` before.
    """
    row = {"card": card.id, "words": codec.messages().dump(message), "due": due_at}
    found = _REPLACE.first(connection, {**row, **_address(card.authority, card.to)})
    return found.revision if found else None


def brought(connection: Connection, authority: int, revisions: Mapping[int, int]) -> None:
    """Cards, by row, that now show a revision because the platform's answer to the press brought it there."""
    rows = [{"authority": authority, "card": card, "said": said} for card, said in revisions.items()]
    connection.execute(_BROUGHT, rows)


def silent(connection: Connection, authority: int, to: To) -> bool:
    """Whether nothing has been said in a conversation yet."""
    return connection.execute(_TO_SOMEBODY, _address(authority, to)).first() is None


def message(connection: Connection, card: Card) -> Message | None:
    """What a message says now, if there is such a one in that conversation."""
    row = {"card": card.id, **_address(card.authority, card.to)}
    body = connection.execute(_BODY, row).scalar()
    return None if body is None else codec.messages().load(body)


def conversation(connection: Connection, authority: int, to: To) -> list[Shown]:
    """The messages that have arrived in a conversation, oldest first, each with its newest words."""
    rows = connection.execute(_SHOWN, _address(authority, to))
    return [Shown(row.id, row.revision, codec.messages().load(row.body), row.created_at) for row in rows]


def newest(connection: Connection, authority: int, to: To) -> str | None:
    """The id in the chat of the newest message that has arrived in a conversation."""
    found: str | None = connection.execute(_NEWEST, _address(authority, to)).scalar()
    return found


def withdraw(connection: Connection, authority: int, beginning: str) -> int:
    """Take back what has not left yet and whose key begins so, because it has lost its occasion; how many."""
    return connection.execute(_WITHDRAW, {"authority": authority, "beginning": beginning}).rowcount


def arrive(connection: Connection, authority: int, now: datetime) -> int:
    """All that is due has arrived, in a chat that nobody looks at yet; gives how many messages."""
    return connection.execute(_ARRIVE, {"authority": authority, "now": now}).rowcount


def drop_expired(connection: Connection, now: datetime) -> int:
    """Drop what has lost its occasion while it waited; gives how many."""
    return connection.execute(_EXPIRED, {"now": now}).rowcount


def resume(connection: Connection, authority: int, now: datetime, *, given_up: bool = False) -> int:
    """Try again what was parked, after the cause has been mended; gives how many.

    ``given_up``: only what was parked after its tries, none of which the platform has answered.
    """
    statement = _RESUME_GIVEN_UP if given_up else _RESUME
    return connection.execute(statement, {"authority": authority, "now": now}).rowcount


def reached(connection: Connection, authority: int, to: To, now: datetime) -> int:
    """Somebody, or a team, can be reached again: what has not lost its occasion goes out; gives how many."""
    return connection.execute(_REACHED, {**_address(authority, to), "now": now}).rowcount


def counts(connection: Connection, authority: int) -> dict[str, int]:
    """How many messages there are in each state."""
    rows = connection.execute(_COUNTS, {"authority": authority})
    return {row[0]: row[1] for row in rows}


def _address(authority: int, to: To) -> dict[str, object]:
    return {"authority": authority, "kind": to.kind, "to": to.id}
