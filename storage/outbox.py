"""The messages that are to be said, each row one visible message, and what has become of them.

What puts messages in commits together with the answer that caused them; sending happens afterwards, from here
(see ``sending``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, literal_column, select, update

from conversations.messages import Message
from conversations.turn import To
from storage import codec
from storage.prepared import Prepared
from storage.tables import Outbox
from storage.waiting import ADDRESS, address, arrive, counts, drop_expired, forget, reached, resume, withdraw
from storage.writes import insert_ignore

__all__ = [
    "Card",
    "Parcel",
    "Shown",
    "arrive",
    "brought",
    "conversation",
    "counts",
    "drop_expired",
    "forget",
    "message",
    "newest",
    "queue",
    "reached",
    "replace",
    "resume",
    "silent",
    "withdraw",
]

_QUEUE = insert_ignore(Outbox, Outbox.id)
_REPLACE = Prepared(
    update(Outbox)
    .where(Outbox.id == bindparam("card"), *ADDRESS)
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
        # Without its id there it could only be said anew, and twice: the outbox has to look for it first.
        Outbox.platform_message_id.is_not(None),
    )
    .values(state="sent", attempts=0, in_doubt=False)
)
_OVERTAKEN = (
    update(Outbox)
    .where(
        Outbox.id == bindparam("card"),
        Outbox.authority_id == bindparam("authority"),
        Outbox.revision > bindparam("said"),
        Outbox.state == literal_column("'sent'"),
    )
    .values(state="queued")
)
_BODY = select(Outbox.body).where(Outbox.id == bindparam("card"), *ADDRESS)
_TO_SOMEBODY = select(Outbox.id).where(*ADDRESS).limit(1)
_NEWEST = (
    select(Outbox.platform_message_id)
    .where(*ADDRESS, Outbox.platform_message_id.is_not(None))
    .order_by(Outbox.id.desc())
    .limit(1)
)
_SHOWN = (
    select(Outbox.id, Outbox.revision, Outbox.body, Outbox.created_at)
    .where(*ADDRESS, Outbox.platform_message_id.is_not(None))
    .order_by(Outbox.id)
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
    found = _REPLACE.first(connection, {**row, **address(card.authority, card.to)})
    return found.revision if found else None


def brought(connection: Connection, authority: int, revisions: Mapping[int, int]) -> None:
    """Cards, by row, that now show a revision because the platform's answer to the press brought it there.

    Where a newer one was there already, another replica's perhaps, nobody knows which came last: the newest
    is sent once more.
    """
    rows = [{"authority": authority, "card": card, "said": said} for card, said in revisions.items()]
    connection.execute(_BROUGHT, rows)
    connection.execute(_OVERTAKEN, rows)


def silent(connection: Connection, authority: int, to: To) -> bool:
    """Whether nothing has been said in a conversation yet."""
    return connection.execute(_TO_SOMEBODY, address(authority, to)).first() is None


def message(connection: Connection, card: Card) -> Message | None:
    """What a message says now, if there is such a one in that conversation."""
    row = {"card": card.id, **address(card.authority, card.to)}
    body = connection.execute(_BODY, row).scalar()
    return None if body is None else codec.messages().load(body)


def conversation(connection: Connection, authority: int, to: To) -> list[Shown]:
    """The messages that have arrived in a conversation, oldest first, each with its newest words."""
    rows = connection.execute(_SHOWN, address(authority, to))
    return [Shown(row.id, row.revision, codec.messages().load(row.body), row.created_at) for row in rows]


def newest(connection: Connection, authority: int, to: To) -> str | None:
    """The id in the chat of the newest message that has arrived in a conversation."""
    found: str | None = connection.execute(_NEWEST, address(authority, to)).scalar()
    return found
