import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from conversations.messages import Heading, Message
from conversations.turn import To
from storage import outbox, sending
from storage.database import Database
from storage.keys import Poll
from storage.outbox import Card, Parcel
from storage.sending import Delivery
from storage.tables import Outbox

ASA = To("person", 7)
BO = To("person", 8)
LATER = timedelta(minutes=2)


def words(text: str) -> Message:
    return Message(text, (Heading(text),))


def queue(
    database: Database, poll: Poll, now: datetime, *texts: str, to: To = ASA, policy: str = "look"
) -> None:
    with database.writing() as connection:
        for text in texts:
            outbox.queue(connection, poll.authority, Parcel(to, text, words(text), policy), now)


def claim(database: Database, poll: Poll, now: datetime, owner: str = "me") -> Delivery | None:
    with database.writing() as connection:
        return sending.claim(connection, poll.authority, owner, now)


def claimed(database: Database, poll: Poll, now: datetime, owner: str = "me") -> Delivery:
    delivery = claim(database, poll, now, owner)
    assert delivery
    return delivery


def states(database: Database) -> dict[str, str]:
    with database.reading() as connection:
        rows = connection.execute(select(Outbox.dedupe_key, Outbox.state))
        return {row.dedupe_key: row.state for row in rows}


def test_a_conversation_has_one_message_in_flight_and_keeps_its_order(
    database: Database, poll: Poll, now: datetime
) -> None:
    queue(database, poll, now, "1", "2")
    queue(database, poll, now, "3", to=BO)
    first, other = claimed(database, poll, now), claimed(database, poll, now)
    assert (first.message.summary, other.message.summary) == ("1", "3")
    assert claim(database, poll, now) is None
    with database.writing() as connection:
        assert sending.sent(connection, first, "m1")
    assert claimed(database, poll, now).message.summary == "2"


