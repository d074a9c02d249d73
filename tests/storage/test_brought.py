"""Cards that the platform's own answer to a press has brought back."""

from datetime import datetime, timedelta

from sqlalchemy import select

from conversations.messages import Heading, Message
from conversations.turn import To
from storage import outbox, sending
from storage.database import Database
from storage.keys import Poll
from storage.outbox import Card, Parcel
from storage.sending import Delivery
from storage.tables import Outbox

ASA = To("person", 7)
GRACE = timedelta(seconds=10)


def words(text: str) -> Message:
    return Message(text, (Heading(text),))


def planted(database: Database, poll: Poll, now: datetime) -> int:
    with database.writing() as connection:
        return outbox.queue(connection, poll.authority, Parcel(ASA, "a", words("Fråga 1")), now) or 0


def claimed(database: Database, poll: Poll, now: datetime) -> Delivery | None:
    with database.writing() as connection:
        return sending.claim(connection, poll.authority, "me", now)


def arrived(database: Database, poll: Poll, now: datetime) -> int:
    card = planted(database, poll, now)
    delivery = claimed(database, poll, now)
    assert delivery
    with database.writing() as connection:
        assert sending.sent(connection, delivery, "D1:1")
    return card


def pressed(database: Database, poll: Poll, now: datetime, card: int) -> None:
    with database.writing() as connection:
        outbox.replace(connection, Card(poll.authority, ASA, card), words("Nästa"), now + GRACE)


def brought(database: Database, poll: Poll, card: int, revision: int) -> str:
    with database.writing() as connection:
        outbox.brought(connection, poll.authority, {card: revision})
        return str(connection.execute(select(Outbox.state)).scalar_one())


def test_what_has_been_brought_is_not_sent_again(database: Database, poll: Poll, now: datetime) -> None:
    card = arrived(database, poll, now)
    pressed(database, poll, now, card)
    assert brought(database, poll, card, 2) == "sent"
    assert claimed(database, poll, now + GRACE) is None


def test_an_older_state_that_comes_while_a_newer_one_waits_changes_nothing(
    database: Database, poll: Poll, now: datetime
) -> None:
    card = arrived(database, poll, now)
    for _ in range(2):
        pressed(database, poll, now, card)
    assert brought(database, poll, card, 2) == "queued"
    assert brought(database, poll, card, 3) == "sent"


def test_an_older_state_that_may_have_come_last_is_followed_by_the_newest(
    database: Database, poll: Poll, now: datetime
) -> None:
    card = arrived(database, poll, now)
    for _ in range(2):
        pressed(database, poll, now, card)
    assert brought(database, poll, card, 3) == "sent"
    assert brought(database, poll, card, 2) == "queued"
    delivery = claimed(database, poll, now + GRACE)
    assert delivery
    assert (delivery.revision, delivery.message_id) == (3, "D1:1")


def test_a_card_whose_number_in_the_chat_is_not_known_is_looked_for_and_not_said_anew(
    database: Database, poll: Poll, now: datetime
) -> None:
    card = planted(database, poll, now)
    delivery = claimed(database, poll, now)
    assert delivery
    with database.writing() as connection:
        sending.retry(connection, delivery, now, in_doubt=True)
    pressed(database, poll, now, card)
    assert brought(database, poll, card, 2) == "queued"
    again = claimed(database, poll, now + GRACE)
    assert again
    assert (again.in_doubt, again.message_id) == (True, None)
