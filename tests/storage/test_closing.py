import os
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from conversations.rules.result import Material
from conversations.snapshot import Snapshot
from conversations.turn import Close, Record, Respondent
from storage import closing, schedule, snapshots
from storage.answers import TooLate
from storage.ballots import BallotBox
from storage.database import Database
from storage.keys import KeyMissing, Keys, Poll
from storage.rounds import NotPossible
from storage.tables import Ballot, Participation, Scheduled, Window
from storage.tables import Snapshot as Row
from tests.storage.authorities import (
    CLOSED,
    NAMES,
    OPEN,
    PLAN,
    Arrived,
    Authority,
    found,
    lines,
    occasions,
    three_teams,
)

SUMMARY = tuple(occasion for occasion in occasions(PLAN) if occasion.kind == "summary")


@pytest.fixture
def authority(database: Database, keys: Keys) -> Authority:
    """Everybody has answered."""
    made = found(database, keys)
    made.plan(replace(PLAN, leadership=True))
    for number, name in enumerate((*NAMES, "Rut Norr", "Stig Söder")):
        made.answer_all(name, 2 + number % 3)
    return made


def poll(authority: Authority, school: str = "Norra") -> Poll:
    return Poll(authority.id, authority.round, authority.school(school))


def close(authority: Authority, school: str = "Norra") -> tuple[Poll, ...]:
    effect = Close(authority.round, authority.school(school), SUMMARY)
    return authority.do(Arrived(authority.id, 0), effect, now=CLOSED).spent


def result(authority: Authority, school: str = "Norra") -> Snapshot | None:
    with authority.database.reading() as connection:
        return snapshots.latest(connection, poll(authority, school))


def count(authority: Authority, table: type[Ballot | Row]) -> int:
    with authority.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def sweep(authority: Authority) -> int:
    with authority.database.writing() as connection:
        return closing.destroy_spent(connection, authority.keys)


def test_a_close_freezes_the_result_and_forgets_the_ballots(authority: Authority) -> None:
    before = count(authority, Ballot)
    assert close(authority) == (poll(authority),)
    made = result(authority)
    assert made is not None
    assert (made.eligible, made.answered, made.basis) == (6, 6, "individual")
    assert count(authority, Ballot) == before - 7
    with authority.database.reading() as connection:
        frozen = select(Window.school_id).where(Window.frozen_at.is_not(None))
        assert connection.execute(frozen).scalars().all() == [authority.school("Norra")]
        assert connection.execute(select(func.count()).select_from(Participation)).scalar_one() == 8


def test_the_key_is_destroyed_after_the_commit_and_no_other(authority: Authority) -> None:
    for spent in close(authority):
        authority.keys.destroy(spent)
    assert authority.keys.kept() == [poll(authority, "Södra")]
    assert sweep(authority) == 0


def test_the_close_plans_the_summary(authority: Authority) -> None:
    close(authority)
    with authority.database.reading() as connection:
        kinds = select(Scheduled.kind).where(Scheduled.school_id == authority.school("Norra"))
        assert "summary" in connection.execute(kinds).scalars().all()


def test_a_second_close_changes_nothing(authority: Authority) -> None:
    close(authority)
    first = result(authority)
    authority.keys.destroy(poll(authority))
    assert close(authority) == (poll(authority),)
    assert result(authority) == first
    assert count(authority, Row) == 1


class _Power(Exception):  # noqa: N818  -- what has gone
    pass


def _fails_before(_original: Callable[..., object]) -> Callable[..., object]:
    def fail(*_arguments: object, **_named: object) -> object:
        raise _Power

    return fail


def _fails_after(original: Callable[..., object]) -> Callable[..., object]:
    def fail(*arguments: object, **named: object) -> object:
        original(*arguments, **named)
        raise _Power

    return fail


@pytest.mark.parametrize("when", [_fails_before, _fails_after])
@pytest.mark.parametrize(
    ("place", "name"),
    [
        (BallotBox, "open_all"),
        (closing, "freeze"),
        (snapshots, "save"),
        (BallotBox, "delete_all"),
        (schedule, "plan"),
        (closing, "close"),
    ],
)
def test_a_close_that_was_cut_off_is_done_again_with_the_same_result(
    authority: Authority,
    place: object,
    name: str,
    when: Callable[[Callable[..., object]], Callable[..., object]],
) -> None:
    before = count(authority, Ballot)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, name, when(getattr(place, name)))
        with pytest.raises(_Power):
            close(authority)
    assert result(authority) is None
    assert count(authority, Ballot) == before
    assert sweep(authority) == 0
    assert authority.desks("Asta Berg")[0].answers[0] == 2
    close(authority)
    made = result(authority)
    assert made is not None
    assert (made.answered, count(authority, Row)) == (6, 1)
    assert sweep(authority) == 1
    assert poll(authority) not in authority.keys.kept()


