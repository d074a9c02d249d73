from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from conversations.facts import Duty
from storage import people, roster
from storage.database import Database
from storage.keys import Keys
from storage.tables import Membership, School, SchoolCode, WorkTeam
from tests.storage.authorities import CALENDAR, PLANNED, Authority, Line, found, lines

TODAY = CALENDAR.local_date(PLANNED)
LATER = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def authority(database: Database, keys: Keys) -> Authority:
    return found(database, keys)


def me(authority: Authority, name: str, now: datetime = LATER) -> people.Me | None:
    with authority.database.reading() as connection:
        return people.me(connection, authority.id, authority.person(name), CALENDAR.local_date(now))


def standing(authority: Authority, now: datetime = LATER) -> tuple[roster.KnownRow, ...]:
    with authority.database.reading() as connection:
        return roster.existing_rows(connection, authority.id, now)


def test_an_authority_is_found_by_its_workspace(authority: Authority) -> None:
    with authority.database.reading() as connection:
        assert people.find_authority(connection, "web", "demo") == authority.id
        assert people.find_authority(connection, "web", "another") is None


def test_an_import_counts_what_it_did_and_a_second_one_does_nothing(authority: Authority) -> None:
    again = authority.take(lines(), LATER)
    assert again == roster.Imported(schools=0, teams=0, people=0, changed=0, left=0, began=0, ended=0)


def test_what_was_imported_is_what_stands(authority: Authority) -> None:
    known = {
        (row.school, row.work_team, row.name, row.email, row.roles, row.language)
        for row in standing(authority)
    }
    wanted = {(row.school, row.work_team, row.name, row.email, row.roles, row.language) for row in lines()}
    assert known == wanted
    assert {row.school_code for row in standing(authority) if row.school == "Norra"} == {"11111111"}


def test_an_address_in_capitals_is_the_same_person(authority: Authority) -> None:
    rows = [Line(**{**vars(row), "address": row.email.upper()}) for row in lines()]
    assert authority.take(rows, LATER).people == 0


def test_a_person_has_the_duties_of_each_row(authority: Authority) -> None:
    second = Line("Södra", "Asta Berg", ("staff", "team_leader"), school_code="22222222")
    authority.take([*lines(), second], LATER)
    somebody = me(authority, "Asta Berg")
    assert somebody is not None
    assert set(somebody.duties) == {
        Duty("staff", authority.school("Norra"), authority.team("Lag ett")),
        Duty("staff", authority.school("Södra")),
        Duty("team_leader", authority.school("Södra")),
    }


def test_whoever_is_no_longer_listed_has_left_and_may_come_back(authority: Authority) -> None:
    rest = [row for row in lines() if row.name != "Bo Dahl"]
    assert authority.take(rest, LATER).left == 1
    assert me(authority, "Bo Dahl") is None
    assert me(authority, "Bo Dahl", PLANNED) is not None
    authority.take(lines(), LATER)
    back = me(authority, "Bo Dahl")
    assert back is not None
    assert back.is_("staff", authority.school("Norra"))


def test_a_principal_who_has_moved_loses_the_old_school_at_once(authority: Authority) -> None:
    moved = [row for row in lines() if row.name != "Rut Norr"]
    authority.take([*moved, Line("Södra", "Rut Norr", ("principal",))], LATER)
    somebody = me(authority, "Rut Norr")
    assert somebody is not None
    assert somebody.duties == (Duty("principal", authority.school("Södra")),)


def test_a_person_gets_a_new_name_and_keeps_the_language_they_chose(authority: Authority) -> None:
    rows = [
        Line(**{**vars(row), "name": "Asta Bergdahl", "language": "en", "address": row.email})
        if row.name == "Asta Berg"
        else row
        for row in lines()
    ]
    assert authority.take(rows, LATER).changed == 1
    somebody = me(authority, "Asta Bergdahl")
    assert somebody is not None
    assert somebody.language == "sv"


