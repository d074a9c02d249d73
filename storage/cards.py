"""What can be pressed on the newest message of a conversation."""

from collections.abc import Iterator
from typing import assert_never

from sqlalchemy import Connection, bindparam, select

from conversations.messages import (
    Action,
    Buttons,
    Choice,
    Document,
    Facts,
    Form,
    Heading,
    Message,
    Picture,
    Progress,
    Table,
    Text,
)
from conversations.turn import To
from storage import codec
from storage.tables import Outbox

_NEWEST = (
    select(Outbox.body)
    .where(
        Outbox.authority_id == bindparam("authority"),
        Outbox.to_kind == bindparam("kind"),
        Outbox.to_id == bindparam("to"),
        Outbox.state != "dropped",
    )
    .order_by(Outbox.id.desc())
    .limit(1)
)


def newest(connection: Connection, authority: int, place: To) -> tuple[Action, ...]:
    """The actions of a conversation's newest message, in the order in which it shows them."""
    values = {"authority": authority, "kind": place.kind, "to": place.id}
    body = connection.execute(_NEWEST, values).scalar()
    return () if body is None else tuple(actions(codec.messages().load(body)))


def actions(message: Message) -> Iterator[Action]:
    """Everything that can be pressed or sent on a message."""
    for part in message.parts:
        match part:
            case Choice(options):
                yield from (option.action for option in options)
            case Buttons(buttons):
                yield from (button.action for button in buttons)
            case Form(action):
                yield action
            case Heading() | Text() | Progress() | Facts() | Table() | Picture() | Document():
                pass
            case _:
                assert_never(part)