def test_the_result_is_the_same_however_often_the_close_begins(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    results: list[Snapshot] = []
    original = closing.freeze

    def remember(material: Material) -> Snapshot:
        results.append(original(material))
        if len(results) < 3:
            raise _Power
        return results[-1]

    monkeypatch.setattr(closing, "freeze", remember)
    for _ in range(2):
        with pytest.raises(_Power):
            close(authority)
    close(authority)
    assert results[0] == results[1] == results[2] == result(authority)


def test_a_crash_between_commit_and_key_is_mended_by_the_sweep(authority: Authority) -> None:
    close(authority)
    assert poll(authority) in authority.keys.kept()
    assert sweep(authority) == 1
    with pytest.raises(KeyMissing):
        authority.keys.seal(poll(authority))


def test_the_material_keeps_each_kind_of_answer_apart(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Material] = []
    original = closing.freeze

    def remember(material: Material) -> Snapshot:
        seen.append(material)
        return original(material)

    monkeypatch.setattr(closing, "freeze", remember)
    close(authority)
    close(authority, "Södra")
    norra, sodra = seen
    assert (len(norra.sheets), norra.team_sheets, norra.joint) == (6, (), None)
    assert norra.leadership is not None
    lag_ett, lag_tva = authority.team("Lag ett"), authority.team("Lag två")
    assert sorted(sheet.team for sheet in norra.sheets) == sorted([*[lag_ett] * 5, lag_tva])
    assert norra.teams == ((lag_ett, "Lag ett"), (lag_tva, "Lag två"))
    assert (sodra.sheets, sodra.leadership, sodra.eligible) == ((), None, 2)
    assert sodra.joint is not None
    assert "answers" not in repr(norra)


def test_a_round_of_work_teams_hands_over_team_sheets(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Material] = []
    monkeypatch.setattr(closing, "freeze", lambda material: seen.append(material) or _blank())
    authority = found(database, keys, three_teams())
    authority.plan(replace(PLAN, mode="team"))
    authority.answer_all("Asta Berg", 3)
    close(authority)
    assert [sheet.team for sheet in seen[0].team_sheets] == [authority.team("Lag ett")]
    assert (seen[0].mode, seen[0].sheets) == ("team", ())


def _blank() -> Snapshot:
    return Snapshot("f", "yearly", "team", (), 6, 1, shown=False)


def test_whoever_left_in_the_middle_counts_where_they_began(authority: Authority) -> None:

    authority.take([row for row in lines() if row.name != "Asta Berg"], OPEN)
    close(authority)
    made = result(authority)
    assert made is not None
    assert (made.eligible, made.answered) == (6, 6)


def test_a_school_where_nobody_answered_closes_too(database: Database, keys: Keys) -> None:
    authority = found(database, keys)
    authority.plan()
    for school in ("Norra", "Södra"):
        close(authority, school)
        made = result(authority, school)
        assert made is not None
        assert (made.answered, made.shown) == (0, False)


def test_a_school_outside_the_round_cannot_close(authority: Authority) -> None:
    effect = Close(authority.round, 4711, ())
    with pytest.raises(LookupError, match="take part"):
        authority.do(Arrived(authority.id, 0), effect, now=CLOSED)


@pytest.mark.parametrize("url_of", ["postgresql"], indirect=True)
def test_no_answer_slips_in_behind_a_close_that_has_begun(authority: Authority) -> None:
    (desk,) = authority.desks("Asta Berg")
    effect = Record(desk.round.id, desk.school.id, desk.respondent, {0: 4}, "finished")
    outcome: list[str] = []

    def press() -> None:
        try:
            authority.do(authority.arrived("Asta Berg"), effect, now=OPEN)
            outcome.append("taken")
        except (TooLate, KeyMissing) as error:
            outcome.append(type(error).__name__)

    pressing = threading.Thread(target=press)
    with authority.database.writing() as connection:
        calendar = authority.context(Arrived(authority.id, 0)).authority.calendar
        done = Close(authority.round, authority.school("Norra"), ())
        closing.close(connection, authority.keys, authority.id, done, calendar, CLOSED)
        pressing.start()
        pressing.join(0.5)
        assert pressing.is_alive()
    pressing.join(10)
    assert outcome == ["TooLate"]
    assert set(authority.desks("Asta Berg")[0].answers) == {0}


def test_two_closes_at_once_make_one_result(authority: Authority) -> None:
    errors: list[Exception] = []

    def run() -> None:
        try:
            close(authority)
        except Exception as error:  # noqa: BLE001  -- whatever it is, the test must hear of it
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert errors == []
    assert count(authority, Row) == 1


def test_the_sweep_leaves_the_keys_of_a_round_that_is_being_planned(database: Database, keys: Keys) -> None:
    authority = found(database, keys)
    original, swept = keys.create, []

    def create(made: Poll) -> None:
        original(made)
        with database.reading() as connection:
            swept.append(closing.destroy_spent(connection, keys))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "create", create)
        authority.plan()
    assert swept == [0, 0]
    assert len(keys.kept()) == 2


def test_another_databases_keys_are_left_alone(
    authority: Authority, other_database: Database, keys: Keys
) -> None:
    for path in keys._directory.glob("*.key"):
        os.utime(path, (0, 0))
    with other_database.reading() as connection:
        assert closing.destroy_spent(connection, keys) == 0
    other = found(other_database, keys)
    with pytest.raises(NotPossible, match="another database"):
        other.plan()
    assert len(authority.keys.kept()) == 2


def test_a_close_with_another_databases_keys_is_not_done(
    authority: Authority, other_database: Database, tmp_path: Path
) -> None:
    folder = Keys(tmp_path / "others")
    found(other_database, folder).plan()
    misled = replace(authority, keys=folder)
    with pytest.raises(KeyMissing, match="another database"):
        close(misled)
    assert result(authority) is None
    assert count(authority, Ballot) == 8


def test_the_respondent_of_a_closed_round_has_no_ballot_to_find(authority: Authority) -> None:
    asta = Respondent("person", authority.person("Asta Berg"))
    box = BallotBox(poll(authority), authority.keys.seal(poll(authority)))
    close(authority)
    with authority.database.reading() as connection:
        assert box.load(connection, asta) is None
