from collections.abc import Callable

import pytest
from sqlalchemy import inspect, select, text, update

from conversations.rules.sheets import Sheet
from conversations.turn import Respondent
from storage import tables
from storage.ballots import Ballot, BallotBox, Conflict
from storage.database import Database
from storage.keys import Keys, Poll
from storage.seal import Tampered

ASA = Respondent("person", 7)
BO = Respondent("person", 8)
ANSWERS = (1, 2, 3, 4, 14, 15) + (0,) * 24


@pytest.fixture
def box(poll: Poll, keys: Keys) -> BallotBox:
    keys.create(poll)
    return BallotBox(poll, keys.seal(poll))


def put(
    database: Database, box: BallotBox, respondent: Respondent, *answers: int, version: int = 0
) -> Ballot:
    with database.writing() as connection:
        return box.save(connection, respondent, Ballot(version, 5, answers))


def taken(database: Database, box: BallotBox, respondent: Respondent) -> Ballot | None:
    with database.reading() as connection:
        return box.load(connection, respondent)


def test_a_ballot_is_found_again_and_changed(database: Database, box: BallotBox) -> None:
    assert taken(database, box, ASA) is None
    put(database, box, ASA, *ANSWERS)
    assert taken(database, box, ASA) == Ballot(1, 5, ANSWERS)
    put(database, box, ASA, 4, version=1)
    assert taken(database, box, ASA) == Ballot(2, 5, (4,))
    assert taken(database, box, BO) is None


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_change_made_on_old_knowledge_is_refused(database: Database, box: BallotBox, version: int) -> None:
    put(database, box, ASA, 1)
    put(database, box, ASA, 2, version=1)
    with pytest.raises(Conflict):
        put(database, box, ASA, 3, version=version)
    assert taken(database, box, ASA) == Ballot(2, 5, (2,))


def test_a_change_of_a_ballot_that_is_gone_is_refused(database: Database, box: BallotBox) -> None:
    with pytest.raises(Conflict):
        put(database, box, ASA, 3, version=1)


def test_an_erased_ballot_is_gone(database: Database, box: BallotBox) -> None:
    put(database, box, ASA, 1)
    put(database, box, BO, 2)
    with database.writing() as connection:
        assert box.erase(connection, ASA)
        assert not box.erase(connection, ASA)
    assert taken(database, box, ASA) is None
    assert taken(database, box, BO) == Ballot(1, 5, (2,))


def test_the_close_opens_the_ballots_of_its_respondents(database: Database, box: BallotBox) -> None:
    people = [Respondent("person", number) for number in range(1, 41)]
    for person in people[:30]:
        put(database, box, person, person.id)
    with database.reading() as connection:
        sheets = box.open_all(connection, people[10:])
    assert sorted(sheet.answers for sheet in sheets) == [(number,) for number in range(11, 31)]
    assert all(isinstance(sheet, Sheet) and sheet.team == 5 for sheet in sheets)


def test_the_order_of_opened_ballots_says_nothing(database: Database, box: BallotBox) -> None:
    people = [Respondent("person", number) for number in range(1, 41)]
    for person in people:
        put(database, box, person, person.id)
    with database.reading() as connection:
        found = [sheet.answers[0] for sheet in box.open_all(connection, people)]
        assert [sheet.answers[0] for sheet in box.open_all(connection, people[::-1])] == found
    assert found != sorted(found)


def test_the_close_forgets_all_ballots(database: Database, box: BallotBox) -> None:
    for person in (ASA, BO):
        put(database, box, person, 1)
    with database.writing() as connection:
        assert box.delete_all(connection, [ASA, BO, Respondent("team", 1)]) == 2
        assert connection.execute(select(tables.Ballot.ref)).all() == []


def test_more_ballots_than_one_question_holds_are_opened(database: Database, box: BallotBox) -> None:
    people = [Respondent("person", number) for number in range(1_201)]
    with database.writing() as connection:
        for person in people:
            box.save(connection, person, Ballot(0, 0, (1,)))
        assert len(box.open_all(connection, people)) == 1_201
        assert box.delete_all(connection, people) == 1_201


def swap(blobs: list[bytes]) -> list[bytes]:
    return blobs[::-1]


def cut(blobs: list[bytes]) -> list[bytes]:
    return [blob[:-1] for blob in blobs]


@pytest.mark.parametrize("change", [swap, cut])
def test_a_ballot_that_was_tampered_with_is_noticed(
    database: Database, box: BallotBox, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    put(database, box, ASA, 1)
    put(database, box, BO, 4)
    with database.writing() as connection:
        rows = connection.execute(select(tables.Ballot.ref, tables.Ballot.blob)).all()
        for row, blob in zip(rows, change([row.blob for row in rows]), strict=True):
            connection.execute(update(tables.Ballot).where(tables.Ballot.ref == row.ref).values(blob=blob))
    with database.reading() as connection:
        with pytest.raises(Tampered):
            box.load(connection, ASA)
        with pytest.raises(Tampered):
            box.open_all(connection, [ASA, BO])


def test_an_old_blob_under_a_new_version_is_noticed(database: Database, box: BallotBox) -> None:
    put(database, box, ASA, 1)
    with database.reading() as connection:
        old = connection.execute(select(tables.Ballot.blob)).scalar_one()
    put(database, box, ASA, 4, version=1)
    with database.writing() as connection:
        connection.execute(update(tables.Ballot).values(blob=old))
    with pytest.raises(Tampered):
        taken(database, box, ASA)


def test_without_the_key_a_ballot_says_neither_who_nor_where_nor_when(database: Database) -> None:
    columns = {column["name"] for column in inspect(database.engine).get_columns("ballot")}
    assert columns == {"ref", "authority_id", "version", "blob"}


@pytest.mark.parametrize("url_of", ["sqlite"], indirect=True)
def test_the_file_does_not_keep_the_order_of_ballots(database: Database) -> None:
    with database.reading() as connection, pytest.raises(Exception, match="rowid"):
        connection.execute(text("SELECT rowid FROM ballot"))


def test_another_authority_finds_nothing(database: Database, box: BallotBox, other_poll: Poll) -> None:
    put(database, box, ASA, 1)
    same_place = Poll(other_poll.authority, box.poll.round, box.poll.school)
    assert taken(database, BallotBox(same_place, box.seal), ASA) is None


def test_an_answer_that_is_not_a_small_number_is_refused(database: Database, box: BallotBox) -> None:
    with pytest.raises(ValueError, match="range"):
        put(database, box, ASA, 256)
    assert taken(database, box, ASA) is None