def test_only_the_authority_s_own_messages_are_taken(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    queue(database, other_poll, now, "1")
    assert claim(database, poll, now) is None
    with database.reading() as connection:
        assert sending.authorities_waiting(connection, now) == {other_poll.authority: 1}
        assert sending.authorities_waiting(connection, now - LATER) == {}


def test_many_claimers_never_take_the_same_message(database: Database, poll: Poll, now: datetime) -> None:
    for person in range(1, 11):
        queue(database, poll, now, f"{person}a", f"{person}b", to=To("person", person))
    taken: list[int] = []
    together = threading.Barrier(4)

    def work(owner: str) -> None:
        together.wait()
        for _ in range(10):
            delivery = claim(database, poll, now, owner)
            if delivery:
                taken.append(delivery.id)
                with database.writing() as connection:
                    assert sending.sent(connection, delivery, "m")

    claimers = [threading.Thread(target=work, args=(f"replica-{number}",)) for number in range(4)]
    for claimer in claimers:
        claimer.start()
    for claimer in claimers:
        claimer.join()
    assert len(taken) == len(set(taken)) == 20


@pytest.mark.parametrize("url_of", ["postgresql"], indirect=True)
def test_two_replicas_take_different_messages_at_once(database: Database, poll: Poll, now: datetime) -> None:
    queue(database, poll, now, "1", "2")
    queue(database, poll, now, "3", to=BO)
    with database.writing() as one, database.writing() as two, database.writing() as three:
        first = sending.claim(one, poll.authority, "one", now)
        second = sending.claim(two, poll.authority, "two", now)
        assert first
        assert second
        assert (first.message.summary, second.message.summary) == ("1", "3")
        assert sending.claim(three, poll.authority, "three", now) is None


def test_words_that_are_newer_than_what_is_in_flight_are_sent_after_it(
    database: Database, poll: Poll, now: datetime
) -> None:
    queue(database, poll, now, "Fråga 1")
    delivery = claimed(database, poll, now)
    with database.writing() as connection:
        assert outbox.replace(connection, Card(poll.authority, ASA, delivery.id), words("Fråga 2"), now)
    assert claim(database, poll, now) is None
    with database.writing() as connection:
        assert sending.sent(connection, delivery, "m1")
    newer = claimed(database, poll, now)
    assert (newer.id, newer.message.summary, newer.message_id) == (delivery.id, "Fråga 2", "m1")


def test_a_failure_is_tried_again_after_growing_pauses_and_parked_after_five(
    database: Database, poll: Poll, now: datetime
) -> None:
    queue(database, poll, now, "1", "2")
    moment, pauses = now, []
    for _ in range(5):
        delivery = claimed(database, poll, moment)
        assert delivery.message.summary == "1"
        with database.writing() as connection:
            assert sending.retry(connection, delivery, moment)
        pause = sending.back_off(delivery)
        pauses.append(pause)
        if delivery.attempts < 4:
            assert claim(database, poll, moment + pause / 2) is None
        moment += pause
    assert states(database)["1"] == "parked"
    for pause, least in zip(pauses, (5, 20, 80, 320), strict=False):
        assert timedelta(seconds=least) <= pause <= timedelta(seconds=least * 1.25)
    assert claimed(database, poll, moment).message.summary == "2"


def test_a_failing_conversation_holds_up_nobody_else(database: Database, poll: Poll, now: datetime) -> None:
    queue(database, poll, now, "1")
    queue(database, poll, now, "2", to=BO)
    failing = claimed(database, poll, now)
    with database.writing() as connection:
        sending.retry(connection, failing, now)
    assert claimed(database, poll, now).message.summary == "2"


def test_a_platform_that_asks_for_patience_gets_it_for_that_conversation(
    database: Database, poll: Poll, now: datetime
) -> None:
    queue(database, poll, now, "1", "2")
    queue(database, poll, now, "3", to=BO)
    delivery = claimed(database, poll, now)
    with database.writing() as connection:
        assert sending.wait(connection, delivery, now + LATER)
    assert claimed(database, poll, now).message.summary == "3"
    assert claim(database, poll, now) is None
    assert claimed(database, poll, now + LATER).message.summary == "1"


def test_patience_is_never_counted_as_failure(database: Database, poll: Poll, now: datetime) -> None:
    queue(database, poll, now, "1")
    for _ in range(20):
        with database.writing() as connection:
            sending.wait(connection, claimed_in(connection, poll, now), now)
    assert states(database) == {"1": "queued"}


def claimed_in(connection: Connection, poll: Poll, now: datetime) -> Delivery:
    delivery = sending.claim(connection, poll.authority, "me", now)
    assert delivery
    return delivery


@pytest.mark.parametrize(("policy", "state"), [("look", "queued"), ("resend", "queued"), ("drop", "dropped")])
def test_what_was_in_flight_in_a_process_that_died_follows_its_policy(
    database: Database, poll: Poll, now: datetime, policy: str, state: str
) -> None:
    queue(database, poll, now, "1", policy=policy)
    claimed(database, poll, now, "the one that died")
    with database.writing() as connection:
        assert sending.sweep(connection, now) == 0
        assert sending.sweep(connection, now + LATER) == 1
    assert states(database) == {"1": state}
    again = claim(database, poll, now + LATER)
    assert (again is not None and again.in_doubt) == (state == "queued")


def test_a_message_that_kills_its_process_is_parked(database: Database, poll: Poll, now: datetime) -> None:
    queue(database, poll, now, "1")
    moment = now
    for _ in range(5):
        claimed(database, poll, moment)
        moment += LATER
        with database.writing() as connection:
            sending.sweep(connection, moment)
    assert states(database) == {"1": "parked"}


def test_a_process_that_was_frozen_past_its_lease_can_settle_nothing(
    database: Database, poll: Poll, now: datetime
) -> None:
    queue(database, poll, now, "1")
    frozen = claimed(database, poll, now, "frozen")
    with database.reading() as connection:
        assert sending.still_mine(connection, frozen, now + LATER / 4)
        assert not sending.still_mine(connection, frozen, now + LATER)
    with database.writing() as connection:
        sending.sweep(connection, now + LATER)
    successor = claimed(database, poll, now + LATER, "successor")
    with database.writing() as connection:
        assert not sending.still_mine(connection, frozen, now)
        assert not sending.sent(connection, frozen, "m1")
        assert not sending.retry(connection, frozen, now)
        assert not sending.fail(connection, frozen)
        assert sending.sent(connection, successor, "m1")


def test_a_time_out_is_remembered_as_doubt_until_the_message_has_arrived(
    database: Database, poll: Poll, now: datetime
) -> None:
    queue(database, poll, now, "1")
    with database.writing() as connection:
        sending.retry(connection, claimed_in(connection, poll, now), now, in_doubt=True)
    doubtful = claimed(database, poll, now + LATER)
    assert doubtful.in_doubt
    with database.writing() as connection:
        sending.sent(connection, doubtful, "m1")
        outbox.replace(connection, Card(poll.authority, ASA, doubtful.id), words("2"), now)
    assert not claimed(database, poll, now + LATER).in_doubt


def test_what_the_platform_refuses_for_good_holds_up_nothing(
    database: Database, poll: Poll, now: datetime
) -> None:
    queue(database, poll, now, "1", "2")
    with database.writing() as connection:
        sending.fail(connection, claimed_in(connection, poll, now))
    assert claimed(database, poll, now).message.summary == "2"
    assert states(database)["1"] == "failed"


def test_what_was_parked_goes_out_after_the_cause_was_mended(
    database: Database, poll: Poll, now: datetime
) -> None:
    queue(database, poll, now, "1")
    with database.writing() as connection:
        sending.park(connection, claimed_in(connection, poll, now))
    assert claim(database, poll, now) is None
    with database.writing() as connection:
        assert outbox.resume(connection, poll.authority, now) == 1
    assert claimed(database, poll, now).message.summary == "1"


def test_nobody_waits_behind_a_wave_but_each_conversation_keeps_its_order(
    database: Database, poll: Poll, now: datetime
) -> None:
    later = now + timedelta(days=3)
    with database.writing() as connection:
        for person in (1, 2):
            invitation = Parcel(To("person", person), f"invite:{person}", words("Inbjudan"), expires_at=later)
            outbox.queue(connection, poll.authority, invitation, now)
        for person in (2, 3):
            answer = Parcel(To("person", person), f"answer:{person}", words("Svar"))
            outbox.queue(connection, poll.authority, answer, now)
    order = [claimed(database, poll, now) for _ in range(3)]
    assert [(each.to.id, each.message.summary) for each in order] == [
        (3, "Svar"),
        (1, "Inbjudan"),
        (2, "Inbjudan"),
    ]