def test_a_school_with_a_known_code_and_a_new_name_is_renamed(authority: Authority) -> None:
    before = authority.school("Norra")
    rows = [
        Line(**{**vars(row), "school": "Norra skolan" if row.school == "Norra" else row.school})
        for row in lines()
    ]
    assert authority.take(rows, LATER).schools == 0
    assert authority.school("Norra skolan") == before


def test_a_code_moves_to_another_known_school_and_keeps_its_history(authority: Authority) -> None:
    rows = [
        Line(**{**vars(row), "school_code": "11111111" if row.school == "Södra" else ""}) for row in lines()
    ]
    authority.take(rows, LATER)
    with authority.database.reading() as connection:
        of_code = select(SchoolCode.school_id, SchoolCode.until).where(SchoolCode.code == "11111111")
        codes = {row.school_id: row.until for row in connection.execute(of_code)}
    assert codes[authority.school("Södra")] is None
    assert str(codes[authority.school("Norra")]) == "2026-03-01"


def test_a_team_without_members_closes_and_reopens(authority: Authority) -> None:
    closed = select(WorkTeam.closed_on).where(WorkTeam.name == "Lag två")
    authority.take([row for row in lines() if row.work_team != "Lag två"], LATER)
    with authority.database.reading() as connection:
        assert str(connection.execute(closed).scalar_one()) == "2026-03-02"
    authority.take(lines(), LATER)
    with authority.database.reading() as connection:
        assert connection.execute(closed).scalar_one() is None


def test_a_failed_import_leaves_nothing_behind(authority: Authority) -> None:
    rows = [*lines(), Line("Ny skola", "Nina Ny"), Line("Ny skola", "Nils Ny", ("no such role",))]  # type: ignore[arg-type]
    with pytest.raises(Exception, match="role"):
        authority.take(rows, LATER)
    with authority.database.reading() as connection:
        assert "Ny skola" not in [school.name for school in people.schools(connection, authority.id)]


def test_two_authorities_keep_their_own(authority: Authority, database: Database, keys: Keys) -> None:
    other = found(database, keys, [Line("Norra", "Asta Berg")], "other")
    assert other.person("Asta Berg") != authority.person("Asta Berg")
    with database.reading() as connection:
        assert people.me(connection, other.id, authority.person("Bo Dahl"), TODAY) is None
        assert [school.name for school in people.schools(connection, other.id)] == ["Norra"]


def test_the_cast_of_a_school(authority: Authority) -> None:
    with authority.database.reading() as connection:
        norra = authority.school("Norra")
        staff = people.staff(connection, authority.id, TODAY, norra)
        assert [(each.name, each.team.name if each.team else "") for each in staff][-1] == (
            "Folke Holm",
            "Lag två",
        )
        assert len(staff) == 6
        assert len(people.staff(connection, authority.id, TODAY)) == 8
        assert [each.name for each in people.principals(connection, authority.id, norra, TODAY)] == [
            "Rut Norr"
        ]
        assert [each.name for each in people.coordinators(connection, authority.id, TODAY)] == [
            "Karin Samordnare"
        ]


def test_an_unknown_person_is_nobody(authority: Authority) -> None:
    with authority.database.reading() as connection:
        assert people.me(connection, authority.id, 4711, TODAY) is None


def test_a_membership_ends_on_the_morning_of_its_last_day(authority: Authority) -> None:
    with authority.database.writing() as connection:
        connection.execute(
            insert(Membership).values(
                authority_id=authority.id,
                person_id=authority.person("Asta Berg"),
                school_id=connection.execute(select(School.id).where(School.name == "Södra")).scalar_one(),
                role="principal",
                since=TODAY,
                until=CALENDAR.local_date(LATER),
            )
        )
    before, after = me(authority, "Asta Berg", PLANNED), me(authority, "Asta Berg", LATER)
    assert before is not None
    assert after is not None
    assert before.is_("principal")
    assert not after.is_("principal")
