import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event, func, insert, select

from storage import accounts
from storage.accounts import Account, Seen, Taken
from storage.database import Database
from storage.keys import Poll
from storage.tables import Account as Row
from storage.tables import Person

NOTHING = Taken((), 0, 0)


def person(connection: Connection, poll: Poll, name: str) -> int:
    row = {"authority_id": poll.authority, "name": name, "email": address(name)}
    return int(connection.execute(insert(Person).values(**row).returning(Person.id)).scalar_one())


def address(name: str) -> str:
    return f"{name.lower()}@skola.example"


def seen(user: str, name: str = "", *, active: bool = True) -> Seen:
    return Seen(user, address(name) if name else "", active)


def take(connection: Connection, poll: Poll, *what: Seen) -> Taken:
    taken = accounts.take(connection, poll.authority, "slack", what)
    assert accounts.take(connection, poll.authority, "slack", what).linked == ()
    return taken


def who(connection: Connection, poll: Poll, *users: str) -> list[int]:
    return [accounts.person_of(connection, poll.authority, "slack", user) for user in users]


def account(connection: Connection, poll: Poll, number: int) -> Account | None:
    return accounts.of_person(connection, poll.authority, "slack", number)


def test_an_address_links_whatever_its_case(database: Database, poll: Poll, other_poll: Poll) -> None:
    with database.writing() as connection:
        asta = person(connection, poll, "Asta")
        person(connection, other_poll, "Asta")
        found = take(connection, poll, Seen("U1", " ASTA@Skola.Example ", active=True), seen("U2", "Nobody"))
        assert found == Taken((asta,), 0, 1)
        assert who(connection, poll, "U1", "U2", "U3") == [asta, 0, 0]
        assert account(connection, poll, asta) == Account(asta, "U1", None, active=True)
        assert who(connection, other_poll, "U1") == [0]
        assert accounts.person_of(connection, poll.authority, "teams", "U1") == 0
        assert account(connection, other_poll, asta) is None


