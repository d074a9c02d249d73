"""The short way to the cursor says the same as the long one."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.people import NewAuthority, create_authority
from storage.prepared import Prepared
from storage.tables import Authority, Inbox

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
_KEYS = select(Inbox.key, Inbox.at, Inbox.authority_id.label("whose")).where(
    Inbox.authority_id == bindparam("authority"), Inbox.key.in_(bindparam("keys", expanding=True))
)
_PAIRS = select(Inbox.key).where(
    tuple_(Inbox.authority_id, Inbox.key).in_(bindparam("pairs", expanding=True))
)
_NOTE = insert(Inbox)
_MOVE = update(Inbox).where(Inbox.key == bindparam("old")).values(key=bindparam("new")).returning(Inbox.key)


@pytest.fixture
def authority(database: Database) -> int:
    with database.writing() as connection:
        breaks = ((date(2026, 2, 16), date(2026, 2, 20)),)
        number = create_authority(connection, NewAuthority("local", "here", "Malmö stad", breaks=breaks))
        row = {"authority_id": number, "at": NOON}
        connection.execute(_NOTE, [{**row, "key": f"key {place}"} for place in range(30)])
    return number


@pytest.mark.parametrize("wanted", [0, 1, 3, 16, 17, 30])
def test_the_rows_are_those_that_sqlalchemy_gives(database: Database, authority: int, wanted: int) -> None:
    values = {"authority": authority, "keys": [f"key {place}" for place in range(wanted)]}
    short = Prepared(_KEYS)
    with database.reading() as connection:
        for _ in range(2):
            found = short.all(connection, values)
            assert sorted(found) == sorted(tuple(row) for row in connection.execute(_KEYS, values))
            assert {row.whose for row in found} <= {authority}
            assert len(found) == wanted


def test_values_of_one_call_are_not_those_of_the_next(database: Database, authority: int) -> None:
    short = Prepared(_KEYS)
    with database.reading() as connection:
        for key in ("key 1", "key 2", "nobody's"):
            found = short.all(connection, {"authority": authority, "keys": [key]})
            assert [row.key for row in found] == ([key] if key != "nobody's" else [])


def test_a_list_may_hold_pairs(database: Database, authority: int) -> None:
    pairs = [(authority, "key 7"), (authority + 1, "key 8")]
    with database.reading() as connection:
        assert [row.key for row in Prepared(_PAIRS).all(connection, {"pairs": pairs})] == ["key 7"]


def test_instants_and_json_go_in_and_out_as_their_types_say(database: Database, authority: int) -> None:
    here = NOON.astimezone(timezone(timedelta(hours=1)))
    with database.writing() as connection:
        row = {"authority_id": authority, "key": "in Stockholm", "at": here}
        assert Prepared(_NOTE).count(connection, row) == 1
        kept = Prepared(_KEYS).first(connection, {"authority": authority, "keys": ["in Stockholm"]})
        breaks = Prepared(select(Authority.breaks)).first(connection, {})
    assert (kept.at, kept.at.utcoffset()) == (NOON, timedelta(0))
    assert breaks.breaks == [["2026-02-16", "2026-02-20"]]


def test_an_instant_without_a_zone_is_refused(database: Database, authority: int) -> None:
    row = {"authority_id": authority, "key": "sometime", "at": NOON.replace(tzinfo=None)}
    with database.writing() as connection, pytest.raises(ValueError, match="time zone"):
        Prepared(_NOTE).count(connection, row)


def test_what_a_write_returns_is_read(database: Database, authority: int) -> None:
    assert authority
    with database.writing() as connection:
        short = Prepared(_MOVE)
        assert short.first(connection, {"old": "key 1", "new": "moved"}).key == "moved"
        assert short.first(connection, {"old": "key 1", "new": "moved"}) is None


def test_what_goes_wrong_is_said_in_sqlalchemys_words_and_without_values(
    database: Database, authority: int
) -> None:
    row = {"authority_id": authority, "key": "key 1", "at": NOON}
    with database.writing() as connection, pytest.raises(IntegrityError) as wrong, connection.begin_nested():
        Prepared(_NOTE).count(connection, row)
    assert "2026-01-20" not in str(wrong.value)
    with database.reading() as connection:
        assert connection.execute(select(Inbox.key).where(Inbox.key == "key 1")).all() == [("key 1",)]
