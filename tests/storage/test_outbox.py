from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from conversations.messages import Heading, Message
from conversations.turn import To
from storage import outbox, sending
from storage.database import Database
from storage.keys import Poll
from storage.outbox import Card, Parcel

ASA = To("person", 7)
BO = To("person", 8)
TEAM = To("team", 7)

Dying = Callable[[], AbstractContextManager[Connection]]


def words(text: str) -> Message:
    return Message(text, (Heading(text),))


def queue(database: Database, poll: Poll, now: datetime, parcel: Parcel) -> int | None:
    with database.writing() as connection:
        return outbox.queue(connection, poll.authority, parcel, now)


def deliver(database: Database, poll: Poll, now: datetime) -> list[str]:
    """Send all that may be sent, and say what it was."""
    said = []
    while True:
        with database.writing() as connection:
            delivery = sending.claim(connection, poll.authority, "me", now)
        if delivery is None:
            return said
        said.append(delivery.message.summary)
        with database.writing() as connection:
            assert sending.sent(connection, delivery, f"message-{delivery.id}")


def shown(database: Database, poll: Poll, to: To = ASA) -> list[tuple[int, str]]:
    with database.reading() as connection:
        return [(m.revision, m.message.summary) for m in outbox.conversation(connection, poll.authority, to)]


def test_a_message_is_said_once_for_its_key(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    assert queue(database, poll, now, Parcel(ASA, "a", words("Hej")))
    assert queue(database, poll, now, Parcel(ASA, "a", words("Hej igen"))) is None
    assert queue(database, other_poll, now, Parcel(ASA, "a", words("Annan huvudman")))
    assert deliver(database, poll, now) == ["Hej"]
    assert deliver(database, poll, now) == []


def test_a_message_that_was_undone_is_not_said(
    database: Database, poll: Poll, now: datetime, dying: Dying
) -> None:
    with dying() as connection:
        outbox.queue(connection, poll.authority, Parcel(ASA, "a", words("Hej")), now)
    assert deliver(database, poll, now) == []


def test_a_pressed_card_becomes_the_next_question(database: Database, poll: Poll, now: datetime) -> None:
    card = queue(database, poll, now, Parcel(ASA, "a", words("Fråga 1"))) or 0
    assert shown(database, poll) == []
    deliver(database, poll, now)
    with database.writing() as connection:
        assert outbox.replace(connection, Card(poll.authority, ASA, card), words("Fråga 2"), now)
    assert shown(database, poll) == [(2, "Fråga 2")]
    assert deliver(database, poll, now) == ["Fråga 2"]


def test_an_updated_card_is_the_same_message_in_the_chat(
    database: Database, poll: Poll, now: datetime
) -> None:
    card = queue(database, poll, now, Parcel(ASA, "a", words("Fråga 1"))) or 0
    deliver(database, poll, now)
    with database.writing() as connection:
        outbox.replace(connection, Card(poll.authority, ASA, card), words("Fråga 2"), now)
        delivery = sending.claim(connection, poll.authority, "me", now)
    assert delivery
    assert (delivery.id, delivery.revision, delivery.message_id) == (card, 2, f"message-{card}")


@pytest.mark.parametrize("to", [BO, TEAM])
def test_nobody_changes_a_card_in_another_conversation(
    database: Database, poll: Poll, now: datetime, to: To
) -> None:
    card = queue(database, poll, now, Parcel(ASA, "a", words("Fråga 1"))) or 0
    deliver(database, poll, now)
    with database.writing() as connection:
        assert not outbox.replace(connection, Card(poll.authority, to, card), words("Kapad"), now)
    assert shown(database, poll) == [(1, "Fråga 1")]


def test_nobody_changes_a_card_of_another_authority(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    card = queue(database, poll, now, Parcel(ASA, "a", words("Fråga 1"))) or 0
    with database.writing() as connection:
        assert not outbox.replace(connection, Card(other_poll.authority, ASA, card), words("Kapad"), now)


def test_a_conversation_shows_its_own_messages_in_order(
    database: Database, poll: Poll, now: datetime
) -> None:
    for number, to in enumerate([ASA, BO, ASA, TEAM]):
        queue(database, poll, now, Parcel(to, str(number), words(f"Nummer {number}")))
    deliver(database, poll, now)
    assert shown(database, poll) == [(1, "Nummer 0"), (1, "Nummer 2")]
    assert shown(database, poll, TEAM) == [(1, "Nummer 3")]


def test_what_has_lost_its_occasion_is_not_said(database: Database, poll: Poll, now: datetime) -> None:
    soon = now + timedelta(minutes=1)
    queue(database, poll, now, Parcel(ASA, "a", words("Sista dagen"), expires_at=soon))
    queue(database, poll, now, Parcel(ASA, "b", words("Tack")))
    assert deliver(database, poll, soon) == ["Tack"]
    with database.writing() as connection:
        assert outbox.drop_expired(connection, soon) == 1
        assert outbox.counts(connection, poll.authority) == {"dropped": 1, "sent": 1}


def test_messages_can_be_taken_back_until_they_leave(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    for key in ("remind:7:a", "remind:7:b", "remind:70:a"):
        queue(database, poll, now, Parcel(ASA, key, words(key)))
    queue(database, other_poll, now, Parcel(ASA, "remind:7:a", words("en annans")))
    with database.writing() as connection:
        assert outbox.withdraw(connection, poll.authority, "remind:7:") == 2
    assert deliver(database, poll, now) == ["remind:70:a"]
    assert deliver(database, other_poll, now) == ["en annans"]
    with database.writing() as connection:
        assert outbox.withdraw(connection, poll.authority, "remind:70:") == 0


def test_a_message_waits_for_its_hour_without_holding_up_others(
    database: Database, poll: Poll, now: datetime
) -> None:
    morning = now + timedelta(hours=12)
    queue(database, poll, now, Parcel(ASA, "a", words("God morgon"), due_at=morning))
    queue(database, poll, now, Parcel(ASA, "b", words("Svar")))
    assert deliver(database, poll, now) == ["Svar"]
    assert deliver(database, poll, morning) == ["God morgon"]


def test_nothing_that_is_printed_shows_what_a_message_says() -> None:
    assert "hemligt" not in repr(Parcel(ASA, "a", words("hemligt")))