def test_bots_and_the_deactivated_are_nobody(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        asta = person(connection, poll, "Asta")
        assert take(connection, poll, seen("B1"), seen("U1", "Asta", active=False)) == NOTHING
        assert account(connection, poll, asta) is None


def test_the_deactivated_are_blocked_once_and_come_back(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        asta = person(connection, poll, "Asta")
        take(connection, poll, seen("U1", "Asta"))
        accounts.talk_in(connection, poll.authority, "slack", asta, "D1")
        gone = seen("U1", "Asta", active=False)
        assert accounts.take(connection, poll.authority, "slack", [gone]) == Taken((), 1, 0)
        assert take(connection, poll, gone) == NOTHING
        assert account(connection, poll, asta) == Account(asta, "U1", "D1", active=False)
        assert take(connection, poll, seen("U1", "Asta")) == Taken((asta,), 0, 0)
        assert account(connection, poll, asta) == Account(asta, "U1", "D1", active=True)


def test_somebody_gets_a_new_account(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        asta = person(connection, poll, "Asta")
        take(connection, poll, seen("U1", "Asta"))
        accounts.talk_in(connection, poll.authority, "slack", asta, "D1")
        taken = accounts.take(
            connection, poll.authority, "slack", [seen("U1", "Asta", active=False), seen("U2", "Asta")]
        )
        assert taken == Taken((), 1, 0)
        assert account(connection, poll, asta) == Account(asta, "U2", None, active=True)
        accounts.talk_in(connection, poll.authority, "slack", asta, "D2")
        assert account(connection, poll, asta) == Account(asta, "U2", "D2", active=True)
        take(connection, poll, seen("U1", "Asta", active=False))
        assert account(connection, poll, asta) == Account(asta, "U2", "D2", active=True)


def test_a_new_account_takes_over_from_one_that_is_not_spoken_of(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        asta = person(connection, poll, "Asta")
        take(connection, poll, seen("U1", "Asta"))
        assert take(connection, poll, seen("U2", "Asta")) == NOTHING
        assert who(connection, poll, "U1", "U2") == [0, asta]


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_with_the_same_address_the_active_one_wins(
    database: Database, poll: Poll, *, turned: bool
) -> None:
    both = [seen("U1", "Asta", active=turned), seen("U2", "Asta", active=not turned)]
    with database.writing() as connection:
        asta = person(connection, poll, "Asta")
        assert take(connection, poll, *both) == Taken((asta,), 0, 0)
        assert who(connection, poll, "U1", "U2") == ([asta, 0] if turned else [0, asta])


def test_of_two_active_ones_with_the_same_address_the_one_who_was_there_stays(
    database: Database, poll: Poll
) -> None:
    with database.writing() as connection:
        asta = person(connection, poll, "Asta")
        take(connection, poll, seen("U2", "Asta"))
        assert take(connection, poll, seen("U1", "Asta"), seen("U2", "Asta")) == NOTHING
        assert who(connection, poll, "U1", "U2") == [0, asta]


def test_an_account_follows_its_address_to_another_person(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        asta, bo = person(connection, poll, "Asta"), person(connection, poll, "Bo")
        take(connection, poll, seen("U1", "Asta"))
        assert take(connection, poll, seen("U1", "Bo")) == Taken((bo,), 0, 0)
        assert who(connection, poll, "U1") == [bo]
        assert account(connection, poll, asta) is None


def test_two_who_swap_addresses_swap_accounts(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        asta, bo = person(connection, poll, "Asta"), person(connection, poll, "Bo")
        take(connection, poll, seen("U1", "Asta"), seen("U2", "Bo"))
        assert take(connection, poll, seen("U1", "Bo"), seen("U2", "Asta")) == NOTHING
        assert who(connection, poll, "U1", "U2") == [bo, asta]


def test_an_account_whose_address_nobody_has_is_let_go(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        asta = person(connection, poll, "Asta")
        take(connection, poll, seen("U1", "Asta"))
        assert take(connection, poll, seen("U1", "Somebody")) == Taken((), 0, 1)
        assert who(connection, poll, "U1") == [0]
        assert account(connection, poll, asta) is None


def test_without_addresses_everybody_stays_who_they_were(database: Database, poll: Poll) -> None:
    with database.writing() as connection:
        asta, bo = person(connection, poll, "Asta"), person(connection, poll, "Bo")
        take(connection, poll, seen("U1", "Asta"), seen("U2", "Bo"))
        assert accounts.take(
            connection, poll.authority, "slack", [seen("U1"), seen("U2", active=False)]
        ) == Taken((), 1, 0)
        assert take(connection, poll, seen("U1"), seen("U2")) == Taken((bo,), 0, 0)
        assert who(connection, poll, "U1", "U2") == [asta, bo]


def test_the_same_user_on_another_platform_or_in_another_authority_is_left_alone(
    database: Database, poll: Poll, other_poll: Poll
) -> None:
    with database.writing() as connection:
        asta, theirs = person(connection, poll, "Asta"), person(connection, other_poll, "Asta")
        accounts.take(connection, poll.authority, "teams", [seen("U1", "Asta")])
        take(connection, poll, seen("U1", "Asta"))
        take(connection, other_poll, seen("U1", "Asta"))
        accounts.talk_in(connection, poll.authority, "slack", asta, "D1")
        accounts.take(connection, poll.authority, "slack", [seen("U1", active=False)])
        assert accounts.of_person(connection, poll.authority, "teams", asta) == Account(
            asta, "U1", None, active=True
        )
        assert account(connection, other_poll, theirs) == Account(theirs, "U1", None, active=True)


def test_where_a_talk_is_and_at_which_server_is_kept_and_found(
    database: Database, poll: Poll, other_poll: Poll
) -> None:
    with database.writing() as connection:
        asta, bo = person(connection, poll, "Asta"), person(connection, poll, "Bo")
        take(connection, poll, seen("U1", "Asta"), seen("U2", "Bo"))
        assert accounts.any_service(connection, poll.authority, "slack") == ""
        accounts.talk_in(connection, poll.authority, "slack", asta, "a:1", "https://one.example/")
        accounts.talk_in(connection, poll.authority, "slack", bo, "D2")
        found = Account(asta, "U1", "a:1", active=True, service="https://one.example/")
        assert account(connection, poll, asta) == found
        assert accounts.any_service(connection, poll.authority, "slack") == "https://one.example/"
        assert accounts.any_service(connection, other_poll.authority, "slack") == ""
        assert accounts.user_in(connection, poll.authority, "slack", "a:1") == "U1"
        assert accounts.user_in(connection, other_poll.authority, "slack", "a:1") == ""
        take(connection, poll, seen("U1", "Asta", active=False))
        assert accounts.user_in(connection, poll.authority, "slack", "a:1") == ""


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def test_a_whole_workspace_is_taken_with_few_statements(database: Database, poll: Poll) -> None:
    names = [f"Lärare{number}" for number in range(5000)]
    rows = [{"authority_id": poll.authority, "name": name, "email": address(name)} for name in names]
    everybody = [seen(f"U{number}", name) for number, name in enumerate(names)]
    with database.writing() as connection:
        connection.execute(insert(Person), rows)
        with counted(database) as statements:
            taken = accounts.take(connection, poll.authority, "slack", everybody)
            assert len(taken.linked) == 5000
            again = accounts.take(connection, poll.authority, "slack", everybody)
        assert again == NOTHING
        assert len(statements) <= 8
        assert connection.execute(select(func.count()).select_from(Row)).scalar() == 5000


def test_a_press_finds_its_person_with_one_search_in_an_index(database: Database, poll: Poll) -> None:
    with database.writing() as connection, counted(database) as statements:
        accounts.person_of(connection, poll.authority, "slack", "U1")
    (statement,) = statements
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        values = {"authority": poll.authority, "on": "slack", "user": "U1"}
        plan = connection.exec_driver_sql(
            explain + statement,
            (poll.authority, "slack", "U1") if database.is_sqlite else values,
        ).all()
    assert "uq_account" in str(plan) or "autoindex_account" in str(plan)


def test_replicas_that_take_the_same_people_at_once_agree(database: Database, poll: Poll) -> None:
    names = [f"Lärare{number}" for number in range(50)]
    with database.writing() as connection:
        numbers = [person(connection, poll, name) for name in names]
    everybody = [seen(f"U{number}", name) for number, name in enumerate(names)]
    problems: list[BaseException] = []

    def run(order: list[Seen]) -> None:
        try:
            with database.writing() as connection:
                accounts.take(connection, poll.authority, "slack", order)
        except BaseException as problem:  # noqa: BLE001  -- whatever it is, the test shows it
            problems.append(problem)

    replicas = [threading.Thread(target=run, args=(each,)) for each in (everybody, everybody[::-1])]
    for replica in replicas:
        replica.start()
    for replica in replicas:
        replica.join()
    assert problems == []
    with database.reading() as connection:
        assert who(connection, poll, *(each.user for each in everybody)) == numbers
