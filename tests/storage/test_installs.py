from datetime import date

from sqlalchemy import Connection, insert

from storage import accounts, installs
from storage.accounts import Seen
from storage.database import Database
from storage.installs import Waiting
from storage.keys import Poll
from storage.tables import Membership, Person

TODAY = date(2027, 1, 11)


def person(connection: Connection, poll: Poll, name: str) -> int:
    row = {"authority_id": poll.authority, "name": name, "email": f"{name}@skola.example"}
    number = int(connection.execute(insert(Person).values(**row).returning(Person.id)).scalar_one())
    duty = {"authority_id": poll.authority, "person_id": number, "role": "staff", "since": TODAY}
    connection.execute(insert(Membership).values(**duty))
    return number


def test_who_waits_is_brought_the_bot_once_and_a_better_address_stays(
    database: Database, poll: Poll, other_poll: Poll
) -> None:
    with database.writing() as connection:
        anna, bo = (person(connection, poll, name) for name in ("anna", "bo"))
        person(connection, poll, "cia")
        seen = [Seen(f"u-{name}", f"{name}@skola.example", active=True) for name in ("anna", "bo")]
        accounts.take(connection, poll.authority, "teams", seen)
        first, second = Waiting(anna, "u-anna"), Waiting(bo, "u-bo")
        assert {first, second} <= set(installs.waiting(connection, poll.authority, "teams", TODAY))
        assert installs.waiting(connection, other_poll.authority, "teams", TODAY) == ()
        accounts.talk_in(connection, poll.authority, "teams", bo, "a:1", "https://b.example")
        talk = {"channel": "19:x", "service": "https://a.example"}
        assert installs.keep(connection, poll.authority, "teams", first, talk)
        assert not installs.keep(connection, poll.authority, "teams", first, talk)
        assert not installs.keep(connection, poll.authority, "teams", second, talk)
        assert installs.waiting(connection, poll.authority, "teams", TODAY) == ()
        found = accounts.of_person(connection, poll.authority, "teams", bo)
        assert found is not None
        assert found.channel == "a:1"
        lacking = installs.addresses(connection, poll.authority, "teams", TODAY)
        assert "cia@skola.example" in lacking
        assert not lacking & {"anna@skola.example", "bo@skola.example"}
        assert installs.some_with(connection, poll.authority, "teams", 1) == ("u-bo",)
