from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, update

from storage import reports
from storage.database import Database
from storage.keys import Poll
from storage.tables import Authority, Outbox, Scheduled, Window

AT = datetime(2026, 1, 12, 7, 15, tzinfo=UTC)


def open_window(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        connection.execute(
            insert(Window).values(
                authority_id=poll.authority,
                round_id=poll.round,
                school_id=poll.school,
                opens_on=date(2026, 1, 12),
                closes_on=date(2026, 1, 30),
                opens_at=AT,
                closes_at=AT + timedelta(days=19),
                staff=12,
            )
        )


def test_authorities_come_with_their_breaks(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        connection.execute(update(Authority).values(breaks=[["2026-02-16", "2026-02-20"]]))
        (row,) = reports.authorities(connection)
    assert (row.id, row.name, row.platform, row.workspace) == (poll.authority, "Malmö stad", "web", "one")
    assert row.breaks == (("2026-02-16", "2026-02-20"),)


def test_a_round_is_summed_up_over_its_schools(database: Database, poll: Poll, other_poll: Poll) -> None:
    open_window(database, poll)
    with database.reading() as connection:
        (row,) = reports.rounds(connection, poll.authority)
        (empty,) = reports.rounds(connection, other_poll.authority)
    assert (row.id, row.first, row.last) == (poll.round, date(2026, 1, 12), date(2026, 1, 30))
    assert (row.schools, row.closed) == (1, 0)
    assert (empty.schools, empty.first) == (0, None)


def test_only_windows_without_a_result_need_keys(database: Database, poll: Poll, other_poll: Poll) -> None:
    open_window(database, poll)
    open_window(database, other_poll)
    with database.writing() as connection:
        connection.execute(update(Window).where(Window.round_id == other_poll.round).values(frozen_at=AT))
        assert reports.unfrozen(connection) == (poll,)
        assert reports.rounds(connection, other_poll.authority)[0].closed == 1


def test_what_is_late_or_given_up_is_counted(database: Database, poll: Poll) -> None:
    occasions = [
        {"kind": "open", "due_at": AT, "fired_at": AT, "parked_at": None},
        {"kind": "remind_first", "due_at": AT, "fired_at": None, "parked_at": None},
        {"kind": "remind_last", "due_at": AT + timedelta(hours=1), "fired_at": None, "parked_at": None},
        {"kind": "close", "due_at": AT, "fired_at": None, "parked_at": AT},
    ]
    with database.writing() as connection:
        of_poll = {"authority_id": poll.authority, "round_id": poll.round, "school_id": poll.school}
        day = {"local_day": date(2026, 1, 12), "zone": "Europe/Stockholm"}
        connection.execute(insert(Scheduled), [{**of_poll, **day, **occasion} for occasion in occasions])
        to = {"authority_id": poll.authority, "to_kind": "person", "to_id": 1, "body": "{}"}
        when = {"due_at": AT, "created_at": AT}
        states = ("queued", "sent", "parked", "failed")
        connection.execute(
            insert(Outbox), [{**to, **when, "dedupe_key": state, "state": state} for state in states]
        )
        found = reports.stuck(connection, AT + timedelta(hours=1), timedelta(minutes=15))
    assert found == reports.Stuck(messages=2, occasions=1, overdue=1)


def test_the_latest_instant_is_the_newest_of_all(database: Database, poll: Poll, now: datetime) -> None:
    with database.reading() as connection:
        assert reports.latest_instant(connection) == now
    with database.writing() as connection:
        values = {"authority_id": poll.authority, "dedupe_key": "x", "to_kind": "person", "to_id": 1}
        later = now + timedelta(days=1)
        connection.execute(insert(Outbox).values(**values, body="{}", due_at=now, created_at=later))
        assert reports.latest_instant(connection) == later
