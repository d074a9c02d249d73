import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from storage.database import Database
from storage.keys import Poll
from storage.tables import Audit, Authority, Person, Round, Scheduled, School

STOCKHOLM = timezone(timedelta(hours=1))

Dying = Callable[[], AbstractContextManager[Connection]]


def names(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.execute(select(School.name)).scalars())


@pytest.mark.usefixtures("poll")
def test_what_is_written_is_kept(database: Database) -> None:
    assert names(database) == ["Oxievångsskolan"]
    assert database.healthy()


@pytest.mark.usefixtures("poll")
def test_what_dies_half_way_leaves_nothing(database: Database, dying: Dying) -> None:
    with dying() as connection:
        connection.execute(update(School).values(name="Kastad"))
    assert names(database) == ["Oxievångsskolan"]


@pytest.mark.usefixtures("poll")
def test_a_connection_that_dies_leaves_nothing(database: Database) -> None:
    with suppress(DBAPIError), database.writing() as connection:
        connection.execute(update(School).values(name="Kastad"))
        connection.connection.driver_connection.close()  # type: ignore[union-attr]  -- as a kill would
    assert names(database) == ["Oxievångsskolan"]


@pytest.mark.usefixtures("poll")
def test_reading_keeps_nothing(database: Database) -> None:
    try:
        with database.reading() as connection:
            connection.execute(update(School).values(name="Kastad"))
    except DBAPIError:
        assert not database.is_sqlite
    assert names(database) == ["Oxievångsskolan"]


@pytest.mark.usefixtures("poll")
def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    with database.reading() as reader:
        before = reader.execute(select(School.name)).scalar_one()
        with database.writing() as writer:
            writer.execute(update(School).values(name="Ny skola"))
        assert reader.execute(select(School.name)).scalar_one() == before
    assert names(database) == ["Ny skola"]


@pytest.mark.usefixtures("poll")
def test_writers_take_turns(database: Database) -> None:
    def add_one() -> None:
        for _ in range(20):
            with database.writing() as connection:
                found = connection.execute(select(Authority.smallest_group).with_for_update()).scalar_one()
                connection.execute(update(Authority).values(smallest_group=found + 1))

    writers = [threading.Thread(target=add_one) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.reading() as connection:
        assert connection.execute(select(Authority.smallest_group)).scalar_one() == 85


@pytest.mark.usefixtures("poll")
def test_instants_come_back_in_utc(database: Database) -> None:
    local = datetime(2026, 1, 15, 9, 0, tzinfo=STOCKHOLM)
    with database.writing() as connection:
        connection.execute(update(Round).values(planned_at=local))
    with database.reading() as connection:
        found = connection.execute(select(Round.planned_at).where(Round.planned_at <= local)).scalar_one()
    assert found == local
    assert found.tzinfo is UTC


@pytest.mark.usefixtures("poll")
def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), database.writing() as connection:
        connection.execute(update(Round).values(planned_at=datetime(2026, 1, 15)))  # noqa: DTZ001  -- on purpose


def test_an_address_is_the_same_in_capitals(database: Database, poll: Poll) -> None:
    person = {"authority_id": poll.authority, "name": "Åsa Öberg", "email": " Åsa.Öberg@Skola.SE"}
    with database.writing() as connection:
        connection.execute(insert(Person).values(**person))
    with database.reading() as connection:
        assert connection.execute(select(Person.id).where(Person.email == "ÅSA.ÖBERG@skola.se")).scalar() == 1
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(insert(Person).values({**person, "email": "åsa.öberg@skola.se"}))


@pytest.mark.parametrize("change", [{"mode": "secret"}, {"decision": "  "}, {"framework_hash": "0" * 64}])
@pytest.mark.usefixtures("poll")
def test_words_that_mean_nothing_are_refused(database: Database, change: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(update(Round).values(**change))


@pytest.mark.usefixtures("poll")
def test_the_smallest_group_is_never_under_five(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(update(Authority).values(smallest_group=4))


def test_what_belongs_to_an_authority_goes_with_it(
    database: Database, poll: Poll, other_poll: Poll, now: datetime
) -> None:
    with database.writing() as connection:
        for mine in (poll, other_poll):
            row = {"authority_id": mine.authority, "round_id": mine.round, "school_id": mine.school}
            connection.execute(
                insert(Scheduled).values(kind="open", due_at=now, local_day=now.date(), zone="UTC", **row)
            )
            connection.execute(insert(Audit).values(at=now, what="planned", **row))
    with database.writing() as connection:
        connection.execute(text("DELETE FROM authority WHERE id = :id"), {"id": poll.authority})
    with database.reading() as connection:
        for table in (Round, School, Scheduled, Audit):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 1


def test_a_log_line_outlives_what_it_tells_about(database: Database, poll: Poll, now: datetime) -> None:
    with database.writing() as connection:
        row = {"authority_id": poll.authority, "school_id": poll.school}
        connection.execute(insert(Audit).values(at=now, what="closed", **row))
        connection.execute(text("DELETE FROM school"))
    with database.reading() as connection:
        assert connection.execute(select(Audit.what, Audit.school_id)).one() == ("closed", None)


def test_a_number_is_never_given_twice(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        connection.execute(text("DELETE FROM school"))
        connection.execute(insert(School).values(authority_id=poll.authority, name="Ny"))
    with database.reading() as connection:
        assert connection.execute(select(School.id)).scalar_one() > poll.school


@pytest.mark.parametrize("url_of", ["sqlite"], indirect=True)
def test_sqlite_is_set_up_to_survive_a_power_cut(database: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    with database.reading() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert found == wanted


@pytest.mark.parametrize("url_of", ["postgresql"], indirect=True)
def test_postgresql_lets_nobody_hold_the_others_for_long(database: Database) -> None:
    with database.reading() as connection:
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            assert connection.exec_driver_sql(f"SHOW {name}").scalar() not in {None, "0"}


def test_a_database_that_is_gone_is_not_healthy() -> None:
    assert not Database("postgresql+psycopg://nobody@/gone?host=/nowhere").healthy()
    assert not Database("sqlite:////nowhere/gone.sqlite3").healthy()


def test_other_engines_are_refused() -> None:
    with pytest.raises(ValueError, match="SQLite or PostgreSQL"):
        Database("mysql://localhost/skolsteg")


def test_all_who_open_a_new_file_at_once_get_in(tmp_path: Path) -> None:
    for number in range(5):
        replicas = [Database(f"sqlite:///{tmp_path}/{number}.sqlite3") for _ in range(6)]
        with ThreadPoolExecutor(6) as pool:
            assert all(pool.map(Database.healthy, replicas))
        for replica in replicas:
            replica.close()
