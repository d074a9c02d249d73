"""Sending under everything a platform may answer, with one replica at a time for an authority."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from bot.dispatcher import Dispatcher
from bot.platforms.envelope import Rejected, Slower
from conversations.messages import Message, Text
from conversations.turn import To
from storage import inbox, outbox
from storage.database import Database
from storage.keys import Keys
from storage.outbox import Card, Parcel
from storage.sending import LEASE, Delivery
from storage.tables import Inbox, Outbox
from tests.faults.town import ASTA, BO, Town, memory, town

NOW = datetime(2026, 1, 7, 9, tzinfo=UTC)


@dataclass
class Looking:
    """A chat that can be asked what stands in it; its first answers may get lost on the way back."""

    lost: int = 0
    stands: dict[int, str] = field(default_factory=dict)
    sent: list[Delivery] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def send(self, delivery: Delivery) -> str:
        self.sent.append(delivery)
        self.stands[delivery.id] = delivery.message_id or f"chat-{len(self.sent)}"
        if self.lost:
            self.lost -= 1
            raise TimeoutError
        return self.stands[delivery.id]

    def find(self, delivery: Delivery) -> str | None:
        self.asked.append(delivery.id)
        return self.stands.get(delivery.id)


@pytest.fixture
def living(database: Database, keys: Keys) -> Iterator[Town]:
    made = town(database, keys, None)
    made.chat.arrived.clear()
    with capture_logs():
        yield made


def queue(living: Town, *places: To, policy: str = "look") -> list[int]:
    with living.database.writing() as connection:
        return [
            outbox.queue(
                connection,
                living.id,
                Parcel(to, f"queued-{policy}-{number}", Message("Hej", (Text("Hej"),)), policy),
                living.clock(),
            )
            or 0
            for number, to in enumerate(places)
        ]


def people(living: Town) -> tuple[To, To]:
    asta, bo = (To("person", living.authority.person(name)) for name in (ASTA, BO))
    return asta, bo


def state(living: Town, message: int) -> tuple[str, str | None]:
    statement = select(Outbox.state, Outbox.platform_message_id).where(Outbox.id == message)
    with living.database.reading() as connection:
        row = connection.execute(statement).one()
    return row.state, row.platform_message_id


def later(living: Town, **time: int) -> None:
    living.clock.move_to(living.clock() + timedelta(**time))


def looking(living: Town, chat: Looking) -> Dispatcher:
    return Dispatcher(memory(living.database, living.keys, living.clock), chat)


def test_what_may_have_arrived_is_looked_for_and_not_sent_again(living: Town) -> None:
    (message,) = queue(living, people(living)[0])
    chat = Looking(lost=1)
    dispatcher = looking(living, chat)
    dispatcher.deliver()
    later(living, minutes=1)
    dispatcher.deliver()
    assert (len(chat.sent), chat.asked) == (1, [message])
    assert state(living, message) == ("sent", "chat-1")


def test_what_is_not_found_is_sent_again(living: Town) -> None:
    (message,) = queue(living, people(living)[0])
    chat = Looking(lost=1)
    dispatcher = looking(living, chat)
    dispatcher.deliver()
    chat.stands.clear()
    later(living, minutes=1)
    dispatcher.deliver()
    assert len(chat.sent) == 2
    assert state(living, message) == ("sent", "chat-2")


def test_what_is_found_with_older_words_is_changed_where_it_stands(living: Town) -> None:
    asta, _ = people(living)
    (message,) = queue(living, asta)
    chat = Looking(lost=1)
    dispatcher = looking(living, chat)
    dispatcher.deliver()
    with living.database.writing() as connection:
        newer = Message("Nytt", (Text("Nytt"),))
        assert outbox.replace(connection, Card(living.id, asta, message), newer, living.clock())
    later(living, minutes=1)
    dispatcher.deliver()
    assert [(each.message.summary, each.message_id) for each in chat.sent] == [
        ("Hej", None),
        ("Nytt", "chat-1"),
    ]
    assert state(living, message) == ("sent", "chat-1")


@pytest.mark.parametrize(("policy", "sent", "end"), [("resend", 2, "sent"), ("drop", 1, "dropped")])
def test_the_other_policies_do_not_look(living: Town, policy: str, sent: int, end: str) -> None:
    (message,) = queue(living, people(living)[0], policy=policy)
    chat = Looking(lost=1)
    dispatcher = looking(living, chat)
    dispatcher.deliver()
    later(living, minutes=1)
    dispatcher.deliver()
    assert (len(chat.sent), chat.asked) == (sent, [])
    assert state(living, message)[0] == end


def test_a_platform_that_asks_for_patience_is_left_alone_until_then(living: Town) -> None:
    first, second = queue(living, *people(living))
    until, tries = living.clock() + timedelta(minutes=10), []

    def slower(delivery: Delivery) -> None:
        tries.append(delivery.id)
        if living.clock() < until:
            raise Slower(until)

    living.chat.before = slower
    assert living.dispatcher.deliver() == 0
    assert tries == [first], "nobody else is tried at once"
    assert state(living, first)[0] == "queued"
    living.clock.move_to(until)
    assert living.dispatcher.deliver() == 2
    assert {(each.id, each.in_doubt) for each in living.chat.arrived} == {(first, False), (second, False)}


@pytest.mark.parametrize(("lastingly", "end"), [(True, "failed"), (False, "parked")])
def test_what_a_platform_does_not_take_holds_nobody_up(
    living: Town,
    lastingly: bool,  # noqa: FBT001  -- a parameter
    end: str,
) -> None:
    asta, bo = people(living)
    refused, next_one, other = queue(living, asta, asta, bo)

    def before(delivery: Delivery) -> None:
        if delivery.id == refused:
            raise Rejected(lastingly=lastingly)

    living.chat.before = before
    assert living.dispatcher.deliver() == 2
    assert {each.id for each in living.chat.arrived} == {next_one, other}
    assert state(living, refused)[0] == end
    living.chat.before = lambda _delivery: None
    with living.database.writing() as connection:
        assert outbox.resume(connection, living.id, living.clock()) == (end == "parked")
    assert living.dispatcher.deliver() == (end == "parked")


def test_one_replica_at_a_time_sends_for_an_authority(living: Town) -> None:
    first, second, third = queue(living, *people(living), To("team", 1))
    with closing(Database(living.database.url)) as database:
        other = Dispatcher(memory(database, living.keys, living.clock), living.chat)
        meanwhile = []

        def before(delivery: Delivery) -> None:
            if delivery.id == first:
                meanwhile.append(other.deliver())

        living.chat.before = before
        assert living.dispatcher.deliver() == 3
        assert meanwhile == [0]
        assert [each.id for each in living.chat.arrived] == [first, second, third]
        queue(living, *people(living), policy="resend")
        assert other.deliver() == 2, "it is free at once"


def test_another_replica_goes_on_when_the_one_that_sent_has_died(living: Town) -> None:
    queue(living, *people(living))
    with closing(Database(living.database.url)) as database:
        other = Dispatcher(memory(database, living.keys, living.clock), living.chat)

        def dies(_delivery: Delivery) -> None:
            raise KeyboardInterrupt

        living.chat.before = dies
        with pytest.raises(KeyboardInterrupt):
            living.dispatcher.deliver()
        living.chat.before = lambda _delivery: None
        assert other.deliver() == 0
        living.clock.move_to(living.clock() + LEASE)
        other.sweep()
        assert other.deliver() == 2


def test_old_events_are_forgotten_once_a_day(living: Town) -> None:
    def noted() -> int:
        with living.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(Inbox)).scalar_one()

    def note(key: str, days: int) -> None:
        with living.database.writing() as connection:
            inbox.first_time(connection, living.id, key, living.clock() - timedelta(days=days))

    note("old", 31)
    note("new", 1)
    living.dispatcher.sweep()
    assert noted() == 1
    note("as old", 31)
    living.dispatcher.sweep()
    assert noted() == 2
    later(living, days=1)
    living.dispatcher.sweep()
    assert noted() == 1


def test_a_message_that_cannot_be_read_is_put_aside_and_the_others_go_on(living: Town) -> None:
    broken, whole = queue(living, To("person", 1), To("person", 2))
    with living.database.writing() as connection:
        connection.execute(update(Outbox).where(Outbox.id == broken).values(body='{"of": "a newer version"}'))
    assert living.dispatcher.deliver() == 1
    with living.database.reading() as connection:
        states = {row.id: row.state for row in connection.execute(select(Outbox.id, Outbox.state))}
    assert (states[broken], states[whole]) == ("parked", "sent")
